"""A pipeline of one stage for engine tests: notes in, echoes out, on a real embedded log with a clock by hand."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from broker.port import Consumer, Message, Stored
from broker.sqlite_log.database import LogFile
from broker.sqlite_log.log import SqliteLog
from runtime.clock import Clock
from runtime.codec import Names, to_message
from runtime.declare import Limits, Reader, Sink, Stage
from runtime.metrics import EngineMetrics, engine_metrics
from runtime.process.worker_process import Ground, WorkerSettings, open_consumer, worker_of
from runtime.progress import Progress
from runtime.run_dir import ActivityFile, RunDir
from runtime.state import Sink as Store
from runtime.waits import Waits
from runtime.worker import Worker
from schemas.fate import Fate, FateBatch
from schemas.outcomes import Reason, Tier
from schemas.record import Lane, Record, Remark, Version
from schemas.topics import FATES, Topic

NAMES = Names("")
# Rounds follow one another at once, so that a test waits for nothing.
DEFAULTS = Limits(gather_s=0.0)


class Note(Record):
    TYPE: ClassVar[str] = "note"
    VERSION: ClassVar[Version] = Version(1, 0)

    text: str

    def key(self) -> str:
        return self.text.split("-")[0]

    def event_id(self) -> str:
        return self.text

    def subject(self) -> str:
        return self.text


class Echo(Note):
    TYPE: ClassVar[str] = "echo"

    def remark(self) -> Remark | None:
        return Remark(Reason.DOUBTFUL, "toys") if self.text == "doubtful" else None


NOTES = Topic("notes", Note, partitions=1)
ECHOES = Topic("echoes", Echo, partitions=1)


def echo(note: Note) -> Sequence[Record]:
    return [Echo(text=note.text)]


@dataclass(frozen=True)
class Wired:
    """A row, and what its wiring would make."""

    step: Reader
    made: object


def echo_stage(
    process: Callable[[Note], Sequence[Record]] = echo,
    limits: Limits = DEFAULTS,
    retries: tuple[Tier, ...] = tuple(Tier),
) -> Wired:
    return Wired(Stage(name="echo", reads=NOTES, writes=(ECHOES,), limits=limits, retries=retries), process)


def sink_stage(store: Store[Note]) -> Wired:
    return Wired(Sink(name="echo", reads=NOTES), store)


@dataclass
class Hands:
    """A clock that moves only by hand."""

    at: float = 1_000_000.0

    def clock(self) -> Clock:
        return Clock(now=lambda: self.at, monotonic=lambda: self.at)


class Stop(threading.Event):
    """Waits by moving the clock, and keeps for how long."""

    def __init__(self, hands: Hands) -> None:
        super().__init__()
        self._hands = hands
        self.waited: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waited.append(timeout or 0.0)
        self._hands.at += timeout or 0.0
        return self.is_set()


@dataclass
class Toy:
    """One worker on a log of its own; `step` runs rounds until nothing comes."""

    path: Path
    wired: Wired
    hands: Hands = field(default_factory=Hands)
    name: str = "echo-0"
    metrics: EngineMetrics = field(default_factory=engine_metrics)

    def __post_init__(self) -> None:
        self.clock = self.hands.clock()
        self.run_dir = RunDir(self.path / "run")
        self.log = SqliteLog(LogFile(self.path / "log.db", durable=False))
        self.log.apply([*self.wired.step.topics, ECHOES, FATES])
        self.waits, self.stop = Waits(self.clock), Stop(self.hands)
        self.activity = ActivityFile(self.run_dir.activity(self.name))
        self.settings = WorkerSettings(name=self.name, client=self.name, names=NAMES, run_dir=self.run_dir)
        self.worker = self._worker()
        self.consumer = self.open()

    def _worker(self) -> Worker:
        ground = Ground(
            settings=self.settings,
            activity=self.activity,
            metrics=self.metrics,
            waits=self.waits,
            progress=Progress(self.clock),
            stop=self.stop,
            clock=self.clock,
        )
        return worker_of(self.wired.step, self.wired.made, ground, poll_s=0.0)

    def open(self) -> Consumer:
        return open_consumer(self.wired.step, self.log, self.settings)

    def restart(self) -> None:
        """A new life of the same worker: what it polled and did not settle comes again."""
        self.consumer.close()
        self.worker, self.consumer = self._worker(), self.open()

    def send(self, *texts: str, lane: Lane = Lane.LIVE) -> None:
        self.send_messages(
            [
                to_message(Note(text=t), topic="notes", stage="test", at=self.hands.at, lane=lane, origin=1.0)
                for t in texts
            ]
        )

    def send_messages(self, messages: Sequence[Message]) -> None:
        publisher = self.log.publisher(client="test")
        publisher.publish(messages)
        publisher.close()

    def step(self, rounds: int = 30) -> int:
        """Rounds until two in a row settle nothing; returns how many records were settled."""
        settled, idle = 0, 0
        for _ in range(rounds):
            done = self.worker.once(self.consumer)
            settled += done
            idle = 0 if done else idle + 1
            if idle == 2:
                break
        return settled

    def topic(self, name: str) -> list[Stored]:
        return [stored for n in range(self.log.partitions(name)) for stored in self.log.read(name, n)]

    def texts(self, name: str = "echoes") -> list[str]:
        return [Echo.decode(stored.message.value).text for stored in self.topic(name)]

    def fates(self) -> list[Fate]:
        return [fate for stored in self.topic("fates") for fate in FateBatch.decode(stored.message.value).fates]

    def outcomes(self) -> list[tuple[str, str, str]]:
        return [(fate.id, fate.outcome.value, fate.reason.value if fate.reason else "") for fate in self.fates()]

    def close(self) -> None:
        self.consumer.close()
        self.activity.close()
        self.log.close()
