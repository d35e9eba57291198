"""The disk of the embedded default is filled while pages flow: who needs it waits and says so, and nothing is lost."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bench.audit import SqliteReader
from bench.load import Load
from bench.overhead import STEPS
from bench.workers import supervised
from pipeline.settings import Settings
from tests.faults.looks import restarts, settled, waits_of
from tests.faults.volumes import Volume

pytestmark = pytest.mark.slow
COUNT = 300
WAIT_S = 120.0


@contextmanager
def counted(machine: Settings) -> Iterator[Load]:
    """Every step under load; after the block all is let through, and counted."""
    reader = SqliteReader(machine.data_dir)
    with closing(Load(machine, count=COUNT, seed=53)) as load, supervised(machine, tuple(STEPS)) as supervisor:
        yield load
        load.drain(reader)
        left = load.audit(reader)
        born_again = restarts(machine)
        ended = supervisor.poll()

    assert left.is_clean, left.as_dict()
    assert (born_again, ended) == (0, None)


def waiting(machine: Settings, step: str, what: str = "the disk is full") -> Callable[[], bool]:
    return lambda: any(what in wait for wait in waits_of(machine, f"{step}-0"))


def test_a_full_disk_under_log_and_stores_holds_the_writers_and_loses_nothing(tmp_path: Path, disk: Volume) -> None:
    machine = Settings(data_dir=disk.path / "data", archive_dir=tmp_path / "archive", log_durable=False)
    # What SQLite has written before may be written over: whose file must grow first is not known.
    anybody = [waiting(machine, step) for step in STEPS]
    with counted(machine) as load:
        load.until(lambda: settled(machine, "articles-0") > 0, WAIT_S)
        disk.fill()
        load.until(lambda: any(waits() for waits in anybody), WAIT_S)
        disk.make_room()


def test_a_full_disk_under_the_archive_holds_its_step_alone(tmp_path: Path, disk: Volume) -> None:
    machine = Settings(data_dir=tmp_path / "data", archive_dir=disk.path / "archive", log_durable=False)
    with counted(machine) as load:
        load.until(lambda: settled(machine, "archive-0") > 0, WAIT_S)
        disk.fill()
        load.until(waiting(machine, "archive", "store_unavailable"), WAIT_S)
        before = settled(machine, "articles-0")
        load.until(lambda: settled(machine, "articles-0") > before, WAIT_S)
        disk.make_room()
