"""The parts of the read side: its stores, its functions and its clock."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import CollectorRegistry

from broker.port import PartitionLag
from processors.clean.rules import Rules
from runtime.clock import utc_now
from serve.condition import Condition
from stores.articles import ArticleStore
from stores.fates import FateStore
from stores.frontier.health import CrawlHealth
from stores.said_reads import SaidReads
from stores.story_reads import StoryReads


@dataclass(frozen=True)
class StageView:
    """A step as it is shown: its name (also its group's), its input topic (empty for a source), its outputs."""

    name: str
    reads: str
    writes: tuple[str, ...]


@dataclass(frozen=True)
class Views:
    """The arguments of every route. `stem` is the function that made the stored search text.

    `stages` in the order of the flow; a stage's fates and its group in `lag` carry its name.
    """

    articles: ArticleStore
    said: SaidReads
    stories: StoryReads
    fates: FateStore
    crawl: CrawlHealth
    lag: Callable[[], Sequence[PartitionLag]]
    ends: Callable[[], Mapping[str, int]]
    stem: Callable[[str], str]
    stages: Sequence[StageView]
    metrics_registry: CollectorRegistry
    condition: Callable[[], Condition]
    rules: Rules
    now: Callable[[], datetime] = utc_now
