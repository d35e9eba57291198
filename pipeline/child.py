"""A supervisor's child: `python -m pipeline.child STEP SLOT PORT` runs one worker until SIGTERM."""

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Sequence

import structlog

from broker.port import BrokerError
from pipeline.config_version import read_by, write_versions
from pipeline.errors import CommandError
from pipeline.logs import configure_logging
from pipeline.settings import Settings
from pipeline.topology import BY_NAME, SERVE
from pipeline.wiring.log import client_info, names, open_log
from pipeline.wiring.spans import sending
from pipeline.wiring.steps import as_set, maker
from runtime.declare import Notifier, Reader, Step
from runtime.metrics import EngineMetrics, engine_metrics, tell_config, tell_kafka_client
from runtime.process.opening import HealthPlace, opened
from runtime.process.signals import stopping_on_signals
from runtime.process.worker_process import WorkerSettings, run_worker
from runtime.run_dir import RunDir, WorkerRunningError
from runtime.state import StoreUnavailableError
from stores.errors import DatabaseRefusedError, DatabaseTooNewError

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


def process_metrics(name: str, settings: Settings) -> EngineMetrics:
    """And it is told, here and in a file, which version of the configuration the process reads."""
    metrics = engine_metrics()
    tell_kafka_client(metrics.registry, client_info(settings))
    versions = read_by(name.rpartition("-")[0], settings)
    tell_config(metrics.registry, versions)
    write_versions(RunDir(settings.run_dir).versions(name), versions)
    return metrics


def worker_settings(name: str, port: int, settings: Settings) -> WorkerSettings:
    return WorkerSettings(
        name=name,
        client=f"{settings.instance}.{name}",
        names=names(settings),
        run_dir=RunDir(settings.run_dir),
        host=settings.health_host,
        port=port,
        patience_s=settings.patience_s,
        lag_every_s=settings.lag_every_s,
    )


def place_of(step: str, name: str, port: int, settings: Settings, metrics: EngineMetrics) -> HealthPlace:
    endpoint = RunDir(settings.run_dir).endpoint(name)
    # The page waits at its own address.
    host = settings.host if step == SERVE else settings.health_host
    return HealthPlace(stage=step, endpoint=endpoint, registry=metrics.registry, host=host, port=port)


def run_reader(step: Reader, name: str, port: int, settings: Settings, stop: threading.Event) -> None:
    broker, metrics = open_log(settings), process_metrics(name, settings)
    place = place_of(step.name, name, port, settings, metrics)
    made = opened(lambda: maker(step)(settings), place=place, stop=stop)
    if made is not None:
        here = worker_settings(name, port, settings)
        with sending(step.name, name, settings, metrics.registry) as spans:
            run_worker(
                as_set(step, settings), made, broker=broker, metrics=metrics, settings=here, stop=stop, spans=spans
            )
    broker.close()


def run_source(step: Step, name: str, port: int, settings: Settings, stop: threading.Event) -> None:
    # Most processes are no source, and run no event loop.
    from runtime.process import source_process

    broker, metrics, here = open_log(settings), process_metrics(name, settings), worker_settings(name, port, settings)
    place = place_of(step.name, name, port, settings, metrics)
    publisher = opened(lambda: broker.publisher(client=here.client), place=place, stop=stop)
    if publisher is None:
        return
    owner = f"{here.client}.{os.getpid()}"
    source = opened(lambda: maker(step)(settings, owner=owner), place=place, stop=stop)
    try:
        if source is not None:
            with sending(step.name, name, settings, metrics.registry) as spans:
                source_process.run_source(
                    source,
                    writes=step.writes,
                    publisher=publisher,
                    metrics=metrics,
                    settings=here,
                    stop=stop,
                    spans=spans,
                )
    finally:
        publisher.close()
        broker.close()


def run_notifier(step: Step, name: str, port: int, settings: Settings, stop: threading.Event) -> None:
    # As run_source; it needs no log.
    from runtime.process import notifier_process

    metrics, here = process_metrics(name, settings), worker_settings(name, port, settings)
    place = place_of(step.name, name, port, settings, metrics)
    owner = f"{here.client}.{os.getpid()}"
    made = opened(lambda: maker(step)(settings, owner=owner, registry=metrics.registry), place=place, stop=stop)
    if made is not None:
        notifier_process.run_notifier(made, metrics=metrics, settings=here, stop=stop)


def run_serve(name: str, settings: Settings, stop: threading.Event) -> None:
    from pipeline.wiring.serve import app
    from serve.server import serve

    broker, metrics = open_log(settings), process_metrics(name, settings)
    place = place_of(SERVE, name, settings.port, settings, metrics)
    place.endpoint.parent.mkdir(parents=True, exist_ok=True)
    place.endpoint.write_text(f"{settings.host}:{settings.port}")
    page = opened(lambda: app(settings, log=broker, registry=metrics.registry), place=place, stop=stop)
    if page is not None:
        serve(page, host=settings.host, port=settings.port, allow_public=settings.allow_public)
    broker.close()


def run_step(step_name: str, name: str, port: int, settings: Settings, stop: threading.Event) -> None:
    step = BY_NAME.get(step_name)
    os.nice(step.nice if step is not None else 0)
    if step is None:
        run_serve(name, settings, stop)
    elif isinstance(step, Reader):
        run_reader(step, name, port, settings, stop)
    elif isinstance(step, Notifier):
        run_notifier(step, name, port, settings, stop)
    else:
        run_source(step, name, port, settings, stop)


def main(arguments: Sequence[str]) -> int:
    die_with_parent()
    step_name, slot, port = arguments[0], int(arguments[1]), int(arguments[2])
    name = f"{step_name}-{slot}"
    settings = Settings()
    configure_logging(settings.log_level, process=name)
    stop = threading.Event()
    # SIGTERM finishes what is in hand; SIGINT is the supervisor's to answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with stopping_on_signals(stop, signals=(signal.SIGTERM,)):
            run_step(step_name, name, port, settings, stop)
    except CANNOT_RUN as error:
        # The supervisor tries again with backoff; one line says why to whoever reads the log.
        log.error("cannot_run", error=f"{type(error).__name__}: {error}")
        return EXIT_CANNOT_START
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
