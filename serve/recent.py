"""The newest changes, in batches: one look at the outbox for all who follow it, and no queue that could grow.

Each follower has its own number. It takes what comes after it from the newest batches, which all share, or from the
outbox where it is further behind. So a slow one costs the others nothing, and takes no memory but its own number.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool

from runtime.state import StoreUnavailableError
from serve.api.changes import entries_after
from serve.views import ChangeViews
from stores.outbox import Entry

T = TypeVar("T")
LOOK_EVERY_S = 0.1
BATCH = 200
RECENT_BATCHES = 50


@dataclass
class EntryBatch:
    """Entries in a row; each way to show them is made once, whoever wants it."""

    entries: Sequence[Entry]
    _shown: dict[object, "tuple[float, asyncio.Task[Any]]"] = field(default_factory=dict)

    async def shown(self, key: object, make: Callable[[Sequence[Entry]], T], *, fresh_s: float = float("inf")) -> T:
        """What `make` gives, in a thread; made again where that is longer ago than `fresh_s`."""
        now = asyncio.get_running_loop().time()
        at, making = self._shown.get(key, (now, None))
        if making is None or now - at > fresh_s or _has_failed(making):
            making = asyncio.create_task(run_in_threadpool(make, self.entries))
            self._shown[key] = now, making
        found: T = await asyncio.shield(making)
        return found


def _has_failed(making: "asyncio.Task[Any]") -> bool:
    return making.done() and (making.cancelled() or making.exception() is not None)


class Recent:
    """Of `kept` batches, of `size` entries at most, the newest are at hand. Lives in one event loop."""

    def __init__(self, views: ChangeViews, *, size: int = BATCH, kept: int = RECENT_BATCHES) -> None:
        self._views = views
        self._size = size
        self._batches: deque[EntryBatch] = deque(maxlen=kept)
        self._last = 0
        self._looking: asyncio.Task[None] | None = None
        self.moved = asyncio.Event()
        """Set when there is more, and then another one takes its place."""
        self.followers = 0

    async def after(self, place: int) -> EntryBatch | None:
        """The next batch, which may begin before the number. Raises FeedGoneError, StoreUnavailableError."""
        if self._batches and self._batches[0].entries[0].n <= place + 1:
            return next((batch for batch in self._batches if batch.entries[-1].n > place), None)
        if place >= self._last:
            return None
        found = await run_in_threadpool(entries_after, self._views, place, limit=self._size)
        return EntryBatch(found.items) if found.items else None

    @contextmanager
    def followed(self, place: int) -> Iterator[None]:
        if self._looking is None or self._looking.done():
            self._batches.clear()
            self._last = place
            self._looking = asyncio.create_task(self._look())
        self.followers += 1
        try:
            yield
        finally:
            self.followers -= 1

    async def _look(self) -> None:
        """While anybody follows."""
        while self.followers:
            with suppress(StoreUnavailableError):
                found = await run_in_threadpool(self._views.changes.after, self._last, limit=self._size)
                if found.items:
                    self._batches.append(EntryBatch(found.items))
                    self._last = found.items[-1].n
                    self.moved.set()
                    self.moved = asyncio.Event()
                    continue
            await asyncio.sleep(LOOK_EVERY_S)
