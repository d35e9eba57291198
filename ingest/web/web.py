"""The way to the web for every caller: one client; every request by robots.txt, in its host's turn."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime

from ingest.web.addresses import checked_url
from ingest.web.ask import Ask, RequestLimits, RequestTerms
from ingest.web.client import Client
from ingest.web.errors import FetchRefused, HostRestingError
from ingest.web.fetched import Fetched, Redirect
from ingest.web.robots import MAX_ROBOTS_BYTES, ReadDelay, Robots
from ingest.web.session import AGENT
from ingest.web.trail import Trail
from ingest.web.turns import Turns

ROBOTS_LIMITS = RequestLimits(timeout_s=20.0, max_bytes=MAX_ROBOTS_BYTES)

Admit = Callable[[str, RequestTerms], Awaitable[float]]
"""Seconds that the host of an address asks for between two requests; raises FetchRefused where it is not asked."""


class Web:
    """`contact_url` is in the User-Agent; `allowed` are `address:port` entries that the address guard admits."""

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
        """Raises FetchRefused, and HostRestingError if the host must rest before it is asked for this at all."""
        return await self._follow(Trail(ask), self._robots.require, _no_delay)

    async def crawl_delay_s(self, url: str, terms: RequestTerms) -> float:
        """What the robots.txt of the address's host asks for; 0 if nothing. Raises FetchRefused, HostRestingError."""
        return await self._robots.require(checked_url(url), terms)

    async def _get_robots(self, url: str, terms: RequestTerms, read_delay: ReadDelay) -> Fetched:
        # The turn is always shared: what the file asks for is known to nobody yet, and another may ask just now.
        ask = Ask(url, ROBOTS_LIMITS, terms=replace(terms, leased=False), cut=True)
        return await self._follow(Trail(ask), _anybody, read_delay)

    async def _follow(self, trail: Trail, admit: Admit, read_delay: ReadDelay) -> Fetched:
        try:
            while isinstance(answer := await self._ask(trail, admit, read_delay), Redirect):
                trail.follow(answer)
        except HostRestingError as resting:
            if trail.redirects:
                # Half of it is asked already, and what rests may be another host than the one it began with.
                raise resting.refused(redirected=True) from resting
            raise
        except FetchRefused as refused:
            refused.redirected |= bool(trail.redirects)
            raise
        return replace(answer, redirects=tuple(trail.redirects))

    async def _ask(self, trail: Trail, admit: Admit, read_delay: ReadDelay) -> Fetched | Redirect:
        """One request: admitted by robots.txt, in its host's turn."""
        url, terms, timeout_s = trail.url, trail.terms, trail.ask.limits.timeout_s
        crawl_delay_s = await admit(url, terms)
        async with self.turns.turn(trail.host, terms, timeout_s=timeout_s, crawl_delay_s=crawl_delay_s) as turn:
            answer = await self._client.once(url, trail.ask, timeout_s=trail.left_s)
            turn.answered(ms=answer.ms, asks_delay_s=read_delay(answer) if isinstance(answer, Fetched) else 0.0)
        return answer


async def _anybody(url: str, terms: RequestTerms) -> float:
    """The way to a robots.txt is open to all."""
    return 0.0


def _no_delay(fetched: Fetched) -> float:
    """A page asks for none."""
    return 0.0
