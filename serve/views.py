"""What the read side is made of: the stores it reads, the functions it asks, the clock it tells time by."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import CollectorRegistry

from broker.port import PartitionLag
from stores.articles import ArticleStore
from stores.fates import FateStore
from stores.frontier.health import CrawlHealth


@dataclass(frozen=True)
class StageView:
    """A stage as it is shown: its name (also its group's), the topic it reads (empty for a source) and writes."""

    name: str
    reads: str
    writes: tuple[str, ...]


@dataclass(frozen=True)
class Views:
    """What every route is given. `stem` is the function that made the stored search text."""

    articles: ArticleStore
    fates: FateStore
    crawl: CrawlHealth
    lag: Callable[[], Sequence[PartitionLag]]
    ends: Callable[[], Mapping[str, int]]
    stem: Callable[[str], str]
    stages: Sequence[StageView]
    metrics_registry: CollectorRegistry
    now: Callable[[], datetime]
