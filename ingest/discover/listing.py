"""The content of a feed, sitemap or index page: its links, whatever its format."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from ingest.printable import printable
from schemas.ids import BadUrlError, host_of
from schemas.outcomes import Reason

# A list longer than this is cut: no outlet announces more news at once.
MAX_LINKS = 5000
# Beyond these a link is no news; one record must never outgrow its topic.
MAX_URL_CHARS = 2000
MAX_TITLE_CHARS = 500
MAX_DETAIL_CHARS = 300


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
    """The absolute address a list means by `href`; None if it is no web address or no sane one."""
    try:
        url = urljoin(base_url, href.strip()) if href.strip() else ""
        host_of(url)
    except (BadUrlError, ValueError):
        return None
    return url if len(url) <= MAX_URL_CHARS and url.isprintable() else None


def title_of(text: str) -> str | None:
    return printable(text, max_chars=MAX_TITLE_CHARS) or None
