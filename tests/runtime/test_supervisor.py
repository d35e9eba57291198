"""The supervisor round by round: when it starts, kills and ends its children, and what it tells of them.

The children are real processes. The clock is moved by hand.
"""

import os
import signal
import subprocess
import sys
import threading
import urllib.error
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from broker.port import Position
from runtime.metrics import WaitCollector
from runtime.process.launching import ChildProcess
from runtime.process.log_file import FULL_BYTES, aside
from runtime.process.supervisor import Child, Supervisor, children_for
from runtime.run_dir import RunDir
from runtime.waits import Waits
from tests.runtime.asking import get
from tests.runtime.toy import Hands

STAYS = ("cat",)
ENDS = ("sh", "-c", "exit 3")
SAYS = ("sh", "-c", "echo said; echo cried >&2")
# Says in a pipe that it is ready, and in a file that it was told to end.
LISTENS = """
import signal, sys
def told(*_):
    open(sys.argv[2], "w").close()
    sys.exit()
signal.signal(signal.SIGTERM, told)
open(sys.argv[1], "w").close()
signal.pause()
"""


class NoPause(threading.Event):
    """Keeps how long it was to wait, and does not."""

    def __init__(self) -> None:
        super().__init__()
        self.waited: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waited.append(timeout or 0.0)
        return self.is_set()


class Deaf(subprocess.Popen[bytes]):
    """A process that ends only when it is killed; to wait for it takes time of the hands."""

    def __init__(self, hands: Hands) -> None:
        super().__init__(STAYS, stdin=subprocess.PIPE)
        self._hands = hands
        self.waited: list[float] = []

    def send_signal(self, sig: int) -> None:
        if sig != signal.SIGTERM:
            super().send_signal(sig)

    def wait(self, timeout: float | None = None) -> int:
        if timeout is None:
            return super().wait()
        self.waited.append(timeout)
        self._hands.at += timeout
        raise subprocess.TimeoutExpired(STAYS, timeout)


@dataclass
class Watched:
    """A supervisor of `clean-0`, and of `clean-1` where a second command is given."""

    path: Path
    commands: Sequence[Sequence[str]]
    options: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.hands, self.stop, self.run_dir = Hands(at=0.0), NoPause(), RunDir(self.path / "run")
        children = [Child("clean", f"clean-{slot}", command) for slot, command in enumerate(self.commands)]
        self.child = children[0]
        self.supervisor = Supervisor(
            children, self.run_dir, dict(os.environ), stop=self.stop, clock=self.hands.clock(), **self.options
        )

    def run(self, script: Callable[[], Iterator[None]]) -> None:
        """The supervisor makes a round at each `yield`, and ends after the last."""
        steps = script()
        self.supervisor.run(until=lambda: next(steps, self) is self)

    def process(self) -> ChildProcess:
        assert self.child.process is not None
        return self.child.process

    def ask(self, path: str) -> tuple[int, str]:
        return get(self.run_dir.endpoint("supervisor").read_text(), path)

    def metric(self, name: str) -> str:
        (line,) = [line for line in self.ask("/metrics")[1].splitlines() if line.startswith(name + "{")]
        return line.removeprefix(name)

    def serves(self) -> None:
        """The child says where it serves its health."""
        self.run_dir.endpoint("clean-0").parent.mkdir(parents=True, exist_ok=True)
        self.run_dir.endpoint("clean-0").write_text("127.0.0.1:9999")

    def works(self, phase: str, since: float, limit_s: float) -> None:
        """The child's activity."""
        self.run_dir.activity("clean-0").parent.mkdir(parents=True, exist_ok=True)
        self.run_dir.activity("clean-0").write_text(f"{phase} {since} {limit_s} pages 1 7\n")


def test_a_child_that_ends_at_every_start_is_started_after_longer_and_longer_pauses(tmp_path: Path) -> None:
    watched = Watched(tmp_path, [ENDS])
    pauses: list[float] = []

    def script() -> Iterator[None]:
        for _ in range(7):
            yield
            watched.process().wait()
            yield
            assert watched.child.process is None
            pauses.append(watched.child.start_at - watched.hands.at)
            watched.hands.at += pauses[-1] - 0.25
            yield
            assert watched.child.process is None
            watched.hands.at += 0.25

    watched.run(script)

    assert pauses == [0.5, 1, 2, 5, 10, 30, 30]
    assert watched.child.restarts == 7


@pytest.mark.parametrize(
    ("lived_s", "pauses"),
    [
        pytest.param(60.0, [1.0, 2.0], id="a minute is too short to count"),
        pytest.param(60.5, [0.0, 0.5], id="over a minute"),
    ],
)
def test_a_child_that_has_lived_long_starts_at_once_and_its_pauses_begin_anew(
    tmp_path: Path, lived_s: float, pauses: list[float]
) -> None:
    watched = Watched(tmp_path, [STAYS])
    found: list[float] = []

    def script() -> Iterator[None]:
        for lives_s in (1.0, lived_s, 1.0):
            yield
            watched.hands.at += lives_s
            watched.process().kill()
            watched.process().wait()
            yield
            found.append(watched.child.start_at - watched.hands.at)
            watched.hands.at += found[-1]

    watched.run(script)

    assert found == [0.5, *pauses]


