"""Answers that are still fresh: what depends on stored articles alone changes with the last number of the outbox.

The number is asked for before the answer is made. So an answer is as new as its tag, or newer, and never older.
"""

import zlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from runtime.state import StoreUnavailableError
from serve.access import DESK, STATE, Access
from serve.views import Views
from stores.outbox import Head

OF_ARTICLES = ("/v1/articles", "/v1/search", "/v1/quotes")
# A time in whole seconds may be that of two answers: of so young a change none is told.
OLD_ENOUGH = timedelta(seconds=2)


class Conditional:
    def __init__(self, app: ASGIApp, views: Views) -> None:
        self._app = app
        self._views = views

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(OF_ARTICLES):
            await self._app(scope, receive, send)
            return
        try:
            head = await run_in_threadpool(self._views.changes.head)
        except StoreUnavailableError:
            # The route says it, as it says everything.
            await self._app(scope, receive, send)
            return
        told = self._told(head, scope.get(STATE, DESK))
        if _is_fresh(Headers(scope=scope), told["etag"], head):
            await send({"type": "http.response.start", "status": 304, "headers": _raw(told.items())})
            await send({"type": "http.response.body", "body": b""})
            return

        async def send_told(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                MutableHeaders(scope=message).update(told)
            await send(message)

        await self._app(scope, receive, send_told)

    def _told(self, head: Head, access: Access) -> dict[str, str]:
        """Rights and owners are of the catalogue, and scopes of the asker: the tag has them too."""
        outlets = self._views.outlets().values()
        declared = "".join(f"{each.id}{each.rights}{each.owner_group}" for each in outlets) + str(sorted(access.scopes))
        told = {"etag": f'W/"{head.n}-{zlib.crc32(declared.encode()):08x}"', "vary": "Authorization"}
        if head.n and head.at < self._views.now() - OLD_ENOUGH:
            told["last-modified"] = format_datetime(head.at.astimezone(UTC).replace(microsecond=0), usegmt=True)
        return told


def _is_fresh(headers: Headers, etag: str, head: Head) -> bool:
    """A tag counts before a time (RFC 9110, 13.2.2)."""
    if (tags := headers.get("if-none-match")) is not None:
        return tags.strip() == "*" or etag in [tag.strip() for tag in tags.split(",")]
    since = _time(headers.get("if-modified-since", ""))
    return since is not None and bool(head.n) and head.at.replace(microsecond=0) <= since


def _time(header: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(header) if header else None
    except ValueError:
        return None
    return None if found is None or found.tzinfo is None else found


def _raw(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
