"""The hostile wing: one site a case, each on its own port. It answers every page with that case."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

from newsroom.hostile.answers import answer, redirect, refresh
from newsroom.hostile.bombs import bombs
from newsroom.hostile.lies import lies
from newsroom.hostile.streams import streams

HOST = "127.0.0.1"
TLS_HANDSHAKE = b"\x16"
# With `issuer.pem`, who signed the first three; the key in them is the wing's own and protects nothing.
CERTIFICATES = Path(__file__).parent / "certificates"
TLS_CASES = {
    "certificate-in-order": "good.pem",
    "certificate-expired": "expired.pem",
    "certificate-of-another-name": "wrong-name.pem",
    "certificate-signed-by-itself": "self-signed.pem",
}

Send = Callable[[str, asyncio.StreamWriter], Awaitable[None]]
"""Answers a request for a path."""


@asynccontextmanager
async def serving() -> AsyncIterator[dict[str, str]]:
    """Serves until the block is left; yields the address of each case's page by its name."""
    async with AsyncExitStack() as stack:
        addresses = {}
        for name, send in senders().items():
            addresses[name] = f"http://{HOST}:{await _listen(stack, send)}/"
        for name, file in TLS_CASES.items():
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(CERTIFICATES / file)
            addresses[name] = f"https://{HOST}:{await _listen(stack, _sends(answer), context)}/"
        addresses["tls-without-tls"] = f"https://{HOST}:{await _listen(stack, _sends(answer))}/"
        yield addresses


def senders() -> dict[str, Send]:
    senders: dict[str, Send] = {
        "redirect-on-and-on": _leads_on(redirect),
        "markup-redirect-on-and-on": _leads_on(refresh),
    }
    senders |= {name: _sends(make) for name, make in bombs().items()}
    senders |= {name: _sends(partial(bytes, sent)) for name, sent in lies().items()}
    senders |= {name: _streams(make) for name, make in streams().items()}
    return senders


def _leads_on(to: Callable[[str], bytes]) -> Send:
    async def send(path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(to(f"{path}a"))

    return send


def _sends(make: Callable[[], bytes]) -> Send:
    async def send(_: str, writer: asyncio.StreamWriter) -> None:
        writer.write(make())

    return send


def _streams(make: Callable[[], AsyncIterator[bytes]]) -> Send:
    async def send(_: str, writer: asyncio.StreamWriter) -> None:
        async for piece in make():
            writer.write(piece)
            await writer.drain()

    return send


async def _listen(stack: AsyncExitStack, send: Send, context: ssl.SSLContext | None = None) -> int:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            first = await reader.readexactly(1)
            # A greeting in TLS to a site that speaks none: it answers in its own way.
            request = first if first == TLS_HANDSHAKE else first + await reader.readuntil(b"\r\n\r\n")
            path = "/" if first == TLS_HANDSHAKE else request.split(maxsplit=2)[1].decode("latin-1")
            if path == "/robots.txt":
                # These sites do their worst to whoever may come.
                writer.write(answer(b"no such page", status=404))
            else:
                await send(path, writer)
            await writer.drain()
        except (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            # Most clients leave in the middle, as they should; the next one is served all the same.
            pass
        except asyncio.CancelledError:
            # The wing closes: a stream without an end has none of its own.
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, HOST, 0, ssl=context)
    stack.callback(server.close)
    return int(server.sockets[0].getsockname()[1])
