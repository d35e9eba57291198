"""The supervisor: one process per worker, restarted with backoff, killed at its time limit, gone with its parent."""

import contextlib
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog
from prometheus_client import Counter, Gauge
from prometheus_client.registry import Collector

from broker.port import Position
from runtime.clock import SYSTEM, Clock
from runtime.metrics import engine_metrics
from runtime.process.health import Health, HealthServer
from runtime.process.launching import ChildProcess, Launch, executed
from runtime.process.log_file import VARIABLE, set_aside
from runtime.process.targets import SUPERVISOR, Target, Targets
from runtime.run_dir import RunDir, read_activity

log = structlog.get_logger()
TICK_S = 0.2
BACKOFF_S = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
# A child that has lived this long starts again without delay when it ends.
SETTLED_S = 60.0
GRACE_S = 15.0
# Over the stage's own limit, for the time between two looks.
KILL_MARGIN_S = 2.0


@dataclass
class Child:
    """One worker's process over all its lives. `name` is the step with its slot."""

    step: str
    name: str
    command: Sequence[str]
    process: ChildProcess | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    failures: int = 0
    restarts: int = 0
    end_by: float | None = None
    """When it is killed if it has not ended, since it is to be started again; None while it may stay."""


@dataclass
class Supervisor:
    """`run` blocks until `stop` is set or `until` says so; every child is ended before it returns."""

    children: list[Child]
    run_dir: RunDir
    environment: dict[str, str]
    log_path: Path | None = None
    launch: Launch = executed
    stop: threading.Event = field(default_factory=threading.Event)
    health_host: str = "127.0.0.1"
    health_port: int = 0
    collectors: list[Collector] = field(default_factory=list)
    """Of metrics that are told once for all children of a step."""
    waiting: Callable[[], Sequence[str]] = tuple
    """What its health tells beside what is wrong."""
    on_stop: Callable[[], None] = lambda: None
    """Called once, before the children are ended: that may take as long as the longest record in hand."""
    tick_s: float = TICK_S
    clock: Clock = SYSTEM

    def run(self, *, on_tick: Callable[[], None] | None = None, until: Callable[[], bool] | None = None) -> None:
        metrics = engine_metrics()
        self._restarts = Counter(
            "warta_restarts", "Restarts of a worker process.", ("worker",), registry=metrics.registry
        )
        self._up = Gauge("warta_up", "1 while the worker's process runs.", ("worker",), registry=metrics.registry)
        for child in self.children:
            self._restarts.labels(child.name)
        for collector in self.collectors:
            metrics.registry.register(collector)
        health = HealthServer(
            registry=metrics.registry, live=Health, ready=self._ready, host=self.health_host, port=self.health_port
        )
        self._targets = Targets(self.run_dir)
        health.start(self.run_dir.endpoint(self._targets.name))
        try:
            while not self.stop.is_set() and not (until and until()):
                for child in self.children:
                    self._look_after(child)
                self._tell_where()
                self._set_aside_a_full_log()
                if on_tick:
                    on_tick()
                self.stop.wait(self.tick_s)
        finally:
            self.on_stop()
            self._end_all()
            health.close()
            self._targets.close()

    def _ready(self) -> Health:
        ended = [f"{child.name} is not running" for child in self.children if child.process is None]
        # A worker that ends at every start lives for a moment each time: it is up when it says where it serves.
        silent = [
            f"{child.name} has not started yet"
            for child in self.children
            if child.process is not None and not self.run_dir.endpoint(child.name).exists()
        ]
        return Health(why_not=(*ended, *silent), waiting=tuple(self.waiting()))

    def renew(self, steps: Collection[str]) -> None:
        """End the children of these steps; each finishes what is in hand and is started again in the environment of
        now. From the thread of `run` only."""
        for child in self.children:
            if child.step in steps and child.process is not None and child.end_by is None:
                child.end_by = self.clock.monotonic() + GRACE_S
                child.process.terminate()

    def _look_after(self, child: Child) -> None:
        now = self.clock.monotonic()
        if child.process is None:
            if now >= child.start_at:
                self._start(child)
            return
        code = child.process.poll()
        if code is None:
            self._kill_if_over_its_limit(child, now)
            if child.end_by is not None and now > child.end_by:
                child.process.kill()
            return
        self._buried(child, code, now)

    def _start(self, child: Child) -> None:
        output = self.log_path.open("ab") if self.log_path else None
        try:
            environment = self.environment | ({VARIABLE: str(self.log_path)} if self.log_path else {})
            child.process = self.launch(child.command, environment, output)
        finally:
            if output:
                output.close()
        child.started_at = self.clock.monotonic()
        self._up.labels(child.name).set(1)

    def _buried(self, child: Child, code: int, now: float) -> None:
        assert child.process is not None
        assert child.process.stdin is not None
        child.process.stdin.close()
        child.process = None
        self.run_dir.endpoint(child.name).unlink(missing_ok=True)
        died_of = self._bury(child)
        is_renewed, child.end_by = child.end_by is not None, None
        child.failures = 0 if is_renewed or now - child.started_at > SETTLED_S else child.failures + 1
        child.start_at = now + BACKOFF_S[min(child.failures, len(BACKOFF_S)) - 1] if child.failures else now
        child.restarts += 1
        self._restarts.labels(child.name).inc()
        self._up.labels(child.name).set(0)
        where = str(died_of) if died_of else None
        tell = log.info if is_renewed else log.warning
        tell("worker_ended", worker=child.name, code=code, while_processing=where, restarts=child.restarts)

    def _bury(self, child: Child) -> Position | None:
        try:
            return self.run_dir.bury(child.step, child.name)
        except OSError as error:
            # Without room for a mark the record gets another try, and its next death is noted.
            log.warning("death_not_noted", worker=child.name, detail=str(error))
            return None

    def _kill_if_over_its_limit(self, child: Child, now: float) -> None:
        activity = read_activity(self.run_dir.activity(child.name))
        if activity is None or activity.phase != "processing" or child.process is None:
            return
        # Activity from before this life is not its own.
        if activity.since > child.started_at and now - activity.since > activity.limit_s + KILL_MARGIN_S:
            log.error("worker_killed", worker=child.name, limit_s=activity.limit_s, at=str(activity.position))
            child.process.kill()

    def _tell_where(self) -> None:
        """Prometheus file_sd: where each process serves its metrics."""
        names = [(child.step, child.name) for child in self.children]
        told: list[Target] = []
        try:
            for step, name in (*names, (SUPERVISOR, self._targets.name)):
                if address := self.run_dir.address(name):
                    told.append({"targets": [address], "labels": {"service": step, "process": name}})
            self._targets.write(told)
        except OSError as error:
            # A full disk: the workers wait for room, and the next look writes what this one could not.
            log.warning("targets_not_written", detail=str(error))

    def _set_aside_a_full_log(self) -> None:
        if self.log_path is not None:
            # Where it cannot be renamed the log grows on: no worker may stop for it.
            with contextlib.suppress(OSError):
                set_aside(self.log_path)

    def _end_all(self) -> None:
        running = [child for child in self.children if child.process is not None]
        for child in running:
            assert child.process is not None
            child.process.send_signal(signal.SIGTERM)
        deadline = self.clock.monotonic() + GRACE_S
        for child in running:
            assert child.process is not None
            try:
                child.process.wait(max(0.1, deadline - self.clock.monotonic()))
            except subprocess.TimeoutExpired:
                log.error("worker_killed", worker=child.name, why="it did not stop in time")
                child.process.kill()
                child.process.wait()
            assert child.process.stdin is not None
            child.process.stdin.close()
            child.process = None
            self.run_dir.endpoint(child.name).unlink(missing_ok=True)


# A child of a pipeline: its step, slot and port follow.
CHILD = (sys.executable, "-m", "pipeline.child")


def children_for(slots: Mapping[str, Sequence[int]], *, first_port: int) -> list[Child]:
    """A child for each step and slot. `first_port` is the supervisor's own; the children's follow; 0: free ones."""
    pairs = [(step, slot) for step, of_step in slots.items() for slot in of_step]
    ports = range(first_port + 1, first_port + 1 + len(pairs)) if first_port else [0] * len(pairs)
    return [
        Child(step, f"{step}-{slot}", (*CHILD, step, str(slot), str(port)))
        for (step, slot), port in zip(pairs, ports, strict=True)
    ]
