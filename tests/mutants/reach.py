"""Which lines of the mutated files each test runs, and how long it takes; and a run of chosen tests in order."""

import faulthandler
import os
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

# A test that takes so long and ten times its clean time hangs: on a busy machine a hundredth of a second may take ten.
PATIENCE_S = 10.0
# Plugins that the warm process has loaded already are no trouble here.
LOADED = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
QUIET = ("-x", "-q", "--no-header", "-p", "no:cacheprovider", "-p", "no:xdist", *LOADED)


@dataclass
class Reach:
    """A pytest plugin: `lines` by test are those of files below `folders`, as `path:line`."""

    root: Path
    folders: Sequence[str]
    lines: dict[str, set[str]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    _current: set[str] = field(default_factory=set)
    _names: dict[str, str] = field(default_factory=dict)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._current = self.lines.setdefault(item.nodeid, set())
        started = time.perf_counter()
        threading.settrace(self._enter)
        sys.settrace(self._enter)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            threading.settrace(None)
            self.seconds[item.nodeid] = time.perf_counter() - started

    def _enter(self, frame: FrameType, event: str, arg: object) -> Any:
        name = self._name(frame.f_code.co_filename)
        if not name:
            return None
        current = self._current

        def line(frame: FrameType, event: str, arg: object) -> Any:
            current.add(f"{name}:{frame.f_lineno}")
            return line

        return line(frame, event, arg)

    def _name(self, file: str) -> str:
        """The file's path below the root; empty where it is not of the folders."""
        if file not in self._names:
            path = os.path.relpath(file, self.root)
            self._names[file] = path if path.startswith(tuple(f"{folder}/" for folder in self.folders)) else ""
        return self._names[file]


@dataclass
class Chosen:
    """A pytest plugin: runs the tests of `seconds`, in its order, and ends the process where one hangs."""

    seconds: Mapping[str, float]

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        by_id = {item.nodeid: item for item in items}
        items[:] = [by_id[name] for name in self.seconds if name in by_id]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        faulthandler.dump_traceback_later(PATIENCE_S + 10 * self.seconds[item.nodeid], exit=True)
        try:
            return (yield)
        finally:
            faulthandler.cancel_dump_traceback_later()


def reached(root: Path, folders: Sequence[str], tests: Sequence[str], scratch: Path) -> Reach:
    """A clean run of `tests`. Raises RuntimeError where it does not pass."""
    plugin = Reach(root, folders)
    if pytest.main([*QUIET, f"--basetemp={scratch}", *tests], plugins=[plugin]) != 0:
        raise RuntimeError("the tests do not pass without a mutant")
    return plugin


def passes(seconds: Mapping[str, float], scratch: Path) -> bool:
    """Whether the tests still pass; ends the process where one hangs."""
    files = list(dict.fromkeys(name.partition("::")[0] for name in seconds))
    return pytest.main([*QUIET, f"--basetemp={scratch}", *files], plugins=[Chosen(seconds)]) == 0
