"""How far each walk of a backfill has come."""

from datetime import datetime

from sqlalchemy import Engine, select

from schemas.frontier import WalkState
from stores.database import reading, upsert, writing
from stores.tables import walks


class SqlWalks:
    """Implements ingest.ports.Walks. Both methods raise StoreUnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def load(self, walk_id: str) -> WalkState:
        with reading(self._engine) as connection:
            row = connection.execute(select(walks).where(walks.c.id == walk_id)).one_or_none()
        return WalkState() if row is None else WalkState(row.cursor, row.pages, row.links, row.ended)

    def save(self, walk_id: str, source: str, state: WalkState, *, at: datetime) -> None:
        row = {
            "id": walk_id,
            "source": source,
            "cursor": state.cursor,
            "pages": state.pages,
            "links": state.links,
            "at": at,
            "ended": state.ended,
        }
        with writing(self._engine) as connection:
            connection.execute(upsert(self._engine, walks, key=("id",)), row)
