"""Asks for the lists of an outlet in their hosts' turns."""

from typing import Protocol

from ingest.discover.read_list import Get
from ingest.web.ask import Ask, RequestLimits, RequestTerms
from ingest.web.errors import HostRestingError
from ingest.web.fetched import Fetched
from schemas.frontier import Validators
from schemas.outlet import Crawl

# The longest Crawl-delay that is kept, twice: a host that pages are fetched from gives every other turn to its lists.
PATIENCE_S = 120.0


class ListWeb(Protocol):
    """The part of ingest.web.web.Web that a poll needs."""

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def get(self, ask: Ask) -> Fetched: ...


def polite_get(web: ListWeb, crawl: Crawl) -> Get:
    """The returned function raises FetchRefused."""
    limits = RequestLimits(timeout_s=crawl.timeout_s, max_bytes=crawl.max_bytes)
    terms = RequestTerms(crawl.delay_s, PATIENCE_S)

    async def get(url: str, validators: Validators) -> Fetched:
        try:
            return await web.get(Ask(url, limits, validators, terms=terms))
        except HostRestingError as resting:
            raise resting.refused() from resting

    return get
