"""Receivers of webhooks on this machine, and a sender over the stores of a small newsroom."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from aiohttp import web
from prometheus_client import CollectorRegistry
from sqlalchemy import Engine

from ingest.web.guard import parse_allowed
from ingest.web.post import Poster
from ingest.web.session import NetworkPath
from runtime.clock import utc_now
from runtime.state import StoreUnavailableError
from serve.recent import Recent
from serve.views import ChangeViews
from serve.webhooks.backoff import Backoff
from serve.webhooks.delivering import DeliveryContext
from serve.webhooks.metrics import WebhookMetrics, webhook_metrics
from serve.webhooks.saving import Saving
from serve.webhooks.sender import Sender, SendingPace
from serve.webhooks.sending import Sending
from stores.webhook_rows import Move, Shape, Webhook, WebhookRequest
from stores.webhooks import WebhookStore

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PATIENCE_S = 60.0


@dataclass(frozen=True)
class Got:
    """A request as it came; `n` is the number of its change where it is a CloudEvent."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def told(self) -> Any:
        return json.loads(self.body)

    @property
    def n(self) -> int:
        found: int = self.told["data"]["n"]
        return found


@dataclass
class Receiver:
    """`statuses` by path: one after the other, then 204. What comes to a path of `hangs` is never answered."""

    statuses: dict[str, list[int]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    hangs: set[str] = field(default_factory=set)
    on_got: Callable[[Got], None] = lambda got: None
    got: list[Got] = field(default_factory=list)
    port: int = 0

    async def __aenter__(self) -> Self:
        self._came = asyncio.Condition()
        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", self._take)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"http://{self.address}{path}"

    def at(self, path: str) -> list[Got]:
        return [got for got in self.got if got.path == path]

    def numbers(self, path: str) -> list[int]:
        return [got.n for got in self.at(path)]

    async def some(self, path: str, count: int) -> list[Got]:
        """What came to the path, once it is so much."""
        return await self.until(path, lambda got: len(got) >= count)

    async def until(self, path: str, is_so: Callable[[list[Got]], bool]) -> list[Got]:
        async with asyncio.timeout(PATIENCE_S), self._came:
            await self._came.wait_for(lambda: is_so(self.at(path)))
        return self.at(path)

    async def _take(self, request: web.Request) -> web.Response:
        got = Got(request.path, {name.lower(): value for name, value in request.headers.items()}, await request.read())
        self.got.append(got)
        async with self._came:
            self._came.notify_all()
        self.on_got(got)
        if got.path in self.hangs:
            await asyncio.Event().wait()
        statuses = self.statuses.get(got.path, [])
        status = statuses.pop(0) if statuses else 204
        return web.Response(status=status, headers=self.headers if status >= 300 else {})


class HeardStore(WebhookStore):
    """Says to the event loop that made it whenever something was saved."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._loop, self._saved = asyncio.get_running_loop(), asyncio.Event()
        self.refused = asyncio.Event()

    def save(self, owner: str, moves: Sequence[Move]) -> None:
        try:
            super().save(owner, moves)
        except StoreUnavailableError:
            self._loop.call_soon_threadsafe(self.refused.set)
            raise
        self._loop.call_soon_threadsafe(self._saved.set)

    async def until(self, id_: str, is_so: Callable[[Webhook], bool]) -> Webhook:
        """The webhook once it is so."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                self._saved.clear()
                found = self.one(id_)
                if found is not None and is_so(found):
                    return found
                await self._saved.wait()


@dataclass
class Desk:
    """Who subscribes, and what sends; a sender is a process to all others."""

    views: ChangeViews
    engine: Engine
    store: HeardStore
    allowed: list[str]
    way: NetworkPath | None = None
    timeout_s: float = PATIENCE_S
    grace_s: float = PATIENCE_S
    retry_s: tuple[float, ...] = (0.01, 0.01, 0.01)
    lease_s: float = 30.0
    now: Callable[[], datetime] = utc_now
    why_held: str | None = None
    metrics: WebhookMetrics = field(default_factory=lambda: webhook_metrics(CollectorRegistry()))

    def subscribe(self, address: str, *, after: int = 0, shape: Shape = Shape.CLOUDEVENTS, **filters: str) -> Webhook:
        chosen = {name: (value,) for name, value in filters.items()}
        asked = WebhookRequest(name="uji", address=address, shape=shape, filters=chosen)
        return self.store.add(asked, SECRET, after=after, now=utc_now(), most=1000)

    def ground(self, owner: str, may_send: Callable[[], bool]) -> DeliveryContext:
        way = self.way or NetworkPath(parse_allowed(self.allowed))
        return DeliveryContext(
            views=self.views,
            recent=Recent(self.views, size=50, kept=10),
            poster=Poster(contact_url="https://warta.example/about", now=self.now, way=way),
            saving=Saving(lambda moves: self.store.save(owner, moves)),
            metrics=self.metrics,
            now=self.now,
            may_send=may_send,
            backoff=Backoff(self.retry_s),
            timeout_s=self.timeout_s,
        )

    @asynccontextmanager
    async def sending(self, owner: str = "uji-0.1") -> AsyncIterator[Sender]:
        sender = Sender(
            store=self.store,
            owner=owner,
            now=self.now,
            make=lambda may_send: Sending(self.ground(owner, may_send), self.store.all, grace_s=self.grace_s),
            why_held=lambda: self.why_held,
            pace=SendingPace(look_s=0.01, rest_s=0.01, lease_s=self.lease_s),
        )
        await sender.open()
        running = asyncio.create_task(sender.run())
        async with AsyncExitStack() as ending:
            ending.push_async_callback(sender.close)
            yield sender
            running.cancel()
            [ended] = await asyncio.gather(running, return_exceptions=True)
            assert isinstance(ended, asyncio.CancelledError), ended
