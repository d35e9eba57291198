"""Link: an address that discovery, an import or a person found, with what was said about it there."""

from datetime import datetime
from typing import ClassVar

from schemas.ids import digest, host_of, registered_host
from schemas.record import Lane, Record, Version


class Link(Record):
    """What feeds the frontier. `modified` is what the feed or sitemap says, used to fetch a changed article again."""

    TYPE: ClassVar[str] = "link"
    VERSION: ClassVar[Version] = Version(1, 0)

    url: str
    url_key: str
    source: str
    channel: str
    """Where it was found: feed, news_sitemap, url_list, saved_page."""
    found_on: str = ""
    found_at: datetime
    slot: str
    """The scheduled poll that found it: with the URL key it makes the id."""
    lane: Lane = Lane.LIVE
    title: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    requested: bool = False
    """Somebody asked for this very page: it is kept even where no watch matches."""

    def key(self) -> str:
        return registered_host(host_of(self.url))

    def event_id(self) -> str:
        return digest("link", self.url_key, self.source, self.slot)

    def subject(self) -> str:
        return self.url_key
