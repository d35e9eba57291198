"""What every log must do: one suite, run on each implementation by a test file that provides `log`."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from broker.port import (
    BrokerError,
    Consumer,
    Delivery,
    FencedError,
    Log,
    LogFullError,
    Message,
    Publisher,
    RecordTooLargeError,
    UnknownTopicError,
)
from schemas.topics import Cleanup, Topic

MIB = 1024 * 1024
INPUT = Topic("input", None, partitions=2, max_record_bytes=2 * MIB)
OUTPUT = Topic("output", None, partitions=2)
SMALL = Topic("small", None, partitions=1, max_bytes=10_000, max_record_bytes=4000)
LATEST = Topic("latest", None, partitions=1, cleanup=Cleanup.COMPACT, max_bytes=10_000, max_record_bytes=4000)


def message(value: str, *, key: str = "k", topic: str = "input") -> Message:
    return Message(topic, key.encode(), value.encode(), (("ce_id", value.encode()),))


def values(deliveries: Sequence[Delivery]) -> list[str]:
    return [delivery.message.value.decode() for delivery in deliveries]


def poll_all(consumer: Consumer, *, expected: int) -> list[Delivery]:
    """Polls until `expected` messages came, or nothing comes any more."""
    found: list[Delivery] = []
    for _ in range(200):
        if len(found) >= expected:
            break
        found += consumer.poll(max_messages=1000, timeout_s=0.3)
    return found


def fill(publisher: Publisher, messages: Sequence[Message]) -> None:
    for each in messages:
        publisher.publish([each])


def is_read_up(log: Log, group: str) -> bool:
    """A cluster shows settled offsets a moment after the settle."""
    return any(sum(lag.behind for lag in log.lag() if lag.group == group) == 0 for _ in range(100))


def stored(log: Log, topic: str) -> list[str]:
    return sorted(
        entry.message.value.decode() for number in range(log.partitions(topic)) for entry in log.read(topic, number)
    )


class LogContract:
    """Subclasses provide the fixture `log`, on which `apply` has not been called."""

    @pytest.fixture
    def ready(self, log: Log) -> Log:
        log.apply([INPUT, OUTPUT, SMALL, LATEST])
        return log

    @pytest.fixture
    def consumers(self, ready: Log) -> Iterator[list[Consumer]]:
        opened: list[Consumer] = []
        yield opened
        for consumer in opened:
            consumer.close()

    def open(
        self, log: Log, consumers: list[Consumer], group: str = "g", topics: Sequence[str] = ("input",)
    ) -> Consumer:
        consumer = log.consumer(group=group, topics=topics, client="test")
        consumers.append(consumer)
        return consumer

    def test_applying_twice_changes_nothing_the_second_time(self, log: Log) -> None:
        would = log.apply([INPUT], dry_run=True)
        first = log.apply([INPUT])

        assert would == first != []
        assert log.apply([INPUT]) == []

    @pytest.mark.parametrize(
        ("changed", "told"),
        [
            pytest.param({"partitions": 3}, "partitions 2 → 3", id="partitions"),
            pytest.param({"retention_s": 120.0}, "retention", id="retention"),
            pytest.param({"max_bytes": 512 * MIB}, "bytes", id="size"),
            pytest.param({"max_record_bytes": 2 * MIB}, "bytes", id="size of a record"),
            pytest.param({"cleanup": Cleanup.COMPACT}, "delete → compact", id="compaction"),
        ],
    )
    def test_what_a_declaration_changes_is_told_before_and_made_once(
        self, log: Log, changed: dict[str, Any], told: str
    ) -> None:
        before = Topic("kept", None, partitions=2, retention_s=60.0, max_bytes=1024 * MIB)
        after = replace(before, **changed)
        log.apply([before])

        would = log.apply([after], dry_run=True)

        assert len(would) == 1
        assert would[0].startswith("altered kept: ")
        assert told in would[0]
        assert log.apply([after]) == would
        assert log.apply([after]) == []

    def test_a_deleted_topic_is_gone_with_its_messages_and_offsets(self, ready: Log) -> None:
        ready.register("reader", ["input", "output"])
        publisher = ready.publisher(client="test")
        publisher.publish([message("old"), message("kept", topic="output")])
        ready.delete(["input"])
        assert set(ready.topics()) == {"output", "small", "latest"}
        assert {lag.topic for lag in ready.lag()} == {"output"}

        ready.apply([INPUT])

        assert stored(ready, "input") == []
        assert stored(ready, "output") == ["kept"]
        with pytest.raises(UnknownTopicError, match="nowhere"):
            ready.delete(["nowhere"])
        publisher.close()

    def test_a_topic_deleted_under_a_reader_is_missed_by_name(self, ready: Log, consumers: list[Consumer]) -> None:
        consumer = self.open(ready, consumers, topics=("input", "output"))
        poll_all(consumer, expected=0)
        ready.delete(["input"])

        with pytest.raises(UnknownTopicError, match="input"):
            poll_all(consumer, expected=1)

    def test_a_topic_deleted_under_a_publisher_is_missed_by_name_until_it_is_there_again(self, ready: Log) -> None:
        with closing(ready.publisher(client="test")) as publisher:
            publisher.publish([message("before")])
            ready.delete(["input"])

            # A cluster's producer finds out by waiting in vain; from then on it is known by name.
            with pytest.raises(BrokerError):
                publisher.publish([message("in vain")])
            with pytest.raises(UnknownTopicError, match="input"):
                publisher.publish([message("named")])

            ready.apply([INPUT])
            publisher.publish([message("after")])

        assert stored(ready, "input") == ["after"]

    def test_first_offsets_are_told_before_and_written_once(self, log: Log) -> None:
        log.apply([INPUT])
        assert log.register("g", ["input", "output"], dry_run=True) == ["input", "output"]

        log.apply([OUTPUT])

        assert log.register("g", ["input", "output"]) == ["input", "output"]
        assert log.register("g", ["input", "output"], dry_run=True) == []
        assert list(log.register("g", ["input", "output"])) == []

    def test_a_group_is_moved_while_nobody_works_in_it(self, ready: Log, consumers: list[Consumer]) -> None:
        fill(ready.publisher(client="test"), [message(str(number), topic="small") for number in range(3)])
        consumer = self.open(ready, consumers, topics=["small"])
        consumer.settle(poll_all(consumer, expected=3), [])
        place = next(lag for lag in ready.lag() if lag.group == "g")
        with pytest.raises(BrokerError, match="stop them first"):
            ready.move("g", {("small", 0): 0})
        assert place == next(lag for lag in ready.lag() if lag.group == "g")

        consumers.pop().close()
        ready.move("g", {("small", 0): 1})

        assert values(poll_all(self.open(ready, consumers, topics=["small"]), expected=2)) == ["1", "2"]

    def test_partitions_can_be_added_but_not_taken_away(self, log: Log) -> None:
        log.apply([Topic("grows", None, partitions=1)])
        log.apply([Topic("grows", None, partitions=3)])

        assert log.partitions("grows") == 3
        with pytest.raises(BrokerError, match="cannot go down"):
            log.apply([Topic("grows", None, partitions=2)])

    def test_messages_of_one_key_keep_their_order(self, ready: Log, consumers: list[Consumer]) -> None:
        publisher = ready.publisher(client="test")
        for number in range(30):
            publisher.publish([message(f"{key}{number}", key=key) for key in "abc"])
        publisher.close()

        deliveries = poll_all(self.open(ready, consumers), expected=90)

        assert len(deliveries) == 90
        for key in "abc":
            of_key = [value for value in values(deliveries) if value[0] == key]
            assert of_key == [f"{key}{number}" for number in range(30)]

    def test_headers_and_bytes_come_back_as_they_were(self, ready: Log, consumers: list[Consumer]) -> None:
        sent = Message("input", b"\x00\xff", bytes(range(256)), (("a", b"\x00\xfe"), ("b", b""), ("a", b"again")))
        publisher = ready.publisher(client="test")
        publisher.publish([sent])
        publisher.close()

        assert [d.message for d in poll_all(self.open(ready, consumers), expected=1)] == [sent]

    def test_a_record_of_one_mebibyte_passes(self, ready: Log, consumers: list[Consumer]) -> None:
        publisher = ready.publisher(client="test")
        publisher.publish([Message("input", b"k", b"x" * MIB)])
        publisher.close()

        assert len(poll_all(self.open(ready, consumers), expected=1)[0].message.value) == MIB

    def test_a_record_over_the_topics_limit_is_refused_and_nothing_is_written(self, ready: Log) -> None:
        publisher = ready.publisher(client="test")
        with pytest.raises(RecordTooLargeError, match="4000"):
            publisher.publish([message("fits", topic="small"), message("x" * 5000, topic="small")])
        publisher.close()

        assert stored(ready, "small") == []

    def test_an_unknown_topic_is_named(self, ready: Log) -> None:
        with pytest.raises(UnknownTopicError, match="nowhere"):
            ready.consumer(group="g", topics=["nowhere"], client="test")
        publisher = ready.publisher(client="test")
        with pytest.raises(UnknownTopicError, match="nowhere"):
            publisher.publish([message("x", topic="nowhere")])
        publisher.close()

    def test_each_group_reads_everything(self, ready: Log, consumers: list[Consumer]) -> None:
        publisher = ready.publisher(client="test")
        publisher.publish([message("one"), message("two", key="other")])
        publisher.close()

        for group in ("first", "second"):
            assert sorted(values(poll_all(self.open(ready, consumers, group), expected=2))) == ["one", "two"]

    def test_poll_without_messages_returns_nothing(self, ready: Log, consumers: list[Consumer]) -> None:
        assert list(self.open(ready, consumers).poll(max_messages=10, timeout_s=0.05)) == []

    def test_poll_wakes_when_a_message_arrives(self, ready: Log, consumers: list[Consumer]) -> None:
        consumer = self.open(ready, consumers)
        poll_all(consumer, expected=0)
        publisher = ready.publisher(client="test")
        threading.Timer(0.05, lambda: publisher.publish([message("late")])).start()

        assert values(poll_all(consumer, expected=1)) == ["late"]
        publisher.close()

    def test_settled_work_is_not_seen_again_and_unsettled_work_is(self, ready: Log, consumers: list[Consumer]) -> None:
        publisher = ready.publisher(client="test")
        publisher.publish([message("one"), message("two"), message("three")])
        publisher.close()
        consumer = self.open(ready, consumers)
        deliveries = poll_all(consumer, expected=3)
        consumer.settle(deliveries[:1], [])
        consumers.remove(consumer)
        consumer.close()

        assert values(poll_all(self.open(ready, consumers), expected=2)) == ["two", "three"]

    def test_a_settle_writes_outputs_and_offsets(self, ready: Log, consumers: list[Consumer]) -> None:
        publisher = ready.publisher(client="test")
        publisher.publish([message("in")])
        publisher.close()
        consumer = self.open(ready, consumers)
        consumer.settle(poll_all(consumer, expected=1), [message("out", topic="output")])

        assert stored(ready, "output") == ["out"]
        assert is_read_up(ready, "g")

    def test_a_failed_settle_writes_neither_outputs_nor_offsets(self, ready: Log, consumers: list[Consumer]) -> None:
        publisher = ready.publisher(client="test")
        publisher.publish([message("in")])
        publisher.close()
        consumer = self.open(ready, consumers)
        deliveries = poll_all(consumer, expected=1)
        with pytest.raises(RecordTooLargeError):
            consumer.settle(deliveries, [message("out", topic="output"), message("x" * 5000, topic="small")])
        consumers.remove(consumer)
        consumer.close()

        assert stored(ready, "output") == []
        assert values(poll_all(self.open(ready, consumers), expected=1)) == ["in"]

    def test_two_members_share_the_partitions_and_one_takes_over(self, ready: Log, consumers: list[Consumer]) -> None:
        first, second = self.open(ready, consumers), self.open(ready, consumers)
        for _ in range(600):
            first.poll(max_messages=1, timeout_s=0.1)
            second.poll(max_messages=1, timeout_s=0.1)
            if len(first.assignment()) == len(second.assignment()) == 1:
                break
        assert set(first.assignment()) | set(second.assignment()) == {("input", 0), ("input", 1)}

        consumers.remove(second)
        second.close()
        for _ in range(600):
            first.poll(max_messages=1, timeout_s=0.1)
            if len(first.assignment()) == 2:
                break
        assert set(first.assignment()) == {("input", 0), ("input", 1)}

    def test_a_stale_owner_cannot_settle(self, ready: Log, consumers: list[Consumer]) -> None:
        publisher = ready.publisher(client="test")
        publisher.publish([message("in")])
        publisher.close()
        zombie = self.open(ready, consumers)
        deliveries = poll_all(zombie, expected=1)
        heir = self.open(ready, consumers)
        heir.poll(max_messages=1, timeout_s=0.1)

        with pytest.raises(FencedError):
            zombie.settle(deliveries, [message("out", topic="output")])

        assert stored(ready, "output") == []

    def test_work_fenced_off_is_done_once_by_whoever_owns_it_then(self, ready: Log, consumers: list[Consumer]) -> None:
        publisher = ready.publisher(client="test")
        publisher.publish([message(f"{number}", key=f"k{number}") for number in range(20)])
        publisher.close()
        first = self.open(ready, consumers)
        polled = poll_all(first, expected=20)
        second = self.open(ready, consumers)
        second.poll(max_messages=1, timeout_s=0.1)
        with pytest.raises(FencedError):
            first.settle(polled, [])
        consumers.remove(first)
        first.close()

        deliveries = poll_all(second, expected=20)
        latest = [d for d in deliveries if d.membership == deliveries[-1].membership]
        second.settle(latest, [Message("output", d.message.key, d.message.value) for d in latest])

        assert stored(ready, "output") == sorted(str(number) for number in range(20))

    def test_a_rewound_partition_rests_until_it_is_resumed(self, ready: Log, consumers: list[Consumer]) -> None:
        publisher = ready.publisher(client="test")
        publisher.publish([message("one"), message("two"), message("three")])
        publisher.close()
        consumer = self.open(ready, consumers)
        deliveries = poll_all(consumer, expected=3)
        consumer.settle(deliveries[:1], [])
        consumer.rewind(deliveries[1])
        assert list(consumer.poll(max_messages=10, timeout_s=0.05)) == []

        consumer.resume(deliveries[1].position.topic, deliveries[1].position.partition)

        assert values(poll_all(consumer, expected=2)) == ["two", "three"]

    def test_lag_tells_what_is_unread_and_since_when(self, ready: Log) -> None:
        ready.register("reader", ["input"])
        publisher = ready.publisher(client="test")
        publisher.publish([message("one"), message("two")])
        publisher.close()

        lags = [lag for lag in ready.lag() if lag.group == "reader"]

        # A cluster counts the markers of transactions too; only nothing is exactly nothing.
        assert sum(lag.behind for lag in lags) >= 2
        assert [lag.behind > 0 for lag in lags] == [lag.oldest_at is not None for lag in lags]
        assert sum(lag.oldest_at is not None for lag in lags) == 1
        assert ready.ends()["input"] >= 2

    def test_the_lag_of_some_groups_is_theirs_in_the_lag_of_all(self, ready: Log) -> None:
        ready.register("reader", ["input"])
        ready.register("other", ["input"])
        publisher = ready.publisher(client="test")
        publisher.publish([message("one")])
        publisher.close()

        lags = ready.lag(["reader", "nobody"])

        assert {lag.group for lag in lags} == {"reader"}
        assert lags == [lag for lag in ready.lag() if lag.group == "reader"]
        assert ready.lag([]) == []


class RetentionContract:
    """For logs that do their own retention: the embedded one. A cluster's broker does it itself."""

    def test_what_no_group_waits_for_makes_room(self, log: Log) -> None:
        log.apply([SMALL])
        publisher = log.publisher(client="test")
        for number in range(50):
            publisher.publish([message(f"{number:03}" + "x" * 997, topic="small")])
        publisher.close()

        # A record is of 2 KB: its id is its value.
        assert 4 <= len(stored(log, "small")) <= 5
        assert log.ends()["small"] == 50

    def test_what_a_group_has_not_read_is_kept_and_the_publisher_is_held_back(self, log: Log) -> None:
        log.apply([SMALL])
        log.register("slow", ["small"])
        publisher = log.publisher(client="test")
        with pytest.raises(LogFullError, match="slowest group"):
            fill(publisher, [message(f"{number:03}" + "x" * 997, topic="small") for number in range(50)])
        kept = stored(log, "small")
        assert kept[0].startswith("000")

        consumer = log.consumer(group="slow", topics=["small"], client="test")
        consumer.settle(poll_all(consumer, expected=len(kept)), [])
        publisher.publish([message("after", topic="small")])
        consumer.close()
        publisher.close()

        assert "after" in stored(log, "small")

    def test_a_compacted_topic_keeps_the_newest_of_each_key(self, log: Log) -> None:
        log.apply([LATEST])
        publisher = log.publisher(client="test")
        for number in range(50):
            publisher.publish([message(f"{number:03}" + "x" * 997, key=f"k{number % 3}", topic="latest")])
        publisher.close()

        newest = {value[:3] for value in stored(log, "latest")}
        assert {"047", "048", "049"} <= newest
        assert len(newest) < 12
