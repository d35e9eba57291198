"""Answers in brotli or gzip, as the asker takes them (RFC 9110, 12.5.3); streams are flushed as they come."""

import brotli  # type: ignore[import-untyped]
from starlette.datastructures import Headers
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipResponder, IdentityResponder
from starlette.types import ASGIApp, Receive, Scope, Send

LEAST_BYTES = 1000
# The quick levels: a page of a list is packed in a millisecond.
BROTLI_QUALITY, GZIP_LEVEL = 4, 5
ALREADY = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/warc")


class BrotliResponder(IdentityResponder):
    content_encoding = "br"

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, LEAST_BYTES, exclude_content_types=ALREADY)
        self._compressor = brotli.Compressor(quality=BROTLI_QUALITY)

    async def apply_compression(self, body: bytes, *, more_body: bool) -> bytes:
        begun = self._compressor.process(body)
        return bytes(begun + (self._compressor.flush() if more_body else self._compressor.finish()))


class Compressed:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        taken = accepted(Headers(scope=scope).get("accept-encoding", ""))
        responder: ASGIApp
        if "br" in taken:
            responder = BrotliResponder(self._app)
        elif "gzip" in taken:
            responder = GZipResponder(self._app, LEAST_BYTES, GZIP_LEVEL, exclude_content_types=ALREADY)
        else:
            responder = IdentityResponder(self._app, LEAST_BYTES, exclude_content_types=ALREADY)
        await responder(scope, receive, send)


def accepted(header: str) -> set[str]:
    """The codings that are named and not refused by `q=0`."""
    parts = [part.replace(" ", "").lower().split(";") for part in header.split(",")]
    return {name for name, *weights in parts if not any(weight.strip("0.") == "q=" for weight in weights)}
