"""The ports to the frontier: polls, hosts, URLs, turns, walks, checks. `stores/frontier` implements them.

Times are aware datetimes, always arguments. Every method raises StoreUnavailableError.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from schemas.frontier import DuePoll, DueUrl, FetchDone, HostLease, PollDone, PollEntry, WalkState
from schemas.outlet import Outlet


class Polls(Protocol):
    """Lists that are read again and again, each leased to one process at a time."""

    def declare(self, outlets: Sequence[Outlet], *, now: datetime) -> None:
        """New polls are due now, known ones keep their times, and polls of undeclared outlets are removed.

        An unverified outlet has those polls alone whose last check succeeded.
        """

    def lease(self, owner: str, *, now: datetime, limit: int, ttl_s: float) -> Sequence[DuePoll]:
        """An expired lease hands out the same slot again."""

    def finish(self, done: Sequence[PollDone]) -> None:
        """Write the audit rows and each poll's next due time. Only the first to finish a slot counts."""

    def release(self, owner: str) -> None:
        """Give back all that `owner` has leased."""

    def next_due_at(self, *, now: datetime) -> datetime | None:
        """The next time a poll can be leased, counting the end of other leases; `now` if one can already.

        None if none is planned. A plain read: sources ask it often.
        """


class Hosts(Protocol):
    """Hosts of URLs, each leased to one process at a time, whose epoch fences out the one before."""

    def lease(self, owner: str, *, now: datetime, limit: int, ttl_s: float) -> Sequence[HostLease]:
        """Hosts with due URLs that are ready and that nobody holds."""

    def renew(self, lease: HostLease, *, now: datetime, ttl_s: float, ready_at: datetime, failures: int) -> HostLease:
        """Raises StaleOwnerError if the lease was lost."""

    def release(self, lease: HostLease, *, ready_at: datetime, failures: int) -> None:
        """Nothing if the lease was lost."""

    def next_due_at(self, *, now: datetime) -> datetime | None:
        """As in Polls, for hosts."""


class Urls(Protocol):
    """The URLs of leased hosts."""

    def due(self, lease: HostLease, *, now: datetime, limit: int) -> Sequence[DueUrl]:
        """Each slot once a lease, live ones first, then the longest due. Raises StaleOwnerError."""

    def finish(self, ends: Sequence[tuple[HostLease, Sequence[FetchDone]]]) -> Sequence[HostLease]:
        """Write the ends of many hosts' fetches in one commit.

        Returns the lost leases; none of their ends is written.
        """


class TurnBook(Protocol):
    """Each host's turns, shared by all processes."""

    def take(self, host: str, by: str, *, now: datetime, delay_s: float, ttl_s: float) -> datetime | None:
        """None if `by` may ask the host now, alone, for `ttl_s` at most; else the time to try again."""

    def end(self, host: str, by: str, *, ready_at: datetime) -> None:
        """Nobody asks the host before `ready_at`, whoever learnt that it must rest."""


class Walks(Protocol):
    """The progress of each walk of a backfill."""

    def load(self, walk_id: str) -> WalkState:
        """The state of a walk that never began is empty."""

    def save(self, walk_id: str, source: str, state: WalkState, *, at: datetime) -> None: ...


class Checks(Protocol):
    """Checks of lists that somebody asked for."""

    def record(self, entries: Sequence[PollEntry]) -> None:
        """The next declaration of polls goes by the last check of an address."""

    def history(self, source: str = "", *, limit: int) -> Sequence[PollEntry]:
        """The newest first; of every source where `source` is empty."""
