"""Groups of the embedded log: leases that are renewed or run out, the heartbeat, and how little an idle poll does."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from broker.sqlite_log.consumer import SqliteConsumer
from broker.sqlite_log.database import LogFile, transaction
from broker.sqlite_log.groups import renew
from broker.sqlite_log.log import SqliteLog
from tests.broker.contract import INPUT, message, values

SESSION_S = 3600.0
BOTH = {("input", 0), ("input", 1)}


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

    class Watched(LogFile):
        def connect(self) -> sqlite3.Connection:
            connection = super().connect()
            connection.set_trace_callback(statements.append)
            return connection

    with closing(Group(Watched(tmp_path / "log.db", durable=False))) as group:
        member = group.member("idle")
        statements.clear()
        polled = member.poll(max_messages=10, timeout_s=0.2)
        looks = len(statements)

    assert polled == ()
    assert looks < 60


def test_a_poll_of_many_partitions_begins_with_another_each_time(group: Group) -> None:
    publisher = group.log.publisher(client="test")
    publisher.publish([message(f"{key}{number}", key=key) for number in range(4) for key in ("a", "d")])
    publisher.close()
    member = group.member("fair")
    polled = [values(member.poll(max_messages=1, timeout_s=0))[0][0] for _ in range(4)]

    assert set(polled) == {"a", "d"}


def test_a_poll_takes_no_more_than_it_was_asked_for_and_goes_on_after_it(group: Group) -> None:
    publisher = group.log.publisher(client="test")
    publisher.publish([message(str(number)) for number in range(5)])
    publisher.close()
    group.opened.append(group.log.consumer(group="g", topics=["input"], client="counting"))
    polled = [values(group.opened[-1].poll(max_messages=2, timeout_s=0)) for _ in range(4)]

    assert polled == [["0", "1"], ["2", "3"], ["4"], []]
