"""Passes over a table that a new version needs: in batches, with the place kept, so that one that was killed goes on.

A migration writes a row for each pass that the rows which are there need. The row goes when the pass is done.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Engine, RowMapping, inspect, select

from runtime.state import StoreUnavailableError
from stores.common_tables import passes
from stores.database import place, reading, writing

BATCH = 2000


class PassesPendingError(StoreUnavailableError):
    """What is stored is not yet as this Warta reads it: a step waits for the passes."""


@dataclass(frozen=True)
class Pass:
    """`position` orders the rows, `columns` are read of each. `change` gets a batch in the transaction that keeps the
    place; `before` gets it outside, and must bear repeating."""

    name: str
    position: Column[Any]
    columns: Sequence[Column[Any]]
    change: Callable[[Connection, Sequence[RowMapping]], None]
    before: Callable[[Sequence[RowMapping]], None] = lambda rows: None
    first: str | int = -1
    """A place before that of every row."""


def pending(engine: Engine) -> Sequence[str]:
    """The names of the passes to be done, in the order of their names; none in a database without the table."""
    with reading(engine) as connection:
        if not inspect(connection).has_table(passes.name):
            return ()
        return connection.execute(select(passes.c.name).order_by(passes.c.name)).scalars().all()


def require_done(engine: Engine) -> None:
    """Raises PassesPendingError."""
    if names := pending(engine):
        raise PassesPendingError(f"{place(engine)} is not up to date ({', '.join(names)}): run `warta rekey`")


def run(engine: Engine, each: Pass, *, batch: int = BATCH) -> Iterator[int]:
    """Does what is left of a pass; yields the rows of every batch that is done. Two runners share the work."""
    while (cursor := _cursor(engine, each.name)) is not None:
        after = type(each.first)(cursor) if cursor else each.first
        rows = _rows(engine, each, after, batch)
        each.before(rows)
        with writing(engine) as connection:
            held = select(passes.c.cursor).where(passes.c.name == each.name).with_for_update()
            if connection.execute(held).scalar_one_or_none() != cursor:
                # Another did this batch meanwhile.
                continue
            if rows:
                each.change(connection, rows)
                moved = passes.update().where(passes.c.name == each.name)
                connection.execute(moved.values(cursor=str(rows[-1][each.position.name])))
            else:
                connection.execute(passes.delete().where(passes.c.name == each.name))
        yield len(rows)


def _cursor(engine: Engine, name: str) -> str | None:
    with reading(engine) as connection:
        return connection.execute(select(passes.c.cursor).where(passes.c.name == name)).scalar_one_or_none()


def _rows(engine: Engine, each: Pass, after: Any, batch: int) -> Sequence[RowMapping]:
    wanted = dict.fromkeys((each.position, *each.columns))
    rows = select(*wanted).where(each.position > after).order_by(each.position).limit(batch)
    with reading(engine) as connection:
        return connection.execute(rows).mappings().all()
