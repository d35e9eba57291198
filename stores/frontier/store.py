"""The frontier: the crawl's memory of polls, hosts and URLs, shared by leases between processes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import Engine

from stores import migrate
from stores.frontier.check_runs import SqlCheckRuns
from stores.frontier.checks import SqlChecks
from stores.frontier.health import CrawlHealth
from stores.frontier.hosts import SqlHosts
from stores.frontier.links import CHANGED_FLOOR_S, SqlLinks
from stores.frontier.polls import SqlPolls
from stores.frontier.turns import SqlTurns
from stores.frontier.urls import REFETCH_AFTER_S, SqlUrls
from stores.frontier.walks import SqlWalks
from stores.store import Sample, StoreMetric
from stores.tables import FRONTIER
from stores.takedown import Takedown, has_forgotten

# The log of polls answers questions about the last weeks.
KEEP_POLLS = timedelta(days=30)
DUE = StoreMetric("due", "Addresses that are due to be fetched.")
UNBROUGHT = StoreMetric("unbrought", "Fetches that brought no page.", ("source", "reason"), is_total=True)
LEASED = StoreMetric("leased", "Addresses that a fetcher has in hand.")


@dataclass(frozen=True)
class Frontier:
    """Its parts, on one engine. Whoever uses it takes the part that it needs. Implements stores.store.Store."""

    FIGURES: ClassVar[Sequence[StoreMetric]] = (DUE, LEASED, UNBROUGHT)

    polls: SqlPolls
    links: SqlLinks
    hosts: SqlHosts
    urls: SqlUrls
    turns: SqlTurns
    walks: SqlWalks
    checks: SqlChecks
    check_runs: SqlCheckRuns
    health: CrawlHealth

    @classmethod
    def open(
        cls,
        engine: Engine,
        *,
        refetch_after_s: Sequence[float] = REFETCH_AFTER_S,
        changed_floor_s: float = CHANGED_FLOOR_S,
    ) -> "Frontier":
        """Makes the tables, or brings them up to date. Raises DatabaseTooNewError, StoreUnavailableError."""
        migrate.upgrade(engine, FRONTIER)
        return cls(
            polls=SqlPolls(engine),
            links=SqlLinks(engine, changed_floor_s=changed_floor_s),
            hosts=SqlHosts(engine),
            urls=SqlUrls(engine, refetch_after_s=refetch_after_s),
            turns=SqlTurns(engine),
            walks=SqlWalks(engine),
            checks=SqlChecks(engine),
            check_runs=SqlCheckRuns(engine),
            health=CrawlHealth(engine),
        )

    def ping(self) -> None:
        self.health.ping()

    def has_forgotten(self, order: Takedown) -> bool:
        return has_forgotten(self.links.engine, order)

    def forget(self, order: Takedown) -> int:
        return self.links.forget(order)

    def retain(self, now: datetime) -> int:
        return self.polls.purge(now - KEEP_POLLS)

    def figures(self, now: datetime) -> Iterable[Sample]:
        counts = self.health.counts(now)
        yield Sample(DUE, (), counts.due)
        yield Sample(LEASED, (), counts.leased)
        for labels, fetches in self.health.unbrought().items():
            yield Sample(UNBROUGHT, labels, fetches)
