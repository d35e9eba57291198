"""A session of aiohttp behind the address guard: no cookies, no proxy, no redirect by itself, bounded headers."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import aiohttp
from aiohttp.abc import AbstractResolver

from ingest.web.guard import guarded_socket
from ingest.web.one_request import one_request
from ingest.web.resolver import NameResolver
from ingest.web.tolerant_head import TolerantHandler

AGENT = "Warta"
VERSION = "0.1"
MAX_HEADER_BYTES = 8190
MAX_HEADERS = 100


@dataclass(frozen=True)
class NetworkPath:
    """Through the guard but for `allowed` addresses; `resolver` and `tls` stand in for the system's names and
    certificates."""

    allowed: frozenset[tuple[str, int]] = frozenset()
    resolver: AbstractResolver | None = None
    tls: ssl.SSLContext | None = None


def agent(contact_url: str) -> str:
    return f"{AGENT}/{VERSION} (+{contact_url})"


def guarded_session(way: NetworkPath, headers: Mapping[str, str]) -> aiohttp.ClientSession:
    """To be made in the event loop that uses it."""
    connector = aiohttp.TCPConnector(
        socket_factory=guarded_socket(way.allowed),
        resolver=way.resolver or NameResolver(),
        ssl=way.tls or True,
        # Who asks bounds how many ask at once: a queue in here would make the others wait for a hung host.
        limit=0,
    )
    # aiohttp has no setting for it.
    connector._factory = partial(TolerantHandler, loop=asyncio.get_running_loop())  # type: ignore[assignment]
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        trace_configs=[one_request()],
        trust_env=False,
        max_line_size=MAX_HEADER_BYTES,
        max_field_size=MAX_HEADER_BYTES,
        max_headers=MAX_HEADERS,
        headers=headers,
    )
