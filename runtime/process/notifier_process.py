"""One notifier process, put together: metrics, health, its own loop, and a graceful stop."""

import asyncio
import threading

import structlog

from runtime.failing import declare
from runtime.metrics import EngineMetrics, WaitCollector
from runtime.notifier import Notifier
from runtime.process.health import Health, HealthServer
from runtime.process.readiness import told_ready
from runtime.process.worker_process import WorkerSettings
from runtime.progress import Progress
from runtime.state import StoreUnavailableError
from runtime.waits import Waits

log = structlog.get_logger()
STOP_EVERY_S = 0.2


def run_notifier(
    notifier: Notifier, *, metrics: EngineMetrics, settings: WorkerSettings, stop: threading.Event
) -> None:
    """Work until `stop` is set. Raises OSError where the health port is taken."""
    waits, progress = Waits(), Progress()
    metrics.registry.register(WaitCollector(stage=notifier.name, waits=waits))
    health = HealthServer(
        registry=metrics.registry,
        live=Health,
        ready=lambda: told_ready(progress, waits, notifier.waiting()),
        host=settings.host,
        port=settings.port,
    )
    health.start(settings.run_dir.endpoint(settings.name))
    log.info("notifier_started", worker=settings.name, health=health.address)
    try:
        asyncio.run(_run(notifier, progress, waits, stop))
    finally:
        health.close()
        log.info("notifier_stopped", worker=settings.name)


async def _run(notifier: Notifier, progress: Progress, waits: Waits, stop: threading.Event) -> None:
    if not await _open(notifier, waits, stop):
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
        await _close(notifier)


async def _open(notifier: Notifier, waits: Waits, stop: threading.Event) -> bool:
    """False where `stop` was set before its store was there."""
    while not stop.is_set():
        try:
            await notifier.open()
            waits.end("open")
            return True
        except StoreUnavailableError as error:
            await asyncio.sleep(declare(waits, "open", error, step=notifier.name))
    return False


async def _close(notifier: Notifier) -> None:
    try:
        await notifier.close()
    except StoreUnavailableError as error:
        # What could not be given back is free again when its lease runs out.
        log.warning("leases_kept", notifier=notifier.name, detail=str(error))
