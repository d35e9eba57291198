"""The frontier's frequent work at two sizes: what a hundred times as many addresses cost it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from bench.frontier_rows import HOSTS, fill
from pipeline.settings import Settings
from pipeline.wiring.stores import open_frontier
from runtime.state import Owner
from schemas.frontier import FetchDone, HostLease
from schemas.ids import url_key
from schemas.link import Link
from schemas.outcomes import Outcome
from stores.frontier.store import Frontier

T = TypeVar("T")

LINKS = 20
URLS = 20
LEASE_HOSTS = 16
# The first rounds warm caches up.
WARM_UP = 20


@dataclass(frozen=True)
class Timing:
    p50_ms: float
    p95_ms: float


def measure(settings: Settings, *, rows: int, rounds: int, now: datetime) -> dict[str, Timing]:
    """Milliseconds by kind of work, each over `rounds` in an otherwise idle database of `rows` addresses."""
    open_frontier(settings)
    fill(settings, rows, now)
    frontier = open_frontier(settings)
    work = Work(frontier, frontier.links.claim("bench", "links", 0), rows, now)
    taken: dict[str, list[float]] = {}
    for number in range(WARM_UP + rounds):
        for name, seconds in work.round(number).items():
            if number >= WARM_UP:
                taken.setdefault(name, []).append(seconds * 1000)
    return {name: _timing(ms) for name, ms in taken.items()}


def _timing(ms: list[float]) -> Timing:
    ordered = sorted(ms)
    return Timing(round(ordered[len(ordered) // 2], 2), round(ordered[int(len(ordered) * 0.95)], 2))


@dataclass
class Work:
    """One round is what discovery and fetching do to the frontier in a second or so."""

    frontier: Frontier
    owner: Owner
    rows: int
    now: datetime

    def round(self, number: int) -> dict[str, float]:
        taken: dict[str, float] = {}

        def timed(name: str, act: Callable[[], T]) -> T:
            started = time.perf_counter()
            result = act()
            taken[name] = time.perf_counter() - started
            return result

        timed("links arrive", lambda: self.frontier.links.write(self.owner, self.links(number)))
        timed("when is something due", self.due_at)
        leases = timed("lease of due hosts", self.lease)
        due = timed("due addresses", lambda: self.frontier.urls.due(leases[0], now=self.now, limit=URLS))
        done = [FetchDone(url.url_key, url.slot, self.now, Outcome.PASSED) for url in due]
        timed("end of fetches", lambda: self.frontier.urls.finish([(leases[0], done)]))
        timed("hosts given back", lambda: self.give_back(leases))
        timed("counts of what is due", lambda: self.frontier.health.counts(self.now))
        return taken

    def due_at(self) -> tuple[datetime | None, datetime | None]:
        """As both sources ask."""
        return self.frontier.polls.next_due_at(now=self.now), self.frontier.hosts.next_due_at(now=self.now)

    def lease(self) -> list[HostLease]:
        return list(self.frontier.hosts.lease("bench", now=self.now, limit=LEASE_HOSTS, ttl_s=60))

    def give_back(self, leases: list[HostLease]) -> None:
        for lease in leases:
            self.frontier.hosts.release(lease, ready_at=self.now, failures=0)

    def links(self, number: int) -> list[Link]:
        """Half of them new, half known, all over the hosts."""
        return [self.link(number * LINKS + n, known=n % 2 == 0) for n in range(LINKS)]

    def link(self, number: int, *, known: bool) -> Link:
        per_host = -(-self.rows // HOSTS)
        at = number * 7919 % self.rows if known else self.rows + number
        host = f"h{10000 + (at // per_host if known else number % HOSTS)}.example"
        url = f"https://{host}/berita/{at}/judul-berita-yang-cukup-panjang"
        at_once = self.now + timedelta(seconds=1)
        return Link(url=url, url_key=url_key(url), source="bench", channel="feed", found_at=at_once, slot="bench")
