"""The web as both sources see it: one client; every request by robots.txt, and in its host's turn."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from ingest.fetch.client import AGENT, Ask, Client, InTurn
from ingest.fetch.fetched import Fetched, Limits
from ingest.fetch.robots import MAX_ROBOTS_BYTES, Robots
from ingest.fetch.turns import Answer, HostRestingError, ReadDelay, Request, Terms, Turns
from schemas.ids import host_of

ROBOTS_LIMITS = Limits(timeout_s=20.0, max_bytes=MAX_ROBOTS_BYTES)

Admit = Callable[[str, Terms], Awaitable[float]]
"""Seconds that the host of an address asks for between two requests; raises FetchRefused where it is not asked."""


class Web:
    """`contact_url` tells an outlet who we are; `allowed` are `address:port` entries the address guard lets through."""

    def __init__(
        self,
        *,
        contact_url: str,
        allowed: Sequence[str] = (),
        now: Callable[[], datetime],
        turns: Turns | None = None,
    ) -> None:
        self.turns = turns or Turns(now=now)
        self._client = Client(contact_url=contact_url, allowed=allowed, now=now)
        self._robots = Robots(get=self._get_robots, agent=AGENT, now=now)

    async def open(self) -> None:
        await self._client.open()

    async def close(self) -> None:
        await self._client.close()

    async def get(self, ask: Ask) -> Fetched:
        """Raises FetchRefused, and HostRestingError where the host must rest before it is asked for this at all."""
        return await self._client.get(ask, in_turn=self._in_turn(ask, self._robots.require))

    async def _get_robots(self, url: str, terms: Terms, read_delay: ReadDelay) -> Fetched:
        ask = Ask(url, ROBOTS_LIMITS, terms=terms)
        return await self._client.get(ask, in_turn=self._in_turn(ask, _any, read_delay))

    def _in_turn(self, ask: Ask, admit: Admit, read_delay: ReadDelay | None = None) -> InTurn:
        asked: list[str] = []

        async def in_turn(url: str, request: Request) -> Answer:
            host, terms = host_of(url), ask.terms
            if asked:
                terms = Terms(terms.delay_s, leased=terms.leased and host == asked[0])
            try:
                crawl_delay_s = await admit(url, terms)
                answer = await self.turns.ask(
                    host,
                    request,
                    terms,
                    timeout_s=ask.limits.timeout_s,
                    crawl_delay_s=crawl_delay_s,
                    read_delay=read_delay,
                )
            except HostRestingError as resting:
                if asked:
                    # Half of it is asked already, and what rests may be another host than the one it began with.
                    raise resting.refused() from resting
                raise
            asked.append(host)
            return answer

        return in_turn


async def _any(url: str, terms: Terms) -> float:
    """The way to a robots.txt is open to all."""
    return 0.0
