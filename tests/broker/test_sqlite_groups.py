"""Groups of the embedded log: leases that are renewed or run out, the heartbeat, and how little an idle poll does."""

import os
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from broker.sqlite_log.consumer import SqliteConsumer
from broker.sqlite_log.database import LogFile, transaction
from broker.sqlite_log.groups import process_started, renew
from broker.sqlite_log.heartbeat import Heartbeat
from broker.sqlite_log.log import SqliteLog
from tests.broker.contract import INPUT, message, values

SESSION_S = 3600.0
PATIENCE_S = 60.0
BOTH = {("input", 0), ("input", 1)}


class Traced(LogFile):
    """Keeps the statements of its connections in `statements`."""

    def __init__(self, path: Path, statements: list[str]) -> None:
        super().__init__(path, durable=False)
        self.__dict__["statements"] = statements

    def connect(self) -> sqlite3.Connection:
        connection = super().connect()
        connection.set_trace_callback(self.__dict__["statements"].append)
        return connection


@dataclass
class Group:
    """A log whose clock is moved by hand; the heartbeat of a session this long does not beat during a test."""

    file: LogFile
    session_s: float = SESSION_S
    at: float = 1_000_000.0
    opened: list[SqliteConsumer] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.log = SqliteLog(self.file, session_s=self.session_s, now=lambda: self.at)
        self.log.apply([INPUT])
        self.connection = self.file.connect()

    def member(self, client: str) -> SqliteConsumer:
        """Has joined when it is returned."""
        self.opened.append(self.log.consumer(group="g", topics=["input"], client=client))
        self.opened[-1].poll(max_messages=1, timeout_s=0)
        return self.opened[-1]

    def assigned(self, consumer: SqliteConsumer) -> set[tuple[str, int]]:
        consumer.poll(max_messages=1, timeout_s=0)
        return set(consumer.assignment())

    def publish(self, *texts: str) -> None:
        """Keys are the texts' first letters: a and d lie in two partitions."""
        publisher = self.log.publisher(client="test")
        publisher.publish([message(text, key=text[0]) for text in texts])
        publisher.close()

    def renew(self, client: str) -> None:
        (name,) = self.connection.execute("SELECT member FROM members WHERE member LIKE ?", (f"{client}-%",)).fetchone()
        with transaction(self.connection):
            renew(self.connection, "g", name, now=self.at, session_s=self.session_s)

    def expiry(self) -> float:
        (at,) = self.connection.execute("SELECT max(expires_at) FROM members").fetchone()
        return float(at)

    def close(self) -> None:
        for consumer in self.opened:
            consumer.close()
        self.connection.close()
        self.log.close()


@pytest.fixture
def group(tmp_path: Path) -> Iterator[Group]:
    with closing(Group(LogFile(tmp_path / "log.db", durable=False))) as made:
        yield made


def test_a_member_whose_lease_is_renewed_keeps_its_share(group: Group) -> None:
    first = group.member("first")
    group.at += SESSION_S - 10
    group.renew("first")
    group.at += 20
    second = group.member("second")

    assert len(group.assigned(first)) == len(group.assigned(second)) == 1


@pytest.mark.parametrize(
    ("silent_s", "shares"),
    [
        pytest.param(SESSION_S, 1, id="until the very end of its lease it keeps its share"),
        pytest.param(SESSION_S + 1, 2, id="after it the share is the heir's"),
    ],
)
def test_a_member_that_is_silent_loses_its_share_when_its_lease_has_run_out(
    group: Group, silent_s: float, shares: int
) -> None:
    group.member("silent")
    group.at += silent_s
    heir = group.member("heir")

    assert len(group.assigned(heir)) == shares


def test_who_renews_its_lease_expels_those_whose_has_run_out(group: Group) -> None:
    first = group.member("first")
    group.member("silent")
    assert len(group.assigned(first)) == 1
    group.at += SESSION_S + 1
    group.renew("first")

    assert group.assigned(first) == BOTH


def test_a_renewal_that_expels_nobody_fences_nobody(group: Group) -> None:
    publisher = group.log.publisher(client="test")
    publisher.publish([message("in")])
    publisher.close()
    group.opened.append(group.log.consumer(group="g", topics=["input"], client="first"))
    deliveries = group.opened[-1].poll(max_messages=1, timeout_s=0)
    group.renew("first")
    group.opened[-1].settle(deliveries, [])

    assert values(deliveries) == ["in"]
    assert sum(lag.behind for lag in group.log.lag()) == 0


def test_the_heartbeat_renews_the_lease_and_keeps_the_log_tidy(tmp_path: Path) -> None:
    with closing(Group(LogFile(tmp_path / "log.db", durable=False), session_s=0.06)) as group:
        member = group.member("beating")
        group.at += 10
        renewed = any(group.expiry() > group.at or member.poll(max_messages=1, timeout_s=0.05) for _ in range(2000))
        tidied = any(
            group.connection.execute("SELECT count(*) FROM maintenance").fetchone()[0]
            or member.poll(max_messages=1, timeout_s=0.05)
            for _ in range(2000)
        )

        assert renewed
        assert tidied
        assert group.assigned(member) == BOTH


