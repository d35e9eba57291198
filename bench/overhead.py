"""Overhead: CPU seconds per article of the running pipeline beside the same stage functions called bare."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.corpus import made_pages, multiplied_pages
from bench.processes import LOOK_AT_LAG_S, cpu_by_worker, running, unread, wait_for
from bench.publishing import publish
from bench.turns import taking_turns, work_when_told
from pipeline.settings import Settings
from pipeline.wiring.archive import open_archive
from pipeline.wiring.clean import make as make_cleaner
from pipeline.wiring.enrich import make as make_enricher
from pipeline.wiring.log import open_log
from pipeline.wiring.meter import open_meter
from pipeline.wiring.stores import open_articles, open_texts
from processors.lives import RevisionState
from processors.revise import revise
from runtime.state import Owner
from schemas.article import Article, CleanedArticle, EnrichedArticle
from schemas.page import Page
from schemas.record import Record
from stores.archive.store import ArchiveStore
from stores.articles import ArticleStore
from stores.meter import MeterStore
from stores.texts import TextStore

STEPS = {"clean": 1, "revise": 1, "enrich": 1, "articles": 1, "texts": 1, "meter": 1, "archive": 1, "fates": 1}
WARM_UP = 40
CHUNK = 200
SINK_BATCH = 100
ARCHIVE_BATCH = 50
# Processes of the bare side: a cleaner and all that comes after it keep as many processors busy.
BARE = 2


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
    """Both over the same pages in turns, chunk by chunk, so that a machine whose speed drifts slows both alike."""
    pages = corpus(WARM_UP + count, folder)
    chunks = [pages[start : start + CHUNK] for start in range(WARM_UP, len(pages), CHUNK)]
    log, articles = open_log(settings), open_articles(settings)
    used: Counter[str] = Counter()
    bare_s = seconds = 0.0
    with running(settings, STEPS) as run, _bare_side_by_side(settings, count, folder) as take_bare:
        publish(log, pages[:WARM_UP], settings)
        wait_for(lambda: unread(log) == 0 and articles.count() >= WARM_UP, 120)
        for chunk in chunks:
            before, started = cpu_by_worker(run), time.monotonic()
            publish(log, chunk, settings)
            wait_for(lambda: unread(log) == 0, 600, look_s=LOOK_AT_LAG_S)
            seconds += time.monotonic() - started
            used.update({name: cpu - before[name] for name, cpu in cpu_by_worker(run).items()})
            bare_s += take_bare()
    log.close()
    by_step = {name: round(cpu * 1000 / count, 3) for name, cpu in used.items()}
    bare_ms = round(bare_s * 1000 / count, 3)
    return Overhead(count, bare_ms, round(sum(by_step.values()), 3), by_step, round(count / seconds, 1))


@contextmanager
def _bare_side_by_side(settings: Settings, count: int, folder: Path | None) -> Iterator[Callable[[], float]]:
    """CPU seconds of a chunk, shared by as many processes as the pipeline keeps processors busy: a page costs more
    beside another than on a machine of its own."""
    asked = [str(count), str(settings.config_dir), str(folder or "")]
    with ExitStack() as stack, ThreadPoolExecutor(BARE) as together:
        takers = [
            stack.enter_context(
                taking_turns("bench.overhead", [*asked, str(settings.data_dir / f"bare-{side}"), str(side)])
            )
            for side in range(BARE)
        ]
        yield lambda: sum(took.cpu_s for took in together.map(lambda take: take(), takers))


class Forgetting:
    """The memory of a bare `revise`: every page is a first version, as the made pages are."""

    def get(self, key: str) -> RevisionState | None:
        return None

    def get_many(self, keys: Collection[str]) -> Mapping[str, RevisionState]:
        return {}

    def put(self, key: str, value: RevisionState) -> None:
        """Nothing is kept."""

    def delete(self, key: str) -> None:
        """Nothing is kept."""

    def scan(self, prefix: str) -> Iterator[tuple[str, RevisionState]]:
        return iter(())


@dataclass(frozen=True)
class Bare:
    """The stage functions in a row: clean and normalise, revise, enrich, and the writes of stores and archive."""

    clean: Callable[[Page], Sequence[CleanedArticle]]
    enrich: Callable[[Article], Sequence[Record]]
    store: ArticleStore
    owner: Owner
    texts: TextStore
    texts_owner: Owner
    meter: MeterStore
    meter_owner: Owner
    archive: ArchiveStore
    archive_owner: Owner

    def take(self, pages: Sequence[Page]) -> int:
        for start in range(0, len(pages), ARCHIVE_BATCH):
            self.archive.write(self.archive_owner, pages[start : start + ARCHIVE_BATCH])
        waiting: list[Article] = []
        for page in pages:
            for cleaned in self.clean(page):
                waiting += revise(cleaned, Forgetting())
            if len(waiting) >= SINK_BATCH:
                self._store(waiting)
                waiting = []
        self._store(waiting)
        return len(pages)

    def _store(self, articles: Sequence[Article]) -> None:
        self.texts.write(self.texts_owner, articles)
        self.meter.write(self.meter_owner, articles)
        made = [each for article in articles for each in self.enrich(article)]
        self.store.write(self.owner, [each for each in made if isinstance(each, EnrichedArticle)])


def bare(settings: Settings, pages: Sequence[Page], side: int) -> None:
    """After the warm-up, its share of one chunk a turn."""
    store, texts, archive = open_articles(settings), open_texts(settings), open_archive(settings)
    meter = open_meter(settings)
    functions = Bare(
        make_cleaner(settings),
        make_enricher(settings),
        store,
        store.claim("articles", "bare", 0),
        texts,
        texts.claim("texts", "bare", 0),
        meter,
        meter.claim("meter", "bare", 0),
        archive,
        archive.claim("archive", "bare", 0),
    )
    functions.take(pages[:WARM_UP])
    chunks = (pages[start + side : start + CHUNK : BARE] for start in range(WARM_UP, len(pages), CHUNK))
    work_when_told(lambda: functions.take(next(chunks)))


if __name__ == "__main__":
    asked, config, saved, data, side_of = sys.argv[1:]
    bare(
        Settings(data_dir=Path(data), config_dir=Path(config), database_url=None),
        corpus(WARM_UP + int(asked), Path(saved) if saved else None),
        int(side_of),
    )
