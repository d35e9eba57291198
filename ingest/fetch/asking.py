"""The requests for a due URL, with the settings of its outlet."""

from collections.abc import Sequence
from typing import Protocol
from urllib.parse import parse_qsl, urlsplit

from ingest.fetch.full_view import full_view_url
from ingest.web.ask import PATIENCE_S, Ask, RequestLimits, RequestTerms
from ingest.web.errors import FetchRefused, HostRestingError
from ingest.web.fetched import Fetched
from ingest.web.turns import Turns
from schemas.frontier import DueUrl
from schemas.outcomes import Reason
from schemas.outlet import Crawl, Outlet

# A host that must rest longer is given back, so that its place goes to one that is ready.
HOLD_S = 5.0


class PageWeb(Protocol):
    """The part of ingest.web.web.Web that a fetch needs."""

    @property
    def turns(self) -> Turns: ...

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def get(self, ask: Ask) -> Fetched: ...


class Asking:
    def __init__(self, web: PageWeb, outlets: Sequence[Outlet]) -> None:
        self._web = web
        self._outlets = {outlet.id: outlet for outlet in outlets}
        self.turns = web.turns

    async def open(self) -> None:
        await self._web.open()

    async def close(self) -> None:
        await self._web.close()

    def crawl(self, due: DueUrl) -> Crawl:
        outlet = self._outlets.get(due.source)
        return outlet.crawl if outlet else Crawl()

    async def get(self, due: DueUrl) -> Fetched:
        """Raises FetchRefused, and HostRestingError if the host must rest longer than it is held for."""
        limits, full_view = self._limits(due), full_view_url(due.url, self._full_view(due))
        terms = self._terms(due, patience_s=HOLD_S)
        try:
            return await self._web.get(Ask(full_view, limits, due.validators, html=True, terms=terms))
        except FetchRefused as refused:
            if refused.reason is not Reason.ROBOTS_DISALLOWED or full_view == due.url:
                raise
        # Some outlets disallow their full view alone: then the numbered pages have to do.
        return await self._web.get(Ask(due.url, limits, due.validators, html=True, terms=terms))

    async def get_part(self, due: DueUrl, url: str) -> Fetched:
        """A later page of the article. Raises FetchRefused."""
        terms = self._terms(due, patience_s=PATIENCE_S)
        try:
            return await self._web.get(Ask(url, self._limits(due), html=True, terms=terms))
        except HostRestingError as resting:
            raise resting.refused() from resting

    def is_whole(self, due: DueUrl, final_url: str) -> bool:
        """Whether the answer is the outlet's full view: then the numbered pages have no further text."""
        name = self._full_view(due).lstrip("?&").partition("=")[0]
        return bool(name) and name in dict(parse_qsl(urlsplit(final_url).query, keep_blank_values=True))

    def _terms(self, due: DueUrl, *, patience_s: float) -> RequestTerms:
        return RequestTerms(self.crawl(due).delay_s, patience_s, leased=True)

    def _limits(self, due: DueUrl) -> RequestLimits:
        crawl = self.crawl(due)
        return RequestLimits(timeout_s=crawl.timeout_s, max_bytes=crawl.max_bytes)

    def _full_view(self, due: DueUrl) -> str:
        outlet = self._outlets.get(due.source)
        return outlet.full_view if outlet else ""
