"""A worker process whose stage kills it at the note `killer`: what a segfault does."""

import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from broker.sqlite_log.database import LogFile
from broker.sqlite_log.log import SqliteLog
from runtime.metrics import engine_metrics
from runtime.process.worker_process import run_worker
from runtime.run_dir import RunDir
from schemas.record import Record
from tests.runtime.notes import Echo, Note, echo_stage
from tests.runtime.toy import settings_of


def process(note: Note) -> Sequence[Record]:
    if note.text == "killer":
        os.kill(os.getpid(), signal.SIGKILL)
    return [Echo(text=note.text)]


if __name__ == "__main__":
    folder, name = Path(sys.argv[1]), sys.argv[2]
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    wired = echo_stage(process)
    run_worker(
        wired.step,
        wired.made,
        broker=SqliteLog(LogFile(folder / "log.db", durable=False)),
        metrics=engine_metrics(),
        settings=settings_of(name, RunDir(folder / "run")),
        stop=stop,
    )
