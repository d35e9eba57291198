"""Posts a body to an address that somebody gave us: behind the guard, once, following nothing."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import aiohttp

from ingest.printable import printable
from ingest.web.addresses import checked_url, requested
from ingest.web.aiohttp_errors import refusal_of
from ingest.web.errors import FetchRefused, refuse_status
from ingest.web.guard import parse_allowed
from ingest.web.politeness import retry_after_s
from ingest.web.session import NetworkPath, agent, guarded_session
from schemas.outcomes import Reason

# What an answer says is a hint for people.
MAX_SAID_BYTES = 1024
MAX_SAID_CHARS = 200
SAID_S = 1.0


@dataclass(frozen=True)
class Accepted:
    """The receiver answered with success."""

    status: int
    ms: float


class Poster:
    """As Client: `allowed` are `address:port` entries that the guard lets through; `way` holds more for tests."""

    def __init__(
        self,
        *,
        contact_url: str,
        allowed: Iterable[str] = (),
        now: Callable[[], datetime],
        way: NetworkPath | None = None,
    ) -> None:
        self._agent = agent(contact_url)
        self._way = way or NetworkPath(parse_allowed(allowed))
        self._now = now
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        self._session = guarded_session(self._way, {"User-Agent": self._agent, "Accept-Encoding": "identity"})

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], *, timeout_s: float) -> Accepted:
        """Raises FetchRefused for whatever is no success, with the status where there was an answer."""
        try:
            async with asyncio.timeout(timeout_s):
                return await self._post(checked_url(url), body, headers)
        except TimeoutError as error:
            raise FetchRefused(Reason.TIMEOUT, f"no answer within {timeout_s:g} s", retry=True) from error
        except aiohttp.ClientError as error:
            raise refusal_of(error) from error

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Accepted:
        if self._session is None:
            raise RuntimeError("the poster is not open")
        clock = asyncio.get_running_loop().time
        started = clock()
        timeout = aiohttp.ClientTimeout(total=None)
        async with self._session.post(
            requested(url), data=body, headers=headers, allow_redirects=False, timeout=timeout
        ) as response:
            ms = (clock() - started) * 1000
            said = await _said(response)
            if 200 <= response.status < 300:
                return Accepted(response.status, ms)
            raise _refusal(response, said, self._now())


def _refusal(response: aiohttp.ClientResponse, said: str, now: datetime) -> FetchRefused:
    if 300 <= response.status < 400:
        where = printable(response.headers.get("Location", "nowhere"), max_chars=MAX_SAID_CHARS)
        return FetchRefused(
            Reason.RECEIVER_MOVED, f"HTTP {response.status} to {where}", retry=True, status=response.status
        )
    wait_s = retry_after_s(response.headers.get("Retry-After"), now=now)
    refused = refuse_status(response.status, retry_after_s=wait_s)
    detail = f"{refused.detail}: {said}" if said else refused.detail
    return FetchRefused(refused.reason, detail, retry=refused.retry, retry_after_s=wait_s, status=response.status)


async def _said(response: aiohttp.ClientResponse) -> str:
    """The beginning of the answer; one that is read to its end leaves the connection for the next request."""
    said = bytearray()
    with suppress(TimeoutError, aiohttp.ClientError):
        async with asyncio.timeout(SAID_S):
            while len(said) < MAX_SAID_BYTES and (part := await response.content.read(MAX_SAID_BYTES)):
                said += part
    return printable(said[:MAX_SAID_BYTES].decode("utf-8", "replace"), max_chars=MAX_SAID_CHARS)
