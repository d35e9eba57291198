"""The steps of a pipeline run in this process, one after another, on the log and the stores that its settings name."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from typing import TypeVar

from bench.lone_worker import lone_worker
from broker.port import FencedError, Log
from pipeline.settings import Settings
from pipeline.topology import READERS, reader_named
from pipeline.wiring.log import names, open_log
from pipeline.wiring.steps import maker
from runtime.codec import from_message, to_message
from runtime.declare import Reader
from schemas.page import Page
from schemas.record import Record
from schemas.topics import LINKS, PAGES, Topic

R = TypeVar("R", bound=Record)
# In the order of the flow, behind the pages that a test publishes.
ROUNDS = 400
STEPS = tuple(step.name for step in READERS if step.reads is not LINKS)


def publish(settings: Settings, *pages: Page) -> None:
    topic = names(settings).full(PAGES)
    with closing(open_log(settings)) as log, closing(log.publisher(client="test")) as publisher:
        publisher.publish(
            [to_message(page, topic=topic, stage="test", at=1.0, lane=page.lane, origin=1.0) for page in pages]
        )


def run(settings: Settings, *, instead: Mapping[str, object] | None = None) -> None:
    """Each step until it has read everything; `instead` is made by the test, by the step's name."""
    with closing(open_log(settings)) as log:
        for name in STEPS:
            step = reader_named(name)
            made = (instead or {}).get(name) or maker(step)(settings)
            # It gives way to nobody: those further on have their turn when it has read everything.
            alone = replace(step, limits=replace(step.limits, gather_s=0.0))
            _read_all(log, replace(alone, gives_way_to=()), made, settings)


def _read_all(log: Log, step: Reader, made: object, settings: Settings) -> None:
    with lone_worker(step, made, log, settings) as once:
        for _ in range(ROUNDS):
            if not any(lag.behind for lag in log.lag() if lag.group == step.group):
                return
            once()
    raise AssertionError(f"{step.name} does not come to the end of what it reads")


@contextmanager
def at_work(settings: Settings) -> Iterator[None]:
    """Every step side by side, each in a thread, for the time of the block."""
    stop = threading.Event()

    def work(name: str) -> None:
        step = reader_named(name)
        step = replace(step, limits=replace(step.limits, batch_records=3, gather_s=0.0))
        while not stop.is_set():
            # On a machine that stands still for a session's time the group goes on without a member: as the worker's
            # own loop does, it begins anew from the settled offsets.
            with (
                suppress(FencedError),
                closing(open_log(settings)) as log,
                lone_worker(step, maker(step)(settings), log, settings, poll_s=0.05) as once,
            ):
                while not stop.is_set():
                    once()

    threads = [threading.Thread(target=work, args=(name,)) for name in STEPS]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def records(settings: Settings, topic: Topic, record: type[R]) -> Sequence[R]:
    """Everything of a topic, partition by partition."""
    found: list[R] = []
    with closing(open_log(settings)) as log:
        for partition in range(topic.partitions):
            for stored in log.read(names(settings).full(topic), partition, start=0, limit=1000):
                _, read = from_message(stored.message, record)
                assert isinstance(read, record)
                found.append(read)
    return found
