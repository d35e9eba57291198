"""The feed of changes to many subscribers, as lines of Server-Sent Events; none of them has a queue."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial

from starlette.concurrency import run_in_threadpool

from runtime.state import StoreUnavailableError
from serve.api.changes import Wish, entries_after, told_as
from serve.errors import FeedGoneError, TooManySubscribersError
from serve.recent import Recent
from serve.stream_metrics import stream_metrics
from serve.views import Views
from stores.outbox import Entry

HEARTBEAT_S = 15.0
MAX_SUBSCRIBERS = 2000
Line = tuple[Entry, bytes]


def _made(views: Views, wish: Wish, entries: Sequence[Entry]) -> list[Line]:
    told = told_as(views, list(entries), wish)
    return [(entry, _event(entry, each)) for entry, each in zip(entries, told, strict=True)]


def _event(entry: Entry, told: object) -> bytes:
    """Source: https://html.spec.whatwg.org/multipage/server-sent-events.html"""
    return f"id: {entry.n}\nevent: {entry.kind}\ndata: {json.dumps(told, ensure_ascii=False)}\n\n".encode()


class Feed:
    """`heartbeat_s`: how long a subscriber hears nothing at most. Lives in one event loop."""

    def __init__(self, views: Views, *, heartbeat_s: float = HEARTBEAT_S) -> None:
        self._views = views
        self.metrics = stream_metrics(views.metrics_registry)
        self._heartbeat_s = heartbeat_s
        self._recent = Recent(views)

    @property
    def subscribers(self) -> int:
        return self._recent.followers

    async def events(self, after: int | None, wish: Wish) -> AsyncIterator[bytes]:
        """Lines of a stream from the number on, or from now on; ends with `gone` where the feed does not go back so
        far. A heartbeat moves the number of a subscriber who wants little. Raises TooManySubscribersError,
        FeedGoneError, StoreUnavailableError before the first line."""
        if self.subscribers >= MAX_SUBSCRIBERS:
            raise TooManySubscribersError(f"{self.subscribers} read the stream of this process: try again later")
        if after is None:
            place = (await run_in_threadpool(self._views.changes.head)).n
        else:
            await run_in_threadpool(entries_after, self._views, after, limit=1)
            place = after
        return self._lines(place, wish)

    async def _lines(self, place: int, wish: Wish) -> AsyncIterator[bytes]:
        with self._subscribed(place):
            yield f"retry: 1000\nid: {place}\n\n".encode()
            while True:
                moved = self._recent.moved
                try:
                    batch = await self._recent.after(place)
                    if batch is not None:
                        lines = await batch.shown((wish.shape, wish.access.has_text), partial(_made, self._views, wish))
                except FeedGoneError as error:
                    yield f"event: gone\ndata: {json.dumps({'error': error.code, 'detail': str(error)})}\n\n".encode()
                    return
                except StoreUnavailableError:
                    # The store comes back, and the number is still good.
                    batch = None
                if batch is None:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(moved.wait(), self._heartbeat_s)
                        continue
                    yield f"id: {place}\n: here\n\n".encode()
                    continue
                wanted = [line for entry, line in lines if entry.n > place and wish.chosen.has(entry)]
                place = batch.entries[-1].n
                if wanted:
                    self.metrics.events.inc(len(wanted))
                    yield b"".join(wanted)

    @contextmanager
    def _subscribed(self, place: int) -> Iterator[None]:
        with self._recent.followed(place):
            self.metrics.subscribers.inc()
            try:
                yield
            finally:
                self.metrics.subscribers.dec()
