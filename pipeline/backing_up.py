"""Takes a backup while the pipeline runs: one moment of the log and of every store, then their copies at leisure.

The moment is that of a kill: no record is settled while it is taken, and every store is at most a batch ahead of the
offsets. What is restored therefore goes on as after a kill, exactly once.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from broker.sqlite_log.database import LogFile, transaction
from pipeline.backup_file import BackupWriting, Manifest, Offset, writing
from pipeline.errors import CommandError
from pipeline.settings import Settings
from pipeline.takedown import LEDGER
from pipeline.wiring.archive import archive_folder
from pipeline.wiring.log import open_log
from pipeline.wiring.stores import engine_for
from pipeline.wiring.tended import STORES
from runtime.run_dir import hold
from stores import postgres_copy, sqlite_copy
from stores.archive.files import OPEN
from stores.migrate import FIRST
from stores.postgres_copy import PostgresMoment
from stores.sqlite_copy import SqliteMoment

LOG = "log"
DATABASES = tuple(dict.fromkeys(row.database for row in STORES))
SERVER = "server"
FILES = "SELECT name, state, bytes FROM archive_files WHERE state IN ('open', 'closed') ORDER BY name"
VERSION = "SELECT version_num FROM alembic_version"
OnProgress = Callable[[str, int, int], None]
"""What is copied, how much of it is done, of how much."""


@dataclass(frozen=True)
class BackupMoment:
    """All of it at once: the files by the name of their database, and the server's tables."""

    files: Mapping[str, SqliteMoment]
    server: PostgresMoment | None
    offsets: Sequence[Offset]

    def archived(self) -> Sequence[tuple[str, str, int]]:
        """The archive's files: name, state, committed length."""
        moment = self.server or self.files.get("archive")
        rows = moment.rows(FILES) if moment is not None and moment.has("archive_files") else ()
        return [(str(name), str(state), int(str(size))) for name, state, size in rows]


def back_up(settings: Settings, target: Path, *, at: datetime, archive: bool, told: OnProgress) -> Manifest:
    """Raises UsageError where something is there, CommandError, BrokerError, StoreUnavailableError, OSError."""
    with _alone(settings), writing(target) as made, _moment(settings) as moment:
        schemas = {}
        for name, file in moment.files.items():
            file.copy_to(made.path(f"{name}.db"), lambda done, of, name=name: told(name, done, of))  # type: ignore[misc]
            made.keep(f"{name}.db", rows=file.counts())
            schemas[name] = _version(file, name)
        if moment.server is not None:
            schemas[SERVER] = moment.server.version
            _copy_tables(moment.server, made, told)
        files = moment.archived()
        if archive:
            _copy_archive(settings, files, made, told)
        if (settings.data_dir / LEDGER).is_file():
            shutil.copyfile(settings.data_dir / LEDGER, made.path(LEDGER))
            made.keep(LEDGER)
        manifest = Manifest(
            warta=version("warta"),
            at=at,
            log=settings.log,
            database="sqlite" if settings.database_url is None else "postgresql",
            topic_prefix=settings.topic_prefix,
            schemas=schemas,
            parts=made.parts,
            offsets=moment.offsets,
            archive_files=len(files),
            has_archive=archive,
        )
        made.end(manifest)
    return manifest


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    held = hold(settings.run_dir / "backup.lock")
    if held is None:
        raise CommandError(f"another backup of {settings.data_dir} is being taken: wait for it")
    with held:
        yield


@contextmanager
def _moment(settings: Settings) -> Iterator[BackupMoment]:
    try:
        with ExitStack() as held:
            yield _taken(settings, held)
    except sqlite3.Error as error:
        raise CommandError(f"the copy failed: {error}: is there room where it is written?") from error


def _taken(settings: Settings, held: ExitStack) -> BackupMoment:
    """Offsets before stores: a store that is ahead of them is told the same again, one behind would miss it for ever.

    So that a store is ahead by a batch at most, nobody settles meanwhile: for some milliseconds. On a cluster it may
    be ahead by what came in between; there what its steps wrote is still in the topics.
    """
    offsets: Sequence[Offset] = ()
    if settings.log == "kafka":
        offsets = settled(settings)
    with _still(settings):
        names = () if settings.database_url is not None else DATABASES
        if settings.log == "sqlite":
            names = (LOG, *names)
        paths = {name: settings.data_dir / f"{name}.db" for name in names}
        files = {name: held.enter_context(sqlite_copy.moment(path)) for name, path in paths.items() if path.exists()}
        server = None
        if settings.database_url is not None:
            server = held.enter_context(postgres_copy.moment(engine_for(settings, SERVER, to_read=True)))
    return BackupMoment(files, server, offsets)


@contextmanager
def _still(settings: Settings) -> Iterator[None]:
    """Nobody publishes or settles on the embedded log for the time of the block."""
    path = settings.data_dir / f"{LOG}.db"
    if settings.log != "sqlite" or not path.exists():
        with nullcontext():
            yield
        return
    with closing(LogFile(path, durable=settings.log_durable).connect()) as connection, transaction(connection):
        yield


def settled(settings: Settings) -> Sequence[Offset]:
    """Of every group of a cluster, now."""
    with closing(open_log(settings)) as log:
        return [
            Offset(group=lag.group, topic=lag.topic, partition=lag.partition, settled=lag.settled) for lag in log.lag()
        ]


def _version(file: SqliteMoment, name: str) -> str:
    if name == LOG:
        return str(file.rows("PRAGMA user_version")[0][0])
    return str(file.rows(VERSION)[0][0]) if file.has("alembic_version") else FIRST


def _copy_tables(server: PostgresMoment, made: BackupWriting, told: OnProgress) -> None:
    tables = server.tables()
    for number, table in enumerate(tables):
        told(SERVER, number, len(tables))
        name, columns = f"{table}.copy.zst", server.columns(table)
        with made.path(name).open("wb") as file:
            rows = server.copy_out(table, columns, file)
        made.keep(name, rows={table: rows}, columns=columns)
    told(SERVER, len(tables), len(tables))


def _copy_archive(
    settings: Settings, files: Sequence[tuple[str, str, int]], made: BackupWriting, told: OnProgress
) -> None:
    """As long as the index says. Raises CommandError where one is gone meanwhile, such as by retention."""
    folder = archive_folder(settings)
    for number, (name, state, size) in enumerate(files):
        told("archive", number, len(files))
        kept = f"archive/{name}{OPEN if state == 'open' else ''}"
        with made.path(kept).open("wb") as target:
            for start in range(0, size, 1 << 20):
                target.write(folder.read(name, start, min(1 << 20, size - start)))
        if made.keep(kept).bytes != size:
            raise CommandError(f"{folder.path}: {name} is gone, or shorter than its index says: run it again")
    told("archive", len(files), len(files))
