"""A call in a fork of its own: what it raises comes back, what it takes of memory does not."""

import subprocess
import sys
from pathlib import Path

import pytest

from runtime.process.aside import aside
from tests.runtime.test_template import ENVIRONMENT, ROOT

CALLS = """
import os, sys
from pipeline.errors import CommandError
from runtime.process.aside import AsideError, aside
from stores.errors import DatabaseTooNewError

class TwoWordsError(Exception):
    def __init__(self, one, two):
        super().__init__(f"{one} {two}")

seen = []
def raises(error):
    raise error
aside(lambda: seen.append(os.getpid()))
print("kept", seen, aside(lambda: ("told", 2)))
for error in CommandError("run `warta topics apply`"), DatabaseTooNewError("newer"), TwoWordsError("a", "b"):
    try:
        aside(lambda: raises(error))
    except (CommandError, DatabaseTooNewError, AsideError) as raised:
        print(type(raised).__name__, raised)
try:
    aside(lambda: os._exit(7))
except AsideError as raised:
    print(type(raised).__name__, raised)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no fork is made")
def test_a_call_leaves_nothing_behind_but_what_it_raised(tmp_path: Path) -> None:
    command = [sys.executable, "-c", CALLS]
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, encoding="utf-8", timeout=60)

    assert done.stdout.splitlines() == [
        "kept [] ('told', 2)",
        "CommandError run `warta topics apply`",
        "DatabaseTooNewError newer",
        "AsideError TwoWordsError: a b",
        "AsideError what was asked ended with 7",
    ]


def test_a_process_of_several_threads_makes_the_call_itself() -> None:
    import threading

    stop, seen = threading.Event(), list[int]()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    aside(lambda: seen.append(1))
    stop.set()
    thread.join()

    assert seen == [1]
