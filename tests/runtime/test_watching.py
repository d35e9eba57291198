"""The watchdog, declared waits, health and metrics of a process."""

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from prometheus_client import generate_latest

from broker.port import BrokerError, PartitionLag
from runtime.clock import SYSTEM
from runtime.metrics import LagCollector, WaitCollector, engine_metrics, tell_kafka_client
from runtime.process.health import Health, HealthServer
from runtime.process.watchdog import Watchdog
from runtime.progress import Progress
from runtime.refreshed import Refreshed
from runtime.waits import Waits
from tests.runtime.asking import get
from tests.runtime.toy import Hands

ANSWER_S = 30.0
ROOT = Path(__file__).parents[2]


class Watched:
    """A watchdog over a worker that is moved by hand."""

    def __init__(self, behind: int = 5) -> None:
        self.hands = Hands()
        clock = self.hands.clock()
        self.progress, self.waits, self.behind = Progress(clock), Waits(clock), behind
        self.ends = 0
        self.progress.polled([("pages", 0)])
        self.watchdog = Watchdog(
            progress=self.progress,
            waits=self.waits,
            behind=lambda: self.behind,
            patience_s=60,
            clock=clock,
            end=self.end,
        )

    def end(self) -> None:
        self.ends += 1

    def after(self, seconds: float) -> bool:
        """Whether a look after so many seconds ends the process."""
        self.hands.at += seconds
        self.watchdog.check()
        return self.ends > 0


def test_a_worker_with_work_that_does_not_move_is_ended() -> None:
    watched = Watched()

    assert not watched.after(59)
    assert not watched.watchdog.failed
    assert watched.after(2)
    assert watched.watchdog.failed


def test_patience_ends_to_the_second_and_one_unread_record_is_work() -> None:
    watched = Watched(behind=1)

    assert not watched.after(59)
    assert watched.after(1)


def test_it_looks_on_a_thread_that_keeps_no_process_from_ending_until_the_stop() -> None:
    class Looks(threading.Event):
        """Lets the watchdog look twice."""

        def wait(self, timeout: float | None = None) -> bool:
            daemons.append(threading.current_thread().daemon)
            return len(daemons) > 2

    daemons: list[bool] = []
    watched = Watched()
    watched.hands.at += 60
    watched.watchdog.start(Looks())
    for thread in threading.enumerate():
        if thread.name == "watchdog":
            thread.join(ANSWER_S)

    assert daemons == [True, True, True]
    assert watched.ends == 2


def test_a_process_that_is_stuck_writes_down_its_stacks_and_ends_with_a_code_of_its_own() -> None:
    code = "from runtime.process.watchdog import dump_and_exit; dump_and_exit()"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)

    assert ended.returncode == 70
    assert "most recent call first" in ended.stderr


def test_a_worker_that_moves_is_left_alone() -> None:
    watched = Watched()
    for _ in range(5):
        assert not watched.after(50)
        watched.progress.moved(1)


def test_an_assignment_is_another_where_its_partitions_are_in_whatever_order() -> None:
    progress = Progress(Hands().clock())
    both = [("pages", 0), ("pages", 1)]

    assert [progress.polled(each) for each in (both, both[::-1], both[:1], ())] == [True, False, True, True]


def test_a_worker_without_work_is_left_alone() -> None:
    assert not Watched(behind=0).after(1000)


def test_a_worker_without_partitions_is_left_alone() -> None:
    watched = Watched()
    watched.progress.polled(())

    assert not watched.after(1000)


def test_a_declared_wait_is_respected_and_then_patience_begins_anew() -> None:
    watched = Watched()
    watched.waits.declare("pages/0", reason="store_unavailable", detail="locked", for_s=500)
    assert not watched.after(400)

    watched.hands.at += 101
    assert not watched.after(0)
    assert watched.after(61)


def test_a_log_that_cannot_be_asked_ends_nobody() -> None:
    watched = Watched()

    def fails() -> int:
        raise BrokerError("locked")

    watched.watchdog._behind = fails

    assert not watched.after(1000)


def test_waits_end_by_themselves_or_by_word() -> None:
    hands = Hands()
    waits = Waits(hands.clock())
    waits.declare("a", reason="log_full", detail="", for_s=10)
    waits.declare("b", reason="breaker_open", detail="", for_s=20)
    waits.end("b")
    assert set(waits.current()) == {"a"}

    hands.at += 11
    assert waits.current() == {}


