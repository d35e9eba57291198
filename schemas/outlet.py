"""Outlet: the declaration of a source, as people write it in `config/sources/*.toml`."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from schemas.ids import host_of

SourceId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]


class Status(StrEnum):
    ACTIVE = "active"
    UNVERIFIED = "unverified"
    """Listed somewhere, polled only after a probe."""
    PAUSED = "paused"


class Rights(StrEnum):
    FULL_TEXT = "full_text"
    SNIPPET = "snippet"


class Crawl(BaseModel):
    """Crawl settings of one outlet; what robots.txt asks for always wins when it is slower."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    poll_s: float = Field(default=300.0, gt=0)
    """Interval between two polls of one feed or sitemap."""
    delay_s: float = Field(default=2.0, ge=0)
    """Least time between two requests to one host."""
    concurrency: int = Field(default=1, ge=1, le=8)
    timeout_s: float = Field(default=30.0, gt=0)
    max_bytes: int = Field(default=8 * 1024 * 1024, gt=0)


class Outlet(BaseModel):
    """One news outlet. Addresses are absolute http(s) URLs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: SourceId
    name: str
    hosts: tuple[str, ...] = Field(min_length=1)
    """Hosts an article may live on; a host covers its subdomains. `127.0.0.1:8001` names a port."""
    feeds: tuple[str, ...] = ()
    news_sitemaps: tuple[str, ...] = ()
    full_view: str = ""
    language: str = "id"
    timezone: str = "Asia/Jakarta"
    """Zone of bare times on its pages."""
    owner_group: str = ""
    rights: Rights = Rights.SNIPPET
    status: Status = Status.ACTIVE
    evidence: str = ""
    crawl: Crawl = Crawl()

    @field_validator("feeds", "news_sitemaps")
    @classmethod
    def _absolute(cls, urls: tuple[str, ...]) -> tuple[str, ...]:
        for url in urls:
            host_of(url)
        return urls

    def owns(self, host: str) -> bool:
        """Whether `host` (as `host_of` gives it) is one of the outlet's, or a subdomain of one."""
        return any(host == own or host.endswith("." + own) for own in self.hosts)
