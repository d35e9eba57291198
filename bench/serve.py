"""What feeding others costs and how fast it is: the outbox's share of a write, lists, a change to readers."""

import asyncio
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from types import SimpleNamespace
from typing import Any, cast

import httpx
from prometheus_client import CollectorRegistry
from rich.progress import track

from bench.search import FIRST, LIMIT, Ask, Waits, made_articles, waits_of
from pipeline.settings import Settings, child_environment
from pipeline.wiring.log import open_log
from pipeline.wiring.serve import app
from pipeline.wiring.stores import engine_for, open_stores
from runtime.clock import utc_now
from serve.access import DESK
from serve.api.changes import Wish
from serve.feed import Feed
from serve.shown import ItemFields
from serve.views import Views
from stores.article_filters import ArticleFilters, Sort
from stores.articles import ArticleStore
from stores.outbox import Chosen, Outbox, OutboxReads, Row

BATCH = 50
CHANGES, CHANGE_EVERY_S = 50, 0.2
FRESH_ASKED = 200


@dataclass(frozen=True)
class Serving:
    """`outbox_share`: of the time of all writes, that of the outbox's statements. `waits`: of a list by its filter.
    `delays`: from a write's end to each of `subscribers`, in this process, without a network. `fresh_ms`: of an answer
    that says that nothing has changed. `export_mb`: the largest memory of `warta export` of all articles."""

    articles: int
    write_ms: float
    outbox_share: float
    waits: dict[str, Waits]
    subscribers: int
    fresh_p95_ms: float
    export_per_s: int
    export_mb: int
    delay_p50_ms: float
    delay_p95_ms: float
    lost: int

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


class TimedOutbox(Outbox):
    spent_s = 0.0

    def add(self, connection: Any, rows: Sequence[Row]) -> None:
        started = time.perf_counter()
        super().add(connection, rows)
        self.spent_s += time.perf_counter() - started


def measure(settings: Settings, *, count: int, subscribers: int) -> Serving:
    """Loads `count` made articles in batches of 50, asks for lists of them, then tells subscribers of 50 more."""
    # The application reads all of them.
    open_stores(settings)
    engine = engine_for(settings, "articles")
    store = ArticleStore(engine, stem=str)
    store.outbox = timed = TimedOutbox(engine, now=utc_now)
    owner, writes_s = store.claim("bench", "bench", 0), 0.0
    for start in track(range(0, count, BATCH), description="loading"):
        batch = list(made_articles(start, min(start + BATCH, count)))
        started = time.perf_counter()
        store.write(owner, batch)
        writes_s += time.perf_counter() - started
    share = timed.spent_s / writes_s
    waits = {name: waits_of(ask) for name, ask in _questions(store).items()}
    fresh_s = asyncio.run(_fresh(settings))
    export_s, export_mb = _exported(settings)
    delays = asyncio.run(_delays(store, count, subscribers))
    told = sorted(delays)
    return Serving(
        articles=count,
        write_ms=round(writes_s / count * 1000, 3),
        outbox_share=round(share, 4),
        waits=waits,
        subscribers=subscribers,
        fresh_p95_ms=round(sorted(fresh_s)[int(len(fresh_s) * 0.95)] * 1000, 2),
        export_per_s=round(count / export_s),
        export_mb=export_mb,
        delay_p50_ms=round(told[len(told) // 2] * 1000, 1),
        delay_p95_ms=round(told[int(len(told) * 0.95)] * 1000, 1),
        lost=subscribers * CHANGES - len(told),
    )


def _questions(store: ArticleStore) -> dict[str, Ask]:
    def ask(wanted: ArticleFilters) -> Ask:
        return lambda dice: store.latest(replace(wanted, source=f"s{dice.randrange(50)}"), limit=LIMIT)

    return {
        "of a source": ask(ArticleFilters()),
        "of a source and a watch": ask(ArticleFilters(watch="sedang")),
        "of a source, from a time on": ask(ArticleFilters(since=FIRST)),
        "of a source, as first seen": ask(ArticleFilters(sort=Sort.SEEN)),
        "with a flag that none has": lambda _: store.latest(ArticleFilters(flag="paywalled"), limit=LIMIT),
        "in a language that none has": lambda _: store.latest(ArticleFilters(language="en"), limit=LIMIT),
    }


async def _fresh(settings: Settings) -> list[float]:
    """Seconds until a reader that has the list already is told so, over the whole application but the network."""
    with closing(open_log(settings)) as log:
        transport = httpx.ASGITransport(app(settings, log=log, registry=CollectorRegistry()))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            known = {"if-none-match": (await client.get("/v1/articles")).headers["etag"]}
            took = []
            for _ in range(FRESH_ASKED):
                started = time.perf_counter()
                answer = await client.get("/v1/articles", headers=known)
                took.append(time.perf_counter() - started)
                assert answer.status_code == 304, answer.status_code
    return took


def _exported(settings: Settings) -> tuple[float, int]:
    """Seconds and megabytes of a process that writes all articles to a file."""
    target = settings.data_dir.parent / "all.jsonl"
    command = [sys.executable, "-m", "commands.main", "export", str(target), "--data", str(settings.data_dir)]
    started = time.perf_counter()
    subprocess.run(command, env=child_environment(settings), check=True, capture_output=True)
    took = time.perf_counter() - started
    return took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


async def _delays(store: ArticleStore, count: int, subscribers: int) -> list[float]:
    # Of the views a feed reads these alone.
    views = SimpleNamespace(
        articles=store, changes=OutboxReads(store.engine), outlets=dict, metrics_registry=CollectorRegistry()
    )
    feed = Feed(cast(Views, views))
    stored_at: dict[int, float] = {}
    delays: list[float] = []
    first = OutboxReads(store.engine).head().n

    async def subscribe() -> None:
        last = first
        async for lines in await feed.events(first, Wish(Chosen(), ItemFields(("id", "title")), DESK)):
            now = time.perf_counter()
            numbers = [int(line[4:]) for line in lines.decode().splitlines() if line.startswith("id: ")]
            for n in (n for n in numbers if n > last):
                delays.append(now - stored_at.get(n, now))
                last = n
            if last >= first + CHANGES:
                return

    readers = [asyncio.create_task(subscribe()) for _ in range(subscribers)]
    # What is measured is the way to those that read, not how fast so many begin.
    while feed.subscribers < subscribers:
        await asyncio.sleep(0)
    owner = store.claim("bench", "bench", 0)
    for n, record in enumerate(made_articles(count, count + CHANGES), start=first + 1):
        await asyncio.to_thread(store.write, owner, [record])
        stored_at[n] = time.perf_counter()
        await asyncio.sleep(CHANGE_EVERY_S)
    await asyncio.gather(*readers)
    return delays
