"""The run directory: small files by which workers and their supervisor know of each other across a kill.

A worker writes what it is doing into a memory-mapped file of its own: it costs two microseconds a record, and the
kernel keeps it when the process is killed. Whoever starts the worker again reads there which record killed it.
"""

import fcntl
import mmap
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from broker.port import Position

ACTIVITY_BYTES = 512
# Two deaths at one record are taken as its doing.
DEATHS_TO_CONDEMN = 2


@dataclass(frozen=True)
class Activity:
    """What a worker was doing: `phase` is idle, processing or settling; `since` is on the monotonic clock."""

    phase: str
    since: float
    limit_s: float
    position: Position | None

    @property
    def suspect(self) -> Position | None:
        """The record that the worker died of, if it died of one."""
        return self.position if self.phase == "processing" else None


class WorkerRunningError(Exception):
    """Another process runs under this worker's name."""


def hold(path: Path) -> BinaryIO | None:
    """The file, locked for as long as it is open and its process lives; None where another has it locked."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a+b")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def is_held(path: Path) -> bool:
    """Whether a process lives that has the file locked."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return False
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True


class ActivityFile:
    """The worker's side: writes its activity, and holds its name for as long as it lives.

    `before` is what the worker's last life left there, None where it left nothing. Raises WorkerRunningError.
    """

    def __init__(self, path: Path) -> None:
        file = hold(path)
        if file is None:
            raise WorkerRunningError(f"worker {path.name} is already running on this data folder")
        self._file = file
        self.before = read_activity(path)
        # Written, not stretched: a write into a hole of a full disk would kill the process.
        self._file.truncate(0)
        self._file.write(bytes(ACTIVITY_BYTES))
        self._file.flush()
        self._memory = mmap.mmap(self._file.fileno(), ACTIVITY_BYTES)
        self.write("idle", 0.0, 0.0, None)

    def write(self, phase: str, since: float, limit_s: float, position: Position | None) -> None:
        where = f"{position.topic} {position.partition} {position.offset}" if position else ""
        text = f"{phase} {since:.3f} {limit_s:.3f} {where}\n".encode()
        self._memory[: len(text)] = text

    def close(self) -> None:
        self.write("idle", 0.0, 0.0, None)
        self._memory.close()
        self._file.close()


def read_activity(path: Path) -> Activity | None:
    """What the file says, or None where there is none or it was read while being written."""
    try:
        words = path.read_bytes().partition(b"\n")[0].decode().split()
        position = Position(words[3], int(words[4]), int(words[5])) if len(words) == 6 else None
        return Activity(words[0], float(words[1]), float(words[2]), position)
    except (OSError, ValueError, IndexError):
        return None


@dataclass(frozen=True)
class RunDir:
    """`path` is shared by all processes of one data folder."""

    path: Path

    def activity(self, worker: str) -> Path:
        return self.path / "activity" / worker

    def is_held(self, worker: str) -> bool:
        """Whether a process lives that writes this worker's activity."""
        return is_held(self.activity(worker))

    def reserve(self, worker: str) -> BinaryIO | None:
        """Keep a worker's name for one supervisor, while the file is open; None where another runs one of the name."""
        return None if self.is_held(worker) else hold(self.slot(worker))

    def slot(self, worker: str) -> Path:
        """Locked by the supervisor that runs a worker of the name, while it lives."""
        return self.path / "slots" / worker

    def breaker(self, worker: str) -> Path:
        return self.path / "breakers" / f"{worker}.json"

    def endpoint(self, worker: str) -> Path:
        """Where the worker writes `host:port` of its metrics and health."""
        return self.path / "endpoints" / worker

    def address(self, worker: str) -> str | None:
        """What is written there; None while nothing is."""
        try:
            return self.endpoint(worker).read_text() or None
        except FileNotFoundError:
            return None

    def versions(self, worker: str) -> Path:
        """Where the worker writes which version of each part of the configuration it reads."""
        return self.path / "versions" / worker

    def bury(self, stage: str, worker: str) -> Position | None:
        """For whoever saw a worker's process end: record the record it was processing, if any."""
        found = read_activity(self.activity(worker))
        if found is None or found.suspect is None:
            return None
        self.suspect(stage, worker, found)
        self.activity(worker).unlink()
        return found.suspect

    def suspect(self, stage: str, worker: str, last: Activity) -> None:
        """A worker died, and this was its last activity. The same death told again, by another, stays one."""
        if last.suspect is not None:
            self._mark("deaths", stage, last.suspect, f"{worker}.{last.since:.3f}")

    def deaths(self, stage: str) -> dict[Position, int]:
        """How often a worker died while it processed a record, by the record's position."""
        self._bury_all(stage)
        return Counter(self._marked("deaths", stage))

    def _bury_all(self, stage: str) -> None:
        """The dead of a stage: its log may give their partitions on before their supervisor has looked."""
        for path in self.activity("").glob(f"{stage}-*"):
            if path.name.rpartition("-")[0] == stage:
                self._bury_if_dead(stage, path)

    def _bury_if_dead(self, stage: str, path: Path) -> None:
        seen = read_activity(path)
        if seen is None or seen.suspect is None:
            return
        try:
            with path.open("r+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                # What was read before the lock may have been of a life that has ended well since.
                last = read_activity(path)
                if last is not None:
                    self.suspect(stage, path.name, last)
                file.truncate()
        except OSError:
            # It lives, or has been buried; without room for a mark its next life, or its supervisor, notes it.
            return

    def absolve(self, stage: str, position: Position) -> None:
        """The record was handled: forget the deaths it was suspected of."""
        for path in self._folder("deaths", stage).glob(f"{_name(position)}@*"):
            path.unlink(missing_ok=True)

    @property
    def paused(self) -> Path:
        """What somebody paused: see `runtime/pauses.py`."""
        return self.path / "paused.json"

    def quarantine(self, stage: str, position: Position) -> None:
        """Ask the stage to dead-letter a record that it waits on."""
        self._mark("quarantine", stage, position, "asked")

    def quarantined(self, stage: str) -> frozenset[Position]:
        return frozenset(self._marked("quarantine", stage))

    def _folder(self, kind: str, stage: str) -> Path:
        return self.path / kind / stage

    def _mark(self, kind: str, stage: str, position: Position, by: str) -> None:
        folder = self._folder(kind, stage)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{_name(position)}@{by}").touch()

    def _marked(self, kind: str, stage: str) -> list[Position]:
        folder = self._folder(kind, stage)
        names = [path.name.partition("@")[0] for path in folder.iterdir()] if folder.is_dir() else []
        parts = [name.split("~") for name in names]
        return [Position(topic, int(partition), int(offset)) for topic, partition, offset in parts]


def _name(position: Position) -> str:
    return f"{position.topic}~{position.partition}~{position.offset}"
