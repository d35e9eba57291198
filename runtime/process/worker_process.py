"""One worker process, put together: activity file, metrics, health, watchdog, loop, and a graceful stop."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog

from broker.port import Consumer, Log, PartitionLag
from runtime.attempt import Attempts
from runtime.batch.answering import BatchHandler
from runtime.batch.pure import PureBatch
from runtime.batch.sink import SinkBatch
from runtime.batch.stateful import StatefulBatch
from runtime.breaker import Breaker
from runtime.clock import SYSTEM, Clock
from runtime.codec import TopicNames
from runtime.declare import Reader, Sink, Stage, Stateful
from runtime.encoder import Encoder
from runtime.giving_way import GivingWay
from runtime.metrics import EngineMetrics, LagCollector, WaitCollector
from runtime.observer import Observer
from runtime.pauses import Pauses
from runtime.process.collector import calm_collector
from runtime.process.health import Health, HealthServer
from runtime.process.readiness import readiness
from runtime.process.watchdog import Watchdog
from runtime.progress import Progress
from runtime.refreshed import Refreshed
from runtime.resting import Resting
from runtime.run_dir import ActivityFile, RunDir
from runtime.settling import Settlement
from runtime.spans import Spans
from runtime.suspects import Suspects
from runtime.waits import Waits
from runtime.worker import POLL_S, Worker
from schemas.outcomes import Tier
from schemas.topics import retry

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class WorkerSettings:
    """`name` is the step with its slot, `client` that name on this machine; `patience_s` is the watchdog's, and
    `lag_every_s` lies between two looks of the metrics at the lag."""

    name: str
    client: str
    names: TopicNames
    run_dir: RunDir
    host: str
    port: int
    patience_s: float
    lag_every_s: float


@dataclass(frozen=True, kw_only=True)
class WorkerContext:
    """What a worker stands on: shared by its loop, its health server and its watchdog."""

    settings: WorkerSettings
    broker: Log
    activity: ActivityFile
    metrics: EngineMetrics
    waits: Waits
    progress: Progress
    stop: threading.Event
    clock: Clock = SYSTEM
    spans: Spans | None = None


BATCHES: Mapping[type[Reader], Callable[[Any, Any, Attempts, Encoder], BatchHandler]] = {
    Stage: PureBatch,
    Stateful: StatefulBatch,
    Sink: lambda step, made, attempts, _: SinkBatch(step.name, made, attempts),
}


def consumed(step: Reader, names: TopicNames, log: Log) -> list[str]:
    """What a step's group reads: what its row says, and retry topics of an earlier row, where records may wait."""
    there = log.topics()
    earlier = [names.full(retry(step.name, tier, step.reads)) for tier in Tier]
    declared = [names.full(topic) for topic in step.consumed]
    return list(dict.fromkeys((*declared, *(topic for topic in earlier if topic in there))))


def worker_of(step: Reader, made: object, ground: WorkerContext, *, poll_s: float = POLL_S) -> Worker:
    """The loop of a step over what its wiring made."""
    settings, clock = ground.settings, ground.clock
    attempts = Attempts(step, clock, ground.activity)
    return Worker(
        step=step,
        batch=BATCHES[type(step)](step, made, attempts, Encoder.of(step, settings.names, clock)),
        attempts=attempts,
        breaker=Breaker(settings.run_dir.breaker(settings.name), step.limits),
        settlement=Settlement(step, settings.name, settings.names, clock),
        observer=Observer(step, ground.metrics, ground.progress, clock, ground.spans),
        resting=Resting(step.name, clock, ground.waits),
        way=GivingWay(step, partial(ground.broker.lag, step.gives_way_to), clock, ground.stop),
        suspects=Suspects(step, settings.run_dir),
        waits=ground.waits,
        stop=ground.stop,
        paused=partial(Pauses(settings.run_dir.paused).why, "step", step.name),
        longest_poll_s=poll_s,
    )


def run_worker(
    step: Reader,
    made: object,
    *,
    broker: Log,
    metrics: EngineMetrics,
    settings: WorkerSettings,
    stop: threading.Event,
    spans: Spans | None = None,
) -> None:
    """Work until `stop` is set. Raises WorkerRunningError, OSError where the health port is taken."""
    activity = ActivityFile(settings.run_dir.activity(settings.name))
    if activity.before is not None:
        settings.run_dir.suspect(step.name, settings.name, activity.before)
    ground = WorkerContext(
        settings=settings,
        broker=broker,
        activity=activity,
        metrics=metrics,
        waits=Waits(),
        progress=Progress(),
        stop=stop,
        spans=spans,
    )
    worker = worker_of(step, made, ground)
    watchdog = watchdog_of(step, ground)
    health = health_server_of(step, ground, watchdog)
    health.start(settings.run_dir.endpoint(settings.name))
    watchdog.start(stop)
    log.info("worker_started", worker=settings.name, health=health.address)
    calm_collector()
    try:
        worker.run(lambda: open_consumer(step, broker, settings))
    finally:
        health.close()
        activity.close()
        log.info("worker_stopped", worker=settings.name, settled=ground.progress.settled)


def open_consumer(step: Reader, broker: Log, settings: WorkerSettings) -> Consumer:
    """Raises BrokerError."""
    topics = consumed(step, settings.names, broker)
    return broker.consumer(group=step.group, topics=topics, client=settings.client)


def watchdog_of(step: Reader, ground: WorkerContext) -> Watchdog:
    """Its patience is that of the settings, or twice the time that a record may take where that is longer."""
    return Watchdog(
        progress=ground.progress,
        waits=ground.waits,
        behind=lambda: _behind(ground.broker.lag((step.group,)), step.group, ground.progress),
        patience_s=max(ground.settings.patience_s, 2 * step.limits.record_s),
        clock=ground.clock,
    )


def health_server_of(step: Reader, ground: WorkerContext, watchdog: Watchdog) -> HealthServer:
    """Raises OSError where the port is taken."""
    settings, registry = ground.settings, ground.metrics.registry
    lag = Refreshed(partial(ground.broker.lag, (step.group,)), every_s=settings.lag_every_s, clock=ground.clock)
    # The first look takes as long as it takes to connect: the first scrape finds it done.
    lag.begin()
    registry.register(LagCollector(groups=(step.group,), lag=lag, clock=ground.clock))
    registry.register(WaitCollector(stage=step.name, waits=ground.waits))
    return HealthServer(
        registry=registry,
        live=lambda: Health(why_not=("the watchdog found it stuck",) if watchdog.failed else ()),
        ready=lambda: readiness(ground.progress, ground.waits, not_yet="it has not joined its group yet"),
        host=settings.host,
        port=settings.port,
    )


def _behind(lags: Sequence[PartitionLag], group: str, progress: Progress) -> int:
    mine = set(progress.assigned)
    return sum(lag.behind for lag in lags if lag.group == group and (lag.topic, lag.partition) in mine)
