"""Walks back through an outlet's dated index pages, or through the hits of its search, for a backfill."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ingest.discover.listing import FoundLink, UnreadableListError
from ingest.discover.read_list import Get
from ingest.discover.readers import read_any
from ingest.discover.title_filter import Admit
from ingest.web.errors import FetchRefused
from schemas.frontier import Validators, WalkState
from schemas.ids import digest, host_of, url_key
from schemas.link import Link
from schemas.outcomes import Reason
from schemas.outlet import Channel, Outlet
from schemas.record import Lane
from schemas.templates import fields_of, fill
from schemas.watch import Watch

ARCHIVE, SEARCH = "archive", "search"
# Beyond these a site repeats itself in some way that the comparison of pages does not see.
MAX_PAGES = 200
DATED = re.compile(r"/((?:19|20)\d\d)[/-]?([01]\d)[/-]?([0-3]\d)")
DONE = "done"


@dataclass(frozen=True)
class Walk:
    """The days from `since` to `until`, both included, by one template of an outlet."""

    outlet: Outlet
    template: str
    since: date
    until: date
    query: str = ""

    @property
    def id(self) -> str:
        """The walk's id, the same in every run, so that a cut walk continues."""
        span = (self.since.isoformat(), self.until.isoformat())
        return digest("walk", self.outlet.id, self.template, self.query, *span)

    @property
    def channel(self) -> str:
        return SEARCH if self.query else ARCHIVE

    @property
    def pages(self) -> int:
        """How many pages it may read of one day, or of one search."""
        return MAX_PAGES if "page" in fields_of(self.template) else 1


@dataclass(frozen=True)
class WalkedPage:
    """One page: its links to publish first, then the state to save. `problem` stops the walk until it is run again.

    `reason` is that of a list that was not read, or may not be."""

    url: str
    state: WalkState
    links: tuple[Link, ...] = ()
    refused: Counter[Reason] | None = None
    problem: str = ""
    reason: Reason | None = None


def walks_of(outlet: Outlet, watches: Sequence[Watch], *, since: date, until: date) -> Iterator[Walk]:
    """Every dated index of the outlet; every search by every alias of the first group that each watch requires."""
    for template in outlet.index:
        if "date" in fields_of(template):
            yield Walk(outlet, template, since, until)
    terms = dict.fromkeys(term for watch in watches for term in terms_of(watch))
    for template in outlet.search:
        for term in terms:
            yield Walk(outlet, template, since, until, term)


def terms_of(watch: Watch) -> tuple[str, ...]:
    """The first group is the watch's main subject. A search by it finds every article that the watch wants."""
    return next((group.aliases for group in watch.groups if group.required), ())


async def walk(
    way: Walk, state: WalkState, *, get: Get, now: datetime, admit: Admit
) -> AsyncGenerator[WalkedPage, None]:
    """From `state` on to the end, newest day first. Never raises for anything the web may answer."""
    day, page = _place(way, state)
    seen: set[str] = set()
    while day >= way.since:
        url = fill(way.template, day=day, page=page, query=way.query)
        try:
            found = await _read(way, url, get=get)
        except (FetchRefused, UnreadableListError) as error:
            if isinstance(error, FetchRefused) and error.retry:
                yield WalkedPage(url, state, problem=str(error), reason=error.reason)
                return
            if error.reason is Reason.ROBOTS_DISALLOWED:
                state = _next(state, way, day, page, 0, ended=error.reason.value)
                yield WalkedPage(url, state, reason=error.reason)
                return
            # Many sites answer 404 behind their last page.
            found = ()
        fresh = [link for link in found if url_key(link.url) not in seen]
        seen |= {url_key(link.url) for link in fresh}
        links, refused = _sift(way, fresh, url, now=now, admit=admit)
        # A page that brings nothing new ends the day: beyond the last one some sites show it, or the first, again.
        over = not fresh or page >= way.pages
        day, page = (_day_before(way, day), 1) if over else (day, page + 1)
        if over:
            seen.clear()
        ended = "" if day >= way.since else DONE
        state = _next(state, way, day, page, len(links), ended=ended)
        yield WalkedPage(url, state, links, refused)


def _day_before(way: Walk, day: date) -> date:
    """A search has all days in one list."""
    return way.since - timedelta(days=1) if way.query else day - timedelta(days=1)


def _place(way: Walk, state: WalkState) -> tuple[date, int]:
    if state.ended:
        return way.since - timedelta(days=1), 1
    day, _, page = state.cursor.partition(" ")
    return (date.fromisoformat(day), int(page)) if day else (way.until, 1)


def _next(state: WalkState, way: Walk, day: date, page: int, links: int, *, ended: str) -> WalkState:
    cursor = f"{max(day, way.since).isoformat()} {page}"
    return WalkState(cursor, state.pages + 1, state.links + links, ended)


async def _read(way: Walk, url: str, *, get: Get) -> Sequence[FoundLink]:
    fetched = await get(url, Validators())
    crawl, zone = way.outlet.crawl, ZoneInfo(way.outlet.timezone)
    listing = await asyncio.to_thread(read_any, fetched, Channel.INDEX, zone=zone, max_bytes=crawl.max_bytes)
    return [link for link in listing.links if way.outlet.owns(host_of(link.url))]


def _sift(
    way: Walk, found: Sequence[FoundLink], found_on: str, *, now: datetime, admit: Admit
) -> tuple[tuple[Link, ...], Counter[Reason]]:
    refused: Counter[Reason] = Counter()
    links = []
    for link in found:
        if _is_outside(way, link):
            refused[Reason.OUTSIDE_SPAN] += 1
        elif not admit(link.title):
            refused[Reason.OFF_TITLE] += 1
        else:
            links.append(_link(way, link, found_on, now))
    return tuple(links), refused


def _is_outside(way: Walk, link: FoundLink) -> bool:
    """By the date that is stated, in the outlet's zone, else by the address. A link without either may be inside."""
    if link.published is not None:
        return not way.since <= link.published.astimezone(ZoneInfo(way.outlet.timezone)).date() <= way.until
    day = dated(link.url)
    # An archive says itself whose day it shows, and an address may be a day older; a search shows all days.
    slack = timedelta(days=0 if way.query else 1)
    return day is not None and not way.since - slack <= day <= way.until + slack


def dated(url: str) -> date | None:
    """The day that an address names, as many do."""
    found = DATED.search(url)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        # A number that only looks like a day.
        return None


def _link(way: Walk, link: FoundLink, found_on: str, now: datetime) -> Link:
    return Link(
        url=link.url,
        url_key=url_key(link.url),
        source=way.outlet.id,
        channel=way.channel,
        found_on=found_on,
        found_at=now,
        slot=f"backfill {way.id}",
        lane=Lane.BACKFILL,
        title=link.title,
        published=link.published,
        modified=link.modified,
    )
