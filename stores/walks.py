"""How far each walk of a backfill has come."""

from datetime import datetime

from sqlalchemy import Connection, Engine, select

from schemas.frontier import WalkState
from stores.database import upsert
from stores.tables import walks


def load(connection: Connection, walk_id: str) -> WalkState | None:
    row = connection.execute(select(walks).where(walks.c.id == walk_id)).one_or_none()
    return None if row is None else WalkState(row.cursor, row.pages, row.links, row.ended)


def save(engine: Engine, connection: Connection, walk_id: str, source: str, state: WalkState, *, at: datetime) -> None:
    row = {
        "id": walk_id,
        "source": source,
        "cursor": state.cursor,
        "pages": state.pages,
        "links": state.links,
        "at": at,
        "ended": state.ended,
    }
    connection.execute(upsert(engine, walks, key=("id",)), row)