def test_a_member_that_leaves_gives_its_share_at_once(group: Group) -> None:
    first, second = group.member("first"), group.member("second")
    group.opened.remove(second)
    second.close()

    assert group.assigned(first) == BOTH


def test_an_idle_poll_looks_at_the_file_a_few_times_and_does_no_more(tmp_path: Path) -> None:
    statements: list[str] = []
    with closing(Group(Traced(tmp_path / "log.db", statements))) as group:
        member = group.member("idle")
        statements.clear()
        polled = member.poll(max_messages=10, timeout_s=0.2)
        looks = len(statements)

    assert not polled
    assert looks < 60


def test_a_poll_of_many_partitions_begins_with_another_each_time(group: Group) -> None:
    member = group.member("fair")
    group.publish(*("a0", "d0", "a1", "d1", "a2", "d2"))
    polled = [values(member.poll(max_messages=1, timeout_s=0))[0][0] for _ in range(4)]

    assert polled in (["a", "d"] * 2, ["d", "a"] * 2)


def test_a_poll_that_has_enough_of_one_partition_looks_into_no_other(tmp_path: Path) -> None:
    statements: list[str] = []
    with closing(Group(Traced(tmp_path / "log.db", statements))) as group:
        member = group.member("full")
        group.publish("a0", "a1", "d0", "d1")
        statements.clear()
        polled = member.poll(max_messages=2, timeout_s=0)

    assert len({value[0] for value in values(polled)}) == 1
    assert len([statement for statement in statements if "FROM messages" in statement]) == 1


def test_a_poll_fills_up_from_the_next_partition(group: Group) -> None:
    member = group.member("filling")
    group.publish("a0", "a1", "d0", "d1")

    assert [len(member.poll(max_messages=3, timeout_s=0)) for _ in range(3)] == [3, 1, 0]


def test_one_poll_waits_for_the_message_that_comes_meanwhile(group: Group) -> None:
    member = group.member("waiting")
    late = threading.Timer(0.05, lambda: group.publish("late"))
    late.start()
    polled = member.poll(max_messages=1, timeout_s=PATIENCE_S)
    late.join()

    assert values(polled) == ["late"]


def test_a_record_of_a_share_that_was_dealt_anew_rewinds_nothing(group: Group) -> None:
    first = group.member("first")
    group.publish("a0", "a1", "d0", "d1")
    stale = first.poll(max_messages=4, timeout_s=0)
    group.member("second")
    group.assigned(first)
    before = [values(first.poll(max_messages=4, timeout_s=0))]
    for delivery in stale:
        first.rewind(delivery)

    assert len(before) == 1
    assert values(first.poll(max_messages=4, timeout_s=0)) == []
    group.publish("a2", "d2")
    assert len(first.poll(max_messages=4, timeout_s=0)) == 1


def test_a_paused_partition_is_read_again_when_it_is_dealt_anew(group: Group) -> None:
    first = group.member("first")
    group.publish("a0", "d0")
    for delivery in first.poll(max_messages=2, timeout_s=0):
        first.rewind(delivery)
    assert values(first.poll(max_messages=2, timeout_s=0)) == []
    group.renew("first")
    second = group.member("second")
    group.opened.remove(second)
    second.close()

    assert sorted(values(first.poll(max_messages=2, timeout_s=0))) == ["a0", "d0"]


def test_a_heartbeat_beats_three_times_a_session_whatever_the_file_says_until_its_end(group: Group) -> None:
    class Beats(threading.Event):
        """Does not wait; the second beat finds no table of members."""

        def wait(self, timeout: float | None = None) -> bool:
            waited.append(timeout)
            daemons.add(threading.current_thread().daemon)
            if len(waited) in (2, 3):
                first, second = ("members", "gone") if len(waited) == 2 else ("gone", "members")
                group.connection.execute(f"ALTER TABLE {first} RENAME TO {second}")
            group.at += 1
            return len(waited) == 4 or self.is_set()

    waited: list[float | None] = []
    daemons: set[bool] = set()
    group.member("first")
    (name,) = group.connection.execute("SELECT member FROM members").fetchone()
    heartbeat = Heartbeat(group.file, group="g", member=name, session_s=SESSION_S, now=lambda: group.at)
    heartbeat._stopped = Beats()
    heartbeat.start()
    heartbeat.join(PATIENCE_S)

    assert waited == [SESSION_S / 3] * 4
    assert daemons == {True}
    assert group.expiry() == group.at - 1 + SESSION_S


def test_a_process_is_known_by_its_start() -> None:
    def uptime() -> float:
        return float(Path("/proc/uptime").read_text().split()[0])

    before = uptime()
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as process:
        after = uptime()
        started = process_started(process.pid)

    assert before - 0.1 < int(started) / os.sysconf("SC_CLK_TCK") < after + 0.1
    assert process_started(process.pid) == ""


def test_a_poll_takes_no_more_than_it_was_asked_for_and_goes_on_after_it(group: Group) -> None:
    publisher = group.log.publisher(client="test")
    publisher.publish([message(str(number)) for number in range(5)])
    publisher.close()
    group.opened.append(group.log.consumer(group="g", topics=["input"], client="counting"))
    polled = [values(group.opened[-1].poll(max_messages=2, timeout_s=0)) for _ in range(4)]

    assert polled == [["0", "1"], ["2", "3"], ["4"], []]
