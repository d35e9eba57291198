"""Makes the archive of fetched pages: its index beside the other stores, its files in a folder of the data folder."""

from datetime import timedelta
from functools import cache, partial

from sqlalchemy import Engine

from pipeline.archive_metrics import ArchiveCollector
from pipeline.settings import Settings
from pipeline.wiring.stores import engine_for
from runtime.clock import utc_now
from runtime.refreshed import Refreshed
from stores.archive.files import Folder
from stores.archive.reader import ArchiveReader
from stores.archive.store import ArchiveStore, Rotation

STEP = "archive"


def archive_folder(settings: Settings) -> Folder:
    return Folder(settings.archive_dir or settings.data_dir / "archive", durable=settings.log_durable)


def archive_engine(settings: Settings) -> Engine:
    return engine_for(settings, "archive")


def open_archive(settings: Settings) -> ArchiveStore:
    rotation = Rotation(settings.archive_file_bytes, timedelta(seconds=settings.archive_file_age_s))
    return ArchiveStore(archive_engine(settings), archive_folder(settings), rotation=rotation, now=utc_now)


def open_archive_reader(settings: Settings) -> ArchiveReader:
    return ArchiveReader(archive_engine(settings), archive_folder(settings))


def archive_collector(settings: Settings) -> ArchiveCollector:
    """Opens the index when it is first asked, and asks beside the scrape: a database that is away holds up neither."""
    reader = cache(partial(open_archive_reader, settings))
    figures = Refreshed(lambda: reader().figures(), every_s=settings.lag_every_s)
    return ArchiveCollector(figures.value, now=utc_now)


def retain_pages(settings: Settings) -> int:
    """Raises StoreUnavailableError."""
    keep = timedelta(days=settings.archive_keep_days)
    gone = open_archive(settings).retain(keep=keep, keep_bytes=settings.archive_max_bytes)
    return sum(file.pages for file in gone)


def make(settings: Settings) -> ArchiveStore:
    return open_archive(settings)
