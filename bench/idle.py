"""Idle cost: the share of a processor and the memory that each process takes while nothing arrives."""

import os
import threading
import time
from dataclasses import asdict, dataclass

from bench.processes import children_of, cpu_by_worker, pss_mb, running
from pipeline.running import ALL_STEPS, steps_with_processes
from pipeline.settings import Settings

SUPERVISOR = "supervisor"
TEMPLATE = "template"


@dataclass(frozen=True)
class Idle:
    """By process: percent of one processor, and proportional set size in MB. The supervisor is this very process."""

    percent: dict[str, float]
    pss_mb: dict[str, float]

    def as_dict(self) -> dict[str, object]:
        whole = {"worst": max(self.percent.values()), "pss_mb_in_all": round(sum(self.pss_mb.values()), 1)}
        return asdict(self) | whole


def measure(settings: Settings, *, seconds: float) -> Idle:
    """As many processes as the rows say, after a rest in which start-up work ends."""
    pause = threading.Event()
    with running(settings, steps_with_processes(settings, ALL_STEPS)) as run:
        pause.wait(10)
        before, started = cpu_by_worker(run), time.monotonic()
        pause.wait(seconds)
        elapsed = time.monotonic() - started
        used = {name: cpu - before[name] for name, cpu in cpu_by_worker(run).items()}
        pids = {child.name: child.process.pid for child in run.supervisor.children if child.process is not None}
        # What is no worker is what they are forks of.
        (template,) = set(children_of(os.getpid())) - set(pids.values())
        memory = {name: pss_mb(pid) for name, pid in (pids | {TEMPLATE: template, SUPERVISOR: os.getpid()}).items()}
    return Idle({name: round(cpu / elapsed * 100, 2) for name, cpu in used.items()}, memory)
