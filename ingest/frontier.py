"""The port to the crawl's memory: due polls, due URLs and the leases that give each host one polite visitor."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from schemas.frontier import DuePoll, DueUrl, FetchDone, HostLease, PollDone
from schemas.outlet import Outlet


class Frontier(Protocol):
    """The crawl's memory (stores/frontier.py implements it). Times are aware datetimes, always arguments."""

    def declare(self, outlets: Sequence[Outlet], *, now: datetime) -> None:
        """Upsert the polls of active outlets, drop those of vanished ones."""

    def lease_polls(self, owner: str, *, now: datetime, limit: int, ttl_s: float) -> Sequence[DuePoll]: ...

    def finish_polls(self, owner: str, done: Sequence[PollDone]) -> None:
        """Write the audit rows and when each poll is due next."""

    def release_polls(self, owner: str) -> None: ...

    def lease_hosts(self, owner: str, *, now: datetime, limit: int, ttl_s: float) -> Sequence[HostLease]:
        """Hosts with due URLs that are ready and that nobody holds."""

    def due_urls(self, lease: HostLease, *, now: datetime, limit: int) -> Sequence[DueUrl]: ...

    def finish_hosts(self, ends: Sequence[tuple[HostLease, Sequence[FetchDone]]]) -> Sequence[HostLease]:
        """One commit for the ends of many hosts' fetches; the leases that were lost, of whose ends none is written."""

    def renew_host(
        self, lease: HostLease, *, now: datetime, ttl_s: float, ready_at: datetime, failures: int
    ) -> HostLease:
        """Raises StaleOwnerError if the lease was lost."""

    def release_host(self, lease: HostLease, *, ready_at: datetime, failures: int) -> None: ...

    def next_due_at(self, *, now: datetime) -> datetime | None:
        """When a poll or a host can next be leased, by the end of another's lease too; `now` where one can already.

        None where nothing is planned. A plain read: sources ask it often.
        """
