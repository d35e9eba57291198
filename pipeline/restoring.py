"""Restores a backup into an empty data folder and an empty database, and proves it by counting."""

import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from broker.sqlite_log.database import SCHEMA_VERSION
from pipeline.backing_up import LOG, SERVER, settled
from pipeline.backup_file import BackupPart, BackupReading, Manifest, Offset
from pipeline.before_start import UNFINISHED
from pipeline.errors import CommandError, UsageError
from pipeline.settings import Settings
from pipeline.wiring.archive import archive_folder
from pipeline.wiring.log import open_log
from pipeline.wiring.stores import engine_for
from stores import postgres_copy, sqlite_copy
from stores.migrate import HEAD, may_make

# A volume of its own may bring it.
NOTHING = ("lost+found",)
OnProgress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Restored:
    """`rows` were counted in what was restored. `rewound`: groups whose offsets were set back."""

    manifest: Manifest
    rows: Mapping[str, int]
    rewound: Sequence[str] = ()


def restore(settings: Settings, backup: BackupReading, *, rewind: bool, told: OnProgress) -> Restored:
    """Nothing is changed before all of it fits. Raises UsageError, CommandError, BrokerError, StoreUnavailableError."""
    manifest = backup.manifest
    _refuse_another_kind(settings, manifest)
    _refuse_later(manifest)
    _refuse_occupied(settings, manifest)
    ahead = _ahead(settings, manifest)
    if ahead and not rewind:
        worst = max(ahead, key=lambda each: each[1])
        raise UsageError(
            f"the backup is older than the offsets of {len(ahead)} partitions, such as {worst[0].group} in "
            f"{worst[0].topic}: {worst[1]} records would be missing; stop the steps, and set them back with --rewind"
        )
    rows = _files(settings, backup, told)
    if manifest.database == "postgresql":
        rows |= _tables(settings, backup, told)
    _require_all(manifest, rows)
    # The stores are there before the offsets go back: cut off in between, nothing is skipped.
    rewound = _rewind(settings, [offset for offset, _ in ahead])
    _put_in_place(settings, manifest)
    return Restored(manifest, rows, rewound)


def _refuse_another_kind(settings: Settings, manifest: Manifest) -> None:
    database = "sqlite" if settings.database_url is None else "postgresql"
    if manifest.log != settings.log:
        raise UsageError(f"the backup is of a pipeline with WARTA_LOG={manifest.log}: set it so, to restore it")
    if manifest.database != database:
        needs = (
            "set WARTA_DATABASE_URL" if manifest.database == "postgresql" else "restore it without WARTA_DATABASE_URL"
        )
        raise UsageError(f"the backup's stores are of {manifest.database}: {needs}")
    if manifest.log == "kafka" and manifest.topic_prefix != settings.topic_prefix:
        raise UsageError(f"the backup is of topics named {manifest.topic_prefix}…: set WARTA_TOPIC_PREFIX so")


def _refuse_later(manifest: Manifest) -> None:
    for name, version in manifest.schemas.items():
        known = str(SCHEMA_VERSION) if name == LOG else HEAD
        if int(version or 0) > int(known):
            raise CommandError(
                f"the backup is of a later Warta ({manifest.warta}): {name} has schema {version}, this one knows "
                f"{known}; update Warta first"
            )
    # Files are brought up when the pipeline starts; rows alone fit only the tables that they were in.
    if manifest.schemas.get(SERVER, HEAD) != HEAD:
        raise CommandError(
            f"the backup has schema {manifest.schemas[SERVER]}, this Warta {HEAD}: restore it with Warta "
            f"{manifest.warta}, then update"
        )


