"""The supervisor kills a worker that hangs, and takes its children along when it is killed itself."""

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
