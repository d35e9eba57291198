"""The read side over real SQLite stores, filled with a small newsroom's records."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client import CollectorRegistry, Counter
from sqlalchemy import Engine

from broker.port import PartitionLag
from processors.clean.rules import load_rules
from runtime.dead_letters import Letter
from schemas.article import EnrichedArticle
from schemas.fate import FateBatch
from schemas.frontier import PollDone
from schemas.outcomes import Outcome, Reason
from schemas.outlet import Outlet
from schemas.topics import PAGES
from schemas.watch import Watch
from serve.app import create_app
from serve.condition import Condition
from serve.views import StageView, Views
from stores.archive.reader import ArchiveReader
from stores.articles import ArticleStore
from stores.database import open_engine
from stores.fates import FateStore
from stores.frontier.store import Frontier
from stores.outbox import OutboxReads
from stores.said_reads import SaidReads
from stores.stories import StoryStore
from stores.tokens import TokenStore
from stores.webhooks import WebhookStore
from tests.serve.samples import NOON, OUTLET, article, fates

STAGES = (
    StageView("discover", "", ("warta.links",)),
    StageView("frontier", "warta.links", ()),
    StageView("fetch", "", ("warta.pages",)),
    StageView("clean", "warta.pages", ("warta.cleaned",)),
    StageView("fates", "warta.fates", ()),
)

GREEN = Condition(
    at=NOON,
    is_green=True,
    sentence="12 articles in the last hour, 39 of 39 sources answer",
    outlets="39 polled, 177 never verified, 31 paused",
)


def stem(text: str) -> str:
    return text.lower().replace("mengirim", "kirim")


@dataclass
class Newsroom:
    """The application with the stores behind it; `condition` is of the pipeline, `lags` is what the log says."""

    articles: ArticleStore
    fates: FateStore
    frontier: Frontier
    stories: StoryStore
    engine: Engine
    condition: Condition = field(default_factory=lambda: GREEN)
    lags: Callable[[], Sequence[PartitionLag]] = field(default=lambda: ())
    outlets: dict[str, Outlet] = field(default_factory=dict)
    watches: Sequence[Watch] = ()
    letters: Sequence[Letter] = ()
    settled: list[tuple[str, int, bool]] = field(default_factory=list)
    """Letters that were settled: their step, up to which number, and whether they were replayed."""
    archive: ArchiveReader | None = None
    tokens_required: bool = False
    webhooks_max: int = 9

    def publish(self, *records: EnrichedArticle) -> None:
        self.articles.write(self.articles.claim("articles", "enriched", 0), records)

    def settle(self, *batches: FateBatch) -> None:
        self.fates.write(self.fates.claim("fates", "fates", 0), batches)

    @cached_property
    def webhooks(self) -> WebhookStore:
        return WebhookStore(self.engine)

    def app(self, *, hosts: Sequence[str] = ()) -> FastAPI:
        return create_app(self.views(), hosts=hosts, tokens_required=self.tokens_required)

    def views(self) -> Views:
        registry = CollectorRegistry()
        Counter("warta_test", "A counter of the test.", registry=registry).inc()
        return Views(
            articles=self.articles,
            said=SaidReads(self.engine),
            stories=self.stories,
            changes=OutboxReads(self.engine),
            fates=self.fates,
            crawl=self.frontier.health,
            lag=lambda: self.lags(),
            ends=lambda: {"warta.pages": 9, "warta.links": 30},
            stem=stem,
            stages=STAGES,
            metrics_registry=registry,
            condition=lambda: self.condition,
            rules=load_rules(),
            outlets=lambda: self.outlets,
            watches=lambda: self.watches,
            topics=lambda: (replace(PAGES, name="warta.pages"),),
            letters=lambda step, limit: [each for each in self.letters if step in (None, each.stage)][:limit],
            settle_letters=self._settle_letters,
            archive=lambda: self.archive,
            token=TokenStore(self.engine).by_secret,
            webhooks=lambda: self.webhooks,
            webhooks_max=self.webhooks_max,
            now=lambda: NOON + timedelta(minutes=1),
        )

    def _settle_letters(self, step: str, through: int, again: bool) -> int:
        self.settled.append((step, through, again))
        meant = [each for each in self.letters if each.stage == step and each.position.offset <= through]
        self.letters = [each for each in self.letters if each not in meant]
        return len(meant)


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    (tmp_path / "data").mkdir()
    engine = open_engine(f"sqlite:///{tmp_path / 'data' / 'warta.db'}", busy_timeout_s=0.05)
    stores = (ArticleStore(engine, stem=stem), FateStore(engine), Frontier.open(engine), StoryStore(engine, stem=stem))
    yield Newsroom(*stores, engine)
    engine.dispose()


def fill(newsroom: Newsroom) -> None:
    """An article, fates, and a source whose lists were polled."""
    newsroom.publish(article())
    newsroom.settle(
        fates("fetch", 3, (Outcome.DROPPED, Reason.ROBOTS_DISALLOWED, 1)),
        fates("clean", 2, (Outcome.DROPPED, Reason.TOO_SHORT, 2), (Outcome.REJECTED, Reason.UNDECODABLE, 1)),
    )
    newsroom.frontier.polls.declare([OUTLET], now=NOON)
    # Lists of one host are due after each other.
    polls = newsroom.frontier.polls.lease("d", now=NOON + timedelta(seconds=30), limit=9, ttl_s=60)
    later = NOON + timedelta(minutes=5)
    newsroom.frontier.polls.finish([PollDone(poll.url, poll.slot, NOON, later, None, found=30) for poll in polls])


@pytest.fixture
def filled(newsroom: Newsroom) -> Newsroom:
    fill(newsroom)
    return newsroom


@pytest.fixture
async def client(newsroom: Newsroom) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(newsroom.app()), base_url="http://127.0.0.1")