def test_health_and_metrics_are_served_and_their_address_is_left_for_the_supervisor(tmp_path: Path) -> None:
    troubles: list[str] = []
    metrics = engine_metrics()
    metrics.records.labels("clean", "dropped", "no_article").inc(3)
    server = HealthServer(
        registry=metrics.registry,
        live=Health,
        ready=lambda: Health(why_not=tuple(troubles), waiting=("retry_not_due",)),
    )
    server.start(tmp_path / "run" / "endpoints" / "clean-0")
    address = (tmp_path / "run" / "endpoints" / "clean-0").read_text()

    assert get(address, "/health/live")[0] == 200
    assert json.loads(get(address, "/health/ready")[1]) == {"ok": True, "why_not": [], "waiting": ["retry_not_due"]}
    assert 'warta_records_total{outcome="dropped",reason="no_article",stage="clean"} 3.0' in get(address, "/metrics")[1]
    assert get(address, "/")[0] == 404
    troubles.append("breaker_open")
    assert get(address, "/health/ready")[0] == 503
    server.close()
    ended = [thread for thread in threading.enumerate() if thread.name == "health"]
    for thread in ended:
        thread.join(ANSWER_S)
    assert not any(thread.is_alive() for thread in ended)


def test_servers_take_free_ports_and_keep_no_process_from_ending(tmp_path: Path) -> None:
    def live() -> Health:
        daemons.append(threading.current_thread().daemon)
        return Health()

    daemons: list[bool] = []
    servers = [HealthServer(registry=engine_metrics().registry, live=live, ready=Health) for _ in range(2)]
    for number, server in enumerate(servers):
        server.start(tmp_path / "endpoints" / f"clean-{number}")
        assert get(server.address, "/health/live")[0] == 200
    serving = [thread.daemon for thread in threading.enumerate() if thread.name == "health"]
    for server in servers:
        server.close()

    assert len({server.address for server in servers}) == 2
    assert daemons == serving == [True, True]


@pytest.mark.parametrize(
    ("oldest_at", "age"), [(990.0, "10.0"), (None, "0.0"), (2000.0, "0.0")], ids=["unread", "read", "clock set back"]
)
def test_lag_and_waits_are_metrics(oldest_at: float | None, age: str) -> None:
    metrics, waits, hands = engine_metrics(), Waits(), Hands(at=997.0)
    waits.declare("settle", reason="log_full", detail="", for_s=100)
    lags = (PartitionLag("clean", "pages", 0, 5, 7, oldest_at), PartitionLag("other", "pages", 0, 0, 9, 1.0))
    lag = Refreshed[Sequence[PartitionLag]](lambda: lags, every_s=5, patience_s=ANSWER_S, clock=hands.clock())
    lag.last()
    hands.at += 3
    metrics.registry.register(LagCollector(groups=("clean",), lag=lag, clock=hands.clock()))
    metrics.registry.register(WaitCollector(stage="clean", waits=waits))

    text = generate_latest(metrics.registry).decode()

    where = 'partition="0",stage="clean",topic="pages"'
    assert f"warta_lag_records{{{where}}} 2.0" in text
    assert f"warta_oldest_unread_seconds{{{where}}} {age}" in text
    assert 'warta_lag_age_seconds{stage="clean"} 3.0' in text
    assert 'warta_waiting{reason="log_full",stage="clean",what="settle"} 1.0' in text
    assert 'stage="other"' not in text


def test_a_log_that_cannot_be_asked_leaves_the_other_metrics_on_the_page() -> None:
    def unreachable() -> Sequence[PartitionLag]:
        raise BrokerError("cannot use Kafka")

    metrics = engine_metrics()
    lag = Refreshed(unreachable, every_s=5, patience_s=ANSWER_S)
    metrics.registry.register(LagCollector(groups=("clean",), lag=lag, clock=SYSTEM))
    metrics.breaker_open.labels("clean").set(1)

    text = generate_latest(metrics.registry).decode()

    assert 'warta_breaker_open{stage="clean"} 1.0' in text
    assert "warta_lag_records" not in text


@pytest.mark.parametrize(
    ("info", "told"),
    [
        pytest.param(
            {"version": "3", "crc32c": "c"}, ['warta_kafka_client_info{crc32c="c",version="3"} 1.0'], id="kafka"
        ),
        pytest.param({}, [], id="embedded"),
    ],
)
def test_what_kafka_is_talked_to_with_is_a_metric(info: dict[str, str], told: list[str]) -> None:
    metrics = engine_metrics()
    tell_kafka_client(metrics.registry, info)

    page = generate_latest(metrics.registry).decode()

    assert [line for line in page.splitlines() if line.startswith("warta_kafka_client_info{")] == told
