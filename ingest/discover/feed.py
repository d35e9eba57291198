"""Reads RSS, Atom and RDF feeds: as much of a malformed one as can be read."""

import html
import re
from collections.abc import Mapping
from datetime import tzinfo
from io import BytesIO
from typing import Any

import feedparser

from ingest.discover.dates import stated_date
from ingest.discover.decoding import decoded
from ingest.discover.lenient_xml import mended, root_of
from ingest.discover.listing import (
    MAX_DETAIL_CHARS,
    MAX_LINKS,
    FoundLink,
    Listing,
    UnreadableListError,
    title_of,
    web_url,
)
from ingest.discover.own_fields import only_own_fields
from ingest.printable import printable
from schemas.outcomes import Reason

TAG = re.compile(r"</?[a-zA-Z][^>]*>")
MAX_MARKUP_CHARS = 5000
# Source: the RSS 1.0 syndication module; WordPress writes `hourly` and 1 into every feed.
PERIOD_S = {"hourly": 3600.0, "daily": 86_400.0, "weekly": 604_800.0, "monthly": 2_592_000.0, "yearly": 31_536_000.0}


def read_feed(body: bytes, *, base_url: str, zone: tzinfo, content_type: str = "application/xml") -> Listing:
    """Raises UnreadableListError (feed_invalid) if the bytes are no feed; an empty feed is a Listing of no links."""
    text = decoded(body, content_type)
    if not root_of(text):
        raise UnreadableListError(Reason.FEED_INVALID, "neither RSS nor Atom nor RDF")
    text = mended(text)
    own = only_own_fields(text, max_entries=MAX_LINKS)
    # A stream, because feedparser would open a file whose name the bytes happen to be.
    parsed = feedparser.parse(
        BytesIO(own.feed if own is not None else text.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    error = _error(parsed) if own is None or own.whole else "not well-formed, and read in part"
    if not parsed.get("version") and not parsed.get("entries"):
        raise UnreadableListError(Reason.FEED_INVALID, error or "neither RSS nor Atom nor RDF")
    # Plain dictionaries: feedparser's own answers a missing `updated` with `published`, and a warning.
    rss = str(parsed.get("version")).startswith("rss")
    links = [_link(dict(entry), base_url, zone, rss=rss) for entry in parsed.entries[:MAX_LINKS]]
    without = sum(link is None for link in links)
    problems = [error] if error else []
    if without:
        problems.append(f"{without} entries without a usable link")
    period_s = _period_s(dict(parsed.get("feed") or {}))
    return Listing(links=tuple(link for link in links if link), error="; ".join(problems), period_s=period_s)


def _period_s(head: Mapping[str, Any]) -> float:
    """The longer of RSS's ttl, in minutes, and what the syndication module says: a period, so many times."""
    ttl = _count(head.get("ttl")) * 60.0
    period = PERIOD_S.get(str(head.get("sy_updateperiod") or "").strip().lower(), 0.0)
    return max(ttl, period / (_count(head.get("sy_updatefrequency")) or 1))


def _count(stated: object) -> int:
    text = str(stated or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _error(parsed: Mapping[str, Any]) -> str:
    """The fault; a wrong content type or declared encoding alone is none."""
    problem = parsed.get("bozo_exception")
    harmless = (feedparser.NonXMLContentType, feedparser.CharacterEncodingOverride)
    if problem is None or isinstance(problem, harmless):
        return ""
    return printable(str(problem), max_chars=MAX_DETAIL_CHARS)


def _link(entry: Mapping[str, Any], base_url: str, zone: tzinfo, *, rss: bool) -> FoundLink | None:
    href = str(entry.get("link") or "").strip()
    if entry.get("guidislink") and "://" not in href:
        # RSS takes a guid for a permanent link unless told otherwise; one that is a bare number is none.
        return None
    url = web_url(base_url, href)
    if url is None:
        return None
    published = stated_date(entry.get("published"), zone=zone)
    updated = stated_date(entry.get("updated"), zone=zone)
    if rss and published is None:
        # RSS knows no change of an item: what feedparser calls `updated` there is dc:date, its publication.
        published, updated = updated, None
    return FoundLink(url=url, title=plain_title(entry.get("title")), published=published, modified=updated)


def plain_title(title: str | None) -> str | None:
    """A title as text: many feeds escape twice, and some put markup in it."""
    # Cut first: over a title of megabytes the pattern for tags takes minutes.
    return title_of(TAG.sub("", html.unescape(title[:MAX_MARKUP_CHARS]))) if title else None
