"""The frontier's way in: what a link that was found makes of the row of its URL."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, delete, select

from runtime.state import Owner
from schemas.ids import BadUrlError, host_of
from schemas.link import Link
from schemas.outcomes import Reason
from schemas.record import Lane
from stores import owners
from stores.database import insert_new, upsert, writing
from stores.frontier import hosts
from stores.present_key import with_present_key
from stores.tables import hosts as host_rows
from stores.tables import urls
from stores.takedown import Takedown, buried, bury

OF_KEYS = urls.c.url_key.in_(bindparam("keys", expanding=True))
KNOWN = select(urls).where(OF_KEYS)
HOSTS = select(urls.c.host).where(OF_KEYS)
# A sorted index of PostgreSQL takes no entry of over 2,704 bytes. No article has such an address.
MAX_KEY_BYTES = 2000
Row = dict[str, Any]
# Every column a link says nothing of: one statement writes new rows and changed ones, so none may be missing.
NEVER_FETCHED: Row = {
    "taken_epoch": 0,
    "tries": 0,
    "tombstone": False,
    "etag": "",
    "last_modified": "",
    "body_hash": "",
    "first_passed_at": None,
    "passed_at": None,
    "fetched_at": None,
    "last_reason": "",
    "last_detail": "",
    "last_status": 0,
}
# Not sooner than this after a fetch, however often a list says that the page changed.
CHANGED_FLOOR_S = 600.0


class SqlLinks:
    """Implements runtime.state.SinkWork[Link]. Both methods raise StoreUnavailableError."""

    def __init__(self, engine: Engine, *, changed_floor_s: float = CHANGED_FLOOR_S) -> None:
        self.engine = engine
        self._changed_floor_s = changed_floor_s

    def claim(self, stage: str, topic: str, partition: int) -> Owner:
        return owners.claim(self.engine, stage, topic, partition)

    def write(self, owner: Owner, records: Sequence[Link]) -> Sequence[Reason | None]:
        """None where the link makes the URL due, now or after a rest; else ALREADY_KNOWN, TOMBSTONED, TAKEN_DOWN or
        BAD_URL."""
        links = [with_present_key(link) for link in records]
        with writing(self.engine) as connection:
            owners.check(connection, owner)
            return _take(self.engine, connection, links, floor_s=self._changed_floor_s)

    def forget(self, order: Takedown) -> int:
        with writing(self.engine) as connection:
            return _forget(self.engine, connection, order)


def _forget(engine: Engine, connection: Connection, order: Takedown) -> int:
    names = set(connection.execute(HOSTS, {"keys": list(order.url_keys)}).scalars())
    hosts.lock(connection, names)
    bury(engine, connection, order)
    gone = connection.execute(delete(urls).where(urls.c.url_key.in_(order.url_keys))).rowcount
    hosts.reschedule(connection, names)
    return gone


def _take(engine: Engine, connection: Connection, links: Sequence[Link], *, floor_s: float) -> Sequence[Reason | None]:
    """Links of one URL are judged in order, the later against what the earlier has made of the row.

    `floor_s`: least time between a fetch and the next one that a list asks for by saying that the page changed.
    """
    keys = sorted({link.url_key for link in links if _fits(link)})
    _lock_hosts(engine, connection, links, keys)
    refused = buried(connection, keys)
    known: dict[str, Row] = {row["url_key"]: dict(row) for row in connection.execute(KNOWN, {"keys": keys}).mappings()}
    changed: dict[str, Row] = {}
    reasons: list[Reason | None] = []
    for link in links:
        if link.url_key in refused:
            reasons.append(Reason.TAKEN_DOWN)
            continue
        row, reason = _judge(link, known.get(link.url_key), floor_s)
        reasons.append(reason)
        if row is not None:
            known[link.url_key] = changed[link.url_key] = row
    if changed:
        names = {row["host"] for row in changed.values()}
        connection.execute(upsert(engine, urls, key=("url_key",)), list(changed.values()))
        hosts.reschedule(connection, names)
    return reasons


def _lock_hosts(engine: Engine, connection: Connection, links: Sequence[Link], keys: Sequence[str]) -> None:
    """Both the hosts that the links name and those of the rows that are there: a key can be reached by two names."""
    named = {host for link in links if _fits(link) and (host := _host(link)) is not None}
    if named:
        connection.execute(insert_new(engine, host_rows, key=("host",)), [{"host": host} for host in sorted(named)])
    hosts.lock(connection, named.union(connection.execute(HOSTS, {"keys": keys}).scalars()))


def _fits(link: Link) -> bool:
    return len(link.url_key.encode()) <= MAX_KEY_BYTES


def _host(link: Link) -> str | None:
    try:
        return host_of(link.url)
    except BadUrlError:
        # The link came from outside; refused, it stops nothing behind it.
        return None


def _judge(link: Link, row: Row | None, floor_s: float) -> tuple[Row | None, Reason | None]:
    """The row to store (None: as it is), and why the link was not taken (None: it was)."""
    host = _host(link)
    if host is None or not _fits(link):
        return None, Reason.BAD_URL
    if row is None:
        return _new(link, host), None
    if row["tombstone"]:
        return None, Reason.TOMBSTONED
    told = {**row, **_told(link, row)}
    if _changed(link, row) or _asked_for_again(link, row):
        again = {"due_at": _due_again(link, row, floor_s), "slot": row["slot"] + 1, "tries": 0, "lane": link.lane.value}
        return {**told, **again}, None
    return (None if told == row else told), Reason.ALREADY_KNOWN


def _new(link: Link, host: str) -> Row:
    return {
        **NEVER_FETCHED,
        "url_key": link.url_key,
        "url": link.url,
        "source": link.source,
        "host": host,
        "lane": link.lane.value,
        "requested": link.requested,
        "slot": 1,
        "due_at": link.found_at,
        "link_title": link.title,
        "link_published": link.published,
        "link_modified": link.modified,
        "first_seen": link.found_at,
    }


def _told(link: Link, row: Mapping[str, Any]) -> Row:
    """What is said of the URL: the first title and date that were said, the latest change, whether anyone asked."""
    return {
        "link_title": row["link_title"] or link.title,
        "link_published": row["link_published"] or link.published,
        "link_modified": max(filter(None, (row["link_modified"], link.modified)), default=None),
        "requested": row["requested"] or link.requested,
        # What is in the news now need not wait behind the backfill that found it first.
        "lane": Lane.LIVE.value if link.lane is Lane.LIVE else row["lane"],
    }


def _changed(link: Link, row: Mapping[str, Any]) -> bool:
    """Whether the list says the page changed since the change it told of before, or else since it was fetched.

    The list is compared with itself first: its clock, or its idea of its zone, need not be ours.
    """
    since: datetime | None = row["link_modified"] or row["fetched_at"]
    return row["fetched_at"] is not None and since is not None and link.modified is not None and link.modified > since


def _due_again(link: Link, row: Mapping[str, Any], floor_s: float) -> datetime:
    """Some lists stamp every entry anew at every poll: the site is not asked for all of them each time."""
    rested: datetime = row["fetched_at"] + timedelta(seconds=floor_s) if row["fetched_at"] else link.found_at
    return link.found_at if link.requested else max(link.found_at, rested)


def _asked_for_again(link: Link, row: Mapping[str, Any]) -> bool:
    over = row["due_at"] is None
    return link.requested and over and row["passed_at"] is None
