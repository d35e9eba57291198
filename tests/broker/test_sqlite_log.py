"""The embedded log passes the contract, and behaves as one file shared by processes must."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from broker.port import BrokerError, FencedError, Log, LogFullError, Message, OffsetOutOfRangeError
from broker.sqlite_log.append import decode_headers, encode_headers
from broker.sqlite_log.database import LogFile
from broker.sqlite_log.log import SqliteLog
from broker.sqlite_log.retention import COMPACTION_S, MAINTENANCE_S, maintain
from schemas.envelope import Headers
from schemas.topics import Cleanup, Topic
from tests.broker.contract import INPUT, LogContract, RetentionContract, fill, message, poll_all, stored, values

ROOT = Path(__file__).parents[2]


class Clock:
    def __init__(self) -> None:
        self.at = 1_000_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    opened = SqliteLog(LogFile(tmp_path / "log.db", durable=False))
    yield opened
    opened.close()


class TestContract(LogContract):
    pass


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param((), id="none"),
        pytest.param((("every byte", bytes(range(256))), ("empty", b"")), id="every byte"),
        pytest.param((('a "name" \\ beyond: é ☃ 😀', b"value"), ("lane", b"live"), ("lane", b"replay")), id="names"),
    ],
)
def test_headers_lie_in_the_file_as_compact_json_and_come_back_as_they_were(headers: Headers) -> None:
    text = encode_headers(headers)

    assert text == json.dumps([[name, value.decode("latin-1")] for name, value in headers], separators=(",", ":"))
    assert decode_headers(text) == headers


def test_a_reader_that_stays_in_its_transaction_holds_up_no_writer(tmp_path: Path, log: Log) -> None:
    log.apply([Topic("notes", None, partitions=1)])
    with closing(sqlite3.connect(tmp_path / "log.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM topics").fetchall()
        log.apply([Topic("more", None, partitions=1)])

    assert dict(log.topics()) == {"notes": 1, "more": 1}


class TestRetention(RetentionContract):
    pass


def test_lag_and_ends_count_messages_exactly(log: Log) -> None:
    log.apply([INPUT])
    log.register("reader", ["input"])
    publisher = log.publisher(client="test")
    publisher.publish([message("one"), message("two"), message("three")])
    consumer = log.consumer(group="reader", topics=["input"], client="test")
    consumer.settle(poll_all(consumer, expected=3)[:1], [])

    assert sum(lag.behind for lag in log.lag() if lag.group == "reader") == 2
    assert log.ends()["input"] == 3
    for part in (consumer, publisher):
        part.close()


def test_a_member_that_falls_silent_loses_its_partitions(tmp_path: Path) -> None:
    clock = Clock()
    # The heartbeat of a session this long does not beat during the test: the member is silent.
    log = SqliteLog(LogFile(tmp_path / "log.db", durable=False), session_s=3600, now=clock)
    log.apply([INPUT])
    publisher = log.publisher(client="test")
    publisher.publish([message("in")])
    silent = log.consumer(group="g", topics=["input"], client="silent")
    polled = poll_all(silent, expected=1)
    clock.at += 3601

    heir = log.consumer(group="g", topics=["input"], client="heir")

    assert values(poll_all(heir, expected=1)) == ["in"]
    with pytest.raises(FencedError):
        silent.settle(polled, [])
    for part in (silent, heir, publisher, log):
        part.close()


DIES_HOLDING = """
import os, signal, sys
from pathlib import Path
from broker.sqlite_log.database import LogFile
from broker.sqlite_log.log import SqliteLog
log = SqliteLog(LogFile(Path(sys.argv[1]), durable=False), session_s=3600)
consumer = log.consumer(group="g", topics=["input"], client="doomed")
assert consumer.poll(max_messages=10, timeout_s=5)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.slow
def test_a_killed_member_is_replaced_at_once_whatever_its_lease_says(tmp_path: Path) -> None:
    log = SqliteLog(LogFile(tmp_path / "log.db", durable=False), session_s=3600)
    log.apply([INPUT])
    publisher = log.publisher(client="test")
    publisher.publish([message("in")])
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    killed = subprocess.run(
        [sys.executable, "-c", DIES_HOLDING, str(tmp_path / "log.db")], env=environment, check=False
    )
    assert killed.returncode == -signal.SIGKILL

    heir = log.consumer(group="g", topics=["input"], client="heir")

    assert values(poll_all(heir, expected=1)) == ["in"]
    assert set(heir.assignment()) == {("input", 0), ("input", 1)}
    for part in (heir, publisher, log):
        part.close()


