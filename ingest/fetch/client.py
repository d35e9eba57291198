"""The HTTP client: one guarded session, redirects followed by hand, every answer bounded in time and size."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from string import punctuation
from urllib.parse import quote, urldefrag, urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver

from ingest.fetch.aiohttp_errors import refusal_of
from ingest.fetch.fetched import Fetched, Limits
from ingest.fetch.guard import guarded_socket, parse_allowed
from ingest.fetch.inflate import InflateError, TooLargeError, inflate
from ingest.fetch.media_type import is_html, may_be_html
from ingest.fetch.meta_refresh import refresh_target
from ingest.fetch.one_request import one_request
from ingest.fetch.politeness import retry_after_s
from ingest.fetch.refusal import FetchRefused, refuse_status
from ingest.fetch.resolver import Resolver
from ingest.fetch.turns import Answer, Request, Terms
from schemas.frontier import Validators
from schemas.ids import BadUrlError, host_of
from schemas.outcomes import Reason

AGENT = "Warta"
VERSION = "0.1"
MAX_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MAX_HEADER_BYTES = 8190
MAX_HEADERS = 100
# More is inflated in a thread: it would hold up every other host for a good part of a second.
INFLATE_HERE_BYTES = 256 * 1024
KEPT_HEADERS = ("content-type", "last-modified", "etag", "content-language", "date", "cache-control")

InTurn = Callable[[str, Request], Awaitable[Answer]]
"""Makes the request of an address, the first and every redirect, when it may be made; raises what stops it."""


@dataclass(frozen=True)
class Ask:
    """A GET: `html` where only a page will do; `terms` say how long its host is left alone before."""

    url: str
    limits: Limits = field(default_factory=Limits)
    validators: Validators = field(default_factory=Validators)
    html: bool = False
    terms: Terms = field(default_factory=Terms)


@dataclass
class _Left:
    """Seconds that are left for a page and all its redirects: what is waited between them does not count."""

    seconds: float


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
        self._resolver = resolver
        self._tls = tls
        self._agent = f"{AGENT}/{VERSION} (+{contact_url})"
        self._allowed = parse_allowed(allowed)
        self._now = now
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        connector = aiohttp.TCPConnector(
            socket_factory=guarded_socket(self._allowed),
            resolver=self._resolver or Resolver(),
            ssl=self._tls or True,
            # Who asks bounds how many ask at once: a queue in here would make the others wait for a hung host.
            limit=0,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trace_configs=[one_request()],
            trust_env=False,
            max_line_size=MAX_HEADER_BYTES,
            max_field_size=MAX_HEADER_BYTES,
            max_headers=MAX_HEADERS,
            headers={
                "User-Agent": self._agent,
                "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "Accept-Encoding": "gzip, deflate, br, zstd",
                "Accept-Language": "id,en;q=0.5",
            },
        )

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def get(self, ask: Ask, *, in_turn: InTurn) -> Fetched:
        """Follows at most MAX_REDIRECTS. Raises FetchRefused for whatever the web answers, and what `in_turn` does."""
        visited: list[str] = []
        try:
            return await self._follow(ask, in_turn, visited)
        except FetchRefused as refused:
            refused.redirected |= bool(visited)
            raise

    async def _follow(self, ask: Ask, in_turn: InTurn, visited: list[str]) -> Fetched:
        url, left = checked_url(ask.url), _Left(ask.limits.timeout_s)
        while True:
            answer = await in_turn(url, partial(self._timed, url, ask, tuple(visited), left))
            if isinstance(answer, Fetched):
                return answer
            visited.append(url)
            if answer in visited or len(visited) > MAX_REDIRECTS:
                raise FetchRefused(Reason.REDIRECT_LOOP, f"{len(visited)} redirects, the last to {answer[:200]}")
            url = checked_url(answer)

    async def _timed(self, url: str, ask: Ask, redirects: tuple[str, ...], left: _Left) -> Answer:
        clock = asyncio.get_running_loop().time
        started = clock()
        try:
            async with asyncio.timeout(left.seconds):
                return await self._once(url, ask, redirects)
        except TimeoutError as error:
            detail = str(error) or f"no whole answer within {ask.limits.timeout_s:g} s"
            raise FetchRefused(Reason.TIMEOUT, detail, retry=True) from error
        except aiohttp.ClientError as error:
            raise refusal_of(error) from error
        finally:
            left.seconds -= clock() - started

    async def _once(self, url: str, ask: Ask, redirects: tuple[str, ...]) -> Answer:
        """The answer, or the address it redirects to."""
        if self._session is None:
            raise RuntimeError("the client is not open")
        timeout = aiohttp.ClientTimeout(
            total=None, sock_connect=ask.limits.read_timeout_s, sock_read=ask.limits.read_timeout_s
        )
        clock = asyncio.get_running_loop().time
        started = clock()
        async with self._session.get(
            url, headers=_conditions(ask.validators), allow_redirects=False, timeout=timeout
        ) as response:
            location = response.headers.get("Location")
            if response.status in REDIRECTS and location:
                return _redirect_target(url, location)
            if response.status == 304 and ask.validators != Validators():
                body = b""
            elif 200 <= response.status < 300:
                body = await _body(response, ask)
            else:
                retry_s = retry_after_s(response.headers.get("Retry-After"), now=self._now())
                raise refuse_status(response.status, retry_after_s=retry_s)
            target = refresh_target(body) if ask.html else None
            if target and (further := _redirect_target(url, target)) != url:
                return further
            ms = (clock() - started) * 1000.0
            return Fetched(response.status, _kept(response), body, url, redirects, ms)


def checked_url(url: str) -> str:
    """Raises FetchRefused (forbidden_scheme, bad_url); the fragment is no part of a request."""
    scheme = urlsplit(url).scheme.lower() if "://" in url else url.partition(":")[0].lower()
    if scheme not in ("http", "https"):
        raise FetchRefused(Reason.FORBIDDEN_SCHEME, f"{scheme[:20] or 'no scheme'}: only http and https are fetched")
    try:
        host_of(url)
    except BadUrlError as error:
        raise FetchRefused(Reason.BAD_URL, str(error)) from error
    if "@" in urlsplit(url).netloc:
        # A name and password would be sent on to whoever the link names.
        raise FetchRefused(Reason.BAD_URL, "the URL carries a user name")
    return urldefrag(url).url


def _conditions(validators: Validators) -> dict[str, str]:
    stated = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in stated.items() if value and value.isprintable() and value.isascii()}


def _redirect_target(url: str, location: str) -> str:
    # Location often holds raw bytes; aiohttp gives them as lone surrogates, which no URL may carry.
    raw = location.strip().encode("utf-8", "surrogateescape")
    try:
        return urldefrag(urljoin(url, quote(raw, safe=punctuation))).url
    except ValueError as error:
        raise FetchRefused(Reason.BAD_URL, f"redirect to {location[:100]!r}", redirected=True) from error


async def _body(response: aiohttp.ClientResponse, ask: Ask) -> bytes:
    max_bytes = ask.limits.max_bytes
    content_type = response.headers.get("Content-Type", "")
    if ask.html and not may_be_html(content_type):
        raise FetchRefused(Reason.NOT_HTML, content_type[:100], status=response.status)
    raw = await _read(response, max_bytes)
    encodings = ",".join(response.headers.getall("Content-Encoding", []))
    try:
        if len(raw) > INFLATE_HERE_BYTES:
            body = await asyncio.to_thread(inflate, raw, encodings, max_bytes=max_bytes)
        else:
            body = inflate(raw, encodings, max_bytes=max_bytes)
    except TooLargeError as error:
        raise FetchRefused(Reason.TOO_LARGE, str(error), status=response.status) from error
    except InflateError as error:
        raise FetchRefused(Reason.BAD_ENCODING, str(error), status=response.status) from error
    if not body.strip():
        raise FetchRefused(Reason.EMPTY_BODY, f"HTTP {response.status} with nothing in it", retry=True, status=200)
    if ask.html and not is_html(content_type, body):
        raise FetchRefused(Reason.NOT_HTML, f"{content_type[:60] or 'no type'}, and the body is none either")
    return body


async def _read(response: aiohttp.ClientResponse, max_bytes: int) -> bytes:
    if (response.content_length or 0) > max_bytes:
        raise FetchRefused(Reason.TOO_LARGE, f"announces {response.content_length} bytes, the limit is {max_bytes}")
    raw = bytearray()
    async for chunk in response.content.iter_any():
        raw += chunk
        if len(raw) > max_bytes:
            raise FetchRefused(Reason.TOO_LARGE, f"more than {max_bytes} bytes")
    return bytes(raw)


def _kept(response: aiohttp.ClientResponse) -> dict[str, str]:
    """Headers as clean text: bytes that are no UTF-8 must not reach a record."""
    stated = ((name, response.headers.get(name)) for name in KEPT_HEADERS)
    return {name: text.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for name, text in stated if text}
