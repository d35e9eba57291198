"""A source that is told to stop: what it has emitted is published, what cannot be is left to its lease."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from broker.port import BrokerError, Message
from runtime.source import Emission
from runtime.state import StoreUnavailableError
from schemas.fate import FateBatch
from schemas.record import Lane
from tests.runtime.notes import Note
from tests.runtime.reels import Reel, Reels, Refusing, stored


@dataclass
class Held(Reels):
    """Emits the first text, and the others while that is being published."""

    is_publishing: asyncio.Event = field(default_factory=asyncio.Event)
    all_emitted: threading.Event = field(default_factory=threading.Event)

    async def _emit(self) -> AsyncIterator[Emission]:
        async for emission in super()._emit():
            yield emission
            await self.is_publishing.wait()
            if emission.done == self.texts[-1]:
                self.all_emitted.set()


async def test_what_was_emitted_before_the_stop_is_published_and_marked_done(reel: Reel) -> None:
    class Slow(Refusing):
        """The first publish takes until everything has been emitted, and then the process is told to stop."""

        def publish(self, messages: Sequence[Message]) -> None:
            loop.call_soon_threadsafe(source.is_publishing.set)
            source.all_emitted.wait(60)
            stop.set()
            super().publish(messages)

    loop, stop = asyncio.get_running_loop(), threading.Event()
    source = Held(["a", "b", "c"], stop)
    publisher = Slow(reel.log.publisher(client="test"), [])

    await reel.runner(source, publisher).run(stop)

    assert [Note.decode(value).text for value in stored(reel.log, "notes")] == ["a", "b", "c"]
    assert source.finished == ["a", "b", "c"]
    assert source.is_closed
    assert reel.progress.settled == 3
    publisher.close()


async def test_what_a_log_that_is_away_does_not_take_is_left_to_its_lease_at_the_stop(reel: Reel) -> None:
    class Away(Refusing):
        def publish(self, messages: Sequence[Message]) -> None:
            stop.set()
            raise BrokerError("away")

    stop = threading.Event()
    source, publisher = Reels(["a"], stop), Away(reel.log.publisher(client="test"), [])

    await reel.runner(source, publisher).run(stop)

    assert stored(reel.log, "notes") == []
    assert source.finished == []
    assert source.is_closed
    publisher.close()


async def test_a_store_that_is_away_when_work_is_marked_done_is_waited_for(reel: Reel) -> None:
    class Away(Reels):
        """Its store is away at the first try."""

        def finish(self, done: Sequence[object]) -> None:
            declared.append({what: wait.reason for what, wait in reel.waits.current().items()})
            if len(declared) == 1:
                raise StoreUnavailableError("frontier: locked")
            super().finish(done)

    stop, declared = threading.Event(), list[dict[str, str]]()
    source, publisher = Away(["a"], stop), reel.log.publisher(client="test")

    await reel.runner(source, publisher).run(stop)

    assert declared == [{}, {"finish": "store_unavailable"}]
    assert reel.waits.current() == {}
    assert source.finished == ["a"]
    assert len(stored(reel.log, "notes")) == 1
    publisher.close()


async def test_a_store_that_is_away_is_not_waited_for_after_the_stop(reel: Reel) -> None:
    stop = threading.Event()
    source = Reels(["a"], stop, trouble=[StoreUnavailableError("frontier: locked")] * 2)
    publisher = reel.log.publisher(client="test")

    await reel.runner(source, publisher).run(stop)

    assert source.finished == []
    assert len(source.trouble) == 1
    assert source.is_closed
    publisher.close()


async def test_a_source_whose_store_never_comes_does_nothing_and_ends_at_the_stop(reel: Reel) -> None:
    class NeverThere(Reels):
        async def open(self) -> None:
            stop.set()
            raise StoreUnavailableError("frontier: it is down")

    stop = threading.Event()
    source, publisher = NeverThere(["a"], stop), reel.log.publisher(client="test")

    await reel.runner(source, publisher).run(stop)

    assert (source.finished, source.is_closed) == ([], False)
    assert stored(reel.log, "notes") == []
    assert reel.progress.polled_at is None
    publisher.close()


async def test_what_a_source_emits_tells_its_origin_lane_and_batch(reel: Reel) -> None:
    stop = threading.Event()
    source, publisher = Reels(["a", "gone"], stop), reel.log.publisher(client="test")

    await reel.runner(source, publisher).run(stop)

    (note,) = reel.log.read("notes", 0)
    headers = dict(note.message.headers)
    assert (headers["warta_origin"], headers["lane"], headers["ce_source"]) == (
        b"1000.000",
        b"backfill",
        b"/warta/reels",
    )
    (batch,) = [FateBatch.decode(value) for value in stored(reel.log, "fates")]
    assert (batch.stage, batch.worker, batch.at) == ("reels", "reels-0", datetime.fromtimestamp(1_000, UTC))
    assert {fate.lane for fate in batch.fates} == {Lane.BACKFILL}
    publisher.close()


@pytest.mark.parametrize(
    ("outcome", "reason"), [pytest.param("passed", "", id="passed"), pytest.param("dropped", "http_gone", id="dropped")]
)
async def test_what_a_source_emits_is_counted(reel: Reel, outcome: str, reason: str) -> None:
    stop = threading.Event()
    source, publisher = Reels(["a", "gone"], stop), reel.log.publisher(client="test")

    await reel.runner(source, publisher).run(stop)

    read = reel.metrics.registry.get_sample_value
    assert read("warta_records_total", {"stage": "reels", "outcome": outcome, "reason": reason}) == 1
    assert read("warta_process_seconds_sum", {"stage": "reels"}) == 0.004
    assert reel.progress.settled == 2
    publisher.close()
