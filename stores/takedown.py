"""What was taken down: names that no store lets in again, each checked in the transaction that would write."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, bindparam, select

from schemas.ids import upgraded_key
from stores.common_tables import taken_down
from stores.database import insert_new, reading

BURIED = select(taken_down.c.name).where(taken_down.c.name.in_(bindparam("names", expanding=True)))


@dataclass(frozen=True)
class Takedown:
    """An order to forget. `url_keys` and `article_ids` are all names of what is forgotten; `remembered` is what a
    stateful step is to find under such an id, by the step's name."""

    id: str
    at: datetime
    by: str
    reason: str
    asked: str
    url_keys: tuple[str, ...]
    article_ids: tuple[str, ...]
    remembered: Mapping[str, bytes]

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.url_keys, *self.article_ids)


def bury(engine: Engine, connection: Connection, order: Takedown) -> None:
    """From the end of this transaction on nothing of that name is written."""
    rows = [{"name": name, "takedown": order.id, "at": order.at, "reason": order.reason} for name in order.names]
    connection.execute(insert_new(engine, taken_down, key=("name",)), rows)


def has_forgotten(engine: Engine, order: Takedown) -> bool:
    with reading(engine) as connection:
        return set(connection.execute(BURIED, {"names": list(order.names)}).scalars()) >= set(order.names)


def buried(connection: Connection, names: Iterable[str]) -> Collection[str]:
    """Those of the names that were taken down, keys of any version."""
    wanted = {name: upgraded_key(name) if "/" in name else name for name in names}
    if not wanted:
        return ()
    found = set(connection.execute(BURIED, {"names": sorted({*wanted, *wanted.values()})}).scalars())
    return {name for name, present in wanted.items() if name in found or present in found} if found else ()
