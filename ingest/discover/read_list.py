"""Fetches one list of an outlet, with the sitemaps it leads to, and returns its new links."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo

from ingest.discover.difference import difference
from ingest.discover.listing import FoundLink, Listing, UnreadableListError
from ingest.discover.readers import read_any
from ingest.discover.schedule import max_age_s
from ingest.discover.sitemap import choose_sub_sitemaps
from ingest.discover.title_filter import Admit, admit_all
from ingest.web.errors import FetchRefused
from ingest.web.fetched import Fetched
from schemas.frontier import DuePoll, Validators
from schemas.ids import host_of
from schemas.outcomes import Reason
from schemas.outlet import Channel, Outlet
from schemas.templates import fill

# An index may name indexes, and a robots.txt both: beyond these a list is no list of news.
MAX_DEPTH = 3
MAX_SUB_LISTS = 6
# A plain sitemap names all that a site ever had; the live lane is for what is new.
FRESH = timedelta(days=3)
MAX_PROBLEM_CHARS = 200
# Clocks of sites and zones that are stated wrongly; what lies further ahead says nothing.
AHEAD = timedelta(days=1)

Get = Callable[[str, Validators], Awaitable[Fetched]]
"""Fetches a list of the outlet, conditionally; raises FetchRefused."""


@dataclass(frozen=True)
class ListRead:
    """The result of a poll. `reason` is None if the list was read; `links` are those to follow, new or changed."""

    reason: Reason | None
    detail: str = ""
    links: tuple[FoundLink, ...] = ()
    found: int = 0
    """Links in the list, those to other hosts too: they are counted in `detail`, not followed."""
    new: int = 0
    known: int = 0
    refused: int = 0
    arrived: int = 0
    """Links that were not in the list before and are not old, followed or not; its tempo counts them."""
    held: int = 0
    """Links of the outlet in the list."""
    latest: datetime | None = None
    """The latest date that an entry, or a sitemap it leads to, states; none that lies ahead."""
    seen: bytes = b""
    validators: Validators = field(default_factory=Validators)
    stated_s: float = 0.0
    """How long the list says that it stays as it is."""
    retry_after_s: float | None = None
    ms: float = 0.0


async def read_list(
    poll: DuePoll, outlet: Outlet, *, get: Get, zone: tzinfo, now: datetime, admit: Admit = admit_all
) -> ListRead:
    """Never raises for any answer of the web: `reason` has the failure."""
    known, seen = poll.validators, poll.seen
    try:
        fetched = await get(address(poll, zone=zone, now=now), known)
    except FetchRefused as refused:
        return ListRead(
            refused.reason, refused.detail, seen=seen, validators=known, retry_after_s=refused.retry_after_s
        )
    stated_s = max_age_s(fetched.headers.get("cache-control", ""))
    if fetched.status == 304:
        return ListRead(Reason.NOT_MODIFIED, seen=seen, validators=known, stated_s=stated_s, ms=fetched.ms)
    if fetched.body_hash == known.body_hash:
        validators = fetched.validators()
        return ListRead(Reason.UNCHANGED, seen=seen, validators=validators, stated_s=stated_s, ms=fetched.ms)
    try:
        listing = await _read(fetched, poll.channel, outlet, zone=zone)
    except UnreadableListError as error:
        return ListRead(error.reason, error.detail, seen=seen, validators=known, stated_s=stated_s, ms=fetched.ms)
    links, problems = await _with_subs(listing, poll, outlet, get=get, zone=zone, now=now)
    read = _sift(links, poll, outlet, now=now, admit=admit, problems=problems)
    # An index that stays the same leads to sitemaps that do not: it is read whole every time. So is an empty list: one
    # that stays empty is a fault that goes on, not a list without news.
    validators = Validators() if listing.sub_sitemaps or read.reason else fetched.validators()
    latest, stated_s = _latest(links, listing, now=now), max(stated_s, listing.period_s)
    return replace(read, validators=validators, latest=latest, stated_s=stated_s, ms=fetched.ms)


def address(poll: DuePoll, *, zone: tzinfo, now: datetime) -> str:
    """A template is filled for today; in a day's first hour every other poll looks at what came late yesterday."""
    local = now.astimezone(zone)
    late = local.hour == 0 and poll.polled % 2 == 1
    return fill(poll.url, day=(local - timedelta(days=1)).date() if late else local.date())


