"""The release of addresses to fetch, held back while what was fetched before cannot be carried on."""

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from ingest.frontier import Frontier
from schemas.frontier import DuePoll, DueUrl, FetchDone, HostLease, PollDone
from schemas.outlet import Outlet

log = structlog.get_logger(__name__)

WhyHeld = Callable[[], str | None]
"""Why nothing should be fetched now; None where it may."""


class HeldRelease:
    """A Frontier that hands out no address while `why_held` says so. Links go in and polls go on all the same."""

    def __init__(self, frontier: Frontier, *, why_held: WhyHeld) -> None:
        self._frontier = frontier
        self._why_held = why_held
        self._why: str | None = None

    def held_back(self) -> str | None:
        """Why nothing was handed out when it was last asked for; asks nobody."""
        return self._why

    def lease_hosts(self, owner: str, *, now: datetime, limit: int, ttl_s: float) -> Sequence[HostLease]:
        return () if self._is_held() else self._frontier.lease_hosts(owner, now=now, limit=limit, ttl_s=ttl_s)

    def due_urls(self, lease: HostLease, *, now: datetime, limit: int) -> Sequence[DueUrl]:
        """A host that is leased already is given back when what it has in hand is done."""
        return () if self._is_held() else self._frontier.due_urls(lease, now=now, limit=limit)

    def _is_held(self) -> bool:
        before, self._why = self._why, self._why_held()
        if (self._why is None) != (before is None):
            said = "release held back" if self._why else "release goes on"
            (log.warning if self._why else log.info)(said, why=self._why)
        return self._why is not None

    def declare(self, outlets: Sequence[Outlet], *, now: datetime) -> None:
        self._frontier.declare(outlets, now=now)

    def lease_polls(self, owner: str, *, now: datetime, limit: int, ttl_s: float) -> Sequence[DuePoll]:
        return self._frontier.lease_polls(owner, now=now, limit=limit, ttl_s=ttl_s)

    def finish_polls(self, owner: str, done: Sequence[PollDone]) -> None:
        self._frontier.finish_polls(owner, done)

    def release_polls(self, owner: str) -> None:
        self._frontier.release_polls(owner)

    def finish_hosts(self, ends: Sequence[tuple[HostLease, Sequence[FetchDone]]]) -> Sequence[HostLease]:
        return self._frontier.finish_hosts(ends)

    def renew_host(
        self, lease: HostLease, *, now: datetime, ttl_s: float, ready_at: datetime, failures: int
    ) -> HostLease:
        return self._frontier.renew_host(lease, now=now, ttl_s=ttl_s, ready_at=ready_at, failures=failures)

    def release_host(self, lease: HostLease, *, ready_at: datetime, failures: int) -> None:
        self._frontier.release_host(lease, ready_at=ready_at, failures=failures)

    def next_due_at(self, *, now: datetime) -> datetime | None:
        return self._frontier.next_due_at(now=now)
