"""The HTTP client: one guarded session that makes one request at a time asked, bounded in time and size."""

import asyncio
import ssl
from collections.abc import Callable, Iterable
from datetime import datetime

import aiohttp
from aiohttp.abc import AbstractResolver

from ingest.web.addresses import redirect_target, requested
from ingest.web.aiohttp_errors import refusal_of
from ingest.web.ask import Ask
from ingest.web.body import kept_headers, read_body
from ingest.web.errors import FetchRefused, refuse_status
from ingest.web.fetched import Fetched, Redirect
from ingest.web.guard import parse_allowed
from ingest.web.meta_refresh import refresh_target
from ingest.web.politeness import retry_after_s
from ingest.web.session import NetworkPath, agent, guarded_session
from schemas.frontier import Validators
from schemas.outcomes import Reason

ACCEPT_PAGE = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
# Where one address gives a feed and a page, the feed is wanted; an index page is a page.
ACCEPT_LIST = (
    "application/rss+xml,application/atom+xml,application/feed+json,application/rdf+xml,"
    "application/xml;q=0.9,text/xml;q=0.9,application/json;q=0.8,text/plain;q=0.5,*/*;q=0.2,text/html;q=0.1"
)
ENCODINGS = "gzip, deflate, br, zstd"
REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Client:
    """`allowed` are `address:port` entries the guard lets through (tests, the local demonstration).

    `resolver` and `tls` stand in for the system's names and certificates.
    """

    def __init__(
        self,
        *,
        contact_url: str,
        allowed: Iterable[str] = (),
        now: Callable[[], datetime],
        resolver: AbstractResolver | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._way = NetworkPath(parse_allowed(allowed), resolver, tls)
        self._agent = agent(contact_url)
        self._now = now
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        headers = {"User-Agent": self._agent, "Accept-Encoding": ENCODINGS, "Accept-Language": "id,en;q=0.5"}
        self._session = guarded_session(self._way, headers)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def once(self, url: str, ask: Ask, *, timeout_s: float) -> Fetched | Redirect:
        """Makes one request, of `url`, within what is left of the time. Raises FetchRefused, whatever the web does."""
        try:
            async with asyncio.timeout(timeout_s):
                return await self._request(url, ask)
        except TimeoutError as error:
            detail = str(error) or f"no whole answer within {ask.limits.timeout_s:g} s"
            raise FetchRefused(Reason.TIMEOUT, detail, retry=True) from error
        except aiohttp.ClientError as error:
            raise refusal_of(error) from error

    async def _request(self, url: str, ask: Ask) -> Fetched | Redirect:
        if self._session is None:
            raise RuntimeError("the client is not open")
        silence_s = ask.limits.read_timeout_s
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=silence_s, sock_read=silence_s)
        clock = asyncio.get_running_loop().time
        started = clock()
        headers = {"Accept": ACCEPT_PAGE if ask.html else ACCEPT_LIST} | _conditions(ask.validators)
        async with self._session.get(
            requested(url), headers=headers, allow_redirects=False, timeout=timeout
        ) as response:
            location = response.headers.get("Location")
            if response.status in REDIRECTS and location:
                return Redirect(redirect_target(url, location), _ms(clock() - started))
            body = await self._body(response, ask)
            stated = refresh_target(body) if ask.html else None
            if stated and (target := redirect_target(url, stated)) != url:
                return Redirect(target, _ms(clock() - started))
            return Fetched(response.status, kept_headers(response), body, url, (), _ms(clock() - started))

    async def _body(self, response: aiohttp.ClientResponse, ask: Ask) -> bytes:
        if response.status == 304 and ask.validators != Validators():
            return b""
        if 200 <= response.status < 300:
            return await read_body(response, ask)
        retry_s = retry_after_s(response.headers.get("Retry-After"), now=self._now())
        raise refuse_status(response.status, retry_after_s=retry_s)


def _conditions(validators: Validators) -> dict[str, str]:
    stated = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in stated.items() if value and value.isprintable() and value.isascii()}


def _ms(seconds: float) -> float:
    return seconds * 1000.0
