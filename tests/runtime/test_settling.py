"""When a batch settles: what gathers, what is finished in time, and a log that has no room or no topic."""

from collections.abc import Sequence

import pytest

from broker.port import BrokerError, FencedError, LogFullError, OffsetOutOfRangeError, UnknownTopicError
from runtime.declare import Limits
from runtime.state import StaleOwnerError
from schemas.record import Lane, Record
from schemas.topics import Topic
from tests.runtime.conftest import Make
from tests.runtime.notes import NOTES, Echo, Note, counting, echo, echo_stage


@pytest.mark.parametrize(
    ("sent", "since_s", "waited"),
    [
        pytest.param(("b",), 0.1, [0.3], id="soon after a small batch the rest of the time is waited"),
        pytest.param(("b",), 0.5, [], id="long after a batch nothing is waited for"),
        pytest.param((), 0.1, [0.3], id="an empty round gathers too"),
    ],
)
def test_records_that_trickle_in_are_let_gather(
    make: Make, sent: Sequence[str], since_s: float, waited: Sequence[float]
) -> None:
    toy = make(echo_stage(limits=Limits(gather_s=0.4)))
    toy.send("a")
    toy.round()
    toy.send(*sent)
    toy.hands.at += since_s

    assert toy.round() == len(sent)
    assert toy.stop.waited == pytest.approx(waited)


@pytest.mark.parametrize(
    ("sent", "waited"),
    [
        pytest.param(("a", "b", "c", "d"), [], id="full"),
        pytest.param(("a", "b"), [], id="half full"),
        pytest.param(("a",), [0.4], id="less than half full"),
        pytest.param((), [], id="empty"),
    ],
)
def test_only_a_small_batch_lets_the_next_gather(make: Make, sent: Sequence[str], waited: Sequence[float]) -> None:
    toy = make(echo_stage(limits=Limits(batch_records=4, gather_s=0.4)))
    toy.send(*sent)
    toy.round()
    toy.round()

    assert toy.stop.waited == pytest.approx(waited)


@pytest.mark.parametrize(
    ("lanes", "patient", "waited"),
    [
        pytest.param([Lane.BACKFILL], False, [], id="an old record"),
        pytest.param([Lane.REPLAY, Lane.BACKFILL], False, [], id="old records"),
        pytest.param([Lane.BACKFILL, Lane.LIVE], False, [0.4], id="a live one among them"),
        pytest.param([Lane.BACKFILL], True, [0.4], id="an old record, and nobody waits"),
    ],
)
def test_old_records_make_a_live_one_behind_them_wait_for_no_more_of_them(
    make: Make, lanes: Sequence[Lane], patient: bool, waited: Sequence[float]
) -> None:
    toy = make(echo_stage(limits=Limits(gather_s=0.4, patient=patient)))
    for lane in lanes:
        toy.send("a", lane=lane)
    toy.round()
    toy.round()

    assert toy.stop.waited == pytest.approx(waited)


def test_after_a_full_batch_the_next_begins_at_once(make: Make) -> None:
    toy = make(echo_stage(limits=Limits(batch_records=2, gather_s=0.4)))
    toy.send("a", "b", "c")

    assert [toy.round() for _ in range(2)] == [2, 1]
    assert toy.stop.waited == []


@pytest.mark.parametrize("kind", ["pure", "keyed"])
def test_a_long_batch_settles_its_finished_prefix_in_time(make: Make, kind: str) -> None:
    def slow(note: Note) -> Sequence[Record]:
        toy.hands.at += 0.1
        return echo(note)

    limits = Limits(gather_s=0.0, settle_s=0.2)
    toy = make(echo_stage(slow, limits) if kind == "pure" else counting(lambda n, seen: (1, slow(n)), limits))
    toy.hands.at = 0.0
    toy.send("a", "b", "c", "d", "e")

    assert [toy.round() for _ in range(3)] == [2, 2, 1]
    assert toy.texts() == ["a", "b", "c", "d", "e"]


