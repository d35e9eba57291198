"""One source process, put together: metrics, health, loop, and a graceful stop."""

import asyncio
import threading
from collections.abc import Sequence

import structlog

from broker.port import Publisher
from runtime.metrics import EngineMetrics
from runtime.process.looping import looping_health
from runtime.process.worker_process import WorkerSettings
from runtime.progress import Progress
from runtime.source import SourceWork
from runtime.source_runner import SourceGround, SourceRunner, topics_by_record
from runtime.spans import Spans
from runtime.waits import Waits
from schemas.topics import Topic

log = structlog.get_logger()


def run_source(
    source: SourceWork,
    *,
    writes: Sequence[Topic],
    publisher: Publisher,
    metrics: EngineMetrics,
    settings: WorkerSettings,
    stop: threading.Event,
    spans: Spans | None = None,
) -> None:
    """Work until `stop` is set. Raises OSError where the health port is taken."""
    waits, progress = Waits(), Progress()
    health = looping_health(source, progress, waits, metrics, settings)
    ground = SourceGround(
        worker=settings.name, names=settings.names, metrics=metrics, waits=waits, progress=progress, spans=spans
    )
    runner = SourceRunner(source, ground, topic_of=topics_by_record(writes), publisher=publisher)
    health.start(settings.run_dir.endpoint(settings.name))
    log.info("source_started", worker=settings.name, health=health.address)
    try:
        asyncio.run(runner.run(stop))
    finally:
        health.close()
        log.info("source_stopped", worker=settings.name, emitted=progress.settled)
