"""Latency: from a page in its topic to a hit in search, with Poisson arrivals at half the saturated rate."""

import random
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from bench.corpus import made_pages
from bench.overhead import STEPS, WARM_UP
from bench.processes import running, unread, wait_for
from bench.publishing import publish
from pipeline.settings import Settings
from pipeline.wiring.log import open_log
from pipeline.wiring.stores import open_articles
from processors.enrich.stem import stem_text
from schemas.asked import every_word
from schemas.page import Page
from schemas.record import Lane
from stores.articles import ArticleStore
from stores.full_text import tokens

LOOK_S = 0.02


@dataclass(frozen=True)
class Latency:
    """Seconds; `rate` is the arrivals' mean a second, `bulk_left` what is unread of a backlog at the end."""

    arrivals: int
    rate: float
    p50_s: float
    p95_s: float
    worst_s: float
    bulk_left: int = 0

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def measure(settings: Settings, *, count: int, rate: float, backlog: int = 0) -> Latency:
    """`rate`: arrivals a second. Every page carries a word of its own, and is found when search finds that word.

    `backlog`: pages that were imported, and wait when the first arrives.
    """
    pages = made_pages(WARM_UP + count, seed=2)
    log, articles = open_log(settings), open_articles(settings)
    published: dict[int, float] = {}
    with running(settings, {**STEPS, "clean_bulk": 1}):
        publish(log, pages[:WARM_UP], settings)
        wait_for(lambda: unread(log) == 0 and articles.count() >= WARM_UP, 120)
        publish(log, _bulk(backlog), settings)
        writer = threading.Thread(target=_arrive, args=(settings, pages, rate, published))
        writer.start()
        found = _find(articles, WARM_UP, len(pages), published, writer)
        writer.join()
        left = unread(log)
    log.close()
    delays = sorted(found[number] - published[number] for number in found)
    return Latency(
        arrivals=len(delays),
        rate=round(rate, 2),
        p50_s=round(delays[len(delays) // 2], 3),
        p95_s=round(delays[int(len(delays) * 0.95)], 3),
        worst_s=round(delays[-1], 3),
        bulk_left=left if backlog else 0,
    )


def _bulk(count: int) -> Sequence[Page]:
    """Under numbers that no arrival has."""
    pages = made_pages(count, seed=4, first=1_000_000)
    return [page.model_copy(update={"lane": Lane.BACKFILL}) for page in pages]


def _arrive(settings: Settings, pages: Sequence[Page], rate: float, published: dict[int, float]) -> None:
    dice, pause, log = random.Random(3), threading.Event(), open_log(settings)
    due = time.monotonic()
    for number in range(WARM_UP, len(pages)):
        due += dice.expovariate(rate)
        pause.wait(max(0.0, due - time.monotonic()))
        publish(log, [pages[number]], settings)
        published[number] = time.monotonic()
    log.close()


def _find(
    articles: ArticleStore, first: int, end: int, published: dict[int, float], writer: threading.Thread
) -> dict[int, float]:
    stem, found, pause, stored = stem_text, dict[int, float](), threading.Event(), 0
    patience = time.monotonic() + 600
    while len(found) < end - first and time.monotonic() < patience:
        before, stored = stored, articles.count()
        waiting = [number for number in list(published) if number not in found] if stored != before else []
        for number in waiting:
            if articles.search(every_word(tokens(stem(f"uji{number}"))), limit=1).items:
                found[number] = time.monotonic()
        pause.wait(LOOK_S)
    return found
