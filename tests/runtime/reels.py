"""A source that emits what it is given, and the runner of its process."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from broker.port import Message, Publisher
from broker.sqlite_log.log import SqliteLog
from runtime.metrics import EngineMetrics, engine_metrics
from runtime.progress import Progress
from runtime.source import Emission
from runtime.source_runner import SourceGround, SourceRunner, topics_by_record
from runtime.spans import Spans
from runtime.waits import Waits
from schemas.fate import Fate
from schemas.outcomes import Outcome, Reason
from schemas.record import Lane
from tests.runtime.notes import NOTES, Note
from tests.runtime.toy import NAMES, Hands


@dataclass
class Reels:
    """A source that emits what it is given and stops the run when all of it is done."""

    texts: Sequence[str]
    stop: threading.Event
    trouble: list[Exception] = field(default_factory=list)
    finished: list[object] = field(default_factory=list)
    is_closed: bool = False
    name: str = "reels"

    async def open(self) -> None: ...

    async def close(self) -> None:
        self.is_closed = True

    async def _emit(self) -> AsyncIterator[Emission]:
        for text in self.texts:
            passed = text != "gone"
            fate = Fate(
                id=text,
                subject=text,
                outcome=Outcome.PASSED if passed else Outcome.DROPPED,
                reason=None if passed else Reason.HTTP_GONE,
                lane=Lane.BACKFILL,
                ms=2.0,
            )
            yield Emission((Note(text=text),) if passed else (), fate, text)
        await asyncio.Event().wait()

    def emissions(self) -> AsyncIterator[Emission]:
        return self._emit()

    def finish(self, done: Sequence[object]) -> None:
        if self.trouble:
            self.stop.set()
            raise self.trouble.pop()
        self.finished += done
        if len(self.finished) >= len(self.texts):
            self.stop.set()

    def waiting(self) -> str | None:
        return None


@dataclass
class Refusing:
    """A publisher that raises the errors first, one at each try."""

    inner: Publisher
    errors: list[Exception]

    def publish(self, messages: Sequence[Message]) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.inner.publish(messages)

    def close(self) -> None:
        self.inner.close()


@dataclass
class Reel:
    """One run of a source: its log, and what is seen of it from outside."""

    log: SqliteLog
    hands: Hands = field(default_factory=lambda: Hands(at=1_000.0))
    waits: Waits = field(default_factory=Waits)
    metrics: EngineMetrics = field(default_factory=engine_metrics)
    spans: Spans | None = None

    def __post_init__(self) -> None:
        self.progress = Progress(self.hands.clock())

    def runner(self, source: Reels, publisher: Publisher, *, ends: bool = False) -> SourceRunner:
        ground = SourceGround(
            worker="reels-0",
            names=NAMES,
            metrics=self.metrics,
            waits=self.waits,
            progress=self.progress,
            clock=self.hands.clock(),
            spans=self.spans,
        )
        return SourceRunner(source, ground, topic_of=topics_by_record((NOTES,)), publisher=publisher, ends=ends)


def stored(log: SqliteLog, topic: str) -> list[bytes]:
    return [entry.message.value for number in range(log.partitions(topic)) for entry in log.read(topic, number)]
