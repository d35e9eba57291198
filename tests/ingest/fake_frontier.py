"""The frontier in memory, for tests of the sources: due polls and URLs are handed out once, ends are written down."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from runtime.state import StaleOwnerError
from schemas.frontier import DuePoll, DueUrl, FetchDone, HostLease, PollDone
from schemas.outlet import Outlet


@dataclass
class FakeFrontier:
    polls: list[DuePoll] = field(default_factory=list)
    urls: list[DueUrl] = field(default_factory=list)
    stale_hosts: set[str] = field(default_factory=set)
    """Hosts whose lease somebody else has taken since."""
    failing: list[Exception] = field(default_factory=list)
    """Raised one after the other when something is leased."""
    next_due: datetime | None = None
    lease_ends_early: bool = False
    declared: list[str] = field(default_factory=list)
    poll_ends: list[PollDone] = field(default_factory=list)
    fetch_ends: list[FetchDone] = field(default_factory=list)
    released: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    renewals: int = 0
    ready: dict[str, datetime] = field(default_factory=dict)
    """What the last renewal of each host wrote down."""

    def declare(self, outlets: Sequence[Outlet], *, now: datetime) -> None:
        self.declared = [outlet.id for outlet in outlets]

    def lease_polls(self, owner: str, *, now: datetime, limit: int, ttl_s: float) -> Sequence[DuePoll]:
        self._fail()
        leased, self.polls = self.polls[:limit], self.polls[limit:]
        return leased

    def finish_polls(self, owner: str, done: Sequence[PollDone]) -> None:
        self.poll_ends += done

    def release_polls(self, owner: str) -> None: ...

    def lease_hosts(self, owner: str, *, now: datetime, limit: int, ttl_s: float) -> Sequence[HostLease]:
        self._fail()
        free = dict.fromkeys(url.host for url in self.urls if url.host not in self.released)
        until = now + timedelta(seconds=0 if self.lease_ends_early else ttl_s)
        leases = [HostLease(host, owner, 1, until, ready_at=now) for host in list(free)[:limit]]
        self.released |= {lease.host: (now, -1) for lease in leases}
        return leases

    def due_urls(self, lease: HostLease, *, now: datetime, limit: int) -> Sequence[DueUrl]:
        due = [url for url in self.urls if url.host == lease.host][:limit]
        self.urls = [url for url in self.urls if url not in due]
        return due

    def finish_hosts(self, ends: Sequence[tuple[HostLease, Sequence[FetchDone]]]) -> Sequence[HostLease]:
        self.fetch_ends += [end for lease, done in ends for end in done if lease.host not in self.stale_hosts]
        return [lease for lease, _ in ends if lease.host in self.stale_hosts]

    def renew_host(
        self, lease: HostLease, *, now: datetime, ttl_s: float, ready_at: datetime, failures: int
    ) -> HostLease:
        self._check(lease)
        self.renewals += 1
        self.ready[lease.host] = ready_at
        return replace(lease, ready_at=ready_at, failures=failures)

    def release_host(self, lease: HostLease, *, ready_at: datetime, failures: int) -> None:
        self.released[lease.host] = (ready_at, failures)

    def next_due_at(self, *, now: datetime) -> datetime | None:
        return now if self.polls or self.urls or self.failing else self.next_due

    def _check(self, lease: HostLease) -> None:
        if lease.host in self.stale_hosts:
            raise StaleOwnerError(lease.host)

    def _fail(self) -> None:
        if self.failing:
            raise self.failing.pop(0)
