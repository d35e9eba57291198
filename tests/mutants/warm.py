"""The warm process of a tree: it has loaded the libraries, and answers each question from a fork of itself.

A line of JSON in, a line of JSON out. What is mutated is loaded in the fork only.
"""

import contextlib
import importlib
import json
import multiprocessing
import os
import resource
import shutil
import signal
import sys
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from tests.mutants.reach import passes, reached

# A mutant may turn a loop into an endless one that fills memory or a file.
MEMORY_BYTES = 4 << 30
FILE_BYTES = 256 << 20
SAID_CHARS = 4000
# Over any clean run: a test that hangs is ended much sooner.
RUN_S = 900.0


def answer(question: Mapping[str, Any], result: Path, scratch: Path) -> None:
    """In the fork: leaves what it found in `result`."""
    root = Path.cwd()
    if "seconds" in question:
        # A compiled file is told from an older one by the second and the size: two mutants may have both in common.
        if not question["compiles"]:
            sys.dont_write_bytecode = True
            os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        found: dict[str, Any] = {"passes": passes(question["seconds"], scratch)}
    else:
        try:
            reach = reached(root, question["folders"], question["tests"], scratch)
            lines = {test: sorted(of_test) for test, of_test in reach.lines.items()}
            found = {"lines": lines, "seconds": reach.seconds, "modules": loaded_from_elsewhere(root)}
        except RuntimeError as error:
            found = {"error": str(error)}
    result.write_text(json.dumps(found))


def loaded_from_elsewhere(root: Path) -> Sequence[str]:
    """The modules of libraries that are loaded."""
    return [
        name
        for name, module in sorted(sys.modules.items())
        if (file := getattr(module, "__file__", None)) and not Path(file).is_relative_to(root) and name != "__main__"
    ]


def forked(question: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """The answer of a fork; that of one that was ended, or ended itself, is that the tests do not pass."""
    result, scratch, said = folder / "result.json", folder / "scratch", folder / "said.txt"
    result.unlink(missing_ok=True)

    def run() -> None:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for stream in (1, 2):
            os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
        answer(question, result, scratch)
        sys.stdout.flush()
        # Threads that a mutant has left behind are not waited for.
        os._exit(0)

    child = multiprocessing.get_context("fork").Process(target=run)
    child.start()
    child.join(RUN_S)
    assert child.pid is not None
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.join()
    shutil.rmtree(scratch, ignore_errors=True)
    told: dict[str, Any] = {"said": said.read_text(errors="replace")[-SAID_CHARS:]}
    try:
        return {**told, **json.loads(result.read_text())}
    except (FileNotFoundError, ValueError):
        return told | {"passes": False, "error": "the run was ended"}


def load(modules: Sequence[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in modules:
            # What cannot be loaded by itself is loaded by the tests.
            with contextlib.suppress(Exception):
                importlib.import_module(name)


def serve(questions: TextIO, answers: TextIO) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for line in questions:
            question = json.loads(line)
            if "modules" in question:
                load(question["modules"])
                found: dict[str, Any] = {}
            else:
                found = forked(question, Path(folder))
            answers.write(json.dumps(found) + "\n")
            answers.flush()


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout)
