"""Workers as a fault finds them: the process behind a name, stopped in a phase of its work that is then certain."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.settings import Settings, child_environment
from runtime.run_dir import Activity, RunDir, read_activity

# A settle takes milliseconds: this many looks at a worker, so far apart, and then another is tried.
LOOKS = 3000
LOOK_S = 0.0003
END_S = 60.0
Phase = Literal["processing", "settling"]


@dataclass(frozen=True)
class Stopped:
    """A process that was stopped, and what its activity file said once it stood."""

    pid: int
    activity: Activity

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def wake(self) -> None:
        os.kill(self.pid, signal.SIGCONT)


def stopped_in(settings: Settings, worker: str, phase: Phase) -> Stopped | None:
    """None where the worker is gone, or is not seen in that phase. Works on Linux."""
    path = RunDir(settings.run_dir).activity(worker)
    pid = holder_of(path)
    if pid is None:
        return None
    pause = threading.Event()
    for _ in range(LOOKS):
        activity = read_activity(path)
        if activity is None or activity.phase != phase:
            pause.wait(LOOK_S)
            continue
        try:
            os.kill(pid, signal.SIGSTOP)
            # Another look: it may have gone on between the first and the signal.
            seen = _activity_once_stopped(pid, path)
            if seen is not None and seen.phase == phase:
                return Stopped(pid, seen)
            os.kill(pid, signal.SIGCONT)
        except (FileNotFoundError, ProcessLookupError):
            # It went with a killed supervisor.
            return None
    return None


def all_stopped(settings: Settings, workers: Sequence[str]) -> list[Stopped]:
    """Those that run. Works on Linux."""
    stopped = []
    for worker in workers:
        path = RunDir(settings.run_dir).activity(worker)
        pid = holder_of(path)
        if pid is None:
            continue
        try:
            os.kill(pid, signal.SIGSTOP)
            seen = _activity_once_stopped(pid, path)
        except (FileNotFoundError, ProcessLookupError):
            continue
        if seen is not None:
            stopped.append(Stopped(pid, seen))
        else:
            os.kill(pid, signal.SIGCONT)
    return stopped


def names(settings: Settings, step: str) -> list[str]:
    """Every worker of a step that ever ran on the data folder: a supervisor that comes while one of an earlier still
    ends takes the next slot."""
    return sorted(path.name for path in RunDir(settings.run_dir).activity(step).parent.glob(f"{step}-*"))


def holder_of(path: Path) -> int | None:
    """The process that has the activity file locked. Source: proc(5), /proc/locks."""
    if not path.exists():
        return None
    inode = path.stat().st_ino
    for line in Path("/proc/locks").read_text().splitlines():
        fields = line.split()
        if fields[1] == "FLOCK" and fields[5].rpartition(":")[2] == str(inode):
            return int(fields[4])
    return None


def start(settings: Settings, steps: Sequence[str]) -> subprocess.Popen[bytes]:
    """A supervisor with a worker for each step, in a process of its own; its log is `warta.log` in the data folder."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with (settings.data_dir / "warta.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "commands.main", "worker", *steps, "--processes", "1"],
            env=child_environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


@contextmanager
def supervised(settings: Settings, steps: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """The same, ended by SIGTERM with the block, where nothing has ended it before."""
    supervisor = start(settings, steps)
    try:
        yield supervisor
    finally:
        supervisor.send_signal(signal.SIGTERM)
        supervisor.wait(END_S)


def _activity_once_stopped(pid: int, path: Path) -> Activity | None:
    for _ in range(1000):
        if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "Tt":
            break
    return read_activity(path)
