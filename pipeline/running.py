"""A whole pipeline under one supervisor: checks before the start, the lock on the data folder, signals."""

import contextlib
import fcntl
import itertools
import os
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import structlog

from broker.port import LogUnreachableError
from pipeline.before_start import refuse_half_restored
from pipeline.checked_config import in_force
from pipeline.errors import AlreadyRunningError, CommandError, PortTakenError
from pipeline.measuring import Measuring
from pipeline.patience import Patience
from pipeline.pausing import Pausing
from pipeline.reloading import Reloading
from pipeline.settings import Settings, child_environment
from pipeline.template import launching
from pipeline.topology import BY_NAME, SERVE, STEPS
from pipeline.wiring.log import apply_topics, differing_topics, open_log
from pipeline.wiring.stores import Stores, open_stores
from runtime.clock import utc_now
from runtime.process.aside import aside
from runtime.process.host import HostCollector
from runtime.process.signals import stopping_on_signals
from runtime.process.supervisor import Supervisor, children_for
from runtime.run_dir import RunDir
from runtime.state import StoreUnavailableError

log = structlog.get_logger()
AWAIT_S = 60.0


@dataclass(frozen=True)
class Run:
    """The values that a command uses while the pipeline runs under it."""

    settings: Settings
    supervisor: Supervisor
    reloading: Reloading
    pausing: Pausing
    measuring: Measuring

    def tick(self) -> None:
        """Looks at the configuration, the pauses and the sizes; called as often as one likes."""
        self.reloading.tick()
        self.pausing.tick()
        self.measuring.tick()

    @cached_property
    def stores(self) -> Stores:
        """Opened at first use. Raises StoreUnavailableError."""
        return open_stores(self.settings)


@contextlib.contextmanager
def data_lock(settings: Settings) -> Iterator[None]:
    """Only one supervisor works on a data folder. Raises AlreadyRunningError."""
    path = settings.run_dir / "supervisor.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise AlreadyRunningError(
                f"a pipeline runs on {settings.data_dir} already (process {file.read().strip() or 'unknown'}); "
                "stop it, or give another --data"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def is_running(settings: Settings) -> bool:
    try:
        with data_lock(settings):
            return False
    except AlreadyRunningError:
        return True


def free_port(settings: Settings) -> Settings:
    """The settings with the page's port settled. Raises PortTakenError if it is in use."""
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise PortTakenError(
                f"{settings.host}:{settings.port} is taken ({error.strerror}); "
                "choose another with --port or WARTA_PORT, or 0 for a free one"
            ) from error
        return settings.model_copy(update={"port": probe.getsockname()[1]})


def steps_with_processes(settings: Settings, steps: Sequence[str]) -> dict[str, int]:
    """The number of processes in the settings, else in the rows."""
    return {step: settings.processes.get(step) or _declared_processes(step) for step in steps}


def _declared_processes(step: str) -> int:
    return BY_NAME[step].processes if step in BY_NAME else 1


@contextlib.contextmanager
def own_slots(run_dir: RunDir, steps: Mapping[str, int]) -> Iterator[dict[str, list[int]]]:
    """For each step the first slots that no other supervisor of this data folder has.

    They are this process's until the end of the block, or its own.
    """
    with contextlib.ExitStack() as held:
        slots: dict[str, list[int]] = {}
        for step, processes in steps.items():
            free = (slot for slot in itertools.count() if _reserved(run_dir, f"{step}-{slot}", held))
            slots[step] = list(itertools.islice(free, processes))
        yield slots


def _reserved(run_dir: RunDir, worker: str, held: contextlib.ExitStack) -> bool:
    file = run_dir.reserve(worker)
    if file is None:
        return False
    held.enter_context(file)
    return True


ALL_STEPS = (*(step.name for step in STEPS), SERVE)


def prepare_topics(settings: Settings) -> None:
    """The embedded log is made to match; a cluster belongs to others too. Raises CommandError if it differs."""
    opened = open_log(settings)
    is_embedded = settings.log == "sqlite"
    try:
        changes = apply_topics(opened, settings) if is_embedded else differing_topics(opened, settings)
    finally:
        opened.close()
    if changes and not is_embedded:
        raise CommandError(
            f"the cluster's topics differ, {len(changes)} of them: run `warta topics apply`; would be {changes[0]}"
        )


def await_topics(settings: Settings, tell: Callable[[str], None]) -> None:
    """`prepare_topics`, asked again for a minute while no log answers: a node of the cluster may have died just now.

    Raises CommandError if the topics differ, BrokerError. `tell` gets a line when it waits.
    """
    patience = Patience(time.monotonic() + AWAIT_S, tell)
    patience.call(lambda: prepare_topics(settings), while_=LogUnreachableError)


@contextlib.contextmanager
def prepared(settings: Settings, steps: dict[str, int], *, log_path: Path | None, lock: bool = True) -> Iterator[Run]:
    """Everything checked and the topics made; the caller runs `run.supervisor`. SIGTERM and SIGINT stop it.

    An absent log or store does not prevent the start: each step waits for it, and reports the wait.
    """
    refuse_half_restored(settings)
    copied, versions = in_force(settings)
    run_dir = RunDir(settings.run_dir)
    environment = child_environment(copied)
    with (
        # First of all, while there is neither a thread nor a lock that a fork would take along.
        launching(settings, steps, environment) as launch,
        data_lock(settings) if lock else contextlib.nullcontext(),
        own_slots(run_dir, steps) as slots,
    ):
        supervisor = Supervisor(
            children=children_for(slots, first_port=settings.health_port),
            run_dir=run_dir,
            environment=environment,
            log_path=log_path,
            launch=launch,
            health_host=settings.health_host,
            health_port=settings.health_port,
        )
        run = Run(
            settings,
            supervisor,
            Reloading(settings, supervisor, versions, prepare_topics),
            Pausing(settings),
            Measuring(settings),
        )
        supervisor.collectors += [run.reloading, HostCollector(_folders(settings))]
        supervisor.waiting = run.reloading.waiting
        # What the looks took of memory would stay here for as long as this process.
        aside(lambda: _look_at_what_is_there(run))
        # What was resumed while nothing ran must not hold up the first steps.
        run.pausing.tick()
        with stopping_on_signals(supervisor.stop):
            yield run


def _folders(settings: Settings) -> dict[str, Path]:
    """Where files of this process grow."""
    return {"data": settings.data_dir, "archive": settings.archive_dir or settings.data_dir}


def _look_at_what_is_there(run: Run) -> None:
    """Makes the topics and opens the stores, so that what will not do ends the command at once.

    Raises CommandError if the topics differ, and what a database says that refuses us or is of a newer Warta.
    """
    # A supervisor needs them for these looks alone, and what is loaded here goes with the fork.
    from pipeline.rekeying import bring_up
    from pipeline.takedown import repeat

    try:
        prepare_topics(run.settings)
    except LogUnreachableError as error:
        # What differs is not found out now; a step that misses a topic waits for it by name.
        log.warning("log_unavailable", detail=str(error))
    try:
        bring_up(run.settings, lambda name, rows: log.info("bringing_up", what=name, rows=rows))
        for asked in repeat(run.settings, now=utc_now()):
            log.warning("taken_down_again", asked=asked)
        _ = run.stores
    except StoreUnavailableError as error:
        # Each step that needs it waits, and declares it.
        log.warning("store_unavailable", detail=str(error))
