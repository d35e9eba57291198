"""Fetches one feed or sitemap, with the sub-sitemaps an index names, and reads it into links."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from ingest.discover.feed import read_feed
from ingest.discover.listing import FoundLink, Listing, SubSitemap, UnreadableListError
from ingest.discover.sitemap import choose_sub_sitemaps, read_sitemap
from ingest.fetch.fetched import Fetched
from ingest.fetch.refusal import FetchRefused
from schemas.frontier import Validators
from schemas.ids import host_of
from schemas.outcomes import Reason
from schemas.outlet import Outlet

FEED = "feed"
NEWS_SITEMAP = "news_sitemap"

Get = Callable[[str, Validators], Awaitable[Fetched]]
"""Fetches a list of the outlet, conditionally; raises FetchRefused."""


@dataclass(frozen=True)
class ListRead:
    """How a poll went. `reason` is None where there was something new to read."""

    reason: Reason | None
    detail: str = ""
    links: tuple[FoundLink, ...] = ()
    found: int = 0
    """Links in the list, those to other hosts too: they are counted in `detail`, not followed."""
    validators: Validators = field(default_factory=Validators)
    retry_after_s: float | None = None
    ms: float = 0.0


async def read_list(
    url: str, channel: str, outlet: Outlet, *, get: Get, validators: Validators, zone: tzinfo, now: datetime
) -> ListRead:
    """Never raises for anything the web may answer: that is what `reason` is for."""
    try:
        fetched = await get(url, validators)
    except FetchRefused as refused:
        return ListRead(refused.reason, refused.detail, validators=validators, retry_after_s=refused.retry_after_s)
    if fetched.status == 304:
        return ListRead(Reason.NOT_MODIFIED, validators=validators, ms=fetched.ms)
    if fetched.body_hash == validators.body_hash:
        return ListRead(Reason.UNCHANGED, validators=fetched.validators(), ms=fetched.ms)
    try:
        # Parsing megabytes takes seconds: in a thread, so that other polls and the publishing go on.
        listing = await asyncio.to_thread(_read, fetched, channel, zone=zone, max_bytes=outlet.crawl.max_bytes)
    except UnreadableListError as error:
        return ListRead(error.reason, error.detail, validators=validators, ms=fetched.ms)
    links, problems = await _with_subs(listing, outlet, get=get, zone=zone, now=now)
    own = tuple(link for link in links if outlet.owns(host_of(link.url)))
    foreign = len(links) - len(own)
    if foreign:
        problems.append(f"{foreign} {Reason.FOREIGN_HOST.value}")
    # An index that stays the same leads to sitemaps that do not: it is read whole every time.
    known = Validators() if listing.sub_sitemaps else fetched.validators()
    return ListRead(None, "; ".join(problems), own, len(links), known, ms=fetched.ms)


async def _with_subs(
    listing: Listing, outlet: Outlet, *, get: Get, zone: tzinfo, now: datetime
) -> tuple[Sequence[FoundLink], list[str]]:
    """The links of a list and of the sub-sitemaps it names; one that cannot be had is a problem, not a failure."""
    links = list(listing.links)
    problems = [listing.error] if listing.error else []
    own = [sub for sub in listing.sub_sitemaps if outlet.owns(host_of(sub.url))]
    for sub in choose_sub_sitemaps(own, now=now):
        try:
            links += (await _read_sub(sub, outlet, get=get, zone=zone)).links
        except (FetchRefused, UnreadableListError) as error:
            problems.append(f"{sub.url}: {error}"[:200])
    return links, problems


async def _read_sub(sub: SubSitemap, outlet: Outlet, *, get: Get, zone: tzinfo) -> Listing:
    fetched = await get(sub.url, Validators())
    return await asyncio.to_thread(_read, fetched, NEWS_SITEMAP, zone=zone, max_bytes=outlet.crawl.max_bytes)


def _read(fetched: Fetched, channel: str, *, zone: tzinfo, max_bytes: int) -> Listing:
    if channel == FEED:
        content_type = fetched.headers.get("content-type", "application/xml")
        return read_feed(fetched.body, base_url=fetched.final_url, zone=zone, content_type=content_type)
    return read_sitemap(fetched.body, base_url=fetched.final_url, zone=zone, max_bytes=max_bytes)
