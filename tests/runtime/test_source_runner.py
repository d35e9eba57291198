"""Sources: records and fates in one publish, then marked done; a full log or store is waited for."""

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Sequence

import pytest

from broker.port import BrokerError, LogFullError, Message, RecordTooLargeError, UnknownTopicError
from runtime.source import Emission
from runtime.state import StaleOwnerError, StoreUnavailableError
from schemas.fate import FateBatch
from schemas.outcomes import Reason
from tests.runtime.notes import NOTES, Note
from tests.runtime.reels import Reel, Reels, Refusing, stored


async def test_records_and_fates_are_published_and_then_marked_done(reel: Reel) -> None:
    stop = threading.Event()
    source, publisher = Reels(["a", "gone", "b"], stop), reel.log.publisher(client="test")

    await reel.runner(source, publisher).run(stop)

    fates = [fate for value in stored(reel.log, "fates") for fate in FateBatch.decode(value).fates]
    assert [Note.decode(value).text for value in stored(reel.log, "notes")] == ["a", "b"]
    assert [(f.id, f.outcome.value, f.reason) for f in fates] == [
        ("a", "passed", None),
        ("gone", "dropped", Reason.HTTP_GONE),
        ("b", "passed", None),
    ]
    assert source.finished == ["a", "gone", "b"]
    assert source.is_closed
    publisher.close()


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        pytest.param(LogFullError("no room"), "log_full", id="full"),
        pytest.param(UnknownTopicError("not in the log: notes"), "topic_missing", id="without the topic"),
        pytest.param(BrokerError("cannot use Kafka"), "log_unavailable", id="away"),
    ],
)
async def test_a_log_that_takes_nothing_is_waited_for_by_name_and_nothing_is_lost(
    reel: Reel, error: Exception, reason: str
) -> None:
    class Looks(Refusing):
        """Before the second try: what is waited for."""

        def publish(self, messages: Sequence[Message]) -> None:
            declared.append({what: wait.reason for what, wait in reel.waits.current().items()})
            super().publish(messages)

    stop, declared = threading.Event(), list[dict[str, str]]()
    source, publisher = Reels(["a"], stop), Looks(reel.log.publisher(client="test"), [error])

    await reel.runner(source, publisher).run(stop)

    assert declared == [{}, {"publish": reason}]
    assert reel.waits.current() == {}
    assert len(stored(reel.log, "notes")) == 1
    assert source.finished == ["a"]
    publisher.close()


async def test_a_topic_that_goes_and_comes_back_is_published_to_again(reel: Reel) -> None:
    class Applies(Refusing):
        """The second try finds the topic made anew."""

        def publish(self, messages: Sequence[Message]) -> None:
            tries.append(len(messages))
            if len(tries) == 2:
                reel.log.apply([NOTES])
            super().publish(messages)

    stop, tries = threading.Event(), list[int]()
    source, publisher = Reels(["a"], stop), Applies(reel.log.publisher(client="test"), [])
    reel.log.delete(["notes"])

    await reel.runner(source, publisher).run(stop)

    assert len(stored(reel.log, "notes")) == 1
    assert source.finished == ["a"]
    publisher.close()


async def test_while_the_log_takes_nothing_no_more_than_a_queue_of_pages_is_fetched(reel: Reel) -> None:
    class Counted(Reels):
        async def _emit(self) -> AsyncIterator[Emission]:
            async for emission in super()._emit():
                fetched.append(emission)
                yield emission

        def finish(self, done: Sequence[object]) -> None:
            switch_s.add(sys.getswitchinterval())
            super().finish(done)

    class Slow(Refusing):
        """The first try takes until the source has come as far as it can."""

        def publish(self, messages: Sequence[Message]) -> None:
            tried.append(messages)
            if len(tried) == 1:
                for _ in range(50):
                    went_round = threading.Event()
                    loop.call_soon_threadsafe(went_round.set)
                    assert went_round.wait(30)
                held.append(len(fetched))
            super().publish(messages)

    fetched, tried, held = list[Emission](), list[Sequence[Message]](), list[int]()
    loop, stop, switch_s = asyncio.get_running_loop(), threading.Event(), set[float]()
    publisher = Slow(reel.log.publisher(client="test"), [])

    await reel.runner(Counted([f"n{number}" for number in range(300)], stop), publisher).run(stop)

    # Those of the batch, those of the queue, and the one that finds no room in it.
    assert held == [len(tried[0]) - 1 + 32 + 1]
    assert max(map(len, tried)) - 1 <= 100
    assert len(stored(reel.log, "notes")) == 300
    assert len({FateBatch.decode(messages[-1].value).batch for messages in tried}) == len(tried) > 2
    # A database thread waits no longer for the interpreter than a busy loop lets it.
    assert switch_s == {0.0005}
    publisher.close()


async def test_a_record_that_no_topic_takes_is_not_waited_for(reel: Reel) -> None:
    stop = threading.Event()
    source = Reels(["a"], stop)
    publisher = Refusing(reel.log.publisher(client="test"), [RecordTooLargeError("over the limit")] * 2)

    with pytest.raises(RecordTooLargeError):
        await reel.runner(source, publisher).run(stop)

    assert source.finished == []
    publisher.close()


async def test_a_store_that_is_away_at_the_start_is_waited_for_and_one_away_at_the_end_is_not(reel: Reel) -> None:
    class Away(Reels):
        """Its store is away at the first try and, again, at the end."""

        async def open(self) -> None:
            declared.append({what: wait.reason for what, wait in reel.waits.current().items()})
            if len(declared) == 1:
                raise StoreUnavailableError("frontier: it is down")

        async def close(self) -> None:
            raise StoreUnavailableError("frontier: it is down")

    stop, declared = threading.Event(), list[dict[str, str]]()
    source, publisher = Away(["a"], stop), reel.log.publisher(client="test")

    await reel.runner(source, publisher).run(stop)

    assert declared == [{}, {"open": "store_unavailable"}]
    assert reel.waits.current() == {}
    assert source.finished == ["a"]
    publisher.close()


async def test_a_lost_lease_leaves_the_work_to_its_new_owner(reel: Reel) -> None:
    stop = threading.Event()
    source, publisher = Reels(["a"], stop, trouble=[StaleOwnerError("late")]), reel.log.publisher(client="test")

    await reel.runner(source, publisher).run(stop)

    assert len(stored(reel.log, "notes")) == 1
    assert source.finished == []
    publisher.close()


async def test_a_source_that_ends_by_itself_is_a_failure(reel: Reel) -> None:
    class Short(Reels):
        async def _emit(self) -> AsyncIterator[Emission]:
            nothing: tuple[Emission, ...] = ()
            for each in nothing:
                yield each

    publisher = reel.log.publisher(client="test")

    with pytest.raises(RuntimeError, match="reels ended"):
        await reel.runner(Short([], threading.Event()), publisher).run(threading.Event())

    publisher.close()
