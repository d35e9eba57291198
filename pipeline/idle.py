"""Whether a run is idle: no unread record, no due address, no lease."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from broker.port import Log
from pipeline.topology import BY_NAME
from stores.frontier.health import CrawlHealth

# Work moves between the log and the frontier, so one look could fall in between.
LOOKS = 5


@dataclass
class Idleness:
    """`polled_since` asks that every feed and sitemap was polled once more after that instant."""

    log: Log
    crawl: CrawlHealth
    now: Callable[[], datetime]
    _looks: int = field(default=0)
    _ends: dict[str, int] = field(default_factory=dict)

    def look(self, *, polled_since: datetime | None = None) -> bool:
        """True once several looks in a row found nothing to do and nothing appended since the look before."""
        ends = {topic: end for topic, end in self.log.ends().items() if not topic.endswith("fates")}
        is_quiet = ends == self._ends and self._has_nothing_to_do(polled_since)
        self._ends = ends
        self._looks = self._looks + 1 if is_quiet else 0
        return self._looks >= LOOKS

    def _has_nothing_to_do(self, polled_since: datetime | None) -> bool:
        if any(lag.behind for lag in self.log.lag() if lag.group in BY_NAME):
            return False
        counts = self.crawl.counts(self.now())
        if counts.due or counts.leased:
            return False
        if polled_since is None:
            return True
        polls = [poll for source in self.crawl.sources() for poll in source.polls]
        return bool(polls) and all(poll.last_at is not None and poll.last_at > polled_since for poll in polls)
