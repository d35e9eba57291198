"""A worker's and a source's process, put together: its health and metrics while it works, and its end."""

import gc
import json
import threading
import urllib.error
import weakref
from collections.abc import Iterator, Sequence

import pytest

from broker.port import Position
from runtime.declare import Limits
from runtime.metrics import engine_metrics
from runtime.process.collector import calm_collector
from runtime.process.source_process import run_source
from runtime.process.worker_process import health_server_of, run_worker, watchdog_of
from runtime.run_dir import RunDir, WorkerRunningError
from schemas.record import Record
from tests.runtime.asking import get
from tests.runtime.conftest import Make
from tests.runtime.notes import NOTES, PARTED, Note, echo, echo_stage
from tests.runtime.reels import Reel, Reels, stored
from tests.runtime.toy import Toy, settings_of


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
        self.threads = set[str]()

    def __call__(self, note: Note) -> Sequence[Record]:
        self.address = self.run_dir.endpoint("echo-1").read_text()
        self.told = {path: get(self.address, path) for path in ("/health/live", "/health/ready", "/metrics")}
        self.deaths = self.run_dir.deaths("echo")
        self.frozen = gc.get_freeze_count()
        self.threads = {thread.name for thread in threading.enumerate()}
        self.stop.set()
        return echo(note)


def run(toy: Toy, looking: Looking) -> None:
    toy.consumer.close()
    run_worker(
        toy.wired.step,
        looking,
        broker=toy.log,
        metrics=engine_metrics(),
        settings=settings_of("echo-1", toy.run_dir),
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
    assert "watchdog" in looking.threads
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


@pytest.mark.parametrize(
    ("record_s", "patience_s"),
    [
        pytest.param(150.0, 300.0, id="the settings'"),
        pytest.param(151.0, 302.0, id="twice what a record may take"),
    ],
)
def test_a_worker_with_unread_records_that_stands_still_is_stuck_when_patience_is_over(
    make: Make, record_s: float, patience_s: float
) -> None:
    toy = make(echo_stage(limits=Limits(gather_s=0.0, record_s=record_s)))
    watchdog, ends = watchdog_of(toy.wired.step, toy.ground()), list[int]()
    watchdog._end = lambda: ends.append(1)
    toy.send("a")
    toy.progress.polled(toy.consumer.assignment())
    toy.consumer.poll(max_messages=1, timeout_s=0)
    toy.progress.polled(toy.consumer.assignment())
    toy.hands.at += patience_s - 0.5
    watchdog.check()
    assert not ends

    toy.hands.at += 0.5
    watchdog.check()
    assert ends


def test_what_others_have_not_read_is_no_work_of_a_worker(make: Make) -> None:
    toy = make(echo_stage(reads=PARTED))
    watchdog, ends = watchdog_of(toy.wired.step, toy.ground()), list[int]()
    watchdog._end = lambda: ends.append(1)
    toy.log.register("another", ["notes"])
    # Keys a and d lie in two partitions, and this worker has that of a.
    toy.send("a", "d")
    toy.round()
    toy.progress.polled([("notes", 1)])
    toy.send("d-2")
    toy.hands.at += 1000
    watchdog.check()

    assert toy.texts() == ["a", "d"]
    assert not ends


def test_a_worker_that_is_stuck_is_not_alive_and_says_why(make: Make) -> None:
    toy = make(echo_stage())
    watchdog = watchdog_of(toy.wired.step, toy.ground())
    server = health_server_of(toy.wired.step, toy.ground(), watchdog)
    endpoint = toy.run_dir.endpoint("echo-0")
    server.start(endpoint)
    toy.waits.declare("settle", reason="log_full", detail="", for_s=100)

    assert get(endpoint.read_text(), "/health/live")[0] == 200
    watchdog.failed = True
    assert '"why_not": ["the watchdog found it stuck"]' in get(endpoint.read_text(), "/health/live")[1]
    assert 'warta_waiting{reason="log_full",stage="echo",what="settle"} 1.0' in get(endpoint.read_text(), "/metrics")[1]
    server.close()


def test_no_second_worker_runs_under_a_name(make: Make) -> None:
    toy = make(echo_stage())

    with pytest.raises(WorkerRunningError, match="echo-0"):
        run_worker(
            toy.wired.step,
            echo,
            broker=toy.log,
            metrics=engine_metrics(),
            settings=settings_of("echo-0", toy.run_dir),
            stop=toy.stop,
        )


def test_a_source_serves_its_health_and_says_why_it_waits(reel: Reel, make: Make) -> None:
    class Idle(Reels):
        def finish(self, done: Sequence[object]) -> None:
            told.append(json.loads(get(run_dir.endpoint("reels-0").read_text(), "/health/ready")[1]))
            figures.append(get(run_dir.endpoint("reels-0").read_text(), "/metrics")[1])
            super().finish(done)

        def waiting(self) -> str | None:
            return "nothing is due"

    told: list[dict[str, object]] = []
    figures: list[str] = []
    run_dir = make(echo_stage()).run_dir
    stop = threading.Event()
    publisher = reel.log.publisher(client="test")
    run_source(
        Idle(["a"], stop),
        writes=(NOTES,),
        publisher=publisher,
        metrics=reel.metrics,
        settings=settings_of("reels-0", run_dir),
        stop=stop,
    )
    publisher.close()

    assert told == [{"ok": True, "why_not": [], "waiting": ["nothing is due"]}]
    assert "# TYPE warta_waiting gauge" in figures[0]
    assert len(stored(reel.log, "notes")) == 1
    with pytest.raises(urllib.error.URLError):
        get(run_dir.endpoint("reels-0").read_text(), "/health/live")


def test_a_calm_collector_takes_what_is_garbage_by_then_and_looks_seldom_afterwards() -> None:
    class Knot:
        """Holds itself."""

        def __init__(self) -> None:
            self.own = self

    gc.disable()
    gone = weakref.ref(Knot())
    before = gc.get_threshold()
    calm_collector()
    gc.enable()

    assert gone() is None
    assert gc.get_threshold()[0] > 10 * before[0]