async def _read(fetched: Fetched, channel: str, outlet: Outlet, *, zone: tzinfo) -> Listing:
    # Parsing megabytes takes seconds: in a thread, so that other polls and the publishing go on.
    return await asyncio.to_thread(read_any, fetched, Channel(channel), zone=zone, max_bytes=outlet.crawl.max_bytes)


async def _with_subs(
    listing: Listing, poll: DuePoll, outlet: Outlet, *, get: Get, zone: tzinfo, now: datetime
) -> tuple[Sequence[FoundLink], list[str]]:
    """The links of a list and of the sitemaps it leads to. An unreadable sitemap is a problem, not a failure."""
    links, problems = list(listing.links), [listing.error] if listing.error else []
    level, asked = listing.sub_sitemaps, {poll.url}
    for _ in range(MAX_DEPTH):
        if foreign := [sub.url for sub in level if not outlet.owns(host_of(sub.url))]:
            problems.append(f"{len(foreign)} sitemaps {Reason.FOREIGN_HOST}, first {foreign[0]}"[:MAX_PROBLEM_CHARS])
        own = [sub for sub in level if outlet.owns(host_of(sub.url)) and sub.url not in asked]
        level = ()
        for sub in choose_sub_sitemaps(own, now=now, turn=poll.polled):
            if len(asked) > MAX_SUB_LISTS:
                return links, problems
            asked.add(sub.url)
            try:
                read = await _read(await get(sub.url, Validators()), Channel.SITEMAP, outlet, zone=zone)
            except (FetchRefused, UnreadableListError) as error:
                problems.append(f"{sub.url}: {error}"[:MAX_PROBLEM_CHARS])
                continue
            links += read.links
            level = (*level, *read.sub_sitemaps)
    return links, problems


def _sift(
    links: Sequence[FoundLink],
    poll: DuePoll,
    outlet: Outlet,
    *,
    now: datetime,
    admit: Admit,
    problems: Sequence[str],
) -> ListRead:
    """Separates new links from known ones, and counts those not to be followed by reason."""
    own = [link for link in links if outlet.owns(host_of(link.url))]
    told = difference(own, poll.seen)
    refused = Counter({Reason.FOREIGN_HOST: len(links) - len(own)})
    is_plain = poll.channel == Channel.SITEMAP
    new = [link for link in told.new if not is_plain or _is_fresh(link, now)]
    changed = [link for link in told.changed if not is_plain or _is_fresh(link, now)]
    refused[Reason.TOO_OLD] = len(told.new) + len(told.changed) - len(new) - len(changed)
    follow = tuple(link for link in (*new, *changed) if admit(link.title))
    refused[Reason.OFF_TITLE] = len(new) + len(changed) - len(follow)
    counted = [f"{count} {reason.value}" for reason, count in refused.items() if count]
    return ListRead(
        reason=None if links else Reason.EMPTY_LIST,
        detail="; ".join([*problems, *counted]),
        links=follow,
        found=len(links),
        new=len(follow),
        known=told.known,
        refused=refused.total(),
        arrived=len(new),
        held=len(told.new) + len(told.changed) + told.known,
        seen=told.seen,
    )


def _latest(links: Sequence[FoundLink], listing: Listing, *, now: datetime) -> datetime | None:
    stated = [link.published or link.modified for link in links] + [sub.modified for sub in listing.sub_sitemaps]
    return max((at for at in stated if at is not None and at <= now + AHEAD), default=None)


def _is_fresh(link: FoundLink, now: datetime) -> bool:
    said = link.published or link.modified
    if link.date_unread:
        return True
    return said is not None and said >= now - FRESH
