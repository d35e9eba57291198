"""A worker's and a source's process, put together: its health and metrics while it works, and its end."""

import gc
import json
import threading
import urllib.error
from collections.abc import Iterator, Sequence

import pytest

from broker.port import Position
from runtime.metrics import engine_metrics
from runtime.process.source_process import run_source
from runtime.process.worker_process import WorkerSettings, run_worker
from runtime.run_dir import RunDir, WorkerRunningError
from schemas.record import Record
from tests.runtime.asking import get
from tests.runtime.conftest import Make
from tests.runtime.notes import NOTES, Note, echo, echo_stage
from tests.runtime.reels import Reel, Reels, stored
from tests.runtime.toy import NAMES, Toy


@pytest.fixture(autouse=True)
def collector_as_before() -> Iterator[None]:
    """A worker's process sets up its collector for good."""
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


class Looking:
    """Echoes, and looks at its own process meanwhile; then the process is told to stop."""

    def __init__(self, run_dir: RunDir) -> None:
        self.run_dir, self.stop = run_dir, threading.Event()
        self.address = ""
        self.told: dict[str, tuple[int, str]] = {}
        self.deaths: dict[Position, int] = {}
        self.frozen = 0

    def __call__(self, note: Note) -> Sequence[Record]:
        self.address = self.run_dir.endpoint("echo-1").read_text()
        self.told = {path: get(self.address, path) for path in ("/health/live", "/health/ready", "/metrics")}
        self.deaths = self.run_dir.deaths("echo")
        self.frozen = gc.get_freeze_count()
        self.stop.set()
        return echo(note)


def settings(toy: Toy, name: str) -> WorkerSettings:
    return WorkerSettings(name=name, client=f"test.{name}", names=NAMES, run_dir=toy.run_dir)


def run(toy: Toy, looking: Looking) -> None:
    toy.consumer.close()
    run_worker(
        toy.wired.step,
        looking,
        broker=toy.log,
        metrics=engine_metrics(),
        settings=settings(toy, "echo-1"),
        stop=looking.stop,
    )


def test_a_worker_serves_its_health_and_metrics_while_it_works_and_leaves_nothing(make: Make) -> None:
    toy = make(echo_stage())
    toy.send("a")
    looking = Looking(toy.run_dir)
    run(toy, looking)

    assert toy.texts() == ["a"]
    assert (looking.told["/health/live"][0], looking.told["/health/ready"][0]) == (200, 200)
    assert 'warta_lag_age_seconds{stage="echo"}' in looking.told["/metrics"][1]
    assert looking.deaths == {}
    assert looking.frozen > 0
    assert not toy.run_dir.is_held("echo-1")
    with pytest.raises(urllib.error.URLError):
        get(looking.address, "/health/live")


def test_a_worker_whose_last_life_ended_in_a_record_suspects_it(make: Make) -> None:
    toy = make(echo_stage())
    toy.send("a")
    left = toy.run_dir.activity("echo-1")
    left.write_text("processing 12.500 120.000 notes 0 0\n")
    looking = Looking(toy.run_dir)
    run(toy, looking)

    assert looking.deaths == {Position("notes", 0, 0): 1}
    assert toy.texts() == ["a"]
    assert toy.run_dir.deaths("echo") == {}


def test_no_second_worker_runs_under_a_name(make: Make) -> None:
    toy = make(echo_stage())

    with pytest.raises(WorkerRunningError, match="echo-0"):
        run_worker(
            toy.wired.step,
            echo,
            broker=toy.log,
            metrics=engine_metrics(),
            settings=settings(toy, "echo-0"),
            stop=toy.stop,
        )


def test_a_source_serves_its_health_and_says_why_it_waits(reel: Reel, make: Make) -> None:
    class Idle(Reels):
        def finish(self, done: Sequence[object]) -> None:
            told.append(json.loads(get(run_dir.endpoint("reels-0").read_text(), "/health/ready")[1]))
            super().finish(done)

        def waiting(self) -> str | None:
            return "nothing is due"

    told: list[dict[str, object]] = []
    run_dir = make(echo_stage()).run_dir
    stop = threading.Event()
    publisher = reel.log.publisher(client="test")
    run_source(
        Idle(["a"], stop),
        writes=(NOTES,),
        publisher=publisher,
        metrics=reel.metrics,
        settings=WorkerSettings(name="reels-0", client="test.reels-0", names=NAMES, run_dir=run_dir),
        stop=stop,
    )
    publisher.close()

    assert told == [{"ok": True, "why_not": [], "waiting": ["nothing is due"]}]
    assert len(stored(reel.log, "notes")) == 1
