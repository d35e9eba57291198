"""Soak: the whole pipeline for hours under a steady load and small faults, and what of it grows.

Pages are published at a steady rate, as `fetch` does, while the crawl polls the newsroom beside. Seeded kill -9 strike
a worker now and then. Looks are kept in the data folder: another run on it goes on where the last ended.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from bench.corpus import made_pages
from bench.processes import children_of, pss_mb, unread, wait_for
from bench.publishing import publish
from bench.soak_samples import Look, Slope, append, read, slopes
from broker.port import Log
from pipeline.errors import CommandError
from pipeline.settings import Settings, child_environment
from pipeline.topology import BY_NAME
from pipeline.wiring.log import open_log
from pipeline.wiring.stores import open_articles

LOOKS = "soak.jsonl"
PUBLISH_EVERY_S = 1.0
READY_S, DRAIN_S, END_S = 120.0, 300.0, 60.0
MB = 1_000_000
# What ought to grow: with each article, and with each line that is logged until the file is rotated.
GROWING = frozenset({"articles", "disk_log_mb", "disk_stores_mb", "disk_archive_mb", "disk_rest_mb"})


@dataclass(frozen=True, kw_only=True)
class Load:
    """Pages a second; a kill every `fault_s` on average, none where it is 0."""

    hours: float
    rate: float
    fault_s: float
    look_s: float
    seed: int


@dataclass(frozen=True)
class Soak:
    """`lost` of what was published in all runs is not in the store after all was read."""

    hours: float
    published: int
    lost: int
    kills: int
    slopes: Mapping[str, Slope]

    @property
    def grown(self) -> list[str]:
        return sorted(name for name, slope in self.slopes.items() if slope.grows and name not in GROWING)

    def as_dict(self) -> dict[str, object]:
        told = {name: slope.as_dict() for name, slope in self.slopes.items()}
        return vars(self) | {"slopes": told, "grown": self.grown}


def measure(settings: Settings, load: Load, tell: Callable[[Look], None]) -> Soak:
    """Runs `load.hours` more on the data folder. Raises CommandError where the pipeline ends or does not drain."""
    supervisor = _started(settings)
    try:
        with closing(open_log(settings)) as log:
            run = _Run(settings, load, log, supervisor, tell)
            wait_for(lambda: len(run.workers()) > 1 and unread(log, BY_NAME) == 0, READY_S)
            run.soak()
            wait_for(lambda: unread(log, BY_NAME) == 0, DRAIN_S, look_s=1.0)
            stored = run.stored()
    finally:
        supervisor.terminate()
        supervisor.wait(END_S)
    looks = read(settings.data_dir / LOOKS)
    last = looks[-1]
    try:
        found = slopes(looks)
    except ValueError as error:
        raise CommandError(f"{error}: give more --hours, or a shorter --look-seconds") from error
    return Soak(round(last.at_s / 3600, 3), last.published, last.published - stored, last.kills, found)


def _started(settings: Settings) -> subprocess.Popen[bytes]:
    """`warta run` in a process of its own."""
    command = [sys.executable, "-m", "commands.main", "run"]
    with (settings.data_dir / "warta.log").open("ab") as log:
        return subprocess.Popen(
            command, env=child_environment(settings), stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )


@dataclass
class _Run:
    settings: Settings
    load: Load
    log: Log
    supervisor: subprocess.Popen[bytes]
    tell: Callable[[Look], None]
    pause: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        looks = read(self.settings.data_dir / LOOKS)
        self.before_s = looks[-1].at_s if looks else 0.0
        self.published = looks[-1].published if looks else 0
        self.kills = looks[-1].kills if looks else 0
        # Other faults in each run, the same ones where a run is made again.
        self.dice = random.Random(f"{self.load.seed} {self.published}")
        self.articles = open_articles(self.settings)

    def soak(self) -> None:
        begun, first = time.monotonic(), self.published
        look_at, kill_at = self.load.look_s, self._next_fault(0.0)
        while (soaked := time.monotonic() - begun) < self.load.hours * 3600:
            if self.supervisor.poll() is not None:
                raise CommandError(f"the pipeline ended ({self.supervisor.returncode}): see warta.log")
            self._publish(first + int(soaked * self.load.rate))
            if soaked >= kill_at:
                self._kill()
                kill_at = self._next_fault(soaked)
            if soaked >= look_at:
                look_at += self.load.look_s
                self._look(self.before_s + soaked)
            self.pause.wait(PUBLISH_EVERY_S)
        self._look(self.before_s + time.monotonic() - begun)

    def workers(self) -> list[int]:
        """Process ids of the supervisor's children, their template among them."""
        return children_of(self.supervisor.pid)

    def stored(self) -> int:
        """Articles of the pages that were published, without those of the newsroom."""
        return self.articles.counts_by_source().get(made_pages(1, seed=0)[0].source, 0)

    def _publish(self, until: int) -> None:
        if until > self.published:
            more = made_pages(until - self.published, seed=self.published, first=self.published)
            publish(self.log, more, self.settings)
            self.published = until

    def _next_fault(self, now: float) -> float:
        return now + self.dice.expovariate(1 / self.load.fault_s) if self.load.fault_s else float("inf")

    def _kill(self) -> None:
        if pids := self.workers():
            os.kill(self.dice.choice(sorted(pids)), signal.SIGKILL)
            self.kills += 1

    def _look(self, at_s: float) -> None:
        pids = [self.supervisor.pid, *self.workers()]
        values = {
            "memory_mb": _sum(pids, pss_mb),
            "files": _sum(pids, _open_files),
            "processes": float(len(pids)),
            "unread": float(unread(self.log, BY_NAME)),
            "articles": float(self.articles.count()),
        }
        values |= {f"disk_{part}_mb": size for part, size in _disk_mb(self.settings.data_dir).items()}
        look = Look(at_s=round(at_s, 1), published=self.published, kills=self.kills, values=values)
        append(self.settings.data_dir / LOOKS, look)
        self.tell(look)


def _sum(pids: list[int], figure: Callable[[int], float]) -> float:
    """Of the processes that live: a killed one is between two."""
    total = 0.0
    for pid in pids:
        try:
            total += figure(pid)
        except (FileNotFoundError, ProcessLookupError, StopIteration):
            continue
    return round(total, 1)


def _open_files(pid: int) -> float:
    return float(len(os.listdir(f"/proc/{pid}/fd")))


def _disk_mb(folder: Path) -> Mapping[str, float]:
    """Of the log, the stores, the archive and what lies beside them."""
    sizes = dict.fromkeys(("log", "stores", "archive", "rest"), 0)
    for path in folder.rglob("*"):
        try:
            size = path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            # Renamed or rotated between two calls.
            continue
        inside = path.relative_to(folder).parts
        database = "stores" if ".db" in path.name else "rest"
        part = "archive" if inside[0] == "archive" else "log" if path.name.startswith("log.db") else database
        sizes[part] += size
    return {part: round(size / MB, 2) for part, size in sizes.items()}
