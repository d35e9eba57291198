"""A takedown in the memory of the stateful steps."""

from collections.abc import Callable

from sqlalchemy import Connection, Engine, bindparam, select, update
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert

from runtime.state import Made
from schemas.outcomes import Outcome, Reason
from stores.tables import applied, state
from stores.takedown import Takedown, bury

Insert = PostgresInsert | SqliteInsert
PLACE = ("stage", "topic", "partition", "offset")
REPLACE = (
    update(applied)
    .where(*(applied.c[name] == bindparam(f"of_{name}") for name in PLACE))
    .values(recorded=bindparam("now_recorded"))
)


def forget_state(
    engine: Engine,
    connection: Connection,
    order: Takedown,
    *,
    put: Insert,
    encode: Callable[[Made], bytes],
    decode: Callable[[bytes], Made],
) -> int:
    bury(engine, connection, order)
    gone = 0
    for step, value in order.remembered.items():
        keys = [f"{step}/{id_}" for id_ in order.article_ids]
        held = select(state.c.key).where(state.c.stage == step, state.c.key.in_(keys), state.c.value != value)
        gone += len(connection.execute(held.with_for_update()).all())
        connection.execute(put, [{"stage": step, "key": key, "value": value} for key in sorted(keys)])
        gone += _forget_made(connection, order, step, encode, decode)
    return gone


def _forget_made(
    connection: Connection,
    order: Takedown,
    step: str,
    encode: Callable[[Made], bytes],
    decode: Callable[[bytes], Made],
) -> int:
    """Kept only until the offsets behind it are settled: a few at a time."""
    ids = {id_.encode() for id_ in order.article_ids}
    dropped = encode(Made((), Outcome.DROPPED, Reason.TAKEN_DOWN, ""))
    rows = connection.execute(select(applied).where(applied.c.stage == step).with_for_update()).mappings().all()
    changed = [
        {f"of_{name}": row[name] for name in PLACE} | {"now_recorded": dropped}
        for row in rows
        if any(output.key in ids for output in decode(row["recorded"]).outputs)
    ]
    if changed:
        connection.execute(REPLACE, changed)
    return len(changed)
