"""Keeps aiohttp from repeating a request by itself: a second one would come without a rest."""

from types import SimpleNamespace

import aiohttp


def one_request() -> aiohttp.TraceConfig:
    """For a session. One new connection is always allowed: a kept one may have been closed meanwhile."""
    trace = aiohttp.TraceConfig()
    trace.on_connection_create_start.append(_connecting)
    return trace


async def _connecting(
    session: aiohttp.ClientSession, request: SimpleNamespace, params: aiohttp.TraceConnectionCreateStartParams
) -> None:
    if vars(request).setdefault("connected", False):
        raise aiohttp.ServerDisconnectedError("the server hung up without an answer")
    request.connected = True
