"""When something of the frontier can next be leased: a plain read, which sources make often."""

from datetime import datetime

from sqlalchemy import ColumnElement, Engine, Select, case

from stores.database import reading


def next_due_at(engine: Engine, earliest: Select[datetime], *, now: datetime) -> datetime | None:
    """`now` where something can be leased already, None where nothing is planned. Raises StoreUnavailableError."""
    with reading(engine) as connection:
        at: datetime | None = connection.execute(earliest).scalar_one()
    return None if at is None else max(at, now)


def later_of(one: ColumnElement[datetime], other: ColumnElement[datetime]) -> ColumnElement[datetime]:
    # The function for this is max() in SQLite and greatest() in PostgreSQL.
    return case((one >= other, one), else_=other)
