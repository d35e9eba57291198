"""Sends to all webhooks that are active, a task each: one that hangs holds nothing but its own connection."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace

from serve.webhooks.delivering import Delivering, DeliveryContext
from stores.webhook_rows import Course, Webhook

# What is under way may end, within a supervisor's patience.
GRACE_S = 3.0


class Sending:
    """Lives in one event loop, from `open` to `close`. `reread` gives webhooks as they are saved."""

    def __init__(
        self, ground: DeliveryContext, reread: Callable[[], Sequence[Webhook]], *, grace_s: float = GRACE_S
    ) -> None:
        self._ground = ground
        self._grace_s = grace_s
        self._reread = reread
        self._tasks: dict[str, tuple[Delivering, asyncio.Task[None]]] = {}
        self._saving: asyncio.Task[None] | None = None
        self._following = ExitStack()

    async def open(self) -> None:
        """Raises StoreUnavailableError with nothing open; then it is called again."""
        head = await asyncio.to_thread(self._ground.views.changes.head)
        if self._saving is None:
            await self._ground.poster.open()
            self._following.enter_context(self._ground.recent.followed(head.n))
            self._saving = asyncio.create_task(self._ground.saving.run())

    def check(self) -> None:
        """Raises StaleOwnerError where another owner sends, and what a task did not answer itself."""
        for task in (self._saving, *(task for _, task in self._tasks.values())):
            if task is not None and task.done():
                task.result()

    async def arrange(self, active: Sequence[Webhook]) -> None:
        """Begins what is new, ends what is no more or is another now. Raises StoreUnavailableError."""
        wanted = {webhook.id: _plain(webhook) for webhook in active}
        ended = [id_ for id_, (each, _) in self._tasks.items() if wanted.get(id_) != _plain(each.webhook)]
        if ended:
            await self._stop(ended)
            await self._saved()
            self.check()
            # How far those have come is known now.
            active = [each for each in await asyncio.to_thread(self._reread) if wanted.get(each.id) == _plain(each)]
        for webhook in active:
            if webhook.id not in self._tasks:
                each = Delivering(webhook, self._ground)
                self._tasks[webhook.id] = each, asyncio.create_task(each.run())

    async def close(self, *, is_lost: bool = False) -> None:
        """What is under way may end, and is saved; not where the lease is lost."""
        await self._stop(tuple(self._tasks))
        if not is_lost:
            await self._saved(self._grace_s)
        if self._saving is not None:
            self._saving.cancel()
            await asyncio.gather(self._saving, return_exceptions=True)
        self._following.close()
        await self._ground.poster.close()

    async def _saved(self, timeout_s: float | None = None) -> None:
        """Until all is, or nothing can be any more."""
        flushed = asyncio.create_task(self._ground.saving.flushed())
        either = {flushed} if self._saving is None else {flushed, self._saving}
        await asyncio.wait(either, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
        flushed.cancel()
        await asyncio.gather(flushed, return_exceptions=True)

    async def _stop(self, ids: Sequence[str]) -> None:
        ending = [self._tasks.pop(id_) for id_ in ids]
        for each, task in ending:
            each.stop()
            if not each.is_sending:
                task.cancel()
        tasks = [task for _, task in ending]
        if tasks:
            await asyncio.wait(tasks, timeout=self._grace_s)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _plain(webhook: Webhook) -> Webhook:
    """What of it is not moved by sending."""
    return replace(webhook, course=Course(0))
