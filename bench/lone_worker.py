"""One worker in this very process, as `runtime.process` makes it, without its health server and watchdog."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial

from broker.port import Log
from pipeline.child import worker_settings
from pipeline.settings import Settings
from pipeline.wiring.spans import sending
from runtime.declare import Reader
from runtime.metrics import engine_metrics
from runtime.process.worker_process import WorkerContext, open_consumer, worker_of
from runtime.progress import Progress
from runtime.run_dir import ActivityFile
from runtime.waits import Waits
from runtime.worker import POLL_S

# One round; returns how many records were settled.
Round = Callable[[], int]


@contextmanager
def lone_worker(step: Reader, made: object, log: Log, settings: Settings, *, poll_s: float = POLL_S) -> Iterator[Round]:
    """`made` is what the step's wiring gives. A round polls for `poll_s` at most. Raises WorkerRunningError."""
    metrics = engine_metrics()
    here = worker_settings(f"{step.name}-0", 0, settings)
    with (
        closing(ActivityFile(here.run_dir.activity(here.name))) as activity,
        closing(open_consumer(step, log, here)) as consumer,
        sending(step.name, here.name, settings, metrics.registry) as spans,
    ):
        ground = WorkerContext(
            settings=here,
            broker=log,
            activity=activity,
            metrics=metrics,
            waits=Waits(),
            progress=Progress(),
            stop=threading.Event(),
            spans=spans,
        )
        yield partial(worker_of(step, made, ground, poll_s=poll_s).once, consumer)
