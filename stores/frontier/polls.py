"""The frontier's polls: which feeds and sitemaps are watched, when each is due, who polls it, how it went."""

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, delete, func, select, update

from schemas.frontier import DuePoll, PollDone, PollEntry, Validators, result_of
from schemas.ids import host_of
from schemas.outlet import Outlet, Status
from stores.column_types import EPOCH
from stores.database import insert, insert_new, reading, writing
from stores.frontier import checks
from stores.frontier.due import later_of, next_due_at
from stores.frontier.pausing import is_polled
from stores.tables import poll_log, polls

FREE = {"lease_owner": "", "leased_until": EPOCH}
GOES_ON = is_polled(polls.c.url, polls.c.source)
DUE = (
    select(polls)
    .where(polls.c.next_due_at <= bindparam("now"), polls.c.leased_until <= bindparam("now"), GOES_ON)
    .order_by(polls.c.next_due_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
NEXT = select(func.min(later_of(polls.c.next_due_at, polls.c.leased_until))).where(GOES_ON)


class SqlPolls:
    """Implements ingest.ports.Polls, and tells and forgets their history. Every method raises StoreUnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def declare(self, outlets: Sequence[Outlet], *, now: datetime) -> None:
        """Make the polls those of the active outlets, and of unverified ones where the last check succeeded."""
        with writing(self._engine) as connection:
            _declare(self._engine, connection, outlets, now)

    def lease(self, owner: str, *, now: datetime, limit: int, ttl_s: float) -> Sequence[DuePoll]:
        """The slot of a poll is the instant it was due: an expired lease hands out the same one."""
        with writing(self._engine) as connection:
            return _lease(connection, owner, now=now, limit=limit, ttl_s=ttl_s)

    def finish(self, done: Sequence[PollDone]) -> None:
        """Schedule the next polls and write their audit rows; the first to finish a slot is heard."""
        with writing(self._engine) as connection:
            # In one order everywhere: two processes never wait for each other in a ring.
            for end in sorted(done, key=lambda end: end.url):
                _finish(self._engine, connection, end)

    def release(self, owner: str) -> None:
        with writing(self._engine) as connection:
            connection.execute(update(polls).where(polls.c.lease_owner == owner).values(FREE))

    def next_due_at(self, *, now: datetime) -> datetime | None:
        """When a poll can next be leased: due, and the lease on it over."""
        return next_due_at(self._engine, NEXT, now=now)

    def history(self, source: str = "", *, limit: int) -> Sequence[PollEntry]:
        """Audit rows, the newest first, for as long as they are kept; of every source where `source` is empty."""
        query = select(poll_log).order_by(poll_log.c.n.desc()).limit(limit)
        if source:
            query = query.where(poll_log.c.source == source)
        counted = ("new", "known", "refused")
        with reading(self._engine) as connection:
            rows = connection.execute(query).mappings()
            return [checks.entry(row, **{name: row[name] for name in counted}) for row in rows]

    def purge(self, before: datetime) -> int:
        """Delete the audit rows of before `before`; returns how many went."""
        with writing(self._engine) as connection:
            return connection.execute(delete(poll_log).where(poll_log.c.at < before)).rowcount


def _declare(engine: Engine, connection: Connection, outlets: Sequence[Outlet], now: datetime) -> None:
    """New polls are due now, those of one host after each other; those that are known keep their times; others go."""
    declared = insert(engine, polls)
    kept = declared.on_conflict_do_update(
        index_elements=["url"], set_={"source": declared.excluded.source, "channel": declared.excluded.channel}
    )
    verified = checks.verified(connection)
    rows = {row["url"]: row for row in _rows(outlets, verified, now)}
    gone = set(connection.execute(select(polls.c.url)).scalars()) - rows.keys()
    if gone:
        connection.execute(delete(polls).where(polls.c.url.in_(sorted(gone))))
    if rows:
        connection.execute(kept, [rows[url] for url in sorted(rows)])


def _rows(outlets: Sequence[Outlet], verified: Set[str], now: datetime) -> Iterator[dict[str, Any]]:
    before: Counter[str] = Counter()
    for outlet in outlets:
        for channel, url in outlet.lists:
            if outlet.status is Status.ACTIVE or (outlet.status is Status.UNVERIFIED and url in verified):
                # Lists of one host that were all due at once would hold every place of a process while they queue.
                after_s = before[host_of(url)] * outlet.crawl.delay_s
                before[host_of(url)] += 1
                due_at = now + timedelta(seconds=after_s)
                yield {"url": url, "source": outlet.id, "channel": channel.value, "next_due_at": due_at}


def _lease(connection: Connection, owner: str, *, now: datetime, limit: int, ttl_s: float) -> Sequence[DuePoll]:
    rows = connection.execute(DUE, {"now": now, "limit": limit}).all()
    taken = {"lease_owner": owner, "leased_until": now + timedelta(seconds=ttl_s)}
    if rows:
        connection.execute(update(polls).where(polls.c.url.in_([row.url for row in rows])).values(taken))
    return [
        DuePoll(
            url=row.url,
            source=row.source,
            channel=row.channel,
            slot=_slot(row.next_due_at),
            due_at=row.next_due_at,
            validators=Validators(row.etag, row.last_modified, row.body_hash),
            failures=row.failures,
            polled=row.polled,
            seen=row.seen or b"",
            tempo=row.tempo,
        )
        for row in rows
    ]


def _slot(due_at: datetime) -> str:
    return due_at.isoformat()


def _finish(engine: Engine, connection: Connection, done: PollDone) -> None:
    """Schedule the next poll; a slot that is finished already, or an outlet that is gone, changes nothing."""
    poll = connection.execute(select(polls).where(polls.c.url == done.url).with_for_update()).one_or_none()
    if poll is None or _slot(poll.next_due_at) != done.slot:
        return
    # A poll scheduled for the very instant it was due would keep its slot: ids of two polls must differ.
    next_due_at = max(done.next_due_at, poll.next_due_at + timedelta(microseconds=1))
    changed = {
        **FREE,
        "next_due_at": next_due_at,
        "etag": done.validators.etag,
        "last_modified": done.validators.last_modified,
        "body_hash": done.validators.body_hash,
        "failures": done.failures,
        "last_at": done.at,
        "last_reason": None if done.reason is None else done.reason.value,
        "last_detail": done.detail,
        "found": poll.found + done.found,
        "polled": poll.polled + 1,
        "seen": done.seen,
        "tempo": done.tempo,
    }
    connection.execute(update(polls).where(polls.c.url == done.url).values(changed))
    connection.execute(insert_new(engine, poll_log, key=("url", "slot")), _audit_row(poll, done))


def _audit_row(poll: Row[Any], done: PollDone) -> dict[str, Any]:
    return {
        "url": done.url,
        "slot": done.slot,
        "source": poll.source,
        "channel": poll.channel,
        "at": done.at,
        "reason": None if done.reason is None else done.reason.value,
        "detail": done.detail,
        "found": done.found,
        "result": result_of(done.reason).value,
        "new": done.new,
        "known": done.known,
        "refused": done.refused,
    }
