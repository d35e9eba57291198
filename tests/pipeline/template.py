"""A process that has every module of ours loaded: `warta` begins as a fork of it, and does not load them again.

Loading them took two thirds of the time of a short command, and the tests call some hundreds. What a command loads, and
how long it takes from nothing, is tested on interpreters of their own.
"""

import multiprocessing
import os
import pkgutil
import sys
from collections.abc import Sequence
from importlib import import_module
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Literal, TextIO

ROOT = Path(__file__).parents[2]
ROOMS = [
    "broker",
    "catalogue",
    "commands",
    "formats",
    "ingest",
    "pipeline",
    "processors",
    "runtime",
    "schemas",
    "serve",
    "stores",
]


def load_all() -> None:
    for room in ROOMS:
        for found in pkgutil.walk_packages([str(ROOT / room)], f"{room}."):
            # What alembic loads itself, in a context of its own, is left to it.
            if not found.name.endswith("__main__") and ".migrations." not in found.name:
                import_module(found.name)


def begin(arguments: Sequence[str], env: dict[str, str], cwd: Path, out: Path, err: Path) -> BaseProcess:
    """`env` is all of the environment that the command has."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([f"{__name__}_loaded"])
    process = context.Process(target=_warta, args=(list(arguments), env, cwd, out, err))
    process.start()
    return process


def _warta(arguments: list[str], env: dict[str, str], cwd: Path, out: Path, err: Path) -> None:
    sys.stdin = _opened(0, Path(os.devnull), "r")
    sys.stdout, sys.stderr = _opened(1, out, "w"), _opened(2, err, "w")
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    sys.argv = ["warta", *arguments]
    import_module("commands.main").main()


def _opened(number: int, path: Path, mode: Literal["r", "w"]) -> TextIO:
    """In the place of one of the three streams of a process."""
    with path.open(mode) as file:
        os.dup2(file.fileno(), number)
    return open(number, mode, closefd=False)
