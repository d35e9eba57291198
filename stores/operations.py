"""What operating remembers: pauses of steps, sources and hosts, backups, and sizes of what is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Engine, and_, delete, func, select

from stores import migrate
from stores.database import insert, insert_new, reading, writing
from stores.operation_tables import backups, pauses, sizes
from stores.store import Sample, StoreMetric
from stores.tables import FRONTIER, hosts
from stores.takedown import Takedown

# Of backups only the last is asked for; those of a year tell how they grew.
KEEP = timedelta(days=365)
KEEP_SIZES = timedelta(days=35)
SIZES_APART = timedelta(minutes=50)
PAUSED = StoreMetric("paused", "1 for each step, source and host that is paused.", ("kind", "name"))
BACKUP_AGE = StoreMetric("backup_age_seconds", "Since the last backup was begun; infinite where none was taken.")
BACKUP_BYTES = StoreMetric("backup_bytes", "Size of the last backup.")


class PauseKind(StrEnum):
    STEP = "step"
    SOURCE = "source"
    HOST = "host"


@dataclass(frozen=True)
class Pause:
    kind: PauseKind
    name: str
    at: datetime
    by: str = ""
    reason: str = ""
    of: str = ""
    """The source that a host was paused with; empty where it was named itself."""

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

    @property
    def why(self) -> str:
        by = f"by {self.by}" if self.by else "by somebody"
        return f"{by}: {self.reason}" if self.reason else by


@dataclass(frozen=True)
class Backup:
    """`at` is the moment that it holds."""

    at: datetime
    target: str
    bytes: int
    seconds: float


class Operations:
    """Implements stores.store.Store. Every method raises StoreUnavailableError."""

    FIGURES: ClassVar[Sequence[StoreMetric]] = (PAUSED, BACKUP_AGE, BACKUP_BYTES)

    def __init__(self, engine: Engine) -> None:
        migrate.upgrade(engine, FRONTIER)
        self._engine = engine

    def pause(self, pause: Pause, *, hosts: Iterable[str] = ()) -> bool:
        """A source with its hosts. False where it is paused already: then the first order stands."""
        new = insert_new(self._engine, pauses, key=("kind", "name", "of"))
        with writing(self._engine) as connection:
            is_new = connection.execute(new.returning(pauses.c.name), _row(pause)).first() is not None
            for host in hosts:
                connection.execute(new, _row(replace(pause, kind=PauseKind.HOST, name=host, of=pause.name)))
        return is_new

    def resume(self, kind: PauseKind, name: str) -> bool:
        """And a source's hosts, but for those that were named themselves. False where it was not paused."""
        of_it = and_(pauses.c.kind == kind.value, pauses.c.name == name, pauses.c.of == "")
        with writing(self._engine) as connection:
            if kind is PauseKind.SOURCE:
                connection.execute(delete(pauses).where(pauses.c.of == name))
            return connection.execute(delete(pauses).where(of_it)).rowcount > 0

    def paused(self) -> Sequence[Pause]:
        """The longest first; a source before its hosts."""
        order = (pauses.c.at, pauses.c.of, pauses.c.kind, pauses.c.name)
        with reading(self._engine) as connection:
            rows = connection.execute(select(pauses).order_by(*order)).all()
        return [Pause(PauseKind(row.kind), row.name, row.at, row.by, row.reason, row.of) for row in rows]

    def hosts(self) -> Sequence[str]:
        """Of the frontier's addresses."""
        with reading(self._engine) as connection:
            return connection.execute(select(hosts.c.host).order_by(hosts.c.host)).scalars().all()

    def add_backup(self, backup: Backup) -> None:
        with writing(self._engine) as connection:
            connection.execute(insert(self._engine, backups), vars(backup))

    def last_backup(self) -> Backup | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(backups).order_by(backups.c.at.desc()).limit(1)).one_or_none()
        return None if row is None else Backup(row.at, row.target, row.bytes, row.seconds)

    def add_sizes(self, at: datetime, found: Mapping[str, int]) -> bool:
        """Of several supervisors one is heard: False where others were remembered a short time ago."""
        with writing(self._engine) as connection:
            last = connection.execute(select(func.max(sizes.c.at))).scalar_one()
            if not found or (last is not None and at - last < SIZES_APART):
                return False
            rows = [{"at": at, "name": name, "bytes": size} for name, size in found.items()]
            connection.execute(insert_new(self._engine, sizes, key=("at", "name")), rows)
        return True

    def first_sizes(self, since: datetime) -> Mapping[str, tuple[datetime, int]]:
        """The first size that is remembered of each name, from then on."""
        asked = select(sizes).where(sizes.c.at >= since).order_by(sizes.c.at.desc())
        with reading(self._engine) as connection:
            return {row.name: (row.at, row.bytes) for row in connection.execute(asked)}

    def ping(self) -> None:
        with reading(self._engine) as connection:
            connection.execute(select(func.count()).select_from(pauses))

    def has_forgotten(self, order: Takedown) -> bool:
        """Nothing of articles is here."""
        return True

    def forget(self, order: Takedown) -> int:
        return 0

    def retain(self, now: datetime) -> int:
        with writing(self._engine) as connection:
            gone = connection.execute(delete(sizes).where(sizes.c.at < now - KEEP_SIZES)).rowcount
            return gone + connection.execute(delete(backups).where(backups.c.at < now - KEEP)).rowcount

    def figures(self, now: datetime) -> Iterable[Sample]:
        for pause in self.paused():
            if pause.of:
                continue
            yield Sample(PAUSED, (pause.kind.value, pause.name), 1)
        last = self.last_backup()
        yield Sample(BACKUP_AGE, (), (now - last.at).total_seconds() if last else float("inf"))
        if last is not None:
            yield Sample(BACKUP_BYTES, (), last.bytes)


def _row(pause: Pause) -> dict[str, object]:
    return vars(pause) | {"kind": pause.kind.value}
