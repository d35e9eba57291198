"""The feed of changes to many subscribers: one look at the outbox for all, and no queue that could grow.

Each subscriber has its own number. It takes what comes after it from the newest batches, which all share, or from the
outbox where it is further behind. So a slow one costs the others nothing, and takes no memory but its own number.
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool

from runtime.state import StoreUnavailableError
from serve.api.changes import Wish, entries_after, told_as
from serve.errors import FeedGoneError, TooManySubscribersError
from serve.stream_metrics import stream_metrics
from serve.views import Views
from stores.outbox import Entry

LOOK_EVERY_S = 0.1
HEARTBEAT_S = 15.0
BATCH = 200
# Of so many entries the newest are at hand for everybody.
RECENT_BATCHES = 50
MAX_SUBSCRIBERS = 2000
Line = tuple[Entry, bytes]


@dataclass
class _Batch:
    """Entries in a row; each way to show them is made once, whoever wants it."""

    entries: Sequence[Entry]
    shown: dict[object, "asyncio.Task[list[Line]]"] = field(default_factory=dict)

    async def lines(self, views: Views, wish: Wish) -> list[Line]:
        key = (wish.shape, wish.access.has_text)
        if key not in self.shown:
            self.shown[key] = asyncio.create_task(_lines(views, self.entries, wish))
        return await asyncio.shield(self.shown[key])


async def _lines(views: Views, entries: Sequence[Entry], wish: Wish) -> list[Line]:
    told = await run_in_threadpool(told_as, views, list(entries), wish)
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
        self._recent: deque[_Batch] = deque(maxlen=RECENT_BATCHES)
        self._last = 0
        self._moved = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None
        self.subscribers = 0

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
                moved = self._moved
                try:
                    batch = await self._after(place)
                    if batch is not None:
                        lines = await batch.lines(self._views, wish)
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

    async def _after(self, place: int) -> _Batch | None:
        """Raises FeedGoneError, StoreUnavailableError."""
        if self._recent and self._recent[0].entries[0].n <= place + 1:
            return next((batch for batch in self._recent if batch.entries[-1].n > place), None)
        if place >= self._last:
            return None
        found = await run_in_threadpool(entries_after, self._views, place, limit=BATCH)
        return _Batch(found.items) if found.items else None

    @contextmanager
    def _subscribed(self, place: int) -> Iterator[None]:
        if self._looking is None or self._looking.done():
            self._recent.clear()
            self._last = place
            self._looking = asyncio.create_task(self._look())
        self.subscribers += 1
        self.metrics.subscribers.inc()
        try:
            yield
        finally:
            self.subscribers -= 1
            self.metrics.subscribers.dec()

    async def _look(self) -> None:
        """While anybody subscribes."""
        while self.subscribers:
            with suppress(StoreUnavailableError):
                found = await run_in_threadpool(self._views.changes.after, self._last, limit=BATCH)
                if found.items:
                    self._recent.append(_Batch(found.items))
                    self._last = found.items[-1].n
                    self._moved.set()
                    self._moved = asyncio.Event()
                    continue
            await asyncio.sleep(LOOK_EVERY_S)
