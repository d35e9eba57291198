"""Every store is tended by a step; its metrics say what it says, and are left out where it cannot be asked."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from pipeline.settings import Settings
from pipeline.store_metrics import StoreCollector, metric_name
from pipeline.topology import STEPS
from pipeline.wiring.tended import STORES, StoreRow, Tended
from runtime.declare import Notifier, Sink, Stateful
from runtime.state import StoreUnavailableError
from stores.archive.files import Folder
from stores.archive.reader import ArchiveReader
from stores.archive.store import Rotation
from stores.archive.tended import TendedArchive
from stores.database import open_engine
from stores.store import Sample
from tests.stores.archive import TOPIC, files_in, page, store_on
from tests.stores.samples import later

NAMES = {metric_name("archive", figure) for figure in TendedArchive.FIGURES}


def told(collector: StoreCollector) -> dict[tuple[str, str], float]:
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
    tended = TendedArchive(
        ArchiveReader(engine, folder), lambda: store, keep=timedelta(days=9), keep_bytes=sum(sizes[1:])
    )
    assert tended.retain(later(minutes=60)) == 2
    store.close()
    figures = told(StoreCollector("archive", lambda: tuple(tended.figures(later(minutes=60)))))

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
    figures = told(Tended.of(Settings(data_dir=tmp_path), ["archive"]).collectors()[0])

    assert {name for name, _ in figures} == NAMES - {"warta_archive_oldest_seconds"}
    assert set(figures.values()) == {0}


def unavailable() -> Sequence[Sample]:
    raise StoreUnavailableError("the server is starting or stopping")


def test_an_index_that_cannot_be_asked_tells_nothing() -> None:
    assert told(StoreCollector("archive", unavailable)) == {}


def test_every_step_that_fills_a_store_is_in_the_table_of_stores() -> None:
    fillers = {step.name for step in STEPS if isinstance(step, Sink | Stateful | Notifier)}
    # Stateful steps share one store: whoever runs the first of them tends it.
    fillers.remove("relate")

    assert {row.step for row in STORES} == fillers, "add the store's row to pipeline/wiring/tended.py"


@pytest.mark.parametrize("row", STORES, ids=lambda row: row.name)
def test_every_store_answers_lets_go_and_tells_the_figures_that_it_declares(row: StoreRow, tmp_path: Path) -> None:
    store = row.open(Settings(data_dir=tmp_path))
    store.ping()

    assert store.retain(later()) == 0
    assert {sample.figure for sample in store.figures(later())} <= set(row.figures) == set(store.FIGURES)
    for figure, values, _ in store.figures(later()):
        assert len(values) == len(figure.labels)


def test_only_the_stores_of_steps_that_run_here_are_tended(tmp_path: Path) -> None:
    tended = Tended.of(Settings(data_dir=tmp_path), ["clean", "articles"])

    assert list(tended.openers()) == ["articles"]
