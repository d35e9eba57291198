"""Children as forks of a template: they are this process's own, as new interpreters are."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from runtime.process.launching import ChildProcess, Forked, Launch
from runtime.process.spare import spare
from runtime.process.template import forked, interpreted, serve, template
from tests.runtime import toy_template

ROOT = Path(__file__).parents[2]
STANDS_FOR = (sys.executable, "-m", "tests.runtime.toy_template", "child")
TEMPLATE = (sys.executable, "-m", "tests.runtime.toy_template")
ENVIRONMENT = dict(os.environ) | {"PYTHONPATH": str(ROOT)}
LOOKS = 600
LOOK_EVERY_S = 0.05
STAYS = """
import sys, threading
from tests.runtime.test_template import ENVIRONMENT, STANDS_FOR, WAYS
with WAYS[sys.argv[1]]() as launch:
    child = launch((*STANDS_FOR, "stays", sys.argv[2]), ENVIRONMENT, None)
    threading.Event().wait()
"""
# Opens a file and forks; tells what its children may see and how they ended.
FORKS = """
import os, sys
from runtime.process.alone import is_alone
from tests.runtime.test_template import ENVIRONMENT, STANDS_FOR, WAYS
print("alone", is_alone(), flush=True)
with open(sys.argv[2]) as held, WAYS[sys.argv[1]]() as launch:
    for said in ("sees",), ("ends", "3"), ("raises",):
        child = launch((*STANDS_FOR, *said), ENVIRONMENT | {"NOTE": "halo"}, None)
        print("child", type(child).__name__, child.wait(60), flush=True)
with WAYS[sys.argv[1]]():
    pass
left = open(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read()
print("end", left or "no child left")
"""
WAYS: dict[str, Callable[[], AbstractContextManager[Launch]]] = {
    "interpreted": lambda: template(interpreted(TEMPLATE, ENVIRONMENT), STANDS_FOR),
    "forked": lambda: template(forked(lambda descriptor: serve(descriptor, toy_template.main)), STANDS_FOR),
    "spare": lambda: spare(lambda: None, toy_template.main, STANDS_FOR),
}
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="orphans are given to a subreaper by Linux alone"),
]


@pytest.fixture(scope="module")
def launch() -> Iterator[Launch]:
    with template(interpreted(TEMPLATE, ENVIRONMENT), STANDS_FOR) as launch:
        yield launch


def start(launch: Launch, *arguments: str | Path) -> ChildProcess:
    process = launch((*STANDS_FOR, *map(str, arguments)), ENVIRONMENT | {"NOTE": "halo"}, None)

    assert isinstance(process, Forked)
    return process


def ended(process: ChildProcess) -> int:
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
    with template(interpreted(TEMPLATE, ENVIRONMENT), ("sh",)) as launch:
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


@pytest.mark.parametrize("way", WAYS)
def test_children_die_with_a_supervisor_that_is_killed(tmp_path: Path, way: str) -> None:
    started = tmp_path / "started"
    command = [sys.executable, "-c", STAYS, way, str(started)]
    with subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT) as supervisor:
        pid = int(comes(started))
        supervisor.kill()

    assert any(_has_ended(pid) or threading.Event().wait(LOOK_EVERY_S) for _ in range(LOOKS))


def said_by(way: str, held: Path) -> subprocess.CompletedProcess[str]:
    held.touch()
    command = [sys.executable, "-c", FORKS, way, str(held)]
    return subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, encoding="utf-8", timeout=120)


def test_a_fork_of_the_supervisor_shares_what_it_loaded_and_none_of_its_files(tmp_path: Path) -> None:
    done = said_by("forked", tmp_path / "held")

    assert done.stdout.splitlines() == [
        "alone True",
        "open 0 1 2, loaded by another: True",
        "child Forked 0",
        "child Forked 3",
        "child Forked 1",
        "end no child left",
    ]
    assert "ValueError: as asked" in done.stderr


def test_a_spare_is_the_first_child_and_its_successors_are_new_interpreters(tmp_path: Path) -> None:
    done = said_by("spare", tmp_path / "held")

    assert done.stdout.splitlines() == [
        "alone True",
        "open 0 1 2, loaded by another: True",
        "child Forked 0",
        "child Popen 3",
        "child Popen 1",
        "end no child left",
    ]
    assert "ValueError: as asked" in done.stderr


def _has_ended(pid: int) -> bool:
    """An orphan falls to this process while it has a template itself, and stays a zombie."""
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z"


def _children() -> set[int]:
    found = [path.read_text().split() for path in Path("/proc/self/task").glob("*/children")]
    return {int(pid) for of_thread in found for pid in of_thread}


def test_a_process_with_a_database_open_is_not_forked(tmp_path: Path) -> None:
    code = (
        "import sqlite3, sys; from runtime.process.alone import is_alone\n"
        "print(is_alone()); c = sqlite3.connect(sys.argv[1]); c.execute('CREATE TABLE t (n)'); print(is_alone())\n"
        "c.close(); print(is_alone())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "log.db")], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert ran.stdout.split() == ["True", "False", "True"]
