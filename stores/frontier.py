"""The frontier store: the crawl's memory of polls, hosts and URLs, shared by leases between processes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, delete

from runtime.state import Owner, StaleOwnerError
from schemas.frontier import (
    DuePoll,
    DueUrl,
    FetchDone,
    FrontierCounts,
    HostLease,
    PollDone,
    PollEntry,
    WalkState,
)
from schemas.link import Link
from schemas.outcomes import Reason
from schemas.outlet import Outlet
from stores import crawl_health, hosts, links, list_checks, migrate, owners, polls, turns, urls, walks
from stores.crawl_health import SourceHealth
from stores.database import reading, writing
from stores.tables import FRONTIER, poll_log

# An article is looked at again this long after it was first fetched: most corrections come in the first day.
REFETCH_AFTER_S = (3600.0, 6 * 3600.0, 24 * 3600.0)
# And not sooner than this after a fetch, however often a list says that it changed.
CHANGED_FLOOR_S = 600.0


class FrontierStore:
    """Implements ingest's Frontier and TurnBook, and runtime.state.Sink[Link].

    Every method raises StoreUnavailableError.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        refetch_after_s: Sequence[float] = REFETCH_AFTER_S,
        changed_floor_s: float = CHANGED_FLOOR_S,
    ) -> None:
        migrate.upgrade(engine, FRONTIER)
        self._engine = engine
        self._refetch_after_s = tuple(refetch_after_s)
        self._changed_floor_s = changed_floor_s

    def claim(self, stage: str, topic: str, partition: int) -> Owner:
        return owners.claim(self._engine, stage, topic, partition)

    def write(self, owner: Owner, records: Sequence[Link]) -> Sequence[Reason | None]:
        """None where the link makes the URL due, now or after a rest; else ALREADY_KNOWN, TOMBSTONED or BAD_URL."""
        with writing(self._engine) as connection:
            owners.check(connection, owner)
            return links.take(self._engine, connection, records, floor_s=self._changed_floor_s)

    def declare(self, outlets: Sequence[Outlet], *, now: datetime) -> None:
        """Make the polls those of the active outlets, and of unverified ones where the last check succeeded."""
        with writing(self._engine) as connection:
            polls.declare(self._engine, connection, outlets, now)

    def lease_polls(self, owner: str, *, now: datetime, limit: int, ttl_s: float) -> Sequence[DuePoll]:
        """The slot of a poll is the instant it was due: an expired lease hands out the same one."""
        with writing(self._engine) as connection:
            return polls.lease(connection, owner, now=now, limit=limit, ttl_s=ttl_s)

    def finish_polls(self, owner: str, done: Sequence[PollDone]) -> None:
        """Schedule the next polls and write their audit rows; the first to finish a slot is heard."""
        with writing(self._engine) as connection:
            # In one order everywhere: two processes never wait for each other in a ring.
            for end in sorted(done, key=lambda end: end.url):
                polls.finish(self._engine, connection, end)

    def release_polls(self, owner: str) -> None:
        with writing(self._engine) as connection:
            polls.release(connection, owner)

    def record_checks(self, entries: Sequence[PollEntry]) -> None:
        """The next `declare` goes by the last check of an address."""
        with writing(self._engine) as connection:
            list_checks.record(connection, entries)

    def check_history(self, source: str = "", *, limit: int) -> Sequence[PollEntry]:
        """Checks that were asked for, the newest first."""
        with reading(self._engine) as connection:
            return list_checks.checks(connection, source, limit=limit)

    def poll_history(self, source: str = "", *, limit: int) -> Sequence[PollEntry]:
        """Audit rows of polls, the newest first, for as long as they are kept."""
        with reading(self._engine) as connection:
            return list_checks.polls(connection, source, limit=limit)

    def walk(self, walk_id: str) -> WalkState:
        """A walk that nobody has begun has come nowhere."""
        with reading(self._engine) as connection:
            return walks.load(connection, walk_id) or WalkState()

    def save_walk(self, walk_id: str, source: str, state: WalkState, *, at: datetime) -> None:
        with writing(self._engine) as connection:
            walks.save(self._engine, connection, walk_id, source, state, at=at)

    def lease_hosts(self, owner: str, *, now: datetime, limit: int, ttl_s: float) -> Sequence[HostLease]:
        """Hosts that have due URLs, are ready, and belong to nobody."""
        with writing(self._engine) as connection:
            return hosts.lease(connection, owner, now=now, limit=limit, ttl_s=ttl_s)

    def due_urls(self, lease: HostLease, *, now: datetime, limit: int) -> Sequence[DueUrl]:
        """Each slot once a lease, the longest due first. Raises StaleOwnerError."""
        with writing(self._engine) as connection:
            return urls.due(connection, lease, now=now, limit=limit)

    def finish_fetches(self, lease: HostLease, done: Sequence[FetchDone]) -> None:
        """Schedule what comes next: `next_due_at` where one is given, else the next visit of a page that was there.

        Raises StaleOwnerError.
        """
        with writing(self._engine) as connection:
            urls.finish(connection, lease, done, self._refetch_after_s)

    def finish_hosts(self, ends: Sequence[tuple[HostLease, Sequence[FetchDone]]]) -> Sequence[HostLease]:
        """As `finish_fetches` for many hosts in one commit; returns the leases that are lost, and writes none of those.

        A commit waits for the disk: one a host and batch took longer than all the fetches.
        """
        lost = []
        with writing(self._engine) as connection:
            # In one order everywhere: two processes never wait for each other in a ring.
            for lease, done in sorted(ends, key=lambda end: end[0].host):
                try:
                    urls.finish(connection, lease, done, self._refetch_after_s)
                except StaleOwnerError:
                    # Raised before anything is written; the other hosts' ends must still be.
                    lost.append(lease)
        return lost

    def renew_host(
        self, lease: HostLease, *, now: datetime, ttl_s: float, ready_at: datetime, failures: int
    ) -> HostLease:
        """Raises StaleOwnerError."""
        with writing(self._engine) as connection:
            return hosts.renew(connection, lease, now=now, ttl_s=ttl_s, ready_at=ready_at, failures=failures)

    def release_host(self, lease: HostLease, *, ready_at: datetime, failures: int) -> None:
        with writing(self._engine) as connection:
            hosts.release(connection, lease, ready_at=ready_at, failures=failures)

    def take_turn(self, host: str, by: str, *, now: datetime, delay_s: float, ttl_s: float) -> datetime | None:
        """None where `by` may ask the host now, alone, for `ttl_s` at most; else when to ask for the turn again."""
        with writing(self._engine) as connection:
            return turns.take(self._engine, connection, host, by, now=now, delay_s=delay_s, ttl_s=ttl_s)

    def end_turn(self, host: str, by: str, *, ready_at: datetime) -> None:
        """Nobody asks the host before `ready_at`, whoever learnt that it must rest."""
        with writing(self._engine) as connection:
            turns.end(self._engine, connection, host, by, ready_at=ready_at)

    def next_due_at(self, *, now: datetime) -> datetime | None:
        """When something can next be leased; `now` where something can be already, None where nothing is planned."""
        with reading(self._engine) as connection:
            at = crawl_health.next_due_at(connection)
        return None if at is None else max(at, now)

    def counts(self, now: datetime) -> FrontierCounts:
        with reading(self._engine) as connection:
            return crawl_health.counts(connection, now)

    def sources(self) -> Sequence[SourceHealth]:
        """Of every source that has polls, by name."""
        with reading(self._engine) as connection:
            return crawl_health.sources(connection)

    def purge(self, before: datetime) -> int:
        """Delete the audit rows of polls before `before`; returns how many went."""
        with writing(self._engine) as connection:
            return connection.execute(delete(poll_log).where(poll_log.c.at < before)).rowcount
