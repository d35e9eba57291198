"""Retention of the embedded log to the byte and the second, and what the log tells of times and places."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from broker.port import LogFullError, Message, UnknownTopicError
from broker.sqlite_log.database import LogFile, transaction
from broker.sqlite_log.log import SqliteLog
from broker.sqlite_log.retention import maintain, trim_topic
from schemas.topics import Cleanup, Topic
from tests.broker.contract import fill, message, poll_all, stored, values

BRIEF = Topic("brief", None, partitions=1, retention_s=60)
SMALL = Topic("small", None, partitions=1, max_bytes=10_000, max_record_bytes=4000)
LATEST = Topic("latest", None, partitions=1, cleanup=Cleanup.COMPACT)


@dataclass
class Tidied:
    """A log whose clock is moved by hand."""

    file: LogFile
    at: float = 1_000_000.0

    def __post_init__(self) -> None:
        self.log = SqliteLog(self.file, now=lambda: self.at)
        self.log.apply([BRIEF, SMALL, LATEST])
        self.publisher = self.log.publisher(client="test")
        self.connection: sqlite3.Connection = self.file.connect()

    def trim(self, topic: str) -> int:
        with transaction(self.connection):
            return trim_topic(self.connection, topic, now=self.at)

    def held_bytes(self, topic: str) -> int:
        (held,) = self.connection.execute("SELECT sum(bytes) FROM partitions WHERE topic = ?", (topic,)).fetchone()
        return int(held)

    def lying_bytes(self, topic: str) -> int:
        """Of the rows themselves."""
        of_topic = "id >> 40 IN (SELECT id FROM partitions WHERE topic = ?)"
        rows = self.connection.execute(f"SELECT key, value, headers FROM messages WHERE {of_topic}", (topic,))
        return sum(len(column) for row in rows for column in row)

    def close(self) -> None:
        self.publisher.close()
        self.connection.close()
        self.log.close()


@pytest.fixture
def tidied(tmp_path: Path) -> Iterator[Tidied]:
    with closing(Tidied(LogFile(tmp_path / "log.db", durable=False))) as made:
        yield made


@pytest.mark.parametrize(
    ("age_s", "left"),
    [
        pytest.param(60, ["old", "young"], id="as old as its topic keeps it"),
        pytest.param(60.5, ["young"], id="older"),
    ],
)
def test_a_message_goes_when_it_is_older_than_its_topic_keeps_it(tidied: Tidied, age_s: float, left: list[str]) -> None:
    tidied.publisher.publish([message("old", topic="brief")])
    tidied.at += age_s
    tidied.publisher.publish([message("young", topic="brief")])
    freed = tidied.trim("brief")

    assert stored(tidied.log, "brief") == left
    assert (freed > 0) == (len(left) == 1)
    assert tidied.trim("brief") == 0


def test_a_group_that_comes_after_a_trim_begins_at_what_is_left(tidied: Tidied) -> None:
    tidied.publisher.publish([message("one", topic="brief"), message("two", topic="brief")])
    tidied.at += 61
    tidied.publisher.publish([message("three", topic="brief")])
    tidied.trim("brief")
    tidied.log.register("late", ["brief"])
    assert [(lag.settled, lag.behind) for lag in tidied.log.lag()] == [(2, 1)]
    late = tidied.log.consumer(group="late", topics=["brief"], client="test")
    deliveries = poll_all(late, expected=1)
    late.close()

    assert [(delivery.position.offset, delivery.message.value) for delivery in deliveries] == [(2, b"three")]


def test_so_many_rows_are_trimmed_at_once_and_the_rest_the_next_time(tidied: Tidied) -> None:
    tidied.publisher.publish([Message("brief", b"k", b"v")] * 2001)
    tidied.at += 61
    tidied.trim("brief")
    assert len(stored(tidied.log, "brief")) == 1

    tidied.trim("brief")
    assert stored(tidied.log, "brief") == []
    assert tidied.held_bytes("brief") == 0


def test_no_more_goes_than_makes_room(tidied: Tidied) -> None:
    for number in range(9):
        tidied.publisher.publish([Message("small", b"k", f"{number}".encode() + b"x" * 999)])
    assert tidied.held_bytes("small") == 9 * 1003

    tidied.publisher.publish([Message("small", b"k", b"9" + b"x" * 1998)])

    assert [value[0] for value in stored(tidied.log, "small")] == list("23456789")


def test_a_topic_is_full_to_the_byte_and_room_for_one_record_takes_one(tidied: Tidied) -> None:
    for number in range(10):
        tidied.publisher.publish([Message("small", b"k", f"{number}".encode() + b"x" * 994)])
    assert tidied.held_bytes("small") == 10_000 - 20
    tidied.publisher.publish([Message("small", b"k", b"full" + b"x" * 13)])
    assert tidied.held_bytes("small") == 10_000
    assert tidied.trim("small") == 0
    assert len(stored(tidied.log, "small")) == 11

    tidied.publisher.publish([Message("small", b"k", b"last" + b"x" * 991)])

    assert tidied.held_bytes("small") == 10_000
    assert len(stored(tidied.log, "small")) == 11


def test_a_topic_that_a_group_has_not_read_is_never_over_its_limit(tidied: Tidied) -> None:
    tidied.log.register("slow", ["small"])
    with pytest.raises(LogFullError, match="holds 9980 of 10000 bytes"):
        fill(tidied.publisher, [Message("small", b"k", b"x" * 995)] * 20)

    assert tidied.held_bytes("small") == 9980


def test_what_is_old_goes_from_a_topic_that_is_full_only_when_it_is_trimmed(tidied: Tidied) -> None:
    tidied.log.apply([replace(BRIEF, max_bytes=404, max_record_bytes=404)])
    tidied.publisher.publish([Message("brief", b"k", b"x" * 199)])
    tidied.at += 61
    tidied.publisher.publish([Message("brief", b"k", b"x" * 199)])
    assert len(stored(tidied.log, "brief")) == 2

    # The two bytes beside key and value are the brackets of no headers.
    assert tidied.trim("brief") == 202
    assert len(stored(tidied.log, "brief")) == 1


def test_a_topic_holds_the_bytes_of_its_rows_and_stays_under_its_limit(tidied: Tidied) -> None:
    headers = tuple((f"header-{number}", b'"\xff\n') for number in range(9))
    for number in range(200):
        tidied.publisher.publish([Message("small", b"k", b"x" * 100, headers), Message("latest", b"k", b"x", headers)])
        assert tidied.held_bytes("small") == tidied.lying_bytes("small") <= 10_000
        if number % 50 == 49:
            assert tidied.trim("latest") > 0
        assert tidied.held_bytes("latest") == tidied.lying_bytes("latest")


def test_a_file_that_counted_headers_another_way_is_counted_again(tidied: Tidied) -> None:
    tidied.publisher.publish([Message(topic, b"k", b"x" * 100, (("h", b"\xff"),)) for topic in ("small", "brief")])
    lying = tidied.lying_bytes("small")
    tidied.connection.execute("UPDATE partitions SET bytes = 7")
    tidied.connection.execute("PRAGMA user_version = 1")
    with closing(tidied.file.connect()) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)

    assert [tidied.held_bytes(topic) for topic in ("small", "brief", "latest")] == [lying, lying, 0]


def test_what_is_over_the_limit_goes_once_from_all_partitions_together(tidied: Tidied) -> None:
    wide = Topic("wide", None, partitions=2, max_bytes=100_000, max_record_bytes=4000)
    tidied.log.apply([wide])
    # Keys a and d lie in two partitions.
    tidied.publisher.publish([Message("wide", key, b"x" * 999) for key in (b"a", b"d") for _ in range(5)])
    tidied.log.apply([replace(wide, max_bytes=8020)])

    assert tidied.trim("wide") == 2 * 1002
    assert tidied.trim("wide") == 0


def test_a_log_is_tidied_every_half_minute_and_compacted_every_hour(tidied: Tidied) -> None:
    def tidy(after_s: float) -> tuple[int, int]:
        """What is left of a topic by age and of one by key."""
        tidied.at += after_s
        maintain(tidied.connection, now=tidied.at)
        return len(stored(tidied.log, "brief")), len(stored(tidied.log, "latest"))

    for topic in ("brief", "latest"):
        tidied.publisher.publish([message("old", topic=topic), message("new", topic=topic)])
    tidied.at += 100

    assert tidy(0) == (2, 2)
    assert tidy(29.5) == (2, 2)
    assert tidy(0.5) == (0, 2)
    assert tidy(3570) == (0, 2)
    assert tidy(30) == (0, 1)
    tidied.publisher.publish([message("newest", topic="latest")])
    assert tidy(3599.5) == (0, 2)


def test_a_record_exactly_at_its_topics_limit_is_taken(tidied: Tidied) -> None:
    tidied.publisher.publish([Message("small", b"k", b"x" * 3999)])

    assert len(stored(tidied.log, "small")) == 1


def test_a_topic_that_holds_nothing_takes_a_batch_of_any_size(tidied: Tidied) -> None:
    tidied.log.register("slow", ["small"])
    tidied.publisher.publish([Message("small", b"k", b"x" * 3000)] * 5)

    assert len(stored(tidied.log, "small")) == 5


def test_compaction_keeps_what_a_group_has_not_read_and_counts_what_it_freed(tidied: Tidied) -> None:
    tidied.log.register("slow", ["latest"])
    tidied.publisher.publish([message(value, key="a", topic="latest") for value in ("a1", "a2", "a3")])
    assert tidied.trim("latest") == 0
    reader = tidied.log.consumer(group="slow", topics=["latest"], client="test")
    deliveries = poll_all(reader, expected=3)
    reader.settle(deliveries[:2], [])
    before = tidied.held_bytes("latest")
    freed = tidied.trim("latest")
    reader.close()

    assert stored(tidied.log, "latest") == ["a2", "a3"]
    assert tidied.held_bytes("latest") == before - freed


def test_compaction_takes_nothing_of_another_topic(tidied: Tidied) -> None:
    for topic in ("brief", "small", "latest"):
        tidied.publisher.publish([message("old", topic=topic), message("new", topic=topic)])
    tidied.trim("latest")

    assert [stored(tidied.log, topic) for topic in ("brief", "small")] == [["new", "old"]] * 2
    assert stored(tidied.log, "latest") == ["new"]


def test_the_log_tells_when_it_took_the_first_message_that_is_unread(tidied: Tidied) -> None:
    tidied.log.register("g", ["brief"])
    begun = tidied.at
    for value in ("one", "two", "three"):
        tidied.at += 10
        tidied.publisher.publish([message(value, topic="brief")])
    reader = tidied.log.consumer(group="g", topics=["brief"], client="test")
    reader.settle(poll_all(reader, expected=3)[:1], [])
    reader.close()

    (lag,) = tidied.log.lag()
    assert (lag.settled, lag.end, lag.behind, lag.oldest_at) == (1, 3, 2, begun + 20)


def test_messages_are_read_from_an_offset_on_and_so_many(tidied: Tidied) -> None:
    tidied.publisher.publish([message(str(number), topic="brief") for number in range(5)])
    found = tidied.log.read("brief", 0, start=1, limit=3)

    assert [(each.position.offset, each.message.value) for each in found] == [(1, b"1"), (2, b"2"), (3, b"3")]
    assert {each.appended_at for each in found} == {tidied.at}
    tidied.publisher.publish([message("x", topic="brief")] * 1000)
    assert len(tidied.log.read("brief", 0)) == 1000
    with pytest.raises(UnknownTopicError, match="brief/1"):
        tidied.log.read("brief", 1)
    with pytest.raises(UnknownTopicError, match="nowhere"):
        tidied.log.partitions("nowhere")


def test_a_settle_never_takes_a_group_back(tidied: Tidied) -> None:
    tidied.publisher.publish([message(str(number), topic="brief") for number in range(3)])
    reader = tidied.log.consumer(group="g", topics=["brief"], client="test")
    deliveries = poll_all(reader, expected=3)
    reader.settle(list(reversed(deliveries)), [])
    reader.settle(deliveries[:1], [])
    reader.close()
    again = tidied.log.consumer(group="g", topics=["brief"], client="test")

    assert values(again.poll(max_messages=10, timeout_s=0)) == []
    again.close()


def test_a_deleted_topic_leaves_no_message_in_the_file_and_takes_none_of_another(tidied: Tidied) -> None:
    tidied.publisher.publish([message("gone", topic="brief"), message("kept", topic="small")])
    tidied.log.delete(["brief"])

    assert tidied.connection.execute("SELECT value FROM messages").fetchall() == [(b"kept",)]
