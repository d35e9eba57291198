"""One notifier process, put together: metrics, health, its own loop, and a graceful stop."""

import asyncio
import threading

import structlog

from runtime.metrics import EngineMetrics
from runtime.notifier import NotifierWork
from runtime.opened import close_anyhow, open_once_there
from runtime.process.looping import looping_health
from runtime.process.worker_process import WorkerSettings
from runtime.progress import Progress
from runtime.waits import Waits

log = structlog.get_logger()
STOP_EVERY_S = 0.2


def run_notifier(
    notifier: NotifierWork, *, metrics: EngineMetrics, settings: WorkerSettings, stop: threading.Event
) -> None:
    """Work until `stop` is set. Raises OSError where the health port is taken."""
    waits, progress = Waits(), Progress()
    health = looping_health(notifier, progress, waits, metrics, settings)
    health.start(settings.run_dir.endpoint(settings.name))
    log.info("notifier_started", worker=settings.name, health=health.address)
    try:
        asyncio.run(_run(notifier, progress, waits, stop))
    finally:
        health.close()
        log.info("notifier_stopped", worker=settings.name)


async def _run(notifier: NotifierWork, progress: Progress, waits: Waits, stop: threading.Event) -> None:
    if not await open_once_there(notifier, waits, stop):
        return
    progress.polled(())
    running = asyncio.create_task(notifier.run())
    try:
        while not stop.is_set():
            await asyncio.wait({running}, timeout=STOP_EVERY_S)
            if running.done():
                running.result()
                raise RuntimeError(f"notifier {notifier.name} ended")
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await close_anyhow(notifier)
