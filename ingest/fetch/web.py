"""The web as both sources see it: one client, and robots.txt asked before every request and every redirect."""

from collections.abc import Callable, Sequence
from datetime import datetime

from ingest.fetch.client import AGENT, Ask, Client, checked_url
from ingest.fetch.fetched import Fetched, Limits
from ingest.fetch.robots import MAX_ROBOTS_BYTES, Robots

ROBOTS_LIMITS = Limits(timeout_s=20.0, max_bytes=MAX_ROBOTS_BYTES)


class Web:
    """`contact_url` tells an outlet who we are; `allowed` are `address:port` entries the address guard lets through."""

    def __init__(self, *, contact_url: str, allowed: Sequence[str] = (), now: Callable[[], datetime]) -> None:
        self._client = Client(contact_url=contact_url, allowed=allowed, now=now)
        self._robots = Robots(get=self._get_robots, agent=AGENT, now=now)

    async def open(self) -> None:
        await self._client.open()

    async def close(self) -> None:
        await self._client.close()

    async def get(self, ask: Ask) -> Fetched:
        """Raises FetchRefused."""
        await self._robots.require(checked_url(ask.url))
        return await self._client.get(ask, check=self._robots.require)

    async def crawl_delay_s(self, url: str) -> float | None:
        """Raises FetchRefused where robots.txt cannot be had."""
        return await self._robots.crawl_delay_s(checked_url(url))

    async def _get_robots(self, url: str) -> Fetched:
        return await self._client.get(Ask(url, ROBOTS_LIMITS), check=_any)


async def _any(url: str) -> None:
    """A redirect of robots.txt is followed wherever the client goes: there are no rules yet to ask."""