def _refuse_occupied(settings: Settings, manifest: Manifest) -> None:
    folder = settings.data_dir
    left = sorted(path.name for path in folder.glob("*") if path.name not in NOTHING)
    if left and UNFINISHED not in left:
        raise UsageError(f"{folder} is not empty, it has {left[0]}: name an empty folder with --data")
    if manifest.has_archive and any(archive_folder(settings).names()):
        raise UsageError(f"{archive_folder(settings).path} has files already: move them away")
    if manifest.database == "postgresql":
        engine = engine_for(settings, SERVER)
        if not may_make(engine):
            raise UsageError("WARTA_DATABASE_URL: this role may make no tables: restore as the role that owns them")
        if table := postgres_copy.occupied(engine):
            raise UsageError(f"the database is not empty, {table} has rows: name another with WARTA_DATABASE_URL")


def _ahead(settings: Settings, manifest: Manifest) -> list[tuple[Offset, int]]:
    """Offsets of the backup that the cluster's are beyond, and by how much. A cluster that is new has none."""
    if manifest.log != "kafka":
        return []
    now = {(each.group, each.topic, each.partition): each.settled for each in settled(settings)}
    beyond = [(each, now.get((each.group, each.topic, each.partition), 0) - each.settled) for each in manifest.offsets]
    return [(each, by) for each, by in beyond if by > 0]


def _rewind(settings: Settings, offsets: Sequence[Offset]) -> Sequence[str]:
    groups = sorted({each.group for each in offsets})
    if groups:
        with closing(open_log(settings)) as log:
            for group in groups:
                log.move(group, {(e.topic, e.partition): e.settled for e in offsets if e.group == group})
    return groups


def _files(settings: Settings, backup: BackupReading, told: OnProgress) -> dict[str, int]:
    """Everything but the server's tables; counted where it is a database."""
    unfinished = settings.data_dir / UNFINISHED
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    rows: dict[str, int] = {}
    for part in backup.manifest.parts:
        if part.columns:
            continue
        target = unfinished / part.name
        backup.copy(part, target, _moved(part, told))
        if target.suffix == ".db":
            rows |= {f"{target.stem}.{table}": n for table, n in _counted(target).items()}
    return rows


def _moved(part: BackupPart, told: OnProgress) -> Callable[[int], None]:
    done = 0

    def moved(more: int) -> None:
        nonlocal done
        done += more
        told(part.name, done, part.bytes)

    return moved


def _counted(path: Path) -> Mapping[str, int]:
    try:
        with closing(sqlite3.connect(path)) as connection:
            return sqlite_copy.counts(connection)
    except sqlite3.Error as error:
        raise CommandError(f"{path}: {error}") from error


def _tables(settings: Settings, backup: BackupReading, told: OnProgress) -> dict[str, int]:
    engine = engine_for(settings, SERVER)
    postgres_copy.make_tables(engine)
    rows: dict[str, int] = {}
    scratch = settings.data_dir / UNFINISHED / "table"
    with postgres_copy.filling(engine) as filling:
        for part in backup.manifest.parts:
            for table, columns in part.columns.items():
                # Its bytes are checked before the server is given any.
                backup.copy(part, scratch, _moved(part, told))
                with scratch.open("rb") as file:
                    rows[f"{table}.{table}"] = filling.copy_in(table, columns, file)
        _require_all(backup.manifest, rows, only=set(rows))
    scratch.unlink(missing_ok=True)
    return rows


def _require_all(manifest: Manifest, rows: Mapping[str, int], *, only: set[str] | None = None) -> None:
    for name, count in manifest.rows.items():
        if (only is None or name in only) and rows.get(name) != count:
            raise CommandError(f"{name} has {rows.get(name, 0)} rows of {count} that were written: take another backup")


def _put_in_place(settings: Settings, manifest: Manifest) -> None:
    """Each by a renaming; the folder that says that it is unfinished goes last."""
    unfinished, archive = settings.data_dir / UNFINISHED, archive_folder(settings).path
    for part in manifest.parts:
        if part.columns or not (unfinished / part.name).exists():
            continue
        target = archive / Path(part.name).name if part.name.startswith("archive/") else settings.data_dir / part.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(unfinished / part.name, target)
    shutil.rmtree(unfinished)
