"""Recovery: kill -9 of one of two clean workers under load, and the time until all of its partitions move again."""

import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.corpus import made_pages
from bench.processes import lags_of, running, wait_for
from bench.publishing import publish
from broker.port import Log
from pipeline.errors import CommandError
from pipeline.running import Run
from pipeline.settings import Settings
from pipeline.wiring.log import names, open_log
from runtime.run_dir import RunDir, read_activity
from schemas.topics import PAGES

STEP = "clean"
PROCESSES = 2
# Arrivals that two workers keep up with: where a partition stands still, nobody works on it.
ARRIVALS = 10
ARRIVE_EVERY_S = 0.25
OBSERVE_S = 3.0
ACTIVITY_LOOK_S = 0.002
LAG_LOOK_S = 0.1
PATIENCE_S = 120.0
# The broker may still answer what the killed worker asked last: such a move is none of its heir's.
LAST_WORDS_S = 0.5


@dataclass(frozen=True)
class Recovered:
    """`phase`: what the worker was doing when it was killed; `partitions`: how many it had."""

    phase: str
    partitions: int
    seconds: float


@dataclass(frozen=True)
class Recovery:
    """By kill, in their order."""

    kills: tuple[Recovered, ...]

    @property
    def worst_s(self) -> float:
        return max(each.seconds for each in self.kills)

    def as_dict(self) -> dict[str, object]:
        return asdict(self) | {"worst_s": self.worst_s}


def measure(settings: Settings, *, kills: int, seed: int) -> Recovery:
    """The workers in turn; every second kill falls inside a settle, where one can be caught."""
    dice, pause, recovered = random.Random(seed), threading.Event(), list[Recovered]()
    with closing(open_log(settings)) as log, running(settings, {STEP: PROCESSES}) as run, _arriving(settings):
        for number in range(kills):
            slot = number % PROCESSES
            wait_for(lambda: all(_partitions(settings, each) for each in range(PROCESSES)), PATIENCE_S)
            mine = _partitions(settings, slot)
            pause.wait(dice.uniform(0.0, 1.0))
            phase = _kill(run, settings, slot, "settling" if number % 2 else "processing")
            recovered.append(Recovered(phase, len(mine), round(_moving_again(log, settings, mine), 2)))
    return Recovery(tuple(recovered))


@contextmanager
def _arriving(settings: Settings) -> Iterator[None]:
    """Pages at a steady rate, by a thread, until the end."""
    stop = threading.Event()

    def arrive() -> None:
        with closing(open_log(settings)) as log:
            for number in range(1_000_000):
                if stop.wait(ARRIVE_EVERY_S):
                    return
                publish(log, made_pages(ARRIVALS, seed=number, first=number * ARRIVALS), settings)

    thread = threading.Thread(target=arrive, name="arrivals")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _partitions(settings: Settings, slot: int) -> set[int]:
    """What a worker works on, as its activity file says over some time; empty where it is given nothing."""
    path, topic, pause = _activity(settings, slot), names(settings).full(PAGES), threading.Event()
    seen, until = set[int](), time.monotonic() + OBSERVE_S
    while time.monotonic() < until:
        activity = read_activity(path)
        if activity is not None and activity.position is not None and activity.position.topic == topic:
            seen.add(activity.position.partition)
        pause.wait(ACTIVITY_LOOK_S)
    return seen


def _kill(run: Run, settings: Settings, slot: int, wanted: str) -> str:
    """Stop the worker when it is in the wanted phase, look again, and kill it where it still is."""
    process = run.supervisor.children[slot].process
    if process is None:
        raise CommandError(f"{STEP}-{slot} ended before it was killed; its log says why")
    path, pause = _activity(settings, slot), threading.Event()
    for _ in range(int(PATIENCE_S / ACTIVITY_LOOK_S)):
        activity = read_activity(path)
        if activity is None or activity.phase != wanted:
            pause.wait(ACTIVITY_LOOK_S)
            continue
        os.kill(process.pid, signal.SIGSTOP)
        stopped = read_activity(path)
        if stopped is not None and stopped.phase == wanted:
            os.kill(process.pid, signal.SIGKILL)
            return wanted
        os.kill(process.pid, signal.SIGCONT)
    raise CommandError(f"{STEP}-{slot} was never caught {wanted}")


def _moving_again(log: Log, settings: Settings, partitions: set[int]) -> float:
    """Seconds from now until each of the partitions has been settled further than now."""
    killed, pause = time.monotonic(), threading.Event()
    pause.wait(LAST_WORDS_S)
    before = _settled(log, settings)
    standing = set(partitions)
    while standing:
        if time.monotonic() - killed > PATIENCE_S:
            raise CommandError(f"{len(standing)} partitions stand still {PATIENCE_S:.0f} s after a kill")
        pause.wait(LAG_LOOK_S)
        after = _settled(log, settings)
        standing -= {partition for partition in standing if after[partition] > before[partition]}
    return time.monotonic() - killed


def _settled(log: Log, settings: Settings) -> dict[int, int]:
    return {lag.partition: lag.settled for lag in lags_of(log, STEP, names(settings).full(PAGES))}


def _activity(settings: Settings, slot: int) -> Path:
    return RunDir(settings.run_dir).activity(f"{STEP}-{slot}")
