"""The audit of takedowns: who ordered what, when and why, and what each store forgot."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, Row, select, update

from stores.article_tables import takedowns
from stores.database import insert_new, reading, writing
from stores.takedown import Takedown


@dataclass(frozen=True)
class Audited:
    """`forgotten` has rows or pages by store; `done_at` is None while a takedown is not finished."""

    id: str
    at: datetime
    by: str
    reason: str
    asked: str
    url_keys: tuple[str, ...]
    article_ids: tuple[str, ...]
    done_at: datetime | None
    forgotten: Mapping[str, int]


class TakedownLog:
    """Beside the articles. Every method raises StoreUnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, order: Takedown) -> None:
        """Written before anything is forgotten; an order that is there stays as it was."""
        row = {name: getattr(order, name) for name in ("id", "at", "by", "reason", "asked")}
        row |= {"url_keys": json.dumps(order.url_keys), "article_ids": json.dumps(order.article_ids), "forgotten": "{}"}
        with writing(self._engine) as connection:
            connection.execute(insert_new(self._engine, takedowns, key=("id",)), [row])

    def end(self, id_: str, forgotten: Mapping[str, int], *, at: datetime) -> None:
        """What an earlier try forgot stays counted."""
        with writing(self._engine) as connection:
            of = takedowns.c.id == id_
            before = json.loads(connection.execute(select(takedowns.c.forgotten).where(of)).scalar_one())
            counts = {name: before.get(name, 0) + count for name, count in forgotten.items()}
            connection.execute(update(takedowns).where(of).values(done_at=at, forgotten=json.dumps(counts)))

    def get(self, id_: str) -> Audited | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(takedowns).where(takedowns.c.id == id_)).one_or_none()
        return None if row is None else _audited(row)

    def all(self) -> Sequence[Audited]:
        """The oldest first."""
        with reading(self._engine) as connection:
            return [_audited(row) for row in connection.execute(select(takedowns).order_by(takedowns.c.at))]


def _audited(row: Row[tuple[object, ...]]) -> Audited:
    values = dict(row._mapping)
    lists = {name: tuple(json.loads(values[name])) for name in ("url_keys", "article_ids")}
    return Audited(**{**values, **lists, "forgotten": json.loads(values["forgotten"])})
