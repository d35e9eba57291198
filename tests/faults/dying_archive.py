"""A worker of `archive` that kills itself once what it has written to a file is not in the index yet.

`python -m tests.faults.dying_archive`, on the settings of its environment: in the second write to any file.
"""

import threading

from pipeline.child import worker_settings
from pipeline.settings import Settings
from pipeline.topology import reader_named
from pipeline.wiring.archive import STEP, open_archive
from pipeline.wiring.log import open_log
from pipeline.wiring.steps import as_set
from runtime.metrics import engine_metrics
from runtime.process.worker_process import run_worker
from tests.stores.archive_writer import POINTS, DyingFolder


def run(settings: Settings) -> None:
    sink = open_archive(settings)
    sink.folder = DyingFolder(sink.folder.path)
    DyingFolder.point = POINTS[1]
    run_worker(
        as_set(reader_named(STEP), settings),
        sink,
        broker=open_log(settings),
        metrics=engine_metrics(),
        settings=worker_settings(f"{STEP}-0", 0, settings),
        stop=threading.Event(),
    )


if __name__ == "__main__":
    run(Settings())
