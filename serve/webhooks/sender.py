"""The notifier `webhooks`: who of several processes sends, and to whom; while nobody is subscribed it only looks."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from runtime.state import StaleOwnerError, StoreUnavailableError
from stores.webhook_rows import Webhook, WebhookState
from stores.webhooks import WebhookStore

log = structlog.get_logger()
NOBODY = "nobody is subscribed"


class Sends(Protocol):
    """As `Sending`, which is loaded when somebody is subscribed: what it needs takes memory."""

    async def open(self) -> None: ...
    def check(self) -> None: ...
    async def arrange(self, active: Sequence[Webhook]) -> None: ...
    async def close(self, *, is_lost: bool = False) -> None: ...


@dataclass(frozen=True)
class SendingPace:
    """How often the store is looked at, while something is sent and while nothing is; and for how long a process that
    died keeps others from sending."""

    look_s: float = 1.0
    rest_s: float = 3.0
    lease_s: float = 15.0


class Sender:
    """Implements runtime.notifier.NotifierWork. `make` is given what says whether the lease is held still.
    `why_held`: why nothing may be sent now, None if it may."""

    name = "webhooks"

    def __init__(
        self,
        *,
        store: WebhookStore,
        owner: str,
        now: Callable[[], datetime],
        make: Callable[[Callable[[], bool]], Sends],
        why_held: Callable[[], str | None] = lambda: None,
        pace: SendingPace = SendingPace(),
    ) -> None:
        self._store = store
        self._owner = owner
        self._now = now
        self._make = make
        self._why_held = why_held
        self._pace = pace
        self._sends: Sends | None = None
        self._edits: int | None = None
        self._held_until = float("-inf")
        self._waiting: str | None = None

    async def open(self) -> None:
        await asyncio.to_thread(self._store.ping)

    async def close(self) -> None:
        await self._end()
        await asyncio.to_thread(self._store.release, self._owner)

    def waiting(self) -> str | None:
        return self._waiting

    async def run(self) -> None:
        while True:
            try:
                await self._look()
            except StoreUnavailableError as error:
                # It comes back; what sends waits for it too, and for its lease.
                self._waiting = str(error)
            except StaleOwnerError as error:
                log.warning("webhooks_lost", detail=str(error))
                await self._end(is_lost=True)
            await asyncio.sleep(self._pace.rest_s if self._sends is None else self._pace.look_s)

    async def _look(self) -> None:
        """Raises StoreUnavailableError, StaleOwnerError."""
        if self._sends is not None:
            self._sends.check()
        if (why := self._why_held()) is not None:
            await self._end()
            self._waiting = why
            return
        edits = await asyncio.to_thread(self._store.edits)
        is_changed = edits != self._edits
        active = await asyncio.to_thread(self._active) if is_changed else ()
        if is_changed and not active:
            await self._end()
            self._waiting = NOBODY
        elif (is_changed or self._sends is not None) and await self._holds():
            await self._send(active if is_changed else None)
        else:
            # Another process sends, which may end: then the look begins anew.
            return
        self._edits = edits

    async def _send(self, active: Sequence[Webhook] | None) -> None:
        self._waiting = None
        if self._sends is None:
            self._sends = self._make(self.may_send)
        if active is not None:
            # Once more where the store was away the first time.
            await self._sends.open()
            await self._sends.arrange(active)

    def may_send(self) -> bool:
        return asyncio.get_running_loop().time() < self._held_until

    async def _holds(self) -> bool:
        clock = asyncio.get_running_loop().time
        if self._held_until - clock() > self._pace.lease_s / 2:
            return True
        asked_at = clock()
        if await asyncio.to_thread(self._store.lease, self._owner, now=self._now(), ttl_s=self._pace.lease_s):
            self._held_until = asked_at + self._pace.lease_s
            return True
        self._waiting = "another process sends"
        await self._end(is_lost=True)
        return False

    async def _end(self, *, is_lost: bool = False) -> None:
        self._edits, self._held_until = None, float("-inf") if is_lost else self._held_until
        if self._sends is not None:
            # Where this is cancelled, it is closed once more.
            await self._sends.close(is_lost=is_lost)
            self._sends = None

    def _active(self) -> Sequence[Webhook]:
        return [each for each in self._store.all() if each.state is WebhookState.ACTIVE]
