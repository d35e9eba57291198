"""Sources: records and fates in one publish, then marked done; a full log or store is waited for."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from broker.port import BrokerError, LogFullError, Message, Publisher, RecordTooLargeError, UnknownTopicError
from broker.sqlite_log.database import LogFile
from broker.sqlite_log.log import SqliteLog
from runtime.metrics import engine_metrics
from runtime.progress import Progress
from runtime.source import Emission
from runtime.source_runner import SourceRunner
from runtime.state import StaleOwnerError, StoreUnavailableError
from runtime.waits import Waits
from schemas.fate import Fate, FateBatch
from schemas.outcomes import Outcome, Reason
from schemas.topics import FATES
from tests.runtime.toy import NAMES, NOTES, Note


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


@pytest.fixture
def log(tmp_path: Path) -> SqliteLog:
    made = SqliteLog(LogFile(tmp_path / "log.db", durable=False))
    made.apply([NOTES, FATES])
    return made


def runner(source: Reels, publisher: Publisher, waits: Waits | None = None) -> SourceRunner:
    return SourceRunner(
        source,
        worker="reels-0",
        writes=(NOTES, FATES),
        publisher=publisher,
        names=NAMES,
        metrics=engine_metrics(),
        waits=waits or Waits(),
        progress=Progress(),
    )


def stored(log: SqliteLog, topic: str) -> list[bytes]:
    return [entry.message.value for number in range(log.partitions(topic)) for entry in log.read(topic, number)]


async def test_records_and_fates_are_published_and_then_marked_done(log: SqliteLog) -> None:
    stop = threading.Event()
    source, publisher = Reels(["a", "gone", "b"], stop), log.publisher(client="test")

    await runner(source, publisher).run(stop)

    fates = [fate for value in stored(log, "fates") for fate in FateBatch.decode(value).fates]
    assert [Note.decode(value).text for value in stored(log, "notes")] == ["a", "b"]
    assert [(f.id, f.outcome.value, f.reason) for f in fates] == [
        ("a", "passed", None),
        ("gone", "dropped", Reason.HTTP_GONE),
        ("b", "passed", None),
    ]
    assert source.finished == ["a", "gone", "b"]
    assert source.is_closed
    publisher.close()
    log.close()


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        pytest.param(LogFullError("no room"), "log_full", id="full"),
        pytest.param(UnknownTopicError("not in the log: notes"), "topic_missing", id="without the topic"),
        pytest.param(BrokerError("cannot use Kafka"), "log_unavailable", id="away"),
    ],
)
async def test_a_log_that_takes_nothing_is_waited_for_by_name_and_nothing_is_lost(
    log: SqliteLog, error: Exception, reason: str
) -> None:
    class Looks(Refusing):
        """Before the second try: what is waited for."""

        def publish(self, messages: Sequence[Message]) -> None:
            declared.append({what: wait.reason for what, wait in waits.current().items()})
            super().publish(messages)

    stop, waits, declared = threading.Event(), Waits(), list[dict[str, str]]()
    source, publisher = Reels(["a"], stop), Looks(log.publisher(client="test"), [error])

    await runner(source, publisher, waits).run(stop)

    assert declared == [{}, {"publish": reason}]
    assert waits.current() == {}
    assert len(stored(log, "notes")) == 1
    assert source.finished == ["a"]
    publisher.close()
    log.close()


async def test_a_topic_that_goes_and_comes_back_is_published_to_again(log: SqliteLog) -> None:
    class Applies(Refusing):
        """The second try finds the topic made anew."""

        def publish(self, messages: Sequence[Message]) -> None:
            tries.append(len(messages))
            if len(tries) == 2:
                log.apply([NOTES])
            super().publish(messages)

    stop, tries = threading.Event(), list[int]()
    source, publisher = Reels(["a"], stop), Applies(log.publisher(client="test"), [])
    log.delete(["notes"])

    await runner(source, publisher).run(stop)

    assert len(stored(log, "notes")) == 1
    assert source.finished == ["a"]
    publisher.close()
    log.close()


async def test_a_record_that_no_topic_takes_is_not_waited_for(log: SqliteLog) -> None:
    stop = threading.Event()
    source = Reels(["a"], stop)
    publisher = Refusing(log.publisher(client="test"), [RecordTooLargeError("over the limit")] * 2)

    with pytest.raises(RecordTooLargeError):
        await runner(source, publisher).run(stop)

    assert source.finished == []
    publisher.close()
    log.close()


async def test_a_store_that_is_away_at_the_start_is_waited_for_and_one_away_at_the_end_is_not(log: SqliteLog) -> None:
    class Away(Reels):
        """Its store is away at the first try and, again, at the end."""

        async def open(self) -> None:
            declared.append({what: wait.reason for what, wait in waits.current().items()})
            if len(declared) == 1:
                raise StoreUnavailableError("frontier: it is down")

        async def close(self) -> None:
            raise StoreUnavailableError("frontier: it is down")

    stop, waits, declared = threading.Event(), Waits(), list[dict[str, str]]()
    source, publisher = Away(["a"], stop), log.publisher(client="test")

    await runner(source, publisher, waits).run(stop)

    assert declared == [{}, {"open": "store_unavailable"}]
    assert waits.current() == {}
    assert source.finished == ["a"]
    publisher.close()
    log.close()


async def test_a_lost_lease_leaves_the_work_to_its_new_owner(log: SqliteLog) -> None:
    stop = threading.Event()
    source, publisher = Reels(["a"], stop, trouble=[StaleOwnerError("late")]), log.publisher(client="test")

    await runner(source, publisher).run(stop)

    assert len(stored(log, "notes")) == 1
    assert source.finished == []
    publisher.close()
    log.close()


async def test_a_source_that_ends_by_itself_is_a_failure(log: SqliteLog) -> None:
    class Short(Reels):
        async def _emit(self) -> AsyncIterator[Emission]:
            nothing: tuple[Emission, ...] = ()
            for each in nothing:
                yield each

    publisher = log.publisher(client="test")

    with pytest.raises(RuntimeError, match="reels ended"):
        await runner(Short([], threading.Event()), publisher).run(threading.Event())

    publisher.close()
    log.close()
