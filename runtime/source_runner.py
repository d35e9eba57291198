"""The loop of one source process: emissions are published with their fates, then marked done at the source."""

import asyncio
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from broker.port import BrokerError, Message, Publisher, RecordTooLargeError
from runtime.clock import SYSTEM, Clock
from runtime.codec import TopicNames, to_message
from runtime.failing import declare
from runtime.metrics import EngineMetrics
from runtime.opened import close_anyhow, open_once_there
from runtime.progress import Progress
from runtime.source import Emission, SourceWork
from runtime.spans import Spans, published
from runtime.state import StaleOwnerError, StoreUnavailableError
from runtime.waits import Waits
from schemas.fate import FateBatch
from schemas.ids import digest
from schemas.record import Lane, Record
from schemas.span_context import SpanContext, root
from schemas.topics import FATES, Topic

log = structlog.get_logger()
FLUSH_EVERY_S = 0.2
FLUSH_RECORDS = 100
# Emissions hold whole pages: this many of the largest still fit into memory while the log is full.
QUEUE_EMISSIONS = 32
# A database thread asks for the interpreter after every statement: with the default of 5 ms a busy event loop made
# each of them wait that long.
SWITCH_S = 0.0005


@dataclass(frozen=True, kw_only=True)
class SourceGround:
    """What a source's loop stands on: shared with its health server."""

    worker: str
    names: TopicNames
    metrics: EngineMetrics
    waits: Waits
    progress: Progress
    clock: Clock = SYSTEM
    spans: Spans | None = None


def topics_by_record(topics: Sequence[Topic]) -> Callable[[Record], Topic]:
    """For a source that writes one topic of each kind of record."""
    of_type = {topic.record: topic for topic in topics}
    return lambda record: of_type[type(record)]


class SourceRunner:
    """Runs a source until `stop`, or where it `ends` until all of it is published and finished.

    A log that takes nothing, full, without a topic or away, holds the source back: emissions queue up to a bound, then
    it waits."""

    def __init__(
        self,
        source: SourceWork,
        ground: SourceGround,
        *,
        topic_of: Callable[[Record], Topic],
        publisher: Publisher,
        ends: bool = False,
    ) -> None:
        self._source = source
        self._worker = ground.worker
        self._names = ground.names
        self._topic_of = topic_of
        self._ends = ends
        self._publisher = publisher
        self._metrics = ground.metrics
        self._waits = ground.waits
        self._progress = ground.progress
        self._clock = ground.clock
        self._spans = ground.spans
        self._batches = 0

    async def run(self, stop: threading.Event) -> None:
        queue: asyncio.Queue[Emission] = asyncio.Queue(QUEUE_EMISSIONS)
        sys.setswitchinterval(SWITCH_S)
        if not await open_once_there(self._source, self._waits, stop):
            return
        self._progress.polled(())
        pump = asyncio.create_task(self._pump(queue))
        try:
            while not stop.is_set():
                batch = await self._batch(queue)
                if batch:
                    await self._publish(batch, stop)
                elif pump.done():
                    pump.result()
                    if not self._ends:
                        raise RuntimeError(f"source {self._source.name} ended")
                    break
        finally:
            pump.cancel()
            await asyncio.gather(pump, return_exceptions=True)
            rest = [queue.get_nowait() for _ in range(queue.qsize())]
            if rest:
                await self._publish(rest, stop)
            await close_anyhow(self._source)

    async def _pump(self, queue: asyncio.Queue[Emission]) -> None:
        async for emission in self._source.emissions():
            await queue.put(emission)

    async def _batch(self, queue: asyncio.Queue[Emission]) -> list[Emission]:
        """What comes within the flush interval of the first emission; empty when none comes for a while."""
        try:
            batch = [await asyncio.wait_for(queue.get(), FLUSH_EVERY_S)]
        except TimeoutError:
            return []
        until = asyncio.get_running_loop().time() + FLUSH_EVERY_S
        while len(batch) < FLUSH_RECORDS:
            try:
                batch.append(await asyncio.wait_for(queue.get(), until - asyncio.get_running_loop().time()))
            except TimeoutError:
                break
        return batch

    async def _publish(self, batch: Sequence[Emission], stop: threading.Event) -> None:
        messages = self._messages(batch)
        while True:
            try:
                await asyncio.to_thread(self._publisher.publish, messages)
                break
            except RecordTooLargeError:
                # It would be too large at every try.
                raise
            except BrokerError as error:
                # Nothing was written, or all of it under ids that bear repeating; leases that run out meanwhile are
                # emitted again under the same ids.
                rest_s = self._declare("publish", error)
                if stop.is_set():
                    return
                await asyncio.sleep(rest_s)
        self._waits.end("publish")
        await self._finish([emission.done for emission in batch], stop)
        self._observe(batch)

    async def _finish(self, done: Sequence[object], stop: threading.Event) -> None:
        while True:
            try:
                await asyncio.to_thread(self._source.finish, done)
                self._waits.end("finish")
                return
            except StaleOwnerError as error:
                # Another owner has the work: it comes again under the same ids.
                log.warning("lease_lost", source=self._source.name, detail=str(error))
                return
            except StoreUnavailableError as error:
                if stop.is_set():
                    return
                await asyncio.sleep(self._declare("finish", error))

    def _declare(self, what: str, error: Exception) -> float:
        return declare(self._waits, what, error, step=self._source.name)

    def _messages(self, batch: Sequence[Emission]) -> list[Message]:
        now = self._clock.now()
        name = self._source.name
        messages = [
            to_message(
                record,
                topic=self._full_topic_of(record),
                stage=name,
                at=now,
                lane=emission.fate.lane,
                origin=now,
                span=self._root(record),
            )
            for emission in batch
            for record in emission.records
        ]
        self._batches += 1
        fates = FateBatch(
            stage=name,
            worker=self._worker,
            batch=digest("batch", self._worker, str(self._batches), f"{now:.6f}"),
            at=datetime.fromtimestamp(now, UTC),
            fates=tuple(emission.fate for emission in batch),
        )
        return [
            *messages,
            to_message(fates, topic=self._names.full(FATES), stage=name, at=now, lane=Lane.LIVE, origin=now),
        ]

    def _full_topic_of(self, record: Record) -> str:
        return self._names.full(self._topic_of(record))

    def _root(self, record: Record) -> SpanContext | None:
        return None if self._spans is None else root(self._spans.ratio, self._source.name, record.event_id())

    def _observe(self, batch: Sequence[Emission]) -> None:
        self._progress.moved(len(batch))
        for emission in batch:
            fate = emission.fate
            reason = fate.reason.value if fate.reason else ""
            self._metrics.records.labels(self._source.name, fate.outcome.value, reason).inc()
            self._metrics.process_seconds.labels(self._source.name).observe(fate.ms / 1000)
            if self._spans is not None:
                written = [(record, self._full_topic_of(record)) for record in emission.records]
                now = self._clock.now()
                self._spans.take(published(self._source.name, fate, written, self._spans.ratio, now))
