"""HEAD wherever there is GET: the same answer, headers and all, without its body (RFC 9110, 9.3.2)."""

from collections.abc import Mapping
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ASKED = "warta_head"


class HeadAsGet:
    """The routes see a GET, so that each answers HEAD as it answers GET."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self._app({**scope, "method": "GET", ASKED: True}, receive, without_body)


def is_head(scope: Mapping[str, Any]) -> bool:
    """For routes whose body is long, or has no end."""
    return ASKED in scope
