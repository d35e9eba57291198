"""Asks a host for lists one request at a time, its delay kept between two of them, within one process."""

from typing import Protocol

from ingest.discover.read_list import Get
from ingest.discover.turns import Turns
from ingest.fetch.client import Ask
from ingest.fetch.fetched import Fetched, Limits
from ingest.fetch.politeness import first_pace
from schemas.frontier import Validators
from schemas.ids import host_of
from schemas.outlet import Crawl


class ListWeb(Protocol):
    """What a poll needs of ingest.fetch.web.Web."""

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def get(self, ask: Ask) -> Fetched: ...

    async def crawl_delay_s(self, url: str) -> float | None: ...


def polite_get(web: ListWeb, turns: Turns, crawl: Crawl) -> Get:
    """All that ask one host take turns by sharing `turns`. What is returned raises FetchRefused."""
    limits = Limits(timeout_s=crawl.timeout_s, max_bytes=crawl.max_bytes)

    async def get(url: str, validators: Validators) -> Fetched:
        host = host_of(url)
        async with turns.of(host, delay_s=crawl.delay_s):
            fetched = await web.get(Ask(url, limits, validators))
        pace = first_pace(crawl.delay_s, await web.crawl_delay_s(url))
        turns.slow_down(host, delay_s=pace.delay_s)
        return fetched

    return get
