"""Bodies of requests are read to a bound: what is asked for in a few lines is no megabyte."""

from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serve.errors import ErrorBody
from serve.headers import HEADERS

MAX_BODY_BYTES = 64 << 10
WITHOUT_BODY = ("GET", "HEAD", "OPTIONS")


class BoundedBodies:
    """Reads a body before the application does, and refuses what is too large with 413."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in WITHOUT_BODY:
            await self._app(scope, receive, send)
            return
        body, more = bytearray(), True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > MAX_BODY_BYTES:
                await _too_large()(scope, receive, send)
                return
        whole: list[Message] = [{"type": "http.request", "body": bytes(body), "more_body": False}]

        async def receive_whole() -> Message:
            return whole.pop() if whole else await receive()

        await self._app(scope, receive_whole, send)


def _too_large() -> JSONResponse:
    body = ErrorBody(error="body_too_large", detail=f"a request has {MAX_BODY_BYTES} bytes at most")
    return JSONResponse(body.model_dump(), status_code=413, headers=HEADERS)
