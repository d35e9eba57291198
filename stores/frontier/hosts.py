"""The frontier's hosts: each has one owner at a time, whose epoch fences out the one before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, bindparam, func, select, update

from runtime.state import StaleOwnerError
from schemas.frontier import HostLease
from stores.column_types import EPOCH
from stores.database import writing
from stores.frontier.due import later_of, next_due_at
from stores.frontier.pausing import goes_on
from stores.tables import hosts, turns, urls

# PostgreSQL skips hosts that another process is just leasing; in SQLite a writer has the whole file to itself.
DUE = (
    select(hosts)
    .where(
        hosts.c.next_due_at <= bindparam("now"),
        hosts.c.ready_at <= bindparam("now"),
        hosts.c.leased_until <= bindparam("now"),
        goes_on(hosts.c.host),
    )
    .order_by(hosts.c.next_due_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
# What others who ask the host have learnt of it meanwhile.
RESTS = select(turns.c.host, turns.c.ready_at).where(turns.c.host.in_(bindparam("names", expanding=True)))
TAKE = (
    update(hosts)
    .where(hosts.c.host == bindparam("of_host"))
    .values(lease_owner=bindparam("owner"), leased_until=bindparam("until"), epoch=bindparam("next_epoch"))
)
# In one order everywhere: two processes never wait for each other in a ring.
LOCK = select(hosts.c.host).where(hosts.c.host.in_(bindparam("names", expanding=True))).order_by(hosts.c.host)
EPOCHS = (
    select(hosts.c.host, hosts.c.epoch)
    .where(hosts.c.host.in_(bindparam("names", expanding=True)))
    .order_by(hosts.c.host)
)
HELD = select(hosts.c.epoch).where(hosts.c.host == bindparam("of_host")).with_for_update()
RESCHEDULE = (
    update(hosts)
    .where(hosts.c.host == bindparam("of_host"))
    .values(
        next_due_at=select(func.min(urls.c.due_at))
        .where(urls.c.host == bindparam("of_host"), urls.c.due_at.is_not(None))
        .scalar_subquery()
    )
)
NEXT = select(func.min(later_of(hosts.c.next_due_at, later_of(hosts.c.ready_at, hosts.c.leased_until)))).where(
    hosts.c.next_due_at.is_not(None), goes_on(hosts.c.host)
)


class SqlHosts:
    """Implements ingest.ports.Hosts. Every method raises StoreUnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def lease(self, owner: str, *, now: datetime, limit: int, ttl_s: float) -> Sequence[HostLease]:
        """Hosts that have due URLs, are ready, and belong to nobody."""
        with writing(self._engine) as connection:
            return _lease(connection, owner, now=now, limit=limit, ttl_s=ttl_s)

    def renew(self, lease: HostLease, *, now: datetime, ttl_s: float, ready_at: datetime, failures: int) -> HostLease:
        """Raises StaleOwnerError."""
        until = now + timedelta(seconds=ttl_s)
        changed = {"lease_owner": lease.owner, "leased_until": until, "ready_at": ready_at, "failures": failures}
        with writing(self._engine) as connection:
            check(connection, lease)
            connection.execute(update(hosts).where(hosts.c.host == lease.host).values(changed))
        return replace(lease, until=until, ready_at=ready_at, failures=failures)

    def release(self, lease: HostLease, *, ready_at: datetime, failures: int) -> None:
        """Nothing where the lease is lost: what there was to give back is another's."""
        freed = {"lease_owner": "", "leased_until": EPOCH, "ready_at": ready_at, "failures": failures}
        held = (hosts.c.host == lease.host, hosts.c.epoch == lease.epoch)
        with writing(self._engine) as connection:
            connection.execute(update(hosts).where(*held).values(freed))

    def next_due_at(self, *, now: datetime) -> datetime | None:
        """When a host can next be leased: due, ready, and the lease on it over."""
        return next_due_at(self._engine, NEXT, now=now)


def _lease(connection: Connection, owner: str, *, now: datetime, limit: int, ttl_s: float) -> Sequence[HostLease]:
    until = now + timedelta(seconds=ttl_s)
    rows = connection.execute(DUE, {"now": now, "limit": limit}).all()
    rests = {row.host: row.ready_at for row in connection.execute(RESTS, {"names": [row.host for row in rows]})}
    leases = [
        HostLease(
            row.host, owner, row.epoch + 1, until, max(row.ready_at, rests.get(row.host, row.ready_at)), row.failures
        )
        for row in rows
    ]
    for held in leases:
        taken = {"of_host": held.host, "owner": owner, "until": until, "next_epoch": held.epoch}
        connection.execute(TAKE, taken)
    return leases


def lock(connection: Connection, names: Iterable[str]) -> None:
    """Hold the hosts' rows to the commit. Who changes URLs locks their host first, so that its times are those of all.

    SQLite has one writer, and no need of it.
    """
    connection.execute(LOCK.with_for_update(), {"names": sorted(set(names))})


def held_epochs(connection: Connection, names: Iterable[str]) -> Mapping[str, int]:
    """The epoch of each host, whose row is held to the commit; in one order, as `lock` does."""
    rows = connection.execute(EPOCHS.with_for_update(), {"names": sorted(set(names))})
    return {row.host: row.epoch for row in rows}


def check(connection: Connection, lease: HostLease) -> None:
    """Raises StaleOwnerError where somebody has leased the host since; a lease that is only late still holds."""
    epoch = connection.execute(HELD, {"of_host": lease.host}).scalar_one_or_none()
    if epoch != lease.epoch:
        raise StaleOwnerError(f"host {lease.host}: lease {lease.epoch} of {lease.owner} is lost, now {epoch}")


def reschedule(connection: Connection, names: Iterable[str]) -> None:
    """Set when each host is due, from its URLs: to be called after any change of their times."""
    due = [{"of_host": name} for name in sorted(set(names))]
    if due:
        connection.execute(RESCHEDULE, due)
