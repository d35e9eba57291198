"""A pipeline of one stage for engine tests: notes in, echoes out, on a real embedded log with a clock by hand."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from broker.port import Consumer, Message, Position, Stored
from broker.sqlite_log.database import LogFile
from broker.sqlite_log.log import SqliteLog
from runtime.clock import Clock
from runtime.codec import TopicNames, to_message
from runtime.dead_letters import Letter, read_letter
from runtime.declare import Stateful
from runtime.memory import Remembering
from runtime.metrics import EngineMetrics, engine_metrics
from runtime.process.worker_process import WorkerContext, WorkerSettings, open_consumer, worker_of
from runtime.progress import Progress
from runtime.run_dir import Activity, ActivityFile, RunDir, read_activity
from runtime.spans import Spans
from runtime.state import StateStore
from runtime.waits import Waits
from runtime.worker import Worker
from schemas.fate import Fate, FateBatch
from schemas.record import Lane
from schemas.topics import FATES
from tests.runtime.notes import ECHOES, Count, Echo, Note, Wired
from tests.runtime.tapped import Tap, Tapped

NAMES = TopicNames("")


def settings_of(name: str, run_dir: RunDir) -> WorkerSettings:
    return WorkerSettings(
        name=name,
        client=name,
        names=NAMES,
        run_dir=run_dir,
        host="127.0.0.1",
        port=0,
        patience_s=300.0,
        lag_every_s=5.0,
    )


@dataclass
class Hands:
    """A clock that moves only by hand."""

    at: float = 1_000_000.0

    def clock(self) -> Clock:
        return Clock(now=lambda: self.at, monotonic=lambda: self.at)


class Stop(threading.Event):
    """Waits by moving the clock, and keeps for how long. `at_wait` runs before each wait."""

    def __init__(self, hands: Hands, at_wait: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._hands = hands
        self.at_wait = at_wait
        self.waited: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.at_wait()
        self.waited.append(timeout or 0.0)
        self._hands.at += timeout or 0.0
        return self.is_set()


@dataclass
class Toy:
    """One worker on a log of its own; `step` runs rounds until nothing comes.

    `_worker` alone puts an engine together: where its parts change, only that is adapted.
    """

    path: Path
    wired: Wired
    state: StateStore
    name: str = "echo-0"
    hands: Hands = field(default_factory=Hands)
    metrics: EngineMetrics = field(default_factory=engine_metrics)
    tap: Tap = field(default_factory=Tap)
    spans: Spans | None = None

    def __post_init__(self) -> None:
        self.clock = self.hands.clock()
        self.run_dir = RunDir(self.path / "run")
        self.log = SqliteLog(LogFile(self.path / "log.db", durable=False))
        self.log.apply(list({topic.name: topic for topic in (*self.wired.step.topics, ECHOES, FATES)}.values()))
        self.waits, self.stop = Waits(self.clock), Stop(self.hands)
        self.settings = settings_of(self.name, self.run_dir)
        self.activity = ActivityFile(self.run_dir.activity(self.name))
        self.progress = Progress(self.clock)
        self.worker = self._worker()
        self.consumer = self.open()

    def _worker(self) -> Worker:
        step, made = self.wired.step, self.wired.made
        if isinstance(step, Stateful) and callable(made):
            made = Remembering(made, Count, self.state)
        return worker_of(step, made, self.ground())

    def ground(self) -> WorkerContext:
        return WorkerContext(
            settings=self.settings,
            broker=self.log,
            activity=self.activity,
            metrics=self.metrics,
            waits=self.waits,
            progress=self.progress,
            stop=self.stop,
            clock=self.clock,
            spans=self.spans,
        )

    def open(self) -> Consumer:
        return Tapped(open_consumer(self.wired.step, self.log, self.settings), self.tap)

    def restart(self, wired: Wired | None = None) -> None:
        """A new life of the same worker: what it polled and did not settle comes again."""
        self.consumer.close()
        self.wired = wired or self.wired
        self.worker, self.consumer = self._worker(), self.open()

    def run(self) -> None:
        """The worker's own loop, with consumers that it opens itself, until `stop` is set."""
        self.consumer.close()
        self.worker.run(self.open)
        self.consumer = self.open()

    def changes_hands(self) -> None:
        """Another member joins the group, is given partitions, and leaves again."""
        other = open_consumer(self.wired.step, self.log, replace(self.settings, client="echo-1"))
        other.poll(max_messages=1, timeout_s=0)
        other.close()

    def send(self, *texts: str, lane: Lane = Lane.LIVE) -> None:
        self.send_messages([self.message(text, lane) for text in texts])

    def send_of_major_two(self, text: str) -> None:
        """A record of a version that this reader does not know."""
        message = self.message(text)
        headers = tuple((n, b"warta.note.v2.0" if n == "ce_type" else v) for n, v in message.headers)
        self.send_messages([message._replace(headers=headers)])

    def message(self, text: str, lane: Lane = Lane.LIVE) -> Message:
        return to_message(Note(text=text), topic="notes", stage="test", at=self.hands.at, lane=lane, origin=1.0)

    def send_messages(self, messages: Sequence[Message]) -> None:
        publisher = self.log.publisher(client="test")
        publisher.publish(messages)
        publisher.close()

    def round(self) -> int:
        """One round; returns how many records were settled."""
        return self.worker.once(self.consumer)

    def step(self, rounds: int = 30) -> int:
        """Rounds until two in a row settle nothing; returns how many records were settled."""
        settled, idle = 0, 0
        for _ in range(rounds):
            done = self.round()
            settled += done
            idle = 0 if done else idle + 1
            if idle == 2:
                break
        return settled

    def later(self, seconds: float) -> int:
        """Steps after so many seconds."""
        self.hands.at += seconds
        return self.step()

    def died_at(self, offset: int, *, lives: int = 1) -> None:
        """So many workers of the stage died of the note at `offset`."""
        for life in range(lives):
            activity = Activity("processing", 12.5, 120.0, Position("notes", 0, offset))
            self.run_dir.suspect("echo", f"echo-{life + 1}", activity)

    def seen(self) -> Activity:
        """What the supervisor would read of the worker's activity now."""
        found = read_activity(self.run_dir.activity(self.name))
        assert found is not None
        return found

    def topic(self, name: str) -> list[Stored]:
        return [stored for n in range(self.log.partitions(name)) for stored in self.log.read(name, n)]

    def texts(self, name: str = "echoes") -> list[str]:
        return [Echo.decode(stored.message.value).text for stored in self.topic(name)]

    def letters(self) -> list[Letter]:
        return [read_letter(stored) for stored in self.topic("dead.echo")]

    def fates(self) -> list[Fate]:
        return [fate for stored in self.topic("fates") for fate in FateBatch.decode(stored.message.value).fates]

    def outcomes(self) -> list[tuple[str, str, str]]:
        return [(fate.id, fate.outcome.value, fate.reason.value if fate.reason else "") for fate in self.fates()]

    def reasons(self) -> dict[str, str]:
        """What is waited for now, and why."""
        return {what: wait.reason for what, wait in self.waits.current().items()}

    def metric(self, name: str, **labels: str) -> float | None:
        return self.metrics.registry.get_sample_value(name, {"stage": "echo", **labels})

    def close(self) -> None:
        self.consumer.close()
        self.activity.close()
        self.log.close()
