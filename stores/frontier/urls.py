"""The frontier's URLs: which are due on a leased host, and what the end of a fetch makes of them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, select, update

from schemas.frontier import DueUrl, FetchDone, HostLease, Validators
from schemas.outcomes import Outcome, Reason
from schemas.record import Lane
from stores.database import writing
from stores.frontier import hosts, unbrought
from stores.tables import urls

# The server said the page is as it was: fetched all the same, and looked at again when the next visit is due.
STILL_THERE = (Reason.NOT_MODIFIED, Reason.UNCHANGED)
# What this lease has handed out stays out for as long as it lasts; a new lease has a new epoch and hands it out again.
DUE = (
    select(urls)
    .where(
        urls.c.host == bindparam("of_host"),
        urls.c.lane == bindparam("of_lane"),
        urls.c.due_at <= bindparam("now"),
        urls.c.taken_epoch != bindparam("of_epoch"),
    )
    .order_by(urls.c.due_at)
    .limit(bindparam("limit"))
)
# One statement for many: between two a thread waits for the interpreter, which a source's event loop keeps busy.
IN_KEYS = urls.c.url_key.in_(bindparam("of_keys", expanding=True))
TAKE = update(urls).where(IN_KEYS).values(taken_epoch=bindparam("of_epoch"))
SCHEDULED = select(urls).where(IN_KEYS, urls.c.due_at.is_not(None))
CHANGED = (
    *("slot", "due_at", "taken_epoch", "tries", "tombstone", "etag", "last_modified", "body_hash"),
    *("first_passed_at", "passed_at", "fetched_at", "last_reason", "last_detail", "last_status"),
)
# One statement for the ends of many fetches: it is prepared once, and each page sets the same columns.
END = (
    update(urls)
    .where(urls.c.url_key == bindparam("of_key"))
    .values({name: bindparam(f"{name}_", type_=urls.c[name].type) for name in CHANGED})
)
# An article is looked at again this long after it was first fetched: most corrections come in the first day.
REFETCH_AFTER_S = (3600.0, 6 * 3600.0, 24 * 3600.0)


class SqlUrls:
    """Implements ingest.ports.Urls. Both methods raise StoreUnavailableError."""

    def __init__(self, engine: Engine, *, refetch_after_s: Sequence[float] = REFETCH_AFTER_S) -> None:
        self._engine = engine
        self._refetch_after_s = tuple(refetch_after_s)

    def due(self, lease: HostLease, *, now: datetime, limit: int) -> Sequence[DueUrl]:
        """Each slot once a lease, the longest due first. Raises StaleOwnerError."""
        with writing(self._engine) as connection:
            return _due(connection, lease, now=now, limit=limit)

    def finish(self, ends: Sequence[tuple[HostLease, Sequence[FetchDone]]]) -> Sequence[HostLease]:
        """Schedule what comes next: `next_due_at` where one is given, else the next visit of a page that was there.

        One commit for many hosts: it waits for the disk, and one a host took longer than all the fetches.
        """
        with writing(self._engine) as connection:
            return finish(connection, ends, self._refetch_after_s)


def _due(connection: Connection, lease: HostLease, *, now: datetime, limit: int) -> Sequence[DueUrl]:
    hosts.check(connection, lease)
    rows: list[Row[Any]] = []
    for lane in Lane:
        # Live news first: a backfill of thousands on the same host must not hold it up.
        asked = {"of_host": lease.host, "of_lane": lane.value, "of_epoch": lease.epoch, "now": now}
        if len(rows) < limit:
            rows += connection.execute(DUE, asked | {"limit": limit - len(rows)}).all()
    if rows:
        connection.execute(TAKE, {"of_keys": [row.url_key for row in rows], "of_epoch": lease.epoch})
    return [_due_url(row) for row in rows]


def _due_url(row: Row[Any]) -> DueUrl:
    return DueUrl(
        url=row.url,
        url_key=row.url_key,
        source=row.source,
        host=row.host,
        slot=str(row.slot),
        lane=Lane(row.lane),
        requested=row.requested,
        tries=row.tries,
        validators=Validators(row.etag, row.last_modified, row.body_hash),
        link_title=row.link_title,
        link_published=row.link_published,
        link_modified=row.link_modified,
    )


def finish(
    connection: Connection, ends: Sequence[tuple[HostLease, Sequence[FetchDone]]], refetch_after_s: Sequence[float]
) -> Sequence[HostLease]:
    """Returns the lost leases. A slot that is over already (or whose page changed meanwhile) changes nothing."""
    epochs = hosts.held_epochs(connection, [lease.host for lease, _ in ends])
    held = [(lease, done) for lease, done in ends if epochs.get(lease.host) == lease.epoch]
    # The same slot twice in one call is over the second time: the first is what stays of the reversed.
    places = {(lease.host, end.url_key, end.slot): end for lease, done in held for end in reversed(done)}
    if places:
        keys = sorted({url_key for _, url_key, _ in places})
        rows = connection.execute(SCHEDULED, {"of_keys": keys}).all()
        ended = [(row, places.get((row.host, row.url_key, str(row.slot)))) for row in rows]
        changed = [_ended(row, end, refetch_after_s) | {"of_key": row.url_key} for row, end in ended if end]
        if changed:
            connection.execute(END, changed)
        unbrought.count(connection, [(row.source, why) for row, end in ended if end and (why := _brought_none(end))])
    hosts.reschedule(connection, [lease.host for lease, _ in held])
    return [lease for lease, _ in ends if epochs.get(lease.host) != lease.epoch]


def _brought_none(end: FetchDone) -> Reason | None:
    """Why there is no page: the web, robots.txt or a rule of ours. One that is as it was is there."""
    return None if end.outcome is Outcome.PASSED or end.reason in STILL_THERE else end.reason


def _ended(row: Row[Any], end: FetchDone, refetch_after_s: Sequence[float]) -> dict[str, object]:
    """The values of END: those that stay are set to what they were."""
    kept = {name: getattr(row, name) for name in CHANGED}
    return {f"{name}_": value for name, value in (kept | _changed(row, end, refetch_after_s)).items()}


def _changed(row: Row[Any], end: FetchDone, refetch_after_s: Sequence[float]) -> dict[str, object]:
    changed: dict[str, object] = {
        "slot": row.slot + 1,
        "due_at": end.next_due_at,
        "taken_epoch": 0,
        "fetched_at": end.at,
        "last_reason": "" if end.reason is None else end.reason.value,
        "last_detail": end.detail,
        "last_status": end.status,
    }
    if end.outcome is Outcome.RETRIED:
        # The validators stay: they describe the version that was published, not the failure.
        return changed | {"tries": row.tries + 1}
    changed |= {"tries": 0, "tombstone": end.reason is Reason.HTTP_GONE}
    if end.outcome is not Outcome.PASSED and end.reason not in STILL_THERE:
        return changed
    if end.partial:
        changed["tries"] = row.tries + 1
    first = row.first_passed_at or end.at
    changed |= {
        "first_passed_at": first,
        "due_at": end.next_due_at or _next_visit(first, end.at, refetch_after_s),
        **asdict(_validators(row, end)),
    }
    return changed | ({"passed_at": end.at} if end.outcome is Outcome.PASSED else {})


def _validators(row: Row[Any], end: FetchDone) -> Validators:
    """A new version comes with its own; a 304 need not repeat what still holds."""
    new = end.validators
    if end.outcome is Outcome.PASSED:
        return new
    return Validators(new.etag or row.etag, new.last_modified or row.last_modified, new.body_hash or row.body_hash)


def _next_visit(first: datetime, at: datetime, refetch_after_s: Sequence[float]) -> datetime | None:
    """The first of the instants `refetch_after_s` after the first fetch that still lies ahead, or None."""
    visits = sorted(first + timedelta(seconds=after) for after in refetch_after_s)
    return next((visit for visit in visits if visit > at), None)
