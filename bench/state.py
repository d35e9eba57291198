"""A stateful step's memory: what a record costs that asks, scans and changes a window of remembered values.

Beside it, in the same run, the same work on one blob of the whole window, decoded and encoded for every record.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import psycopg

from bench.frontier_rows import plain
from bench.state_window import (
    ASKING,
    STEP,
    Asking,
    Blob,
    Get,
    Kept,
    deliveries,
    one_by_one,
    relate,
    step,
    together,
    window,
)
from broker.port import Delivery
from pipeline.errors import CommandError
from pipeline.settings import Settings
from pipeline.wiring.stores import engine_for
from runtime.attempt import Attempts, Handled
from runtime.batch.answering import BatchHandler
from runtime.batch.stateful import StatefulBatch
from runtime.clock import SYSTEM
from runtime.codec import TopicNames
from runtime.declare import Limits
from runtime.encoder import Encoder
from runtime.memory import BatchMemory, Remembering
from runtime.run_dir import ActivityFile, RunDir
from runtime.state import StateStore
from schemas.outcomes import Outcome
from stores.state import SqlStateStore

USUAL = Limits().batch_records
BLOB_KEY = "window"
COMPARED = ("wall_ms", "cpu_ms", "written_bytes")


@dataclass(frozen=True)
class Cost:
    """Of one record, in the mean; `cpu_ms` is this process's, without a server's."""

    records: int
    wall_ms: float
    cpu_ms: float
    written_bytes: int


@dataclass(frozen=True)
class State:
    """`by_key`: in batches of the usual size, a record's gets in one question. `one_by_one`: a question a get. `alone`:
    in batches of one record. `blob`: what memory by key replaced."""

    by_key: Cost
    one_by_one: Cost
    alone: Cost
    blob: Cost

    @property
    def ways(self) -> dict[str, Cost]:
        return {
            "by key, usual batches": self.by_key,
            "the same, a question a get": self.one_by_one,
            "by key, batches of one": self.alone,
            "one blob a record": self.blob,
        }

    def as_dict(self) -> dict[str, object]:
        """With what the blob costs as a multiple of `by_key`."""
        times = {name: round(getattr(self.blob, name) / getattr(self.by_key, name), 1) for name in COMPARED}
        return asdict(self) | {"blob_times": times}


def measure(settings: Settings, *, records: int, blobs: int) -> State:
    """`records` each way by key, after a batch that warms up; `blobs` on the blob."""
    written = _written(settings)
    with (
        closing(ActivityFile(RunDir(settings.run_dir).activity(f"{STEP}-0"))) as activity,
        opened(settings) as store,
    ):

        def by_key(turn: int, get: Get, size: int) -> Cost:
            work, batch = deliveries(USUAL + turn * records, records), _batch(store, activity, get)
            return _cost(lambda: _handed(batch, work, size), records, written)

        _remember(store)
        _handed(_batch(store, activity, together), deliveries(0, USUAL), USUAL)
        return State(
            by_key=by_key(0, together, USUAL),
            one_by_one=by_key(1, one_by_one, USUAL),
            alone=by_key(2, together, 1),
            blob=_cost(lambda: _on_the_blob(store, blobs), blobs, written),
        )


@contextmanager
def opened(settings: Settings) -> Iterator[StateStore]:
    engine = engine_for(settings, "state")
    yield SqlStateStore(engine)
    engine.dispose()


def _remember(store: StateStore) -> None:
    """The window by key, and as a blob."""
    with store.transaction(store.claim(STEP, ASKING.name, 0)) as state:
        memory = BatchMemory(STEP, Kept, state)
        for key, value in window().items():
            memory.put(key, value)
        memory.keep()
        memory.flush()
        state.put({BLOB_KEY: Blob(window()).encode()})


def _batch(store: StateStore, activity: ActivityFile, get: Get) -> BatchHandler:
    row, remembering = step(USUAL), Remembering(partial(relate, get=get), Kept, store)
    return StatefulBatch(row, remembering, Attempts(row, SYSTEM, activity), Encoder.of(row, TopicNames(""), SYSTEM))


def _handed(batch: BatchHandler, work: Sequence[Delivery], size: int) -> None:
    """As a worker hands records over: what a batch had no time for comes again. Raises CommandError."""
    for start in range(0, len(work), size):
        pending = work[start : start + size]
        while pending:
            answers = batch.handle(pending)
            for answer in answers:
                if not isinstance(answer, Handled) or answer.fate.outcome is not Outcome.PASSED:
                    raise CommandError(f"a record did not pass: {answer}")
            done = {answer.delivery.position for answer in answers}
            pending = [delivery for delivery in pending if delivery.position not in done]


def _on_the_blob(store: StateStore, count: int) -> None:
    """A transaction each: one or two records fill the time that a batch may last."""
    owner = store.claim(STEP, ASKING.name, 0)
    for number in range(count):
        with store.transaction(owner) as state:
            blob = Blob.decode(state.get([BLOB_KEY])[BLOB_KEY])
            relate(Asking(number=number), blob)
            state.put({BLOB_KEY: blob.encode()})


def _cost(work: Callable[[], None], records: int, written: Callable[[], int]) -> Cost:
    before, wall, cpu = written(), time.perf_counter(), time.process_time()
    work()
    wall_ms, cpu_ms = (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000
    return Cost(records, round(wall_ms / records, 3), round(cpu_ms / records, 3), (written() - before) // records)


def _written(settings: Settings) -> Callable[[], int]:
    """Bytes so far: of a server, its write-ahead log; of a file, all that this process wrote, checkpoints included."""
    if settings.database_url is None:
        return lambda: _written_to_files(settings.data_dir / "state.db")
    return lambda: _written_to_the_server(plain(settings))


def _written_to_the_server(url: str) -> int:
    with psycopg.connect(url, autocommit=True) as connection:
        (written,) = connection.execute("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn").fetchone() or (0,)
    return int(written)


def _written_to_files(path: Path) -> int:
    """Source: proc(5), `wchar` of io."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    fields = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return int(fields["wchar"])
