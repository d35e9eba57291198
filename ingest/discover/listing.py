"""The content of a feed, sitemap or index page: its links, whatever its format."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from ingest.printable import printable
from schemas.ids import BadUrlError, host_of, registered_host
from schemas.outcomes import Reason

# A list longer than this is cut: no outlet announces more news at once.
MAX_LINKS = 5000
# Beyond these a link is no news; one record must never outgrow its topic.
MAX_URL_CHARS = 2000
MAX_TITLE_CHARS = 500
MAX_DETAIL_CHARS = 300


# Line breaks and tabs; and what stands around an address without being seen.
BREAKS = dict.fromkeys(map(ord, "\t\r\n"))
UNSEEN = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"
# A host and a path, as people write an address: `www.kabar.example/berita/1`.
HOST_FIRST = re.compile(r"^((?:[a-z0-9-]+\.)+[a-z]{2,})(?::\d+)?/", re.IGNORECASE)


class UnreadableListError(ValueError):
    """The bytes are no list at all: not even a part of it could be read. Invalid is not empty."""

    def __init__(self, reason: Reason, detail: str) -> None:
        self.reason = reason
        self.detail = printable(detail, max_chars=MAX_DETAIL_CHARS)
        super().__init__(f"{reason.value}: {self.detail}")


@dataclass(frozen=True)
class FoundLink:
    """An absolute http(s) URL as it stood in the list, with what was said about it there."""

    url: str
    title: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    date_unread: bool = False
    """The list states a date that is none we know: the link is as good as new."""


@dataclass(frozen=True)
class SubSitemap:
    url: str
    modified: datetime | None = None


@dataclass(frozen=True)
class Listing:
    """`error` names the fault of a list that was read in part; empty if it was well-formed."""

    links: tuple[FoundLink, ...] = ()
    sub_sitemaps: tuple[SubSitemap, ...] = ()
    error: str = ""
    period_s: float = 0.0
    """How often the list says that it changes; 0 if it does not say."""


def web_url(base_url: str, href: str) -> str | None:
    """The absolute address a list means by `href`; None if it is no web address or no sane one.

    A line break or tab inside is none of its characters (WHATWG URL, 4.4), nor are marks of no width around it.
    """
    try:
        stated = trimmed(href.translate(BREAKS))
        url = urljoin(base_url, with_scheme(stated, like=base_url)) if stated else ""
        host_of(url)
    except (BadUrlError, ValueError):
        return None
    return url if len(url) <= MAX_URL_CHARS and url.isprintable() else None


def title_of(text: str) -> str | None:
    return printable(text, max_chars=MAX_TITLE_CHARS) or None


def trimmed(text: str) -> str:
    """Without white space and what is not seen at its ends."""
    while (shorter := text.strip().strip(UNSEEN)) != text:
        text = shorter
    return text


def with_scheme(href: str, *, like: str) -> str:
    """With the scheme of `like` where `href` begins with that site's own host; else what it is."""
    found = HOST_FIRST.match(href)
    if not found:
        return href
    host, site = (name.lower().removeprefix("www.") for name in (found[1], urlsplit(like).hostname or ""))
    return f"{urlsplit(like).scheme}://{href}" if registered_host(host) == registered_host(site) else href
