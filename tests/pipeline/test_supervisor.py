"""The supervisor kills a worker that hangs, and takes its children along when it is killed itself."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from broker.port import Position
from runtime.process.supervisor import Child, Supervisor
from runtime.run_dir import RunDir
from tests.runtime.asking import get

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow

HANGS = """
import signal, sys, time
from pathlib import Path
from broker.port import Position
from runtime.run_dir import ActivityFile, RunDir
activity = ActivityFile(RunDir(Path(sys.argv[1])).activity("clean-0"))
activity.write("processing", time.monotonic(), 0.1, Position("pages", 1, 7))
signal.pause()
"""
PARENT = """
import sys
from pathlib import Path
from runtime.process.supervisor import Child, Supervisor
from runtime.run_dir import RunDir
child = Child("clean", "clean-0", (sys.executable, "-m", "tests.pipeline.child_that_stays", sys.argv[1]))
Supervisor([child], RunDir(Path(sys.argv[1])), {"PATH": "", "PYTHONPATH": sys.argv[2]}).run()
"""


def supervisor(path: Path, code: str) -> Supervisor:
    child = Child("clean", "clean-0", (sys.executable, "-c", code, str(path)))
    return Supervisor([child], RunDir(path), dict(os.environ) | {"PYTHONPATH": str(ROOT)}, log_path=path / "log")


def test_a_child_that_hangs_is_killed_at_its_limit_and_its_record_is_suspected(tmp_path: Path) -> None:
    watched = supervisor(tmp_path, HANGS)
    watched.run(until=lambda: watched.children[0].restarts >= 1)

    assert watched.run_dir.deaths("clean") == {Position("pages", 1, 7): 1}


STAYS = "import sys; sys.stdin.read()"
NOTES = "import os, sys; open(sys.argv[1] + '/' + os.environ['NOTE'], 'w'); sys.stdin.read()"
DEAF = """
import signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
open(sys.argv[1] + "/deaf", "w")
sys.stdin.read()
"""


def test_a_child_that_is_renewed_starts_again_at_once_in_the_environment_of_now(tmp_path: Path) -> None:
    watched = supervisor(tmp_path, NOTES)
    watched.environment["NOTE"] = "first"
    child = watched.children[0]

    def look() -> None:
        if (tmp_path / "first").exists() and child.restarts == 0:
            watched.environment["NOTE"] = "second"
            watched.renew({"revise"})
            assert child.end_by is None
            watched.renew({"clean"})

    watched.run(on_tick=look, until=lambda: (tmp_path / "second").exists())

    assert (child.restarts, child.failures, child.end_by) == (1, 0, None)
    assert watched.run_dir.deaths("clean") == {}


def test_a_renewed_child_that_does_not_end_is_killed(tmp_path: Path) -> None:
    watched = supervisor(tmp_path, DEAF)
    child = watched.children[0]

    def look() -> None:
        if (tmp_path / "deaf").exists() and child.end_by is None and child.restarts == 0:
            watched.renew({"clean"})
            # Its time is over.
            child.end_by = 0.0

    watched.run(on_tick=look, until=lambda: child.restarts == 1)

    assert child.restarts == 1


def test_health_tells_what_is_no_fault_beside_what_is_one(tmp_path: Path) -> None:
    watched = supervisor(tmp_path, STAYS)
    watched.waiting = lambda: ("config: x.toml is broken",)
    endpoint = watched.run_dir.endpoint("supervisor")
    told: list[tuple[int, dict[str, object]]] = []

    def look() -> None:
        if watched.children[0].process is not None:
            status, body = get(endpoint.read_text(), "/health/ready")
            told.append((status, json.loads(body)))
            watched.stop.set()

    watched.run(on_tick=look)

    assert told[0][1]["waiting"] == ["config: x.toml is broken"]


def test_children_die_with_a_killed_supervisor(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path), str(ROOT)],
        env=dict(os.environ) | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,
    )
    started = tmp_path / "started"
    patience = threading.Event()
    for _ in range(600):
        if started.exists():
            break
        patience.wait(0.05)
    pid = int(started.read_text())

    parent.send_signal(signal.SIGKILL)
    parent.wait()

    for _ in range(600):
        if not Path(f"/proc/{pid}").exists():
            break
        patience.wait(0.05)
    assert not Path(f"/proc/{pid}").exists()
