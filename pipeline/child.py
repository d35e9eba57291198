"""What a supervisor starts: `python -m pipeline.child STEP SLOT PORT` runs one worker until it is told to stop."""

import asyncio
import ctypes
import os
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace

import structlog

from broker.port import BrokerError
from pipeline.errors import CommandError
from pipeline.logs import configure_logging
from pipeline.settings import Settings
from pipeline.topology import BY_NAME, SERVE, Kind, Step
from pipeline.wiring.log import client_info, names, open_log
from runtime.health import Health, HealthServer
from runtime.metrics import EngineMetrics, WaitCollector, engine_metrics, tell_kafka_client
from runtime.process import WorkerSettings, run_worker
from runtime.progress import Progress
from runtime.readiness import readiness
from runtime.run_dir import RunDir, WorkerRunningError
from runtime.source import Source
from runtime.source_runner import SourceRunner
from runtime.state import StoreUnavailableError
from runtime.waits import Waits
from schemas.topics import FATES
from stores.database import DatabaseRefusedError, DatabaseTooNewError

log = structlog.get_logger()
PR_SET_PDEATHSIG = 1
EXIT_CANNOT_START = 1
CANNOT_RUN = (
    BrokerError,
    CommandError,
    DatabaseRefusedError,
    DatabaseTooNewError,
    StoreUnavailableError,
    WorkerRunningError,
    OSError,
    ValueError,
)
STDIN = 0


def die_with_parent() -> None:
    """A killed supervisor takes its children along: by the kernel on Linux, by the end of standard input elsewhere."""
    if sys.platform == "linux":
        # Works also while this process hangs in C code. Source: prctl(2).
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)

    def wait_for_the_end() -> None:
        while os.read(STDIN, 4096):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait_for_the_end, name="parent", daemon=True).start()


def stop_on_signals() -> threading.Event:
    """SIGTERM finishes what is in hand; SIGINT is the supervisor's to answer."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return stop


def process_metrics(settings: Settings) -> EngineMetrics:
    metrics = engine_metrics()
    tell_kafka_client(metrics.registry, client_info(settings))
    return metrics


def run_stage(step: Step, name: str, port: int, settings: Settings, stop: threading.Event) -> None:
    from pipeline.wiring import steps, stores

    broker = open_log(settings)
    run_worker(
        steps.stage(step, settings),
        broker=broker,
        state=stores.open_state(settings) if step.kind is Kind.KEYED else None,
        metrics=process_metrics(settings),
        settings=WorkerSettings(
            name=name,
            client=f"{settings.instance}.{name}",
            names=names(settings),
            run_dir=RunDir(settings.run_dir),
            host=settings.host,
            port=port,
            patience_s=settings.patience_s,
            lag_every_s=settings.lag_every_s,
        ),
        stop=stop,
    )
    broker.close()


def run_source(step: Step, name: str, port: int, settings: Settings, stop: threading.Event) -> None:
    from pipeline.wiring import steps

    broker, metrics, waits, progress = open_log(settings), process_metrics(settings), Waits(), Progress()
    client = f"{settings.instance}.{name}"
    publisher = broker.publisher(client=client)
    source = steps.source(step, settings, owner=f"{client}.{os.getpid()}")
    metrics.registry.register(WaitCollector(stage=step.name, waits=waits))
    health = HealthServer(
        registry=metrics.registry,
        live=Health,
        ready=lambda: _ready(source, progress, waits),
        host=settings.host,
        port=port,
    )
    health.start(RunDir(settings.run_dir).endpoint(name))
    runner = SourceRunner(
        source,
        worker=name,
        writes=(*step.writes, FATES),
        publisher=publisher,
        names=names(settings),
        metrics=metrics,
        waits=waits,
        progress=progress,
    )
    log.info("source_started", worker=name, health=health.address)
    try:
        asyncio.run(runner.run(stop))
    finally:
        health.close()
        publisher.close()
        broker.close()
        log.info("source_stopped", worker=name, emitted=progress.settled)


def _ready(source: Source, progress: Progress, waits: Waits) -> Health:
    health = readiness(progress, waits, not_yet="it has not opened its source yet")
    idle = source.waiting()
    return replace(health, waiting=(*health.waiting, idle)) if idle else health


def run_serve(settings: Settings, stop: threading.Event) -> None:
    from pipeline.wiring.serve import app
    from serve.server import serve

    broker, metrics = open_log(settings), process_metrics(settings)
    RunDir(settings.run_dir).endpoint(f"{SERVE}-0").parent.mkdir(parents=True, exist_ok=True)
    RunDir(settings.run_dir).endpoint(f"{SERVE}-0").write_text(f"{settings.host}:{settings.port}")
    page = app(settings, log=broker, registry=metrics.registry)
    serve(page, host=settings.host, port=settings.port, allow_public=settings.allow_public)
    broker.close()


def main(arguments: Sequence[str]) -> int:
    die_with_parent()
    step_name, slot, port = arguments[0], int(arguments[1]), int(arguments[2])
    name = f"{step_name}-{slot}"
    settings = Settings()
    configure_logging(settings.log_level, process=name)
    stop = stop_on_signals()
    try:
        if step_name == SERVE:
            run_serve(settings, stop)
        elif BY_NAME[step_name].kind is Kind.SOURCE:
            run_source(BY_NAME[step_name], name, port, settings, stop)
        else:
            run_stage(BY_NAME[step_name], name, port, settings, stop)
    except CANNOT_RUN as error:
        # The supervisor tries again with backoff; one line says why to whoever reads the log.
        log.error("cannot_run", error=f"{type(error).__name__}: {error}")
        return EXIT_CANNOT_START
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