def test_between_two_rounds_it_rests_for_a_part_of_a_second(tmp_path: Path) -> None:
    watched = Watched(tmp_path, [STAYS])
    rounds: list[int] = []
    watched.supervisor.run(on_tick=lambda: rounds.append(1), until=lambda: len(rounds) == 3)

    assert len(watched.stop.waited) == 3
    assert all(0.05 < pause_s < 0.5 for pause_s in watched.stop.waited)


def test_it_ends_when_it_is_told_to_stop(tmp_path: Path) -> None:
    watched = Watched(tmp_path, [STAYS])
    watched.supervisor.run(on_tick=watched.stop.set)

    assert len(watched.stop.waited) == 1
    assert watched.child.process is None
    with pytest.raises(urllib.error.URLError):
        watched.ask("/health/live")


@pytest.mark.parametrize(
    ("phase", "since", "after_s", "is_killed"),
    [
        pytest.param("processing", 5.0, 12.0, False, id="at its limit and two seconds"),
        pytest.param("processing", 5.0, 12.5, True, id="over it"),
        pytest.param("settling", 5.0, 99.0, False, id="a settle has no limit"),
        pytest.param("processing", 1.0, 99.0, False, id="begun at the moment of its start: by the life before"),
        pytest.param("processing", 0.5, 99.0, False, id="begun by the life before"),
    ],
)
def test_a_child_is_killed_when_its_record_takes_too_long(
    tmp_path: Path, phase: str, since: float, after_s: float, is_killed: bool
) -> None:
    watched = Watched(tmp_path, [STAYS])
    watched.hands.at = 1.0

    def script() -> Iterator[None]:
        yield
        process = watched.process()
        watched.works(phase, since, limit_s=10.0)
        watched.hands.at = since + after_s
        yield
        # Who lives ends well with its input.
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait() == (-signal.SIGKILL if is_killed else 0)

    watched.run(script)


def test_the_record_that_a_child_died_of_is_suspected_before_it_starts_again(tmp_path: Path) -> None:
    watched = Watched(tmp_path, [STAYS])

    def script() -> Iterator[None]:
        yield
        watched.works("processing", 1.0, 10.0)
        watched.process().kill()
        watched.process().wait()
        yield
        assert (watched.run_dir.path / "deaths" / "clean").is_dir()
        assert not watched.run_dir.activity("clean-0").exists()

    watched.run(script)

    assert watched.run_dir.deaths("clean") == {Position("pages", 1, 7): 1}


def test_a_death_that_cannot_be_noted_keeps_nobody_from_starting_again(tmp_path: Path) -> None:
    watched = Watched(tmp_path, [STAYS])

    def script() -> Iterator[None]:
        yield
        watched.works("processing", 1.0, 10.0)
        (watched.run_dir.path / "deaths").write_text("no folder")
        watched.process().kill()
        watched.process().wait()
        yield
        watched.hands.at = watched.child.start_at
        yield
        assert watched.process().poll() is None

    watched.run(script)

    assert watched.child.restarts == 1


def test_it_counts_restarts_and_tells_who_is_up(tmp_path: Path) -> None:
    watched = Watched(tmp_path, [STAYS], {"collectors": [WaitCollector(stage="clean", waits=waiting())]})

    def script() -> Iterator[None]:
        yield
        assert watched.metric("warta_up") == '{worker="clean-0"} 1.0'
        assert watched.metric("warta_restarts_total") == '{worker="clean-0"} 0.0'
        assert watched.metric("warta_waiting") == '{reason="log_full",stage="clean",what="settle"} 1.0'
        watched.process().kill()
        watched.process().wait()
        yield
        assert watched.metric("warta_up") == '{worker="clean-0"} 0.0'
        assert watched.metric("warta_restarts_total") == '{worker="clean-0"} 1.0'

    watched.run(script)


def waiting() -> Waits:
    waits = Waits()
    waits.declare("settle", reason="log_full", detail="", for_s=100)
    return waits


def test_it_is_ready_when_every_child_runs_and_says_where(tmp_path: Path) -> None:
    watched = Watched(tmp_path, [STAYS])

    def script() -> Iterator[None]:
        assert '"why_not": ["clean-0 is not running"]' in watched.ask("/health/ready")[1]
        yield
        assert '"why_not": ["clean-0 has not started yet"]' in watched.ask("/health/ready")[1]
        watched.serves()
        assert watched.ask("/health/ready")[0] == 200

    watched.run(script)


