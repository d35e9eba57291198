"""Opening what a process works with: a store or a log that is away is waited for, declared, and served meanwhile."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import structlog
from prometheus_client import CollectorRegistry

from broker.port import BrokerError
from runtime.clock import SYSTEM, Clock
from runtime.failing import REST_S, declare
from runtime.metrics import WaitCollector
from runtime.process.health import Health, HealthServer
from runtime.process.readiness import readiness
from runtime.progress import Progress
from runtime.state import StoreUnavailableError
from runtime.waits import Waits

log = structlog.get_logger()
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class HealthPlace:
    """Where a process serves its health: `stage` stands in its metrics, `endpoint` is the file that says where."""

    stage: str
    endpoint: Path
    registry: CollectorRegistry
    host: str
    port: int


def opened(make: Callable[[], T], *, place: HealthPlace, stop: threading.Event, clock: Clock = SYSTEM) -> T | None:
    """What `make` returns, at once or when it can; None where `stop` was set before.

    `make` is tried again after StoreUnavailableError and BrokerError, and leaves nothing open when it raises them.
    Health and metrics are served while it is waited for, and no longer. Raises what else `make` raises, and OSError
    where the port is taken.
    """
    waits = Waits(clock)
    made = _tried(make, waits, place.stage)
    if made:
        return made[0]
    collector = WaitCollector(stage=place.stage, waits=waits)
    health = _health_server(place, waits, Progress(clock))
    place.registry.register(collector)
    health.start(place.endpoint)
    try:
        while not made and not stop.wait(REST_S):
            made = _tried(make, waits, place.stage)
    finally:
        health.close()
        place.registry.unregister(collector)
    return made[0] if made else None


def _tried(make: Callable[[], T], waits: Waits, step: str) -> tuple[T] | None:
    try:
        return (make(),)
    except StoreUnavailableError as error:
        declare(waits, "store", error, step=step)
    except BrokerError as error:
        declare(waits, "log", error, step=step)
    return None


def _health_server(place: HealthPlace, waits: Waits, progress: Progress) -> HealthServer:
    def ready() -> Health:
        return readiness(progress, waits, not_yet="it has not opened what it works with yet")

    return HealthServer(
        registry=place.registry, live=Health, ready=ready, elsewhere=ready, host=place.host, port=place.port
    )
