"""The file of the embedded log: what lies in it, how safely it is written, and that nobody leaves it open."""

import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from broker.port import BrokerError, UnknownTopicError
from broker.sqlite_log.database import LogFile
from broker.sqlite_log.log import SqliteLog
from schemas.topics import Topic
from tests.broker.contract import message, poll_all, stored, values

BRIEF = Topic("brief", None, partitions=1)


def is_open(path: Path) -> bool:
    """Whether this process has the file open."""
    numbers = os.listdir("/proc/self/fd")
    return any(os.path.realpath(f"/proc/self/fd/{number}") == str(path.resolve()) for number in numbers)


@pytest.mark.parametrize(
    ("durable", "synchronous"), [pytest.param(None, 2, id="full"), pytest.param(False, 1, id="normal")]
)
def test_every_commit_reaches_the_disk_unless_told_otherwise(
    tmp_path: Path, durable: bool | None, synchronous: int
) -> None:
    path = tmp_path / "data" / "log" / "log.db"
    file = LogFile(path) if durable is None else LogFile(path, durable=durable)
    with closing(file.connect()) as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (synchronous,)


def test_a_message_lies_where_earlier_versions_put_it(tmp_path: Path) -> None:
    file = LogFile(tmp_path / "log.db", durable=False)
    with closing(SqliteLog(file)) as log, closing(log.publisher(client="test")) as publisher:
        (made,) = log.apply([BRIEF])
        assert made.startswith("created brief: partitions 1, retention_s ")
        publisher.publish([message("a", topic="brief"), message("b", topic="brief")])
    with closing(sqlite3.connect(tmp_path / "log.db")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
        assert connection.execute("SELECT id, value FROM messages").fetchall() == [
            ((1 << 40) + 0, b"a"),
            ((1 << 40) + 1, b"b"),
        ]


def test_threads_share_a_publisher_and_a_log(tmp_path: Path) -> None:
    with closing(SqliteLog(LogFile(tmp_path / "log.db", durable=False))) as log:
        log.apply([BRIEF])
        with closing(log.publisher(client="test")) as publisher:
            beside = threading.Thread(target=lambda: publisher.publish([message("a", topic="brief")]))
            beside.start()
            beside.join()

        assert stored(log, "brief") == ["a"]


def test_what_cannot_be_read_is_a_failure_of_the_log(tmp_path: Path) -> None:
    file = LogFile(tmp_path / "log.db", durable=False)
    with closing(SqliteLog(file)) as log, closing(file.connect()) as connection:
        connection.execute("DROP TABLE topics")
        with pytest.raises(BrokerError, match="the log file failed: no such table"):
            log.topics()


def test_who_is_closed_leaves_the_file_and_no_thread(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    log = SqliteLog(LogFile(path, durable=False))
    log.apply([BRIEF])
    publisher = log.publisher(client="test")
    consumer = log.consumer(group="g", topics=["brief"], client="closing")
    publisher.publish([message("a", topic="brief")])
    assert values(poll_all(consumer, expected=1)) == ["a"]
    assert is_open(path)
    parts: list[Callable[[], None]] = [consumer.close, publisher.close, log.close]
    for close in parts:
        close()

    assert not is_open(path)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("heartbeat-closing-")]


def test_a_consumer_of_an_unknown_topic_leaves_the_file(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    log = SqliteLog(LogFile(path, durable=False))
    with pytest.raises(UnknownTopicError, match="nowhere") as told:
        log.consumer(group="g", topics=["nowhere"], client="test")
    log.close()

    # What was raised holds the frames, and they what was left open.
    assert told.value.__traceback__ is not None
    assert not is_open(path)


@pytest.mark.parametrize("why", ["no database", "of another version"])
def test_a_file_that_is_refused_is_closed(tmp_path: Path, why: str) -> None:
    path = tmp_path / "log.db"
    if why == "no database":
        path.write_bytes(b"no database" * 1000)
    else:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA user_version = 99")
    with pytest.raises(BrokerError) as told:
        LogFile(path).connect()

    assert told.value.__traceback__ is not None
    assert not is_open(path)


def test_who_only_reads_makes_no_file_and_changes_none(tmp_path: Path) -> None:
    path = tmp_path / "of the log" / "log.db"
    with pytest.raises(BrokerError, match=r"log\.db is not made yet$"):
        LogFile(path, to_read=True).connect()
    assert list(tmp_path.iterdir()) == []

    with closing(SqliteLog(LogFile(path, durable=False))) as log, closing(log.publisher(client="test")) as publisher:
        log.apply([BRIEF])
        publisher.publish([message("a", topic="brief")])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 1")
    with closing(SqliteLog(LogFile(path, to_read=True))) as log:
        assert [each.message.value for each in log.read("brief", 0, start=0, limit=5)] == [b"a"]
        with pytest.raises(BrokerError, match="readonly"):
            log.apply([replace(BRIEF, name="other")])
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
