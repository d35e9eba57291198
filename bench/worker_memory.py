"""Memory: what a clean worker holds in RAM over many pages, after the first of them against the end."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from statistics import median

from bench.corpus import made_pages
from bench.processes import lags_of, pids_of, rss_bytes, running
from bench.publishing import publish
from pipeline.errors import CommandError
from pipeline.settings import Settings
from pipeline.wiring.log import names, open_log
from schemas.topics import PAGES

STEP = "clean"
WARM_UP = 1000
CHUNK = 200
# Enough that the worker never waits, and little enough that the topic stays small.
BACKLOG = 600
LOOK_S = 0.25
SHARE = 0.1
MB = 1_000_000


@dataclass(frozen=True)
class Sample:
    pages: int
    rss_mb: float


@dataclass(frozen=True)
class Memory:
    """Megabytes. `first` and `last` are medians over a tenth of the pages, `first` from the thousandth on."""

    pages: int
    first_mb: float
    last_mb: float
    peak_mb: float
    curve: Sequence[Sample]

    @property
    def growth_percent(self) -> float:
        return (self.last_mb - self.first_mb) / self.first_mb * 100

    def as_dict(self) -> dict[str, object]:
        curve = [[each.pages, each.rss_mb] for each in self.curve]
        return vars(self) | {"curve": curve, "growth_percent": round(self.growth_percent, 1)}


def measure(settings: Settings, *, count: int, warm_up: int = WARM_UP) -> Memory:
    """`count` pages in all, each of its own address and text. Raises CommandError where they are too few to tell."""
    if count < 2 * warm_up:
        raise CommandError(f"memory is compared from page {warm_up} on: give at least --pages {2 * warm_up}")
    with running(settings, {STEP: 1}) as run:
        samples = list(_samples(settings, pids_of(run)[0], count))
    width = count * SHARE
    warm = [each for each in samples if each.pages >= warm_up]
    first = [each.rss_mb for each in warm if each.pages <= warm[0].pages + width]
    last = [each.rss_mb for each in warm if each.pages >= count - width]
    return Memory(
        pages=count,
        first_mb=round(median(first), 1),
        last_mb=round(median(last), 1),
        peak_mb=max(each.rss_mb for each in samples),
        curve=samples[:: max(1, len(samples) // 20)],
    )


def _samples(settings: Settings, pid: int, count: int) -> Iterator[Sample]:
    """One at every look while pages are published and cleaned; the last when none is left."""
    published, pause, topic = 0, threading.Event(), names(settings).full(PAGES)
    with closing(open_log(settings)) as log:
        while True:
            left = sum(lag.behind for lag in lags_of(log, STEP, topic))
            yield Sample(max(0, published - left), round(rss_bytes(pid) / MB, 1))
            if published == count and left == 0:
                return
            if left < BACKLOG and published < count:
                more = min(CHUNK, count - published)
                publish(log, made_pages(more, seed=published, first=published), settings)
                published += more
            pause.wait(LOOK_S)
