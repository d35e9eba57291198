"""What a feed or sitemap says: the links found in it, whatever its format."""

from dataclasses import dataclass
from datetime import datetime

from schemas.outcomes import Reason

# A list longer than this is cut: no outlet announces more news at once.
MAX_LINKS = 5000


class UnreadableListError(ValueError):
    """The bytes are no list at all: not even a part of it could be read. Invalid is not empty."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason.value}: {detail}")
        self.reason = reason
        self.detail = detail


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
    """`error` tells what was malformed in a list that could be read in part; empty where it was well-formed."""

    links: tuple[FoundLink, ...] = ()
    sub_sitemaps: tuple[SubSitemap, ...] = ()
    error: str = ""
