"""The health and metrics of a process with a loop of its own: a source's or a notifier's."""

from dataclasses import replace
from typing import Protocol

from runtime.metrics import EngineMetrics, WaitCollector
from runtime.process.health import Health, HealthServer
from runtime.process.readiness import readiness
from runtime.process.worker_process import WorkerSettings
from runtime.progress import Progress
from runtime.waits import Waits


class Looping(Protocol):
    name: str

    def waiting(self) -> str | None:
        """Why nothing moves while nothing is due; None while working."""


def looping_health(
    step: Looping, progress: Progress, waits: Waits, metrics: EngineMetrics, settings: WorkerSettings
) -> HealthServer:
    """Raises OSError where the port is taken."""
    metrics.registry.register(WaitCollector(stage=step.name, waits=waits))

    def ready() -> Health:
        health = readiness(progress, waits, not_yet="it is not open yet")
        idle = step.waiting()
        return replace(health, waiting=(*health.waiting, idle)) if idle else health

    return HealthServer(registry=metrics.registry, live=Health, ready=ready, host=settings.host, port=settings.port)
