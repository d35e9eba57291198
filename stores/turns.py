"""The frontier's turns: one request at a time to a host, its delay kept between two, whichever process makes them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, bindparam, case, literal, select, update

from stores.column_types import EPOCH, Instant
from stores.database import insert_new
from stores.tables import turns

# How soon one who waits looks again where nothing says when the turn before ends.
LOOK_S = 0.25
# Who is next in line and does not come for the turn loses it after this.
GRACE_S = 5.0
END = (
    update(turns)
    .where(turns.c.host == bindparam("of_host"))
    .values(
        taken_until=case(
            (turns.c.taken_by == bindparam("of_process"), literal(EPOCH, Instant())), else_=turns.c.taken_until
        ),
        ready_at=case(
            (turns.c.ready_at >= bindparam("rests_until"), turns.c.ready_at),
            else_=bindparam("rests_until", type_=Instant()),
        ),
    )
)
ROW = select(turns).where(turns.c.host == bindparam("of_host")).with_for_update()


def take(
    engine: Engine, connection: Connection, host: str, by: str, *, now: datetime, delay_s: float, ttl_s: float
) -> datetime | None:
    """None where the turn is taken, for `ttl_s` at most; else when to ask for it again.

    The delay is written before the request, so that it outlasts a process that is killed. Whoever waits is next in
    line, but for the one who had the last turn: so those who ask all the time and those who seldom do alternate.
    """
    row = connection.execute(ROW, {"of_host": host}).one_or_none()
    if row is None:
        connection.execute(insert_new(engine, turns, key=("host",)), {"host": host})
        row = connection.execute(ROW, {"of_host": host}).one()
    of_another = row.next_until > now and row.next_by != by
    if row.taken_until <= now and row.ready_at <= now and not of_another:
        taken = {"taken_by": by, "taken_until": now + timedelta(seconds=ttl_s), "next_by": "", "next_until": EPOCH}
        _change(connection, host, taken | {"ready_at": now + timedelta(seconds=delay_s)})
        return None
    again_at: datetime = row.ready_at if row.ready_at > now else now + timedelta(seconds=LOOK_S)
    if not of_another and row.taken_by != by:
        _change(connection, host, {"next_by": by, "next_until": again_at + timedelta(seconds=GRACE_S)})
    return again_at


def end(engine: Engine, connection: Connection, host: str, by: str, *, ready_at: datetime) -> None:
    """The turn is over and the host rests until `ready_at`; no rest that it asked for before gets shorter.

    A rest that was learnt without a turn, or in one that ran out, counts as well.
    """
    ended = {"of_host": host, "of_process": by, "rests_until": ready_at}
    if not connection.execute(END, ended).rowcount:
        connection.execute(insert_new(engine, turns, key=("host",)), {"host": host})
        connection.execute(END, ended)


def _change(connection: Connection, host: str, changed: Mapping[str, object]) -> None:
    connection.execute(update(turns).where(turns.c.host == host).values(changed))
