"""One member of a group on the embedded log: polls its partitions and settles in one transaction."""

import threading
import time
import uuid
from collections.abc import Callable, Iterable, Sequence

from broker.port import (
    Delivery,
    FencedError,
    Membership,
    Message,
    OffsetOutOfRangeError,
    Position,
    UnknownTopicError,
)
from broker.sqlite_log import groups
from broker.sqlite_log.append import append, decode_headers
from broker.sqlite_log.database import OFFSET_BITS, OFFSET_MASK, LogFile, reading, transaction
from broker.sqlite_log.heartbeat import Heartbeat

# How often an idle poll looks at the file's change counter: a wake-up takes at most this long.
WAKE_S = 0.04


class SqliteConsumer:
    """Implements `broker.port.Consumer`."""

    def __init__(
        self,
        file: LogFile,
        *,
        group: str,
        topics: Sequence[str],
        client: str,
        session_s: float,
        now: Callable[[], float],
    ) -> None:
        self._connection = file.connect()
        self._now = now
        self._group = group
        self._topics = tuple(topics)
        self._session_s = session_s
        self._member = f"{client}-{uuid.uuid4().hex[:12]}"
        self._generation = 0
        self._partition_ids: dict[tuple[str, int], int] = {}
        self._positions: dict[tuple[str, int], int] = {}
        self._paused: set[tuple[str, int]] = set()
        self._turn = 0
        try:
            self._check_topics()
        except UnknownTopicError:
            self._connection.close()
            raise
        self._heartbeat = Heartbeat(file, group=group, member=self._member, session_s=session_s, now=now)
        self._heartbeat.start()

    def poll(self, *, max_messages: int, timeout_s: float) -> Sequence[Delivery]:
        deadline = time.monotonic() + timeout_s
        waiter = threading.Event()
        with reading():
            while True:
                seen = self._data_version()
                self._keep_membership()
                deliveries = self._fetch(max_messages)
                if deliveries or time.monotonic() >= deadline:
                    return deliveries
                while self._data_version() == seen and (left := deadline - time.monotonic()) > 0:
                    waiter.wait(min(WAKE_S, left))

    def settle(self, deliveries: Sequence[Delivery], outputs: Sequence[Message]) -> None:
        with transaction(self._connection):
            for membership in {delivery.membership for delivery in deliveries}:
                self._check_owner(membership)
            self._connection.executemany(
                "UPDATE offsets SET settled = max(settled, ?) WHERE grp = ? AND topic = ? AND partition = ?",
                [
                    (d.position.offset + 1, self._group, d.position.topic, d.position.partition)
                    for d in _last_of_each_partition(deliveries)
                ],
            )
            append(self._connection, outputs, now=self._now())

    def rewind(self, delivery: Delivery) -> None:
        key = (delivery.position.topic, delivery.position.partition)
        if delivery.membership.generation == self._generation and key in self._positions:
            self._positions[key] = delivery.position.offset
            self._paused.add(key)

    def resume(self, topic: str, partition: int) -> None:
        self._paused.discard((topic, partition))

    def assignment(self) -> Sequence[tuple[str, int]]:
        return tuple(self._positions)

    def close(self) -> None:
        self._heartbeat.stop()
        try:
            with transaction(self._connection):
                groups.leave(self._connection, self._group, self._member)
        finally:
            self._connection.close()

    def _check_topics(self) -> None:
        with reading():
            known = {name for (name,) in self._connection.execute("SELECT name FROM topics")}
        missing = [topic for topic in self._topics if topic not in known]
        if missing:
            raise UnknownTopicError(f"not in the log: {', '.join(missing)}")

    def _data_version(self) -> int:
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def _keep_membership(self) -> None:
        row = self._connection.execute(
            "SELECT generation FROM groups JOIN members ON members.grp = groups.name WHERE name = ? AND member = ?",
            (self._group, self._member),
        ).fetchone()
        if row is not None and row[0] == self._generation:
            return
        if row is None:
            with transaction(self._connection):
                self._generation = groups.join(
                    self._connection,
                    self._group,
                    self._member,
                    self._topics,
                    now=self._now(),
                    session_s=self._session_s,
                )
        else:
            (self._generation,) = row
        # A topic that is deleted is taken from its readers like a partition that goes to another.
        self._check_topics()
        self._take_assignment()

    def _take_assignment(self) -> None:
        # What was polled before and not settled is polled again: the generation it carries is fenced.
        rows = self._connection.execute(
            'SELECT topic, partition, id, settled, "start", "end" FROM assignments '
            "JOIN offsets USING (grp, topic, partition) JOIN partitions USING (topic, partition) "
            "WHERE grp = ? AND member = ?",
            (self._group, self._member),
        ).fetchall()
        for topic, partition, _, settled, start, end in rows:
            if not start <= settled <= end:
                raise OffsetOutOfRangeError(
                    f"group {self._group} is at {settled} of {topic}/{partition}, which holds {start} to {end}"
                )
        self._partition_ids = {(topic, partition): row_id for topic, partition, row_id, *_ in rows}
        self._positions = {(topic, partition): settled for topic, partition, _, settled, *_ in rows}
        self._paused.clear()

    def _fetch(self, max_messages: int) -> list[Delivery]:
        ends = self._ends()
        ready = [key for key, end in ends.items() if self._positions[key] < end and key not in self._paused]
        deliveries: list[Delivery] = []
        if not ready:
            return deliveries
        # Another partition goes first each time, so that a long one does not starve the rest.
        self._turn += 1
        first = self._turn % len(ready)
        for key in ready[first:] + ready[:first]:
            if len(deliveries) >= max_messages:
                break
            deliveries += self._read(key, max_messages - len(deliveries))
        return deliveries

    def _ends(self) -> dict[tuple[str, int], int]:
        marks = ",".join("?" * len(self._partition_ids))
        rows = self._connection.execute(
            f'SELECT topic, partition, "end" FROM partitions WHERE id IN ({marks})', tuple(self._partition_ids.values())
        )
        return {(topic, partition): end for topic, partition, end in rows}

    def _read(self, key: tuple[str, int], limit: int) -> list[Delivery]:
        topic, partition = key
        base = self._partition_ids[key] << OFFSET_BITS
        rows: list[tuple[int, bytes, bytes, str, float]] = self._connection.execute(
            "SELECT id, key, value, headers, appended_at FROM messages WHERE id >= ? AND id <= ? ORDER BY id LIMIT ?",
            (base | self._positions[key], base | OFFSET_MASK, limit),
        ).fetchall()
        membership = Membership(self._group, self._member, self._generation)
        if rows:
            self._positions[key] = (rows[-1][0] & OFFSET_MASK) + 1
        return [
            Delivery(
                Message(topic, row_key, value, decode_headers(headers)),
                Position(topic, partition, row_id & OFFSET_MASK),
                appended_at,
                membership,
            )
            for row_id, row_key, value, headers, appended_at in rows
        ]

    def _check_owner(self, membership: Membership) -> None:
        row = self._connection.execute("SELECT generation FROM groups WHERE name = ?", (self._group,)).fetchone()
        if row is None or row[0] != membership.generation or membership.member != self._member:
            raise FencedError(
                f"{self._group}: polled in generation {membership.generation}, the group is at {row[0] if row else 0}"
            )


def _last_of_each_partition(deliveries: Sequence[Delivery]) -> Iterable[Delivery]:
    ordered = sorted(deliveries, key=lambda delivery: delivery.position.offset)
    return {(d.position.topic, d.position.partition): d for d in ordered}.values()
