"""How fast changes go out to webhooks, and what a receiver that hangs costs the others: side by side, in turns."""

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from prometheus_client import CollectorRegistry
from rich.progress import track

from bench.search import made_articles
from pipeline.settings import Settings
from pipeline.wiring.stores import open_articles, open_webhooks
from pipeline.wiring.subscribing import open_subscribing
from pipeline.wiring.webhooks import make
from stores.webhook_rows import Shape, WebhookRequest
from stores.webhooks import WebhookStore

BATCH = 200
LOOK_S = 0.02


@dataclass(frozen=True)
class Sending:
    """Deliveries a second to all `receivers` that answer, by the median of the rounds; `ratio`: with a hanging one
    beside them, of without. `hanging_took`: how many were delivered to that one."""

    changes: int
    receivers: int
    rounds: int
    alone_per_s: float
    beside_per_s: float
    ratio: float
    hanging_took: int

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def measure(settings: Settings, *, changes: int, receivers: int, rounds: int) -> Sending:
    """Stores made articles, then sends every change to each receiver once a round, as the step `webhooks` does. The
    receivers are a process of their own."""
    articles = open_articles(settings)
    owner = articles.claim("bench", "bench", 0)
    for start in track(range(0, changes, BATCH), description="loading"):
        articles.write(owner, list(made_articles(start, min(start + BATCH, changes))))
    with _receiver() as port:
        allowing = settings.model_copy(
            update={"allow_addresses": (f"127.0.0.1:{port}",), "webhooks_max": receivers + 1}
        )
        subscribing = open_subscribing(allowing)
        paths = [*(str(number) for number in range(receivers)), "hangs"]
        *ids, hanging = (subscribing.add(_asked(f"http://127.0.0.1:{port}/{path}"), after=None)[0].id for path in paths)
        alone, beside = asyncio.run(_rounds(allowing, ids, hanging, changes, rounds))
    hung = open_webhooks(settings).one(hanging)
    alone_per_s, beside_per_s = statistics.median(alone), statistics.median(beside)
    return Sending(
        changes=changes,
        receivers=receivers,
        rounds=rounds,
        alone_per_s=round(alone_per_s, 1),
        beside_per_s=round(beside_per_s, 1),
        ratio=round(beside_per_s / alone_per_s, 3),
        hanging_took=hung.course.delivered if hung is not None else 0,
    )


def _asked(address: str) -> WebhookRequest:
    return WebhookRequest(name="bench", address=address, shape=Shape.CLOUDEVENTS, filters={})


@contextmanager
def _receiver() -> Iterator[int]:
    command = [sys.executable, "-m", "bench.webhook_receiver"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())
        assert process.stdin is not None
        process.stdin.close()


async def _rounds(
    settings: Settings, ids: Sequence[str], hanging: str, changes: int, rounds: int
) -> tuple[list[float], list[float]]:
    store = open_webhooks(settings)
    sender = make(settings, owner="bench", registry=CollectorRegistry())
    await sender.open()
    running = asyncio.create_task(sender.run())
    alone, beside = list[float](), list[float]()
    for _ in range(rounds):
        await asyncio.to_thread(store.pause, hanging)
        alone.append(await _round(store, ids, changes))
        await asyncio.to_thread(store.enable, hanging, after=0)
        beside.append(await _round(store, ids, changes))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await sender.close()
    return alone, beside


async def _round(store: WebhookStore, ids: Sequence[str], changes: int) -> float:
    """Deliveries a second, from the last look before the first on: the sender looks for replays once a second."""
    before = await _delivered(store, ids)
    for id_ in ids:
        await asyncio.to_thread(store.enable, id_, after=0)
    started = time.perf_counter()
    while await _delivered(store, ids) == before:
        started = time.perf_counter()
        await asyncio.sleep(LOOK_S)
    while (done := await _delivered(store, ids)) < before + changes * len(ids):
        await asyncio.sleep(LOOK_S)
    return (done - before) / (time.perf_counter() - started)


async def _delivered(store: WebhookStore, ids: Sequence[str]) -> int:
    found = await asyncio.to_thread(store.all)
    return sum(each.course.delivered for each in found if each.id in ids)
