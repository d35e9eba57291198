"""The steps of a pipeline run in this process, one after another, on the log and the stores that its settings name."""

import threading
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from typing import TypeVar

from broker.port import Log
from pipeline.settings import Settings
from pipeline.topology import BY_NAME, Kind
from pipeline.wiring import steps, stores
from pipeline.wiring.log import names, open_log
from runtime.clock import SYSTEM
from runtime.codec import from_message, to_message
from runtime.handlers import AnyStage, Bench, handler_for
from runtime.metrics import engine_metrics
from runtime.process.worker_process import topics_of
from runtime.progress import Progress
from runtime.run_dir import ActivityFile, RunDir
from runtime.waits import Waits
from runtime.worker import Worker
from schemas.page import Page
from schemas.record import Record
from schemas.topics import PAGES, Topic

R = TypeVar("R", bound=Record)
STEPS = ("archive", "clean", "revise", "enrich", "articles", "fates")


def publish(settings: Settings, *pages: Page) -> None:
    topic = names(settings).full(PAGES)
    with closing(open_log(settings)) as log, closing(log.publisher(client="test")) as publisher:
        publisher.publish(
            [to_message(page, topic=topic, stage="test", at=1.0, lane=page.lane, origin=1.0) for page in pages]
        )


def run(settings: Settings, *, instead: Mapping[str, AnyStage] | None = None) -> None:
    """Each step until it has read everything; `instead` are stages of the test's own, by their names."""
    with closing(open_log(settings)) as log:
        for name in STEPS:
            stage = (instead or {}).get(name) or steps.stage(BY_NAME[name], settings)
            _read_all(log, replace(stage, limits=replace(stage.limits, gather_s=0.0)), settings)


def _read_all(log: Log, stage: AnyStage, settings: Settings) -> None:
    run_dir, name = RunDir(settings.run_dir), f"{stage.name}-0"
    activity = ActivityFile(run_dir.activity(name))
    bench = Bench(worker=name, names=names(settings), clock=SYSTEM, activity=activity)
    state = stores.open_state(settings) if BY_NAME[stage.name].kind is Kind.KEYED else None
    topics = topics_of(stage, names(settings))
    consumer = log.consumer(group=stage.name, topics=topics, client=name)
    worker = Worker(
        stage,
        bench=bench,
        handler=handler_for(stage, bench, state),
        open_consumer=lambda: consumer,
        run_dir=run_dir,
        metrics=engine_metrics(),
        waits=Waits(SYSTEM),
        progress=Progress(SYSTEM),
        stop=threading.Event(),
        poll_s=0.0,
    )
    with closing(activity), closing(consumer):
        while any(lag.behind for lag in log.lag() if lag.group == stage.name):
            worker.step(consumer)


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
