"""Children as forks of a template: they are this process's own, as new interpreters are."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.process.launching import Launch, Process
from runtime.process.template import Forked, template

ROOT = Path(__file__).parents[2]
STANDS_FOR = ("toy",)
TEMPLATE = (sys.executable, "-m", "tests.runtime.toy_template")
ENVIRONMENT = dict(os.environ) | {"PYTHONPATH": str(ROOT)}
LOOKS = 600
LOOK_EVERY_S = 0.05
SUPERVISOR = """
import sys, threading
from tests.runtime.test_template import ENVIRONMENT, STANDS_FOR, TEMPLATE
from runtime.process.template import template
with template(TEMPLATE, STANDS_FOR, ENVIRONMENT) as launch:
    child = launch(("toy", "stays", sys.argv[1]), ENVIRONMENT, None)
    threading.Event().wait()
"""
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="orphans are given to a subreaper by Linux alone"),
]


@pytest.fixture(scope="module")
def launch() -> Iterator[Launch]:
    with template(TEMPLATE, STANDS_FOR, ENVIRONMENT) as launch:
        yield launch


def start(launch: Launch, *arguments: str | Path) -> Process:
    process = launch((*STANDS_FOR, *map(str, arguments)), ENVIRONMENT | {"NOTE": "halo"}, None)

    assert isinstance(process, Forked)
    return process


def ended(process: Process) -> int:
    code = process.wait(60)
    assert process.stdin is not None
    process.stdin.close()
    return code


def comes(path: Path) -> str:
    """What is in the file, once it is whole."""
    for _ in range(LOOKS):
        if path.exists() and (text := path.read_text()):
            return text
        threading.Event().wait(LOOK_EVERY_S)
    raise AssertionError(f"{path} does not come")


@pytest.mark.parametrize("code", [0, 3])
def test_the_code_that_a_child_ends_with_is_known(launch: Launch, code: int) -> None:
    child = start(launch, "ends", str(code))

    assert ended(child) == code
    assert child.poll() == code


def test_a_child_has_its_own_session_environment_and_output_and_this_process_as_its_parent(
    launch: Launch, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    with told.open("wb") as output:
        child = launch((*STANDS_FOR, "tells"), ENVIRONMENT | {"NOTE": "halo"}, output)

    assert ended(child) == 0
    assert sorted(told.read_text().splitlines()) == ["cried", f"said halo {os.getpid()} True True"]


def test_a_child_is_waited_for_no_longer_than_asked_and_told_by_signals(launch: Launch, tmp_path: Path) -> None:
    child = start(launch, "stays", tmp_path / "started")
    comes(tmp_path / "started")

    assert child.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(0.01)

    child.kill()

    assert ended(child) == -signal.SIGKILL
    # It has ended: what is sent to its number meets nobody.
    child.terminate()


def test_a_child_ends_with_its_standard_input(launch: Launch, tmp_path: Path) -> None:
    child = start(launch, "stays", tmp_path / "started")
    comes(tmp_path / "started")
    assert child.stdin is not None
    child.stdin.close()

    assert child.wait(60) in (0, -signal.SIGTERM)


def test_what_the_template_does_not_stand_for_is_a_new_interpreter(launch: Launch) -> None:
    child = launch(("sh", "-c", "exit 4"), ENVIRONMENT, None)

    assert isinstance(child, subprocess.Popen)
    assert ended(child) == 4


def test_children_outlive_their_template_and_the_next_are_new_interpreters(tmp_path: Path) -> None:
    before = _children()
    with template(TEMPLATE, ("sh",), ENVIRONMENT) as launch:
        first = launch(("sh", "stays", str(tmp_path / "started")), ENVIRONMENT, None)
        comes(tmp_path / "started")
        (pid,) = _children() - before - {first.pid}
        os.kill(pid, signal.SIGKILL)
        second = launch(("sh", "-c", "exit 4"), ENVIRONMENT, None)

        assert isinstance(second, subprocess.Popen)
        assert ended(second) == 4
        assert first.poll() is None
        first.kill()
        assert ended(first) == -signal.SIGKILL


def test_children_die_with_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    started = tmp_path / "started"
    with subprocess.Popen([sys.executable, "-c", SUPERVISOR, str(started)], cwd=ROOT, env=ENVIRONMENT) as supervisor:
        pid = int(comes(started))
        supervisor.kill()

    assert any(_has_ended(pid) or threading.Event().wait(LOOK_EVERY_S) for _ in range(LOOKS))


def _has_ended(pid: int) -> bool:
    """An orphan falls to this process while it has a template itself, and stays a zombie."""
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z"


def _children() -> set[int]:
    found = [path.read_text().split() for path in Path("/proc/self/task").glob("*/children")]
    return {int(pid) for of_thread in found for pid in of_thread}
