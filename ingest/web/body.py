"""Reads the body and headers of an answer: bounded, decoded, and HTML only if a page is asked for."""

import asyncio
from functools import partial

import aiohttp

from ingest.web.ask import Ask
from ingest.web.errors import FetchRefused
from ingest.web.inflate import InflateError, TooLargeError, inflate
from ingest.web.media_type import is_html, may_be_html
from schemas.outcomes import Reason

# More is inflated in a thread: it would hold up every other host for a good part of a second.
INFLATE_HERE_BYTES = 256 * 1024
KEPT_HEADERS = ("content-type", "last-modified", "etag", "content-language", "date", "cache-control")


async def read_body(response: aiohttp.ClientResponse, ask: Ask) -> bytes:
    """Raises FetchRefused."""
    content_type = response.headers.get("Content-Type", "")
    if ask.html and not may_be_html(content_type):
        raise FetchRefused(Reason.NOT_HTML, content_type[:100], status=response.status)
    raw = await _read(response, ask)
    body = await _inflated(response, raw, ask)
    if not body.strip():
        raise FetchRefused(Reason.EMPTY_BODY, f"HTTP {response.status} with nothing in it", retry=True, status=200)
    if ask.html and not is_html(content_type, body):
        raise FetchRefused(Reason.NOT_HTML, f"{content_type[:60] or 'no type'}, and the body is none either")
    return body


async def _read(response: aiohttp.ClientResponse, ask: Ask) -> bytes:
    max_bytes = ask.limits.max_bytes
    if (response.content_length or 0) > max_bytes and not ask.cut:
        raise FetchRefused(Reason.TOO_LARGE, f"announces {response.content_length} bytes, the limit is {max_bytes}")
    raw = bytearray()
    async for chunk in response.content.iter_any():
        raw += chunk
        if len(raw) > max_bytes and ask.cut:
            # The rest, which may have no end, is not waited for.
            response.close()
            break
        if len(raw) > max_bytes:
            raise FetchRefused(Reason.TOO_LARGE, f"more than {max_bytes} bytes")
    return bytes(raw)


async def _inflated(response: aiohttp.ClientResponse, raw: bytes, ask: Ask) -> bytes:
    encodings = ",".join(response.headers.getall("Content-Encoding", []))
    undo = partial(inflate, raw, encodings, max_bytes=ask.limits.max_bytes, cut=ask.cut)
    try:
        return await asyncio.to_thread(undo) if len(raw) > INFLATE_HERE_BYTES else undo()
    except TooLargeError as error:
        raise FetchRefused(Reason.TOO_LARGE, str(error), status=response.status) from error
    except InflateError as error:
        raise FetchRefused(Reason.BAD_ENCODING, str(error), status=response.status) from error


def kept_headers(response: aiohttp.ClientResponse) -> dict[str, str]:
    """Headers as clean text: bytes that are no UTF-8 must not reach a record."""
    stated = ((name, response.headers.get(name)) for name in KEPT_HEADERS)
    return {name: text.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for name, text in stated if text}
