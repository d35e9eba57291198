"""Runs the `warta` command as a user does: a process of its own, its output and exit code; and waits for what comes."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

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


def warta(*arguments: str | Path, env: dict[str, str] | None = None, timeout_s: float = 240) -> Ran:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WARTA_")}
    done = subprocess.run(
        [sys.executable, "-m", "commands.main", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout_s,
        cwd=ROOT,
        env=clean | {"PYTHONPATH": str(ROOT)} | (env or {}),
        stdin=subprocess.DEVNULL,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def comes(look: Callable[[], bool]) -> bool:
    """Whether what is looked for comes true while somebody would still wait for it."""
    return any(look() or threading.Event().wait(LOOK_EVERY_S) for _ in range(LOOKS))
