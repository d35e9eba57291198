"""Runs the `warta` command as a user does: a process of its own, its output and exit code; and waits for what comes."""

import os
import subprocess
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.pipeline import template

ROOT = Path(__file__).parents[2]
LOOKS = 600
LOOK_EVERY_S = 0.2


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


def warta(*arguments: str | Path, env: dict[str, str] | None = None, cwd: Path = ROOT, timeout_s: float = 240) -> Ran:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WARTA_")}
    words = [str(each) for each in arguments]
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        process = template.begin(words, clean | {"PYTHONPATH": str(ROOT)} | (env or {}), cwd, out, err)
        process.join(timeout_s)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(["warta", *words], timeout_s, err.read_bytes())
        return Ran(process.exitcode, out.read_text(), err.read_text())


def comes(look: Callable[[], bool]) -> bool:
    """Whether what is looked for comes true while somebody would still wait for it."""
    return any(look() or threading.Event().wait(LOOK_EVERY_S) for _ in range(LOOKS))
