"""The frontier's polls: which feeds and sitemaps are watched, when each is due, who polls it, how it went."""

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, delete, select, update

from schemas.frontier import DuePoll, PollDone, Validators, result_of
from schemas.ids import host_of
from schemas.outlet import Outlet, Status
from stores import list_checks
from stores.column_types import EPOCH
from stores.database import insert, insert_new
from stores.tables import poll_log, polls

FREE = {"lease_owner": "", "leased_until": EPOCH}
DUE = (
    select(polls)
    .where(polls.c.next_due_at <= bindparam("now"), polls.c.leased_until <= bindparam("now"))
    .order_by(polls.c.next_due_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)


def declare(engine: Engine, connection: Connection, outlets: Sequence[Outlet], now: datetime) -> None:
    """New polls are due now, those of one host after each other; those that are known keep their times; others go."""
    declared = insert(engine, polls)
    kept = declared.on_conflict_do_update(
        index_elements=["url"], set_={"source": declared.excluded.source, "channel": declared.excluded.channel}
    )
    verified = list_checks.verified(connection)
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


def lease(connection: Connection, owner: str, *, now: datetime, limit: int, ttl_s: float) -> Sequence[DuePoll]:
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


def finish(engine: Engine, connection: Connection, done: PollDone) -> None:
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
    connection.execute(insert_new(engine, poll_log, key=("url", "slot")), _entry(poll, done))


def _entry(poll: Row[Any], done: PollDone) -> dict[str, Any]:
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


def release(connection: Connection, owner: str) -> None:
    connection.execute(update(polls).where(polls.c.lease_owner == owner).values(FREE))
