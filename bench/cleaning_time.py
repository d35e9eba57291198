"""Cleaning time beside `trafilatura.bare_extraction(with_metadata=True)`: same process, same pages, in turns."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import trafilatura

from bench.corpus import made_pages
from ingest.imports.saved_pages import SavedPage, read_saved_pages
from schemas.article import CleanedArticle
from schemas.outcomes import Fated
from schemas.page import Page

Clean = Callable[[Page], Sequence[CleanedArticle]]


@dataclass(frozen=True)
class PageTime:
    """CPU milliseconds of one page: the best of its rounds, which is what the machine's other work leaves alone."""

    url: str
    ours_ms: float
    theirs_ms: float

    @property
    def ratio(self) -> float:
        return self.ours_ms / self.theirs_ms


@dataclass(frozen=True)
class Times:
    """`ratio` is of the sums over all pages; `p50` and `p95` are of the pages' own ratios."""

    pages: int
    rounds: int
    ours_ms: float
    theirs_ms: float
    ratio: float
    p50: float
    p95: float
    worst: PageTime

    def as_dict(self) -> dict[str, object]:
        return asdict(self) | {"worst": asdict(self.worst) | {"ratio": round(self.worst.ratio, 3)}}


def pages_of(folder: Path | None, count: int) -> list[Page]:
    """Saved pages with urls.tsv as they are, each once; without a folder made ones."""
    if folder is None:
        return made_pages(count, seed=1)
    found = read_saved_pages(folder, outlets=(), fetched_at=made_pages(1, seed=1)[0].fetched_at)
    return [each.page for each in found if isinstance(each, SavedPage)][:count]


def measure(clean: Clean, pages: Sequence[Page], *, rounds: int) -> Times:
    """Every page `rounds` times by each, ours first in every other round; one more round before warms both up."""
    best: dict[int, tuple[float, float]] = {}
    for turn in range(rounds + 1):
        for index, page in enumerate(pages):
            measured = _one_turn(clean, page, ours_first=turn % 2 == 0)
            if turn:
                ours, theirs = best.get(index, measured)
                best[index] = min(ours, measured[0]), min(theirs, measured[1])
    return summary([PageTime(pages[index].url, *both) for index, both in best.items()], rounds=rounds)


def _one_turn(clean: Clean, page: Page, *, ours_first: bool) -> tuple[float, float]:
    steps = (lambda: _ours(clean, page), lambda: _theirs(page))
    if ours_first:
        return _cpu_ms(steps[0]), _cpu_ms(steps[1])
    theirs, ours = _cpu_ms(steps[1]), _cpu_ms(steps[0])
    return ours, theirs


def _ours(clean: Clean, page: Page) -> None:
    try:
        clean(page)
    except Fated:  # a page that is no article costs its time too
        return


def _theirs(page: Page) -> None:
    trafilatura.bare_extraction(page.body, url=page.url, with_metadata=True)


def _cpu_ms(step: Callable[[], None]) -> float:
    started = time.thread_time()
    step()
    return (time.thread_time() - started) * 1000


def summary(times: Sequence[PageTime], *, rounds: int) -> Times:
    ours, theirs = sum(each.ours_ms for each in times), sum(each.theirs_ms for each in times)
    ratios = sorted(each.ratio for each in times)
    return Times(
        pages=len(times),
        rounds=rounds,
        ours_ms=round(ours / len(times), 2),
        theirs_ms=round(theirs / len(times), 2),
        ratio=round(ours / theirs, 3),
        p50=round(statistics.median(ratios), 3),
        p95=round(ratios[int(0.95 * (len(ratios) - 1))], 3),
        worst=max(times, key=lambda each: each.ours_ms),
    )
