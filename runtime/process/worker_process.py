"""One worker process, put together: activity file, metrics, health, watchdog, loop, and a graceful stop."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from broker.port import Consumer, Log, PartitionLag
from runtime.clock import SYSTEM, Clock
from runtime.codec import Names
from runtime.handlers import AnyStage, Bench, handler_for
from runtime.metrics import EngineMetrics, LagCollector, WaitCollector
from runtime.process.collector import calm_collector
from runtime.process.health import Health, HealthServer
from runtime.process.readiness import readiness
from runtime.process.watchdog import Watchdog
from runtime.progress import Progress
from runtime.refreshed import Refreshed
from runtime.run_dir import ActivityFile, RunDir
from runtime.stage import Stage
from runtime.state import StateStore
from runtime.waits import Waits
from runtime.worker import Worker
from schemas.outcomes import Tier
from schemas.topics import retry

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class WorkerSettings:
    """`name` is the stage with its slot, `client` that name on this machine; `patience_s` is the watchdog's, and
    `lag_every_s` lies between two looks of the metrics at the lag."""

    name: str
    client: str
    names: Names
    run_dir: RunDir
    host: str = "127.0.0.1"
    port: int = 0
    patience_s: float = 300.0
    lag_every_s: float = 5.0


def topics_of(stage: AnyStage, names: Names) -> list[str]:
    """What a stage's group reads: its topic and, where it retries by topic, its tiers."""
    tiers = [retry(stage.name, tier, stage.reads) for tier in Tier] if isinstance(stage, Stage) else []
    return [names.full(topic) for topic in (stage.reads, *tiers)]


def run_worker(
    stage: AnyStage,
    *,
    broker: Log,
    state: StateStore | None,
    metrics: EngineMetrics,
    settings: WorkerSettings,
    stop: threading.Event,
    clock: Clock = SYSTEM,
) -> None:
    """Work until `stop` is set. Raises WorkerRunningError, OSError where the health port is taken."""
    activity = ActivityFile(settings.run_dir.activity(settings.name))
    if activity.before is not None:
        settings.run_dir.suspect(stage.name, settings.name, activity.before)
    waits, progress = Waits(clock), Progress(clock)
    watchdog = _watchdog(stage, broker, settings, progress, waits, clock)
    health = _health_server(stage, broker, metrics, settings, progress, waits, watchdog, clock)
    bench = Bench(worker=settings.name, names=settings.names, clock=clock, activity=activity)
    worker = Worker(
        stage,
        bench=bench,
        handler=handler_for(stage, bench, state),
        open_consumer=_opener(broker, stage, settings),
        run_dir=settings.run_dir,
        metrics=metrics,
        waits=waits,
        progress=progress,
        stop=stop,
    )
    health.start(settings.run_dir.endpoint(settings.name))
    watchdog.start(stop)
    log.info("worker_started", worker=settings.name, health=health.address)
    calm_collector()
    try:
        worker.run()
    finally:
        health.close()
        activity.close()
        log.info("worker_stopped", worker=settings.name, settled=progress.settled)


def _watchdog(
    stage: AnyStage, broker: Log, settings: WorkerSettings, progress: Progress, waits: Waits, clock: Clock
) -> Watchdog:
    return Watchdog(
        progress=progress,
        waits=waits,
        behind=lambda: _behind(broker.lag(), stage.name, progress),
        patience_s=max(settings.patience_s, 2 * stage.limits.record_s),
        clock=clock,
    )


def _health_server(
    stage: AnyStage,
    broker: Log,
    metrics: EngineMetrics,
    settings: WorkerSettings,
    progress: Progress,
    waits: Waits,
    watchdog: Watchdog,
    clock: Clock,
) -> HealthServer:
    """Raises OSError where the port is taken."""
    lag = Refreshed(broker.lag, every_s=settings.lag_every_s, clock=clock)
    # The first look takes as long as it takes to connect: the first scrape finds it done.
    lag.begin()
    metrics.registry.register(LagCollector(group=stage.name, lag=lag, clock=clock))
    metrics.registry.register(WaitCollector(stage=stage.name, waits=waits))
    return HealthServer(
        registry=metrics.registry,
        live=lambda: Health(why_not=("the watchdog found it stuck",) if watchdog.failed else ()),
        ready=lambda: readiness(progress, waits, not_yet="it has not joined its group yet"),
        host=settings.host,
        port=settings.port,
    )


def _opener(broker: Log, stage: AnyStage, settings: WorkerSettings) -> Callable[[], Consumer]:
    topics = topics_of(stage, settings.names)
    return lambda: broker.consumer(group=stage.name, topics=topics, client=settings.client)


def _behind(lags: Sequence[PartitionLag], stage: str, progress: Progress) -> int:
    mine = set(progress.assigned)
    return sum(lag.behind for lag in lags if lag.group == stage and (lag.topic, lag.partition) in mine)
