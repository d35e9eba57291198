"""Reads sitemaps, Google-News sitemaps and sitemap indexes (sitemaps.org protocol 0.9) with lxml."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from io import BytesIO

from lxml import etree

from ingest.discover.dates import stated_date
from ingest.discover.decoding import decoded
from ingest.discover.feed import plain_title, read_feed
from ingest.discover.lenient_xml import mended, root_of
from ingest.discover.listing import (
    MAX_DETAIL_CHARS,
    MAX_LINKS,
    FoundLink,
    Listing,
    SubSitemap,
    UnreadableListError,
    trimmed,
    web_url,
)
from ingest.printable import printable
from ingest.web.inflate import InflateError, inflate
from schemas.outcomes import Reason

GZIP_MAGIC = b"\x1f\x8b"
FEED_ROOTS = frozenset({"rss", "feed", "rdf"})
LINE = re.compile(r"https?://[^\s<>]+$", re.IGNORECASE)
MAX_SUB_SITEMAPS = 3
# Of these places this many go to what changed last, the rest to the others in turn.
NEWEST_PLACES = 2
RECENT = timedelta(days=2)
# As many as the protocol allows in one file; only the newest of them are taken.
MAX_ENTRIES = 50_000
UNDATED = datetime.min.replace(tzinfo=UTC)


def read_sitemap(
    body: bytes, *, base_url: str, zone: tzinfo, max_bytes: int, content_type: str = "application/xml"
) -> Listing:
    """XML, a feed, or plain text of an address a line: the protocol allows each.

    Raises UnreadableListError (sitemap_invalid) if the bytes are no sitemap or inflate beyond `max_bytes`.
    """
    text = decoded(_inflated(body, max_bytes), content_type)
    root = root_of(text)
    if root in FEED_ROOTS:
        return read_feed(text.encode("utf-8", "replace"), base_url=base_url, zone=zone)
    if not root and (links := _of_lines(text, base_url)):
        return Listing(_newest(links))
    return _read_xml(mended(text).encode("utf-8", "replace"), base_url=base_url, zone=zone)


def _of_lines(text: str, base_url: str) -> Sequence[FoundLink]:
    """Links of a text file; none if a line of it is no absolute address."""
    lines = [line for line in map(trimmed, text.splitlines()) if line]
    if not all(LINE.match(line) for line in lines):
        return ()
    return [FoundLink(url) for url in (web_url(base_url, line) for line in lines[:MAX_ENTRIES]) if url]


def _read_xml(text: bytes, *, base_url: str, zone: tzinfo) -> Listing:
    links: list[FoundLink] = []
    subs: list[SubSitemap] = []
    entries = 0
    try:
        reader = etree.iterparse(
            BytesIO(text),
            events=("end",),
            recover=True,
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        for kind, fields in _entries(reader):
            entries += 1
            url = web_url(base_url, fields.get("loc", ""))
            if url and kind == "url":
                links.append(_link(url, fields, zone))
            elif url:
                subs.append(SubSitemap(url, stated_date(fields.get("lastmod"), zone=zone)))
            if len(links) == MAX_ENTRIES:
                break
    except etree.XMLSyntaxError as error:
        raise UnreadableListError(Reason.SITEMAP_INVALID, str(error)) from error
    if not entries and _root(reader) not in ("urlset", "sitemapindex"):
        raise UnreadableListError(Reason.SITEMAP_INVALID, f"the root is {_root(reader) or 'no element'}, not urlset")
    problems = [_first(reader.error_log)] if len(reader.error_log) else []
    if without := entries - len(links) - len(subs):
        problems.append(f"{without} entries without a usable link")
    return Listing(_newest(links), tuple(subs), "; ".join(problems))


def _newest(links: Sequence[FoundLink]) -> tuple[FoundLink, ...]:
    """All, in their order; of too many those with the latest dates."""
    if len(links) > MAX_LINKS:
        links = sorted(links, key=lambda link: link.published or link.modified or UNDATED, reverse=True)[:MAX_LINKS]
    return tuple(links)


def choose_sub_sitemaps(subs: Sequence[SubSitemap], *, now: datetime, turn: int) -> Sequence[SubSitemap]:
    """At most MAX_SUB_SITEMAPS: those that changed last, and from the rest as many as have their `turn`, a count.

    The rest are recently changed or undated sitemaps. So all of them are read in time, and few at a time.
    """
    dated = [(sub.modified, sub) for sub in subs if sub.modified and sub.modified >= now - RECENT]
    recent = [sub for _, sub in sorted(dated, key=lambda pair: pair[0], reverse=True)]
    rest = [*recent[NEWEST_PLACES:], *(sub for sub in subs if sub.modified is None)]
    newest = recent[:NEWEST_PLACES]
    places = min(MAX_SUB_SITEMAPS - len(newest), len(rest))
    return [*newest, *(rest[(turn * places + place) % len(rest)] for place in range(places))]


def _inflated(body: bytes, max_bytes: int) -> bytes:
    if not body.startswith(GZIP_MAGIC):
        return body
    try:
        return inflate(body, "gzip", max_bytes=max_bytes)
    except InflateError as error:
        raise UnreadableListError(Reason.SITEMAP_INVALID, str(error)) from error


def _entries(reader: "etree.iterparse[tuple[str, etree._Element]]") -> Iterator[tuple[str, dict[str, str]]]:
    """`url` or `sitemap` with its fields by local name; each is freed once read, so memory stays flat."""
    for _, element in reader:
        kind = _local(element)
        if kind in ("url", "sitemap"):
            # Only the entry's own fields and those of its news: an image or video has a loc and a title too.
            own = [*element, *(field for child in element if _local(child) == "news" for field in child)]
            yield kind, {_local(field): "".join(field.itertext()).strip() for field in own}
            element.clear()
            while element.getprevious() is not None and (parent := element.getparent()) is not None:
                del parent[0]


def _link(url: str, fields: dict[str, str], zone: tzinfo) -> FoundLink:
    published, modified = fields.get("publication_date"), fields.get("lastmod")
    link = FoundLink(
        url=url,
        title=plain_title(fields.get("title")),
        published=stated_date(published, zone=zone),
        modified=stated_date(modified, zone=zone),
    )
    unread = bool(published or modified) and not (link.published or link.modified)
    return replace(link, date_unread=True) if unread else link


def _first(errors: "etree._ListErrorLog") -> str:
    return printable(f"line {errors[0].line}: {errors[0].message}", max_chars=MAX_DETAIL_CHARS)


def _local(element: "etree._Element") -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _root(reader: "etree.iterparse[tuple[str, etree._Element]]") -> str:
    return _local(reader.root) if reader.root is not None else ""
