"""What is asked of the web for a due URL, with the settings of its outlet, and the pace of each host."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Protocol
from urllib.parse import parse_qsl, urlsplit

from ingest.fetch.client import Ask
from ingest.fetch.fetched import Fetched, Limits
from ingest.fetch.full_view import full_view_url
from ingest.fetch.politeness import Pace, first_pace
from ingest.fetch.refusal import FetchRefused
from schemas.frontier import DueUrl
from schemas.outcomes import Reason
from schemas.outlet import Crawl, Outlet

MAX_PACES = 5000


class PageWeb(Protocol):
    """What a fetch needs of ingest.fetch.web.Web."""

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def get(self, ask: Ask) -> Fetched: ...

    async def crawl_delay_s(self, url: str) -> float | None: ...


class Asking:
    def __init__(self, web: PageWeb, outlets: Sequence[Outlet]) -> None:
        self._web = web
        self._outlets = {outlet.id: outlet for outlet in outlets}
        self._paces: OrderedDict[str, Pace] = OrderedDict()

    async def open(self) -> None:
        await self._web.open()

    async def close(self) -> None:
        await self._web.close()

    def crawl(self, due: DueUrl) -> Crawl:
        outlet = self._outlets.get(due.source)
        return outlet.crawl if outlet else Crawl()

    async def get(self, due: DueUrl) -> Fetched:
        """Raises FetchRefused."""
        limits, full_view = self._limits(due), full_view_url(due.url, self._full_view(due))
        try:
            return await self._web.get(Ask(full_view, limits, due.validators, html=True))
        except FetchRefused as refused:
            if refused.reason is not Reason.ROBOTS_DISALLOWED or full_view == due.url:
                raise
        # Some outlets disallow their full view alone: then the numbered pages have to do.
        return await self._web.get(Ask(due.url, limits, due.validators, html=True))

    async def get_part(self, due: DueUrl, url: str) -> Fetched:
        """A later page of the article. Raises FetchRefused."""
        return await self._web.get(Ask(url, self._limits(due), html=True))

    def is_whole(self, due: DueUrl, final_url: str) -> bool:
        """Whether the outlet's full view is what came: then the numbered pages hold nothing more."""
        name = self._full_view(due).lstrip("?&").partition("=")[0]
        return bool(name) and name in dict(parse_qsl(urlsplit(final_url).query, keep_blank_values=True))

    async def pace(self, host: str, due: DueUrl) -> Pace:
        """The floor as catalogue and robots.txt have it today, the delay as it was when the host was last held."""
        try:
            crawl_delay_s = await self._web.crawl_delay_s(due.url)
        except FetchRefused:
            # No robots.txt to ask: the fetch will be refused for it, with consequences of its own.
            crawl_delay_s = None
        pace = first_pace(self.crawl(due).delay_s, crawl_delay_s)
        before = self._paces.get(host, pace)
        return Pace(pace.floor_s, max(pace.floor_s, before.delay_s))

    def remember(self, host: str, pace: Pace) -> None:
        self._paces[host] = pace
        self._paces.move_to_end(host)
        if len(self._paces) > MAX_PACES:
            self._paces.popitem(last=False)

    def _limits(self, due: DueUrl) -> Limits:
        crawl = self.crawl(due)
        return Limits(timeout_s=crawl.timeout_s, max_bytes=crawl.max_bytes)

    def _full_view(self, due: DueUrl) -> str:
        outlet = self._outlets.get(due.source)
        return outlet.full_view if outlet else ""
