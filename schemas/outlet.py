"""Outlet: the declaration of a source, as people write it in `config/sources/*.toml`."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from schemas.ids import host_of
from schemas.templates import fields_of

SourceId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]


class Channel(StrEnum):
    """The kinds of list that links are found in."""

    FEED = "feed"
    NEWS_SITEMAP = "news_sitemap"
    SITEMAP = "sitemap"
    INDEX = "index"


class Status(StrEnum):
    ACTIVE = "active"
    UNVERIFIED = "unverified"
    """Listed somewhere: an address is polled only once a check of it has succeeded."""
    PAUSED = "paused"


class OutletKind(StrEnum):
    """What an outlet is."""

    NATIONAL = "national"
    REGIONAL = "regional"
    MAGAZINE = "magazine"
    INTERNATIONAL = "international"
    GOVERNMENT = "government"
    AGENCY = "agency"


class Rights(StrEnum):
    FULL_TEXT = "full_text"
    SNIPPET = "snippet"
    NONE = "none"
    """Title and link alone."""


class Crawl(BaseModel):
    """Crawl settings of one outlet; what robots.txt asks for always wins when it is slower."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    poll_s: float = Field(default=300.0, gt=0)
    """Interval between two polls of a list that brings about one new link each time: quieter lists get longer ones."""
    delay_s: float = Field(default=2.0, ge=0)
    """Least time between two requests to one host."""
    timeout_s: float = Field(default=30.0, gt=0)
    max_bytes: int = Field(default=8 * 1024 * 1024, gt=0)


class Outlet(BaseModel):
    """One news outlet. Addresses are absolute http(s) URLs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: SourceId
    name: str
    hosts: tuple[str, ...] = Field(min_length=1)
    """Hosts an article may live on; a host covers its subdomains. `127.0.0.1:8001` names a port."""
    kind: OutletKind | None = None
    feeds: tuple[str, ...] = ()
    """RSS, Atom, RDF or JSON Feed."""
    news_sitemaps: tuple[str, ...] = ()
    """Sitemaps of the last days' news."""
    sitemaps: tuple[str, ...] = ()
    """Plain sitemaps and indexes of them; a robots.txt stands for the sitemaps it names."""
    index: tuple[str, ...] = ()
    """Pages that list the newest articles, as templates over {page} and {date:%Y-%m-%d}."""
    search: tuple[str, ...] = ()
    """Search pages, as templates over {query} and {page}; for backfill only."""
    full_view: str = ""
    language: str = "id"
    timezone: str = "Asia/Jakarta"
    """Zone of bare times on its pages."""
    owner_group: str = ""
    rights: Rights = Rights.SNIPPET
    status: Status = Status.ACTIVE
    last_seen: int | None = Field(default=None, ge=1995, le=2100)
    """Year of the evidence, not of the outlet's health."""
    evidence: str = ""
    """Who found these addresses where, and whether they were asked."""
    crawl: Crawl = Crawl()

    @field_validator("feeds", "news_sitemaps", "sitemaps", "index", "search")
    @classmethod
    def _absolute(cls, urls: tuple[str, ...]) -> tuple[str, ...]:
        for url in urls:
            host_of(url)
        return urls

    @field_validator("index")
    @classmethod
    def _without_query(cls, templates: tuple[str, ...]) -> tuple[str, ...]:
        for template in templates:
            if "query" in fields_of(template):
                raise ValueError(f"{template} asks for a {{query}}: that is a search")
        return templates

    @field_validator("search")
    @classmethod
    def _with_query(cls, templates: tuple[str, ...]) -> tuple[str, ...]:
        for template in templates:
            if "query" not in fields_of(template):
                raise ValueError(f"{template} has no {{query}}")
        return templates

    @property
    def lists(self) -> tuple[tuple[Channel, str], ...]:
        """Every list that is polled, with its channel."""
        by_channel = (
            (Channel.FEED, self.feeds),
            (Channel.NEWS_SITEMAP, self.news_sitemaps),
            (Channel.SITEMAP, self.sitemaps),
            (Channel.INDEX, self.index),
        )
        return tuple((channel, url) for channel, urls in by_channel for url in urls)

    def owns(self, host: str) -> bool:
        """Whether `host` (as `host_of` gives it) is one of the outlet's, or a subdomain of one."""
        return any(host == own or host.endswith("." + own) for own in self.hosts)
