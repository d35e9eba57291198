"""Idle cost: the share of a processor that each process takes while nothing arrives."""

import threading
import time

from bench.processes import cpu_by_worker, running
from pipeline.running import ALL_STEPS
from pipeline.settings import Settings


def measure(settings: Settings, *, seconds: float) -> dict[str, float]:
    """Percent of one processor by process, after a rest in which start-up work ends."""
    pause = threading.Event()
    with running(settings, dict.fromkeys(ALL_STEPS, 1)) as run:
        pause.wait(10)
        before, started = cpu_by_worker(run), time.monotonic()
        pause.wait(seconds)
        elapsed = time.monotonic() - started
        return {name: round((cpu - before[name]) / elapsed * 100, 2) for name, cpu in cpu_by_worker(run).items()}
