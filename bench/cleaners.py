"""Cleaners: two clean workers on a pre-filled topic beside two processes that call the cleaner bare, in turns.

A turn is a slice of time: the others are stopped meanwhile, and for less than a session, so that none leaves its group.
`python -m bench.cleaners FILE SAVED` is a bare one: it notes in FILE when it was done with each page.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from bench.overhead import corpus
from bench.processes import busy_seconds, cpu_seconds, lags_of, pids_of, running, wait_for
from bench.publishing import publish
from broker.port import Log
from pipeline.errors import CommandError
from pipeline.settings import Settings, child_environment
from pipeline.wiring.clean import make as make_cleaner
from pipeline.wiring.log import names, open_log
from runtime.run_dir import RunDir, read_activity
from schemas.fate import FateBatch
from schemas.outcomes import Fated
from schemas.topics import FATES, PAGES

STEP = "clean"
PROCESSES = 2
SLICE_S = 2.0
BARE_PAGES = 400
READ = 1000


@dataclass(frozen=True)
class Slice:
    """Begin and end on the system's clock. `others_cpu_s`: what the rest of the machine took meanwhile."""

    begin: float
    end: float
    cpu_s: float
    others_cpu_s: float

    @property
    def wall_s(self) -> float:
        return self.end - self.begin


@dataclass(frozen=True)
class Side:
    """What one pair of processes did in its slices."""

    pages: int
    pages_per_s: float
    cpu_ms_per_page: float
    cpus: float
    cpus_of_others: float


@dataclass(frozen=True)
class Cleaners:
    """`ratio`: pages a second by the wall clock, workers' over bare's; `cpu_ratio`: pages a CPU second."""

    bare: Side
    workers: Side

    @property
    def ratio(self) -> float:
        return self.workers.pages_per_s / self.bare.pages_per_s

    @property
    def cpu_ratio(self) -> float:
        return self.bare.cpu_ms_per_page / self.workers.cpu_ms_per_page

    def as_dict(self) -> dict[str, object]:
        sides = {"bare": vars(self.bare), "workers": vars(self.workers)}
        return sides | {"ratio": round(self.ratio, 3), "cpu_ratio": round(self.cpu_ratio, 3)}


def enough(folder: Path | None) -> int:
    """Pages for some turns: the made ones are cleaned five times as fast as saved ones."""
    return 4000 if folder is None else 1000


def measure(settings: Settings, *, count: int, folder: Path | None, slice_s: float = SLICE_S) -> Cleaners:
    """Turns until a partition of the `count` pages runs dry. Raises CommandError where none was whole before."""
    files = [settings.data_dir / f"bare-{number}.times" for number in range(PROCESSES)]
    with closing(open_log(settings)) as log:
        publish(log, corpus(count, folder), settings)
        with _bare_processes(files, folder, settings) as bare:
            wait_for(lambda: all(file.exists() for file in files), 120)
            with _stopped(bare), running(settings, {STEP: PROCESSES}) as run:
                wait_for(lambda: _all_work(settings), 120)
                workers = pids_of(run)
                with _stopped(workers):
                    turns = list(_turns(bare, workers, slice_s, lambda: _is_dry(log, settings)))
        if not turns:
            raise CommandError(f"{count} pages are too few for a turn of {slice_s:g} s; give more --pages")
        bare_slices, worker_slices = zip(*turns, strict=True)
        return Cleaners(_side(bare_slices, _noted(files)), _side(worker_slices, _settled_at(log, settings)))


def _turns(
    bare: Sequence[int], workers: Sequence[int], slice_s: float, is_dry: Callable[[], bool]
) -> Iterator[tuple[Slice, Slice]]:
    while True:
        turn = _slice(bare, slice_s), _slice(workers, slice_s)
        if is_dry():
            return
        yield turn


def _slice(pids: Sequence[int], slice_s: float) -> Slice:
    """Let the processes run for a slice, and no longer."""
    busy, cpu, begin = busy_seconds(), sum(map(cpu_seconds, pids)), time.time()
    _send(signal.SIGCONT, pids)
    threading.Event().wait(slice_s)
    _send(signal.SIGSTOP, pids)
    end, took = time.time(), sum(map(cpu_seconds, pids)) - cpu
    return Slice(begin, end, took, busy_seconds() - busy - took)


@contextmanager
def _stopped(pids: Sequence[int]) -> Iterator[None]:
    _send(signal.SIGSTOP, pids)
    try:
        yield
    finally:
        _send(signal.SIGCONT, pids)


def _send(number: signal.Signals, pids: Sequence[int]) -> None:
    for pid in pids:
        os.kill(pid, number)


def _side(slices: Sequence[Slice], done_at: Iterable[float]) -> Side:
    pages = sum(any(each.begin <= at < each.end for each in slices) for at in done_at)
    wall_s, cpu_s = sum(each.wall_s for each in slices), sum(each.cpu_s for each in slices)
    if not pages:
        raise CommandError("no page was done in any turn; is the machine too busy?")
    return Side(
        pages=pages,
        pages_per_s=round(pages / wall_s, 2),
        cpu_ms_per_page=round(cpu_s / pages * 1000, 3),
        cpus=round(cpu_s / wall_s, 2),
        cpus_of_others=round(sum(each.others_cpu_s for each in slices) / wall_s, 2),
    )


def _all_work(settings: Settings) -> bool:
    activities = [read_activity(RunDir(settings.run_dir).activity(f"{STEP}-{slot}")) for slot in range(PROCESSES)]
    return all(each is not None and each.phase == "processing" for each in activities)


def _is_dry(log: Log, settings: Settings) -> bool:
    """Whether a partition is read to its end: a worker may have run out of work in the slice before."""
    return any(lag.behind == 0 for lag in lags_of(log, STEP, names(settings).full(PAGES)))


def _settled_at(log: Log, settings: Settings) -> Iterator[float]:
    """When each page was settled, by the worker's clock as the fate batches tell it."""
    topic = names(settings).full(FATES)
    for partition in range(log.partitions(topic)):
        start = 0
        while stored := log.read(topic, partition, start=start, limit=READ):
            start = stored[-1].position.offset + 1
            batches = [FateBatch.decode(each.message.value) for each in stored]
            yield from (batch.at.timestamp() for batch in batches for _ in batch.fates)


@contextmanager
def _bare_processes(files: Sequence[Path], folder: Path | None, settings: Settings) -> Iterator[list[int]]:
    command = [sys.executable, "-m", "bench.cleaners"]
    started = [
        subprocess.Popen([*command, str(file), str(folder or "")], env=child_environment(settings)) for file in files
    ]
    try:
        yield [process.pid for process in started]
    finally:
        for process in started:
            process.kill()
            process.wait()


def _noted(files: Sequence[Path]) -> list[float]:
    # The last line may have been cut off in the middle by the end of its writer.
    return [float(line) for file in files for line in file.read_text().splitlines(keepends=True) if line.endswith("\n")]


def bare(file: Path, folder: Path | None) -> None:
    """Pages round and round, until it is killed."""
    clean, pages = make_cleaner(Settings()), corpus(BARE_PAGES, folder)
    with file.open("w", buffering=1) as done_at:
        for page in cycle(pages):
            # A page without an article is done as well: the workers settle it with its reason.
            with suppress(Fated):
                clean(page)
            done_at.write(f"{time.time()}\n")


if __name__ == "__main__":
    bare(Path(sys.argv[1]), Path(sys.argv[2]) if sys.argv[2] else None)
