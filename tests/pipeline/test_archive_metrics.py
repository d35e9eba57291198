"""The archive's metrics say what its index says, and are left out where it cannot be asked."""

from datetime import timedelta
from pathlib import Path

from prometheus_client import CollectorRegistry

from pipeline.archive_metrics import NAMES, ArchiveCollector
from pipeline.settings import Settings
from pipeline.wiring.archive import archive_collector
from runtime.state import StoreUnavailableError
from stores.archive.files import Folder
from stores.archive.reader import ArchiveFigures, ArchiveReader
from stores.archive.store import Rotation
from stores.database import open_engine
from tests.stores.archive import TOPIC, files_in, page, store_on
from tests.stores.samples import NOON, later


def told(collector: ArchiveCollector) -> dict[tuple[str, str], float]:
    """By name and state."""
    registry = CollectorRegistry()
    registry.register(collector)
    return {
        (sample.name, sample.labels.get("state", "")): sample.value
        for family in registry.collect()
        for sample in family.samples
    }


def test_they_tell_files_bytes_pages_age_and_what_was_removed(tmp_path: Path) -> None:
    engine, folder = open_engine(f"sqlite:///{tmp_path / 'archive.db'}"), Folder(tmp_path / "archive")
    store = store_on(engine, folder, rotation=Rotation(file_bytes=1))
    owner = store.claim("archive", TOPIC, 0)
    for numbers in ((0, 1), (2, 3, 4), (5,)):
        store.write(owner, [page(number) for number in numbers])
    sizes = [path.stat().st_size for path in files_in(folder)]
    store.retain(keep=timedelta(days=9), keep_bytes=sum(sizes[1:]))
    store.close()
    figures = told(ArchiveCollector(ArchiveReader(engine, folder).figures, now=lambda: later(minutes=60)))

    assert figures == {
        ("warta_archive_files", "open"): 1,
        ("warta_archive_files", "closed"): 1,
        ("warta_archive_bytes", "open"): sizes[2],
        ("warta_archive_bytes", "closed"): sizes[1],
        ("warta_archive_pages", "open"): 1,
        ("warta_archive_pages", "closed"): 3,
        ("warta_archive_removed_files_total", ""): 1,
        ("warta_archive_removed_bytes_total", ""): sizes[0],
        ("warta_archive_removed_pages_total", ""): 2,
        ("warta_archive_oldest_seconds", ""): 58 * 60,
    }
    assert {name for name, _ in figures} == NAMES


def test_an_archive_that_is_empty_has_no_oldest_page(tmp_path: Path) -> None:
    figures = told(archive_collector(Settings(data_dir=tmp_path)))

    assert {name for name, _ in figures} == NAMES - {"warta_archive_oldest_seconds"}
    assert set(figures.values()) == {0}


def unavailable() -> ArchiveFigures:
    raise StoreUnavailableError("the server is starting or stopping")


def test_an_index_that_cannot_be_asked_tells_nothing() -> None:
    assert told(ArchiveCollector(unavailable, now=lambda: NOON)) == {}
