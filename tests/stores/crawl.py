"""What a fetch process does at the frontier, in the few words the tests need."""

from collections.abc import Sequence
from datetime import datetime

from schemas.frontier import DueUrl, FetchDone, HostLease, Validators
from schemas.outcomes import Outcome, Reason
from stores.frontier.store import Frontier
from tests.stores.samples import NOON


def lease_one(store: Frontier, now: datetime = NOON, by: str = "fetch-1") -> HostLease:
    (lease,) = store.hosts.lease(by, now=now, limit=10, ttl_s=30)
    return lease


def fetched(
    due: DueUrl,
    outcome: Outcome = Outcome.PASSED,
    at: datetime = NOON,
    reason: Reason | None = None,
    next_due_at: datetime | None = None,
    partial: bool = False,
) -> FetchDone:
    return FetchDone(due.url_key, due.slot, at, outcome, reason, next_due_at=next_due_at, partial=partial)


def finish(store: Frontier, lease: HostLease, done: Sequence[FetchDone]) -> None:
    assert store.urls.finish([(lease, done)]) == []


def fetch(
    store: Frontier, outcome: Outcome = Outcome.PASSED, at: datetime = NOON, reason: Reason | None = None
) -> DueUrl:
    """Lease the one due host, fetch its one due URL, give the host back."""
    lease = lease_one(store, at)
    (due,) = store.urls.due(lease, now=at, limit=10)
    end = FetchDone(due.url_key, due.slot, at, outcome, reason, validators=Validators(f'"{due.slot}"', "", "hash"))
    finish(store, lease, [end])
    store.hosts.release(lease, ready_at=at, failures=0)
    return due


def due_keys(store: Frontier, now: datetime) -> list[str]:
    leases = store.hosts.lease("looking", now=now, limit=100, ttl_s=30)
    keys = [due.url_key for lease in leases for due in store.urls.due(lease, now=now, limit=100)]
    for lease in leases:
        store.hosts.release(lease, ready_at=lease.ready_at, failures=0)
    return keys
