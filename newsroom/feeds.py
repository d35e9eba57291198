"""RSS 2.0, Atom 1.0 and Google News sitemaps over what an outlet has released."""

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from newsroom.desk import Edition, announced_path
from newsroom.outlets import Channel, Outlet

ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
# Source: sitemaps.org protocol 0.9 and Google's news extension.
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
for prefix, namespace in (("atom", ATOM), ("dc", DC), ("news", NEWS)):
    register_namespace(prefix, namespace)

CONTENT_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "sitemap": "application/xml"}


def render_channel(channel: Channel, outlet: Outlet, editions: Iterable[Edition], base: str) -> bytes:
    """The channel's document in UTF-8; `base` is the outlet's address without a slash at its end."""
    build = {"rss": _rss, "atom": _atom, "sitemap": _sitemap}[channel.kind]
    # Careless readers look for `<url>`, not for a prefixed name; RSS and Atom elements cannot share this option.
    default = SITEMAP if channel.kind == "sitemap" else None
    root = build(outlet, list(editions), base, channel)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True, default_namespace=default)
    return document


def link(edition: Edition, base: str, channel: Channel) -> str:
    """The address as the channel announces it, tracking included."""
    return announced_url(announced_path(edition.story), base, channel)


def announced_url(path: str, base: str, channel: Channel) -> str:
    return f"{base}{path}?{channel.tracking}" if channel.tracking else f"{base}{path}"


def _text(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = text


def _rss(outlet: Outlet, editions: list[Edition], base: str, channel: Channel) -> Element:
    root = Element("rss", version="2.0")
    feed = SubElement(root, "channel")
    _text(feed, "title", f"{outlet.name} - Internasional")
    _text(feed, "link", f"{base}/")
    _text(feed, "description", outlet.tagline)
    _text(feed, "language", "id")
    for edition in editions:
        item = SubElement(feed, "item")
        _text(item, "title", edition.title)
        _text(item, "link", link(edition, base, channel))
        SubElement(item, "guid", isPermaLink="false").text = f"{outlet.id}:{edition.story.path}"
        _text(item, "pubDate", format_datetime(edition.published))
        _text(item, f"{{{ATOM}}}updated", _seconds(edition.modified))
        for author in edition.story.authors:
            _text(item, f"{{{DC}}}creator", author)
        _text(item, "description", _teaser(edition))
    return root


def _atom(outlet: Outlet, editions: list[Edition], base: str, channel: Channel) -> Element:
    feed = Element(f"{{{ATOM}}}feed")
    _text(feed, f"{{{ATOM}}}title", outlet.name)
    _text(feed, f"{{{ATOM}}}id", f"{base}/")
    if editions:
        _text(feed, f"{{{ATOM}}}updated", _seconds(max(edition.modified for edition in editions)))
    for edition in editions:
        entry = SubElement(feed, f"{{{ATOM}}}entry")
        _text(entry, f"{{{ATOM}}}title", edition.title)
        _text(entry, f"{{{ATOM}}}id", f"tag:{outlet.site.lower()},2026:{edition.story.path}")
        SubElement(entry, f"{{{ATOM}}}link", rel="alternate", href=link(edition, base, channel))
        _text(entry, f"{{{ATOM}}}published", _seconds(edition.published))
        _text(entry, f"{{{ATOM}}}updated", _seconds(edition.modified))
        for name in edition.story.authors:
            _text(SubElement(entry, f"{{{ATOM}}}author"), f"{{{ATOM}}}name", name)
        _text(entry, f"{{{ATOM}}}summary", _teaser(edition))
    return feed


def _sitemap(outlet: Outlet, editions: list[Edition], base: str, channel: Channel) -> Element:
    root = Element(f"{{{SITEMAP}}}urlset")
    for edition in editions:
        url = SubElement(root, f"{{{SITEMAP}}}url")
        _text(url, f"{{{SITEMAP}}}loc", link(edition, base, channel))
        _text(url, f"{{{SITEMAP}}}lastmod", _seconds(edition.modified))
        news = SubElement(url, f"{{{NEWS}}}news")
        publication = SubElement(news, f"{{{NEWS}}}publication")
        _text(publication, f"{{{NEWS}}}name", outlet.name)
        _text(publication, f"{{{NEWS}}}language", "id")
        _text(news, f"{{{NEWS}}}publication_date", _seconds(edition.published))
        _text(news, f"{{{NEWS}}}title", edition.title)
    return root


def _teaser(edition: Edition) -> str:
    first = edition.paragraphs[0] if edition.paragraphs else edition.title
    return first if len(first) <= 160 else first[:160].rsplit(" ", 1)[0] + " ..."


def _seconds(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def last_change(editions: Iterable[Edition], otherwise: datetime) -> datetime:
    """When the newest of the editions came out, for Last-Modified; whole seconds in UTC, as HTTP has them."""
    newest = max((edition.released_at for edition in editions), default=otherwise)
    return newest.astimezone(UTC).replace(microsecond=0)
