"""The headers of every answer: nothing foreign runs on our pages, nothing old is shown."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Everything comes from here: no inline script, no style attribute, nothing from another host.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    # Nobody else is told; without it a browser would not say where our own forms come from.
    "referrer-policy": "same-origin",
    # Ask again each time: pages are live, and files of an older version must not stay behind.
    "cache-control": "no-cache",
}


class StrictHeaders:
    """Adds HEADERS to every answer but those of faults, which Starlette writes outside of it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_strict(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._app(scope, receive, send_strict)
