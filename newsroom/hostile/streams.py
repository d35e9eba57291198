"""Answers that never end, or that come so slowly that nobody should wait for them."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Iterator

from newsroom.hostile.answers import PAGE, head

DRIP_S = 0.05
LENGTH = {"Content-Type": "text/html", "Content-Length": "100000"}
CHUNKED = {"Content-Type": "text/html", "Transfer-Encoding": "chunked"}
UNTIL_CLOSED = {"Content-Type": "text/html", "Connection": "close"}
TEXT = b"<p>Dan seterusnya tanpa akhir." * 500

Stream = Callable[[], AsyncIterator[bytes]]


def streams() -> dict[str, Stream]:
    """By the name of the case."""
    return {
        "endless-body": lambda: _at_once(head(UNTIL_CLOSED), itertools.repeat(TEXT)),
        "endless-chunks": lambda: _at_once(head(CHUNKED), itertools.repeat(b"%x\r\n%s\r\n" % (len(TEXT), TEXT))),
        "endless-headers": lambda: _at_once(b"HTTP/1.1 200 OK\r\n", (b"X-%d: isi\r\n" % n for n in itertools.count())),
        "endless-header": lambda: _at_once(b"HTTP/1.1 200 OK\r\nX-Panjang: ", itertools.repeat(b"a" * 4096)),
        "endless-interim-answers": lambda: _slowly(b"", itertools.repeat(b"HTTP/1.1 103 Early Hints\r\n\r\n")),
        "silent": lambda: _silent(b""),
        "silent-in-its-headers": lambda: _silent(b"HTTP/1.1 200 OK\r\nContent-"),
        "silent-in-its-body": lambda: _silent(head(LENGTH) + PAGE),
        "slow-headers": lambda: _slowly(b"HTTP/1.1 200 OK\r\nX-Lambat: ", itertools.repeat(b"a")),
        "slow-body": lambda: _slowly(head(LENGTH), itertools.repeat(b"a")),
    }


async def _at_once(first: bytes, rest: Iterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    for piece in rest:
        yield piece


async def _slowly(first: bytes, rest: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Often enough that no single silence is long."""
    yield first
    for piece in rest:
        await asyncio.sleep(DRIP_S)
        yield piece


async def _silent(first: bytes) -> AsyncIterator[bytes]:
    yield first
    await asyncio.Event().wait()
