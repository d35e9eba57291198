"""Makes the archive of fetched pages: its index beside the other stores, its files in a folder."""

from datetime import timedelta
from functools import partial

from sqlalchemy import Engine

from pipeline.settings import Settings
from pipeline.wiring.stores import engine_for
from runtime.clock import utc_now
from stores.archive.files import Folder
from stores.archive.reader import ArchiveReader
from stores.archive.store import ArchiveStore, Rotation
from stores.archive.tended import TendedArchive

STEP = "archive"


def archive_folder(settings: Settings) -> Folder:
    return Folder(settings.archive_dir or settings.data_dir / "archive", durable=settings.log_durable)


def archive_engine(settings: Settings, *, to_read: bool = False) -> Engine:
    return engine_for(settings, "archive", to_read=to_read)


def open_archive(settings: Settings) -> ArchiveStore:
    rotation = Rotation(settings.archive_file_bytes, timedelta(seconds=settings.archive_file_age_s))
    return ArchiveStore(archive_engine(settings), archive_folder(settings), rotation=rotation, now=utc_now)


def open_archive_reader(settings: Settings, *, to_read: bool = False) -> ArchiveReader:
    return ArchiveReader(archive_engine(settings, to_read=to_read), archive_folder(settings))


def open_tended_archive(settings: Settings) -> TendedArchive:
    """Raises StoreUnavailableError."""
    keep, keep_bytes = timedelta(days=settings.archive_keep_days), settings.archive_max_bytes
    return TendedArchive(open_archive_reader(settings), partial(open_archive, settings), keep, keep_bytes)


def make(settings: Settings) -> ArchiveStore:
    return open_archive(settings)
