"""What a fetch process does at the frontier, in the few words the tests need."""

from datetime import datetime

from schemas.frontier import DueUrl, FetchDone, HostLease, Validators
from schemas.outcomes import Outcome, Reason
from stores.frontier import FrontierStore
from tests.stores.samples import NOON


def lease_one(store: FrontierStore, now: datetime = NOON, by: str = "fetch-1") -> HostLease:
    (lease,) = store.lease_hosts(by, now=now, limit=10, ttl_s=30)
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


def fetch(
    store: FrontierStore, outcome: Outcome = Outcome.PASSED, at: datetime = NOON, reason: Reason | None = None
) -> DueUrl:
    """Lease the one due host, fetch its one due URL, give the host back."""
    lease = lease_one(store, at)
    (due,) = store.due_urls(lease, now=at, limit=10)
    end = FetchDone(due.url_key, due.slot, at, outcome, reason, validators=Validators(f'"{due.slot}"', "", "hash"))
    store.finish_fetches(lease, [end])
    store.release_host(lease, ready_at=at, failures=0)
    return due


def due_keys(store: FrontierStore, now: datetime) -> list[str]:
    leases = store.lease_hosts("looking", now=now, limit=100, ttl_s=30)
    keys = [due.url_key for lease in leases for due in store.due_urls(lease, now=now, limit=100)]
    for lease in leases:
        store.release_host(lease, ready_at=lease.ready_at, failures=0)
    return keys