@pytest.mark.parametrize("ends", ["by itself", "with the supervisor"])
def test_a_child_that_has_ended_leaves_no_address_and_no_open_pipe(tmp_path: Path, ends: str) -> None:
    watched = Watched(tmp_path, [STAYS])
    ended: list[ChildProcess] = []

    def script() -> Iterator[None]:
        yield
        watched.serves()
        ended.append(watched.process())
        if ends == "by itself":
            watched.process().kill()
            watched.process().wait()
            yield

    watched.run(script)

    (process,) = ended
    assert not watched.run_dir.endpoint("clean-0").exists()
    assert process.poll() is not None
    assert process.stdin is not None
    assert process.stdin.closed
    assert watched.child.process is None


def test_prometheus_is_told_of_every_process_that_says_where_it_is(tmp_path: Path) -> None:
    watched = Watched(tmp_path, [STAYS, STAYS])
    targets = watched.run_dir.path / "targets.json"
    told: list[str] = []

    def script() -> Iterator[None]:
        yield
        told.append(targets.read_text())
        watched.serves()
        yield
        told.append(targets.read_text())

    watched.run(script)

    assert '"process": "clean-0"' not in told[0]
    assert '"127.0.0.1:9999"' in told[1]
    assert [('"process": "supervisor"' in text, '"process": "clean-1"' in text) for text in told] == [(True, False)] * 2


def test_two_supervisors_of_one_folder_run_side_by_side_and_the_list_holds_both(tmp_path: Path) -> None:
    watched, other = Watched(tmp_path, [STAYS]), Watched(tmp_path, [STAYS])
    targets = watched.run_dir.path / "targets.json"

    def beside() -> Iterator[None]:
        yield
        assert '"supervisor"' in targets.read_text()
        assert '"supervisor-1"' in targets.read_text()

    def script() -> Iterator[None]:
        yield
        other.run(beside)
        yield
        assert '"supervisor-1"' not in targets.read_text()

    watched.run(script)
    watched.run(lambda: iter([None]))

    assert '"supervisor"' in targets.read_text()
    assert '"supervisor-1"' not in targets.read_text()


def test_a_child_has_a_session_of_its_own_and_writes_into_the_log(tmp_path: Path) -> None:
    watched = Watched(tmp_path, [STAYS, SAYS], {"log_path": tmp_path / "log"})
    (tmp_path / "log").write_text("before\n")

    def script() -> Iterator[None]:
        yield
        assert os.getsid(watched.process().pid) == watched.process().pid
        said = watched.supervisor.children[1].process
        assert said is not None
        said.wait()

    watched.run(script)

    assert (tmp_path / "log").read_text() == "before\nsaid\ncried\n"


def test_a_full_log_is_set_aside(tmp_path: Path) -> None:
    log = tmp_path / "log"
    watched = Watched(tmp_path, [STAYS], {"log_path": log})

    def script() -> Iterator[None]:
        yield
        os.truncate(log, FULL_BYTES)
        yield
        yield

    watched.run(script)

    assert not log.exists()
    assert [path.exists() for path in aside(log)] == [True, False, False, False]


def test_a_child_is_told_to_end_and_waited_for(tmp_path: Path) -> None:
    ready, told = tmp_path / "ready", tmp_path / "told"
    os.mkfifo(ready)
    watched = Watched(tmp_path, [(sys.executable, "-I", "-S", "-c", LISTENS, str(ready), str(told))])
    ended: list[ChildProcess] = []

    def script() -> Iterator[None]:
        yield
        ready.read_text()
        ended.append(watched.process())

    watched.run(script)

    assert told.exists()
    assert ended[0].poll() == 0


def test_children_that_do_not_end_in_time_share_it_and_are_killed(tmp_path: Path) -> None:
    watched = Watched(tmp_path, [STAYS, STAYS])
    deaf = [Deaf(watched.hands) for _ in watched.supervisor.children]

    def script() -> Iterator[None]:
        for child, process in zip(watched.supervisor.children, deaf, strict=True):
            child.process = process
        yield

    watched.run(script)

    assert [process.waited for process in deaf] == [[15.0], [0.1]]
    assert [process.returncode for process in deaf] == [-signal.SIGKILL] * 2


@pytest.mark.parametrize(
    ("first_port", "ports"),
    [pytest.param(0, ["0", "0", "0"], id="free ones"), pytest.param(9000, ["9001", "9002", "9003"], id="one by one")],
)
def test_each_slot_of_a_step_is_a_child_with_a_port(first_port: int, ports: list[str]) -> None:
    children = children_for({"clean": [0, 2], "fates": [1]}, first_port=first_port)

    assert [(child.step, child.name) for child in children] == [
        ("clean", "clean-0"),
        ("clean", "clean-2"),
        ("fates", "fates-1"),
    ]
    assert [child.command[-3:] for child in children] == [
        ("clean", "0", ports[0]),
        ("clean", "2", ports[1]),
        ("fates", "1", ports[2]),
    ]
