"""Every store in one table, each with the step that fills it: whoever runs that step tends the store."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial

from sqlalchemy import Table

from pipeline.settings import Settings
from pipeline.store_metrics import StoreCollector
from pipeline.wiring.archive import open_tended_archive
from pipeline.wiring.meter import open_meter
from pipeline.wiring.stores import (
    open_articles,
    open_fates,
    open_frontier,
    open_operations,
    open_state,
    open_stories,
    open_texts,
    open_webhooks,
)
from runtime.clock import utc_now
from runtime.refreshed import Refreshed
from stores.archive.tended import TendedArchive
from stores.article_tables import articles
from stores.articles import ArticleStore
from stores.fates import FateStore
from stores.frontier.store import Frontier
from stores.meter import MeterStore
from stores.meter_tables import meter_seen
from stores.operations import Operations
from stores.state import SqlStateStore
from stores.store import Sample, Store, StoreMetric
from stores.stories import StoryStore
from stores.story_tables import stories
from stores.tables import fates
from stores.text_tables import texts
from stores.texts import TextStore
from stores.webhooks import WebhookStore


@dataclass(frozen=True)
class StoreRow:
    """`name` stands in its metrics. `open` raises StoreUnavailableError and what says that a database will not do."""

    name: str
    step: str
    open: Callable[[Settings], Store]
    figures: Sequence[StoreMetric]
    made_of_its_topic: Table | None = None
    """The table of what it keeps, if all of it comes from the records that its step reads."""
    beside: str = ""
    """The store whose database it shares where each has a file of its own."""

    @property
    def database(self) -> str:
        return self.beside or self.name


STORES = (
    StoreRow("frontier", "frontier", open_frontier, Frontier.FIGURES),
    StoreRow("operations", "frontier", open_operations, Operations.FIGURES, beside="frontier"),
    StoreRow("state", "revise", open_state, SqlStateStore.FIGURES),
    StoreRow("articles", "articles", open_articles, ArticleStore.FIGURES, made_of_its_topic=articles),
    StoreRow("stories", "stories", open_stories, StoryStore.FIGURES, made_of_its_topic=stories, beside="articles"),
    StoreRow("texts", "texts", open_texts, TextStore.FIGURES, made_of_its_topic=texts),
    StoreRow("meter", "meter", open_meter, MeterStore.FIGURES, made_of_its_topic=meter_seen),
    StoreRow("archive", "archive", open_tended_archive, TendedArchive.FIGURES),
    StoreRow("fates", "fates", open_fates, FateStore.FIGURES, made_of_its_topic=fates),
    StoreRow("webhooks", "webhooks", open_webhooks, WebhookStore.FIGURES),
)


@dataclass(frozen=True)
class Tended:
    """The stores of the steps that run here, each opened when it is first needed."""

    rows: Sequence[StoreRow]
    settings: Settings

    @classmethod
    def of(cls, settings: Settings, steps: Sequence[str]) -> "Tended":
        return cls([row for row in STORES if row.step in steps], settings)

    def openers(self) -> dict[str, Callable[[], Store]]:
        return {row.name: cache(partial(row.open, self.settings)) for row in self.rows}

    def collectors(self) -> list[StoreCollector]:
        """They ask beside the scrape: a database that is away holds up neither."""
        every_s = self.settings.lag_every_s
        return [
            StoreCollector(name, Refreshed(partial(_samples, opener), every_s=every_s).value)
            for name, opener in self.openers().items()
        ]


def _samples(opener: Callable[[], Store]) -> Sequence[Sample]:
    return tuple(opener().figures(utc_now()))