def test_old_messages_go_once_every_group_has_read_them(tmp_path: Path) -> None:
    clock = Clock()
    file = LogFile(tmp_path / "log.db", durable=False)
    log = SqliteLog(file, now=clock)
    log.apply([Topic("brief", None, partitions=1, retention_s=60)])
    log.register("reader", ["brief"])
    publisher = log.publisher(client="test")
    publisher.publish([message("old", topic="brief")])
    connection = file.connect()
    maintain(connection, now=clock.at)
    clock.at += 61 + MAINTENANCE_S
    publisher.publish([message("new", topic="brief")])
    maintain(connection, now=clock.at)
    assert stored(log, "brief") == ["new", "old"]

    consumer = log.consumer(group="reader", topics=["brief"], client="test")
    consumer.settle(poll_all(consumer, expected=2), [])
    clock.at += MAINTENANCE_S
    maintain(connection, now=clock.at)

    assert stored(log, "brief") == ["new"]
    for part in (consumer, publisher, connection, log):
        part.close()


def test_compaction_keeps_offsets_so_that_a_late_group_reads_the_rest_in_order(tmp_path: Path) -> None:
    clock = Clock()
    file = LogFile(tmp_path / "log.db", durable=False)
    log = SqliteLog(file, now=clock)
    log.apply([Topic("latest", None, partitions=1, cleanup=Cleanup.COMPACT)])
    publisher = log.publisher(client="test")
    for value in ("a1", "b1", "a2", "a3", "b2"):
        publisher.publish([message(value, key=value[0], topic="latest")])
    connection = file.connect()
    maintain(connection, now=clock.at)
    clock.at += MAINTENANCE_S
    maintain(connection, now=clock.at)
    clock.at += COMPACTION_S
    maintain(connection, now=clock.at)

    consumer = log.consumer(group="late", topics=["latest"], client="test")
    deliveries = poll_all(consumer, expected=2)

    assert values(deliveries) == ["a3", "b2"]
    assert [delivery.position.offset for delivery in deliveries] == [3, 4]
    for part in (consumer, publisher, connection, log):
        part.close()


def test_a_group_whose_offset_is_gone_stops_instead_of_skipping(tmp_path: Path) -> None:
    file = LogFile(tmp_path / "log.db", durable=False)
    log = SqliteLog(file)
    log.apply([INPUT])
    log.register("g", ["input"])
    connection = file.connect()
    connection.execute('UPDATE partitions SET "start" = 5, "end" = 9')
    consumer = log.consumer(group="g", topics=["input"], client="test")

    with pytest.raises(OffsetOutOfRangeError, match="is at 0 of input/0, which holds 5 to 9"):
        consumer.poll(max_messages=1, timeout_s=0)

    for part in (consumer, connection, log):
        part.close()


def test_a_file_at_its_limit_holds_writers_back_and_loses_nothing(tmp_path: Path) -> None:
    log = SqliteLog(LogFile(tmp_path / "log.db", durable=False, max_file_bytes=300_000))
    log.apply([INPUT])
    publisher = log.publisher(client="test")
    with pytest.raises(LogFullError, match="cannot grow"):
        fill(publisher, [Message("input", b"k", b"x" * 10_000) for _ in range(1000)])

    assert 0 < log.ends()["input"] == len(stored(log, "input")) < 1000
    for part in (publisher, log):
        part.close()


def test_a_log_of_another_version_is_refused(tmp_path: Path) -> None:
    connection = LogFile(tmp_path / "log.db").connect()
    connection.execute("PRAGMA user_version = 99")
    connection.close()

    with pytest.raises(BrokerError, match="version 99"):
        SqliteLog(LogFile(tmp_path / "log.db"))


def test_a_file_that_is_no_log_is_refused(tmp_path: Path) -> None:
    (tmp_path / "log.db").write_bytes(b"no database" * 1000)

    with pytest.raises(BrokerError, match="not a database"):
        SqliteLog(LogFile(tmp_path / "log.db"))