def test_a_log_without_room_is_waited_for_and_the_same_settle_is_tried_until_there_is(make: Make) -> None:
    processed: list[str] = []

    def process(note: Note) -> Sequence[Record]:
        processed.append(note.text)
        return echo(note)

    toy = make(echo_stage(process))
    declared: list[dict[str, str]] = []
    toy.stop.at_wait = lambda: declared.append(toy.reasons())
    toy.tap.trouble = [LogFullError("no room"), LogFullError("no room")]
    toy.send("a", "b")

    assert toy.step() == 2
    assert toy.tap.settles == [[0, 1]] * 3
    assert toy.stop.waited == [1.0, 1.0]
    assert declared == [{"settle": "log_full"}] * 2
    assert toy.waits.current() == {}
    assert processed == toy.texts() == ["a", "b"]
    assert toy.metric("warta_settle_seconds_sum") == 2.0


def test_a_full_log_is_waited_for_and_the_batch_settles_when_there_is_room(make: Make) -> None:
    def reads_up() -> None:
        reader.settle(reader.poll(max_messages=10, timeout_s=1), [])

    toy = make(echo_stage())
    toy.log.apply([Topic("echoes", Echo, partitions=1, max_bytes=600)])
    toy.log.register("slow", ["echoes"])
    reader = toy.log.consumer(group="slow", topics=["echoes"], client="reader")
    toy.stop.at_wait = reads_up
    for number in range(6):
        toy.send(f"n{number}")
        toy.step()

    reader.close()
    assert toy.stop.waited
    assert toy.log.ends()["echoes"] == 6
    assert len(toy.outcomes()) == 6


def test_a_worker_that_is_told_to_stop_waits_no_longer_for_room(make: Make) -> None:
    toy = make(echo_stage())
    toy.tap.trouble = [LogFullError("no room")] * 5
    toy.stop.at_wait = toy.stop.set
    toy.send("a")
    toy.run()

    assert toy.tap.settles == [[0]]
    assert toy.texts() == []
    toy.stop.clear()
    toy.tap.trouble.clear()
    toy.restart()
    toy.step()
    assert toy.texts() == ["a"]


@pytest.mark.parametrize(
    ("error", "reason", "rest_s"),
    [
        pytest.param(BrokerError("away"), "rebuilding", 1.0, id="away"),
        pytest.param(FencedError("generation 3, now 4"), "rebuilding", 1.0, id="fenced"),
        pytest.param(StaleOwnerError("epoch 1, now 2"), "rebuilding", 1.0, id="fenced by the store"),
        pytest.param(OffsetOutOfRangeError("is at 0"), "offset_out_of_range", 10.0, id="offsets gone"),
        pytest.param(UnknownTopicError("echoes"), "topic_missing", 1.0, id="topic missing"),
    ],
)
def test_a_consumer_whose_settle_failed_is_discarded_and_its_work_is_done_again(
    make: Make, error: Exception, reason: str, rest_s: float
) -> None:
    declared: list[dict[str, str]] = []

    def process(note: Note) -> Sequence[Record]:
        processed.append(note.text)
        if len(processed) == 4:
            toy.stop.set()
        return echo(note)

    processed: list[str] = []
    toy = make(echo_stage(process))
    toy.stop.at_wait = lambda: declared.append(toy.reasons())
    toy.tap.trouble = [error]
    toy.send("a", "b")
    toy.run()

    assert processed == ["a", "b", "a", "b"]
    assert toy.texts() == ["a", "b"]
    assert declared == [{"log": reason}]
    assert toy.stop.waited == [rest_s]
    assert toy.waits.current() == {}
    assert toy.metric("warta_rebuilds_total", cause=type(error).__name__) == 1
    assert toy.tap.closed == 3


def test_a_topic_that_is_missing_is_waited_for_by_name_until_it_is_there(make: Make) -> None:
    def process(note: Note) -> Sequence[Record]:
        toy.stop.set()
        return echo(note)

    def look() -> None:
        """Before the second rest an operator makes the topic."""
        declared.append(toy.reasons())
        if len(declared) == 2:
            toy.log.apply([NOTES])
            toy.send("a")

    declared: list[dict[str, str]] = []
    toy = make(echo_stage(process))
    toy.consumer.close()
    toy.log.delete(["notes"])
    toy.stop.at_wait = look
    toy.run()

    assert declared == [{"log": "topic_missing"}] * 2
    assert toy.stop.waited == [1.0, 1.0]
    assert toy.texts() == ["a"]
    assert toy.waits.current() == {}
