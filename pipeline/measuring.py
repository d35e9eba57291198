"""How large everything is that a pipeline keeps, how fast it grows, and how long it is kept."""

import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from pipeline.settings import Settings
from pipeline.topic_file import topics_as_set
from pipeline.wiring.archive import archive_folder
from pipeline.wiring.stores import engine_for, open_operations
from pipeline.wiring.tended import STORES
from runtime.clock import utc_now
from runtime.state import StoreUnavailableError
from schemas.topics import Cleanup
from stores import fates, postgres_copy, sqlite_copy
from stores.frontier.store import KEEP_POLLS

log = structlog.get_logger()
EVERY_S = 3600.0
RETRY_S = 300.0
LOOK_BACK = timedelta(days=7)
# Growth over less says nothing.
LEAST = timedelta(hours=1)
DAY = timedelta(days=1)
TOPICS = "SELECT topic, sum(bytes) FROM partitions GROUP BY topic"
TABLE_BYTES = "SELECT pg_total_relation_size(quote_ident('{}')::regclass)"


@dataclass(frozen=True)
class DiskUse:
    """`name`: a store, `log`, `archive files`, a topic as `topic pages`, or a server's table. `a_day`: bytes of growth,
    None where too little is remembered."""

    name: str
    bytes: int
    keeps: str
    a_day: float | None = None

    @property
    def is_part(self) -> bool:
        """Of the log's own file."""
        return self.name.startswith("topic ")


def sizes(settings: Settings) -> Mapping[str, int]:
    """Bytes by name. Raises StoreUnavailableError."""
    found: dict[str, int] = {}
    for name in dict.fromkeys(("log", *(row.database for row in STORES))):
        if size := sum(_size(settings.data_dir / f"{name}.db{end}") for end in ("", "-wal")):
            found[name] = size
    if settings.database_url is not None:
        with postgres_copy.moment(engine_for(settings, "server", to_read=True)) as server:
            found |= {name: int(str(server.rows(TABLE_BYTES.format(name))[0][0])) for name in server.tables()}
    if archived := sum(_size(path) for path in archive_folder(settings).path.glob("*.warc.gz*")):
        found["archive files"] = archived
    if (settings.data_dir / "log.db").exists():
        prefix = settings.topic_prefix
        with sqlite_copy.moment(settings.data_dir / "log.db") as topics:
            found |= {f"topic {str(n).removeprefix(prefix)}": int(str(b)) for n, b in topics.rows(TOPICS) if b}
    return found


def held(settings: Settings, first: Mapping[str, tuple[datetime, int]], now: datetime) -> Sequence[DiskUse]:
    """The largest first; `first` are the sizes that are remembered."""
    keeps = kept(settings)
    rows = [
        DiskUse(name, size, keeps.get(name, "for good"), _a_day(size, first.get(name), now))
        for name, size in sizes(settings).items()
    ]
    return sorted(rows, key=lambda row: -row.bytes)


def _a_day(size: int, first: tuple[datetime, int] | None, now: datetime) -> float | None:
    if first is None or now - first[0] < LEAST:
        return None
    return (size - first[1]) / ((now - first[0]) / DAY)


def days_left(settings: Settings, rows: Sequence[DiskUse]) -> float | None:
    """Until the data folder's disk is full, if all goes on so; None where nothing grows, or nothing is remembered."""
    grows = sum(row.a_day for row in rows if row.a_day is not None and not row.is_part)
    return shutil.disk_usage(settings.data_dir).free / grows if grows > 0 else None


def kept(settings: Settings) -> Mapping[str, str]:
    """How long, by name, where it is not for good."""
    archive = f"{settings.archive_keep_days:g} days"
    if settings.archive_max_bytes is not None:
        archive += f", at most {settings.archive_max_bytes / 1e9:.1f} GB"
    found = {
        "archive files": archive,
        "texts": f"{settings.texts_keep_days:g} days",
        "fates": f"{fates.KEEP / DAY:g} days",
        "frontier": f"addresses for good, polls {KEEP_POLLS / DAY:g} days",
        "log": "by topic",
    }
    for topic in topics_as_set(settings):
        keeps = "newest of a key" if topic.cleanup is Cleanup.COMPACT else f"{topic.retention_s / 86_400:g} days"
        found[f"topic {topic.name}"] = f"{keeps}, at most {topic.max_bytes / 1e9:.1f} GB"
    return found


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


@dataclass
class Measuring:
    """Remembers the sizes once an hour; `tick` may be called as often as one likes."""

    settings: Settings
    clock: Callable[[], float] = time.monotonic
    _due: float = float("-inf")

    def tick(self) -> None:
        if self.clock() < self._due:
            return
        self._due = self.clock() + EVERY_S
        try:
            open_operations(self.settings).add_sizes(utc_now(), sizes(self.settings))
        except (StoreUnavailableError, OSError) as error:
            # Growth is told from what else is remembered.
            self._due = self.clock() + RETRY_S
            log.debug("sizes_not_remembered", detail=str(error))
