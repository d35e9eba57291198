"""Finds the lists of an undeclared site by its front page's links, robots.txt and well-known paths."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from ingest.discover.check import CheckedList, check_list
from ingest.discover.index_page import base_of, parse_page
from ingest.discover.listing import UnreadableListError, web_url
from ingest.discover.read_list import Get
from ingest.discover.robots_sitemaps import ROBOTS, read_robots_sitemaps
from ingest.imports.source_id import source_id
from ingest.printable import printable
from ingest.web.errors import FetchRefused
from ingest.web.media_type import media_type
from schemas.frontier import PollEntry, PollResult, Validators
from schemas.ids import host_of, registered_host
from schemas.outlet import Channel, Crawl, Outlet, Status

FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
    # Said of feeds by older systems; what is none is found out when it is asked for.
    | {"application/xml", "text/xml", "application/rss", "application/atom", "text/rss+xml", "application/json"}
)
# Where content systems of news sites put them; asked for only where the site itself names none.
FEEDS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/feed.json")
SITEMAPS = ("/sitemap-news.xml", "/sitemap_news.xml", "/news-sitemap.xml", "/sitemap/news.xml", "/news/sitemap.xml")
PLAIN_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml")
INDEXES = ("/indeks", "/indeks-berita", "/terbaru", "/latest")
# Of what a site names itself; some name a feed for every tag.
MAX_NAMED = 10


@dataclass(frozen=True)
class Probed:
    """`outlet` declares the lists that were found; `entries` has one for each list asked for."""

    outlet: Outlet
    entries: Sequence[PollEntry]


@dataclass(frozen=True)
class FrontPage:
    name: str
    feeds: tuple[str, ...]


async def probe(url: str, *, get: Get, now: datetime, crawl: Crawl) -> Probed:
    """Never raises for anything the web may answer. Raises BadUrlError."""
    host = host_of(url)
    base = f"{urlsplit(url).scheme}://{host}"
    outlet = Outlet(id=source_id(url, ()), name=host, hosts=(registered_host(host),), crawl=crawl)
    front = await _front_page(f"{base}/", get=get)
    named = await _named_sitemaps(base + ROBOTS, outlet, get=get)
    candidates = [
        *((Channel.FEED, each) for each in front.feeds or _at(base, FEEDS)),
        *((Channel.NEWS_SITEMAP, each) for each in named or _at(base, SITEMAPS + PLAIN_SITEMAPS)),
        *((Channel.INDEX, each) for each in _at(base, INDEXES)),
    ]
    asked: list[CheckedList] = []
    for channel, address in candidates:
        checked = await check_list(outlet, channel, address, get=get, now=now)
        asked.append(_as_plain_sitemap(checked))
    return Probed(_declare(outlet, front.name, asked, now), [each.entry for each in asked])


def _at(base: str, paths: Sequence[str]) -> tuple[str, ...]:
    return tuple(base + path for path in paths)


async def _front_page(url: str, *, get: Get) -> FrontPage:
    try:
        fetched = await get(url, Validators())
        root = parse_page(fetched.body, fetched.headers.get("content-type", ""))
    except (FetchRefused, UnreadableListError):
        # The front page is one way of several to find the lists.
        return FrontPage("", ())
    base = base_of(root, fetched.final_url)
    linked = [
        web_url(base, link.get("href") or "")
        for link in root.iter("link")
        if "alternate" in (link.get("rel") or "").lower().split() and media_type(link.get("type") or "") in FEED_TYPES
    ]
    names = [meta.get("content") or "" for meta in root.iter("meta") if meta.get("property") == "og:site_name"]
    names += [title.text or "" for title in root.iter("title")]
    name = next((printable(text, max_chars=100) for text in names if text.strip()), "")
    return FrontPage(name, tuple(dict.fromkeys(each for each in linked if each))[:MAX_NAMED])


async def _named_sitemaps(url: str, outlet: Outlet, *, get: Get) -> tuple[str, ...]:
    try:
        fetched = await get(url, Validators())
        subs = read_robots_sitemaps(fetched.body, base_url=fetched.final_url).sub_sitemaps
    except (FetchRefused, UnreadableListError):
        return ()
    return tuple(sub.url for sub in subs if outlet.owns(host_of(sub.url)))[:MAX_NAMED]


def _as_plain_sitemap(checked: CheckedList) -> CheckedList:
    """A news sitemap states titles; one without titles is a plain sitemap."""
    entry = checked.entry
    if entry.channel != Channel.NEWS_SITEMAP or any(link.title for link in checked.read.links):
        return checked
    return replace(checked, entry=replace(entry, channel=Channel.SITEMAP.value))


def _declare(outlet: Outlet, name: str, asked: Sequence[CheckedList], now: datetime) -> Outlet:
    there: dict[tuple[str, bytes], PollEntry] = {}
    for each in asked:
        if each.entry.result is PollResult.READ:
            # Several addresses often give one and the same list.
            there.setdefault((each.entry.channel, each.read.seen), each.entry)

    def of(channel: Channel) -> tuple[str, ...]:
        return tuple(entry.url for entry in there.values() if entry.channel == channel)

    return outlet.model_copy(
        update={
            "name": name or outlet.name,
            "feeds": of(Channel.FEED),
            "news_sitemaps": of(Channel.NEWS_SITEMAP),
            "sitemaps": of(Channel.SITEMAP),
            "index": of(Channel.INDEX),
            # What has nothing to poll is not polled: a declaration that was kept by mistake does no harm.
            "status": Status.ACTIVE if there else Status.PAUSED,
            "last_seen": now.year,
            "evidence": f"warta sources probe [probed {now:%Y-%m-%d}]: {len(there)} of {len(asked)} addresses asked.",
        }
    )
