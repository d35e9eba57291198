"""The ports to the frontier in memory, for tests of the sources: what is due is handed out once, ends are kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from runtime.state import StaleOwnerError
from schemas.frontier import DuePoll, DueUrl, FetchDone, HostLease, PollDone
from schemas.outlet import Outlet


@dataclass
class FakePolls:
    """`failing` is raised one after the other when something is leased; `next_due` holds once all is handed out."""

    polls: list[DuePoll] = field(default_factory=list)
    failing: list[Exception] = field(default_factory=list)
    next_due: datetime | None = None
    declared: list[str] = field(default_factory=list)
    ends: list[PollDone] = field(default_factory=list)

    def declare(self, outlets: Sequence[Outlet], *, now: datetime) -> None:
        self.declared = [outlet.id for outlet in outlets]

    def lease(self, owner: str, *, now: datetime, limit: int, ttl_s: float) -> Sequence[DuePoll]:
        if self.failing:
            raise self.failing.pop(0)
        leased, self.polls = self.polls[:limit], self.polls[limit:]
        return leased

    def finish(self, done: Sequence[PollDone]) -> None:
        self.ends += done

    def release(self, owner: str) -> None: ...

    def next_due_at(self, *, now: datetime) -> datetime | None:
        return now if self.polls or self.failing else self.next_due


@dataclass
class FakeUrls:
    """The lease of a `stale` host is somebody else's by now."""

    urls: list[DueUrl] = field(default_factory=list)
    stale: set[str] = field(default_factory=set)
    ends: list[FetchDone] = field(default_factory=list)

    def due(self, lease: HostLease, *, now: datetime, limit: int) -> Sequence[DueUrl]:
        due = [url for url in self.urls if url.host == lease.host][:limit]
        self.urls = [url for url in self.urls if url not in due]
        return due

    def finish(self, ends: Sequence[tuple[HostLease, Sequence[FetchDone]]]) -> Sequence[HostLease]:
        self.ends += [end for lease, done in ends for end in done if lease.host not in self.stale]
        return [lease for lease, _ in ends if lease.host in self.stale]


@dataclass
class FakeHosts:
    """Leases each host of `due` once. `released` says when it may be asked and its failures, -1 while it is held."""

    due: FakeUrls = field(default_factory=FakeUrls)
    failing: list[Exception] = field(default_factory=list)
    lease_ends_early: bool = False
    released: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    renewals: int = 0

    def lease(self, owner: str, *, now: datetime, limit: int, ttl_s: float) -> Sequence[HostLease]:
        if self.failing:
            raise self.failing.pop(0)
        free = dict.fromkeys(url.host for url in self.due.urls if url.host not in self.released)
        until = now + timedelta(seconds=0 if self.lease_ends_early else ttl_s)
        leases = [HostLease(host, owner, 1, until, ready_at=now) for host in list(free)[:limit]]
        self.released |= {lease.host: (now, -1) for lease in leases}
        return leases

    def renew(self, lease: HostLease, *, now: datetime, ttl_s: float, ready_at: datetime, failures: int) -> HostLease:
        if lease.host in self.due.stale:
            raise StaleOwnerError(lease.host)
        self.renewals += 1
        return replace(lease, ready_at=ready_at, failures=failures)

    def release(self, lease: HostLease, *, ready_at: datetime, failures: int) -> None:
        self.released[lease.host] = (ready_at, failures)

    def next_due_at(self, *, now: datetime) -> datetime | None:
        return now if self.due.urls or self.failing else None
