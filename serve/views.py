"""The parts of the read side: its stores, its functions and its clock."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from prometheus_client import CollectorRegistry

from broker.port import PartitionLag
from processors.clean.rules import Rules
from processors.query.parse import Names
from runtime.clock import utc_now
from runtime.dead_letters import Letter
from runtime.state import StoreUnavailableError
from schemas.outlet import Outlet
from schemas.topics import Topic
from schemas.watch import Watch
from serve.condition import Condition
from stores.archive.reader import ArchiveReader
from stores.articles import ArticleStore
from stores.fates import FateStore
from stores.frontier.health import CrawlHealth
from stores.outbox import OutboxReads
from stores.said_reads import SaidReads
from stores.story_reads import StoryReads
from stores.tokens import AccessToken
from stores.webhooks import WebhookStore


@dataclass(frozen=True)
class StageView:
    """A step as it is shown: its name (also its group's), its input topic (empty for a source), its outputs."""

    name: str
    reads: str
    writes: tuple[str, ...]


def _no_webhooks() -> WebhookStore:
    raise StoreUnavailableError("no webhooks are kept here")


@dataclass(frozen=True, kw_only=True)
class ChangeViews:
    """What the feed of changes is made of."""

    articles: ArticleStore
    stories: StoryReads
    changes: OutboxReads
    outlets: Callable[[], Mapping[str, Outlet]] = dict
    """As they are declared, by id."""


@dataclass(frozen=True, kw_only=True)
class Views(ChangeViews):
    """The arguments of every route. `stem` is the function that made the stored search text.

    `stages` in the order of the flow; a stage's fates and its group in `lag` carry its name.
    """

    said: SaidReads
    fates: FateStore
    crawl: CrawlHealth
    lag: Callable[[], Sequence[PartitionLag]]
    ends: Callable[[], Mapping[str, int]]
    stem: Callable[[str], str]
    stages: Sequence[StageView]
    metrics_registry: CollectorRegistry
    condition: Callable[[], Condition]
    rules: Rules
    watches: Callable[[], Sequence[Watch]] = tuple
    topics: Callable[[], Sequence[Topic]] = tuple
    """As they are set, under their full names."""
    letters: Callable[[str | None, int], Sequence[Letter]] = lambda step, limit: ()
    """Dead letters that wait, the oldest first, of a step or of all: so many at most of each."""
    settle_letters: Callable[[str, int, bool], int] = lambda step, through, again: 0
    """Takes dead letters of a step off the list, up to a number: sent to it again, or given up. How many."""
    token: Callable[[str], AccessToken | None] = lambda secret: None
    """The good token of a secret."""
    archive: Callable[[], ArchiveReader | None] = lambda: None
    webhooks: Callable[[], WebhookStore] = _no_webhooks
    """Opened when it is first asked for: it is written to."""
    webhooks_max: int = 0
    allowed_addresses: Sequence[str] = ()
    """Inner addresses that the guard lets a webhook have."""
    names: Names = field(default_factory=dict)
    """What goes by several names, for searches."""
    now: Callable[[], datetime] = utc_now
