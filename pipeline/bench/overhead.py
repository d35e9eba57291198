"""Overhead: CPU seconds per article of the running pipeline beside the same stage functions called bare."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.bench.corpus import made_pages, multiplied_pages
from pipeline.bench.processes import cpu_by_worker, running, unread, wait_for
from pipeline.commands.importing import publish
from pipeline.settings import Settings
from pipeline.wiring import processors
from pipeline.wiring.log import open_log
from pipeline.wiring.stores import open_articles
from runtime.state import Owner
from schemas.article import Article, CleanedArticle, EnrichedArticle
from schemas.page import Page
from stores.articles import ArticleStore

STEPS = {"clean": 1, "revise": 1, "enrich": 1, "articles": 1, "fates": 1}
WARM_UP = 40
SINK_BATCH = 100


@dataclass(frozen=True)
class Overhead:
    """CPU milliseconds per page; `by_step` is the pipeline's, by process. `rate` is pages a second, saturated."""

    pages: int
    bare_ms: float
    pipeline_ms: float
    by_step: dict[str, float]
    rate: float

    @property
    def percent(self) -> float:
        return (self.pipeline_ms - self.bare_ms) / self.bare_ms * 100

    def as_dict(self) -> dict[str, object]:
        return asdict(self) | {"percent": round(self.percent, 1)}


def corpus(count: int, folder: Path | None) -> list[Page]:
    return multiplied_pages(folder, count) if folder else made_pages(count, seed=1)


def measure(settings: Settings, *, count: int, folder: Path | None) -> Overhead:
    """Both over the same pages, the warm-up apart; the bare run in a process of its own."""
    pages = corpus(WARM_UP + count, folder)
    bare_ms = _bare_in_a_process(settings, count, folder)
    log, articles = open_log(settings), open_articles(settings)
    with running(settings, STEPS) as run:
        publish(log, pages[:WARM_UP], settings)
        wait_for(lambda: unread(log) == 0 and articles.count() >= WARM_UP, 120)
        before, started = cpu_by_worker(run), time.monotonic()
        publish(log, pages[WARM_UP:], settings)
        wait_for(lambda: unread(log) == 0, 600)
        seconds = time.monotonic() - started
        used = {name: cpu - before[name] for name, cpu in cpu_by_worker(run).items()}
    log.close()
    by_step = {name: round(cpu * 1000 / count, 3) for name, cpu in used.items()}
    return Overhead(count, round(bare_ms, 3), round(sum(by_step.values()), 3), by_step, round(count / seconds, 1))


def _bare_in_a_process(settings: Settings, count: int, folder: Path | None) -> float:
    arguments = [str(count), str(settings.data_dir / "bare"), str(settings.config_dir), str(folder or "")]
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.bench.overhead", *arguments], capture_output=True, check=True, text=True
    )
    return float(json.loads(done.stdout))


@dataclass(frozen=True)
class Bare:
    """The stage functions in a row: clean and normalise, revise, enrich, and the store's write."""

    clean: Callable[[Page], Sequence[CleanedArticle]]
    enrich: Callable[[Article], Sequence[EnrichedArticle]]
    store: ArticleStore
    owner: Owner

    def take(self, pages: Sequence[Page]) -> None:
        waiting: list[EnrichedArticle] = []
        for page in pages:
            for cleaned in self.clean(page):
                _, articles = processors.revise_function(cleaned, None)
                waiting += [enriched for article in articles for enriched in self.enrich(article)]
            if len(waiting) >= SINK_BATCH:
                self.store.write(self.owner, waiting)
                waiting = []
        self.store.write(self.owner, waiting)


def bare(settings: Settings, pages: Sequence[Page]) -> float:
    """CPU milliseconds a page of the functions alone, after the warm-up."""
    store = open_articles(settings)
    functions = Bare(
        processors.clean_function(settings),
        processors.enrich_function(settings),
        store,
        store.claim("articles", "bare", 0),
    )
    functions.take(pages[:WARM_UP])
    started = time.process_time()
    functions.take(pages[WARM_UP:])
    return (time.process_time() - started) * 1000 / (len(pages) - WARM_UP)


if __name__ == "__main__":
    asked, data, config, saved = sys.argv[1:]
    chosen = Settings(data_dir=Path(data), config_dir=Path(config))
    print(json.dumps(bare(chosen, corpus(WARM_UP + int(asked), Path(saved) if saved else None))))  # noqa: T201
