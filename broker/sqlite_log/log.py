"""The embedded log: topics, offsets and groups in one SQLite file, shared by the processes of one machine."""

import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from broker.port import BrokerError, Message, PartitionLag, Position, Stored, UnknownTopicError
from broker.sqlite_log import groups
from broker.sqlite_log import topics as declarations
from broker.sqlite_log.append import append, decode_headers
from broker.sqlite_log.consumer import SqliteConsumer
from broker.sqlite_log.database import OFFSET_BITS, OFFSET_MASK, LogFile, reading, transaction
from schemas.topics import Topic

SESSION_S = 6.0


class SqlitePublisher:
    """Implements `broker.port.Publisher`; safe to use from several threads, one at a time."""

    def __init__(self, file: LogFile, *, now: Callable[[], float]) -> None:
        self._connection = file.connect()
        self._now = now
        self._lock = threading.Lock()

    def publish(self, messages: Sequence[Message]) -> None:
        with self._lock, transaction(self._connection):
            append(self._connection, messages, now=self._now())

    def close(self) -> None:
        self._connection.close()


class SqliteLog:
    """Implements `broker.port.Log`. `session_s`: how long a silent member keeps its partitions."""

    def __init__(self, file: LogFile, *, session_s: float = SESSION_S, now: Callable[[], float] = time.time) -> None:
        self._file = file
        self._session_s = session_s
        self._now = now
        self._connection = file.connect()
        self._lock = threading.Lock()

    def apply(self, topics: Sequence[Topic], *, dry_run: bool = False) -> Sequence[str]:
        with self._lock, transaction(self._connection):
            return declarations.apply(self._connection, topics, dry_run=dry_run)

    def topics(self) -> Mapping[str, int]:
        return dict(self._select("SELECT name, partitions FROM topics"))

    def delete(self, topics: Sequence[str]) -> None:
        with self._lock, transaction(self._connection):
            declarations.delete(self._connection, topics)

    def register(self, group: str, topics: Sequence[str], *, dry_run: bool = False) -> Sequence[str]:
        with self._lock, transaction(self._connection):
            told = groups.unregistered(self._connection, group, topics)
            if not dry_run:
                groups.register(self._connection, group, topics)
            return told

    def move(self, group: str, offsets: Mapping[tuple[str, int], int]) -> None:
        with self._lock, transaction(self._connection):
            if not groups.move(self._connection, group, offsets, now=self._now()):
                raise BrokerError(f"members work in group {group}: stop them first")

    def publisher(self, *, client: str) -> SqlitePublisher:
        return SqlitePublisher(self._file, now=self._now)

    def consumer(self, *, group: str, topics: Sequence[str], client: str) -> SqliteConsumer:
        return SqliteConsumer(
            self._file, group=group, topics=topics, client=client, session_s=self._session_s, now=self._now
        )

    def lag(self, groups: Collection[str] | None = None) -> Sequence[PartitionLag]:
        oldest = f"(SELECT appended_at FROM messages WHERE messages.id >= (partitions.id << {OFFSET_BITS} | settled) "
        oldest += f"AND messages.id <= (partitions.id << {OFFSET_BITS} | {OFFSET_MASK}) ORDER BY messages.id LIMIT 1)"
        rows = self._select(
            f'SELECT grp, topic, partition, settled, "end", CASE WHEN settled < "end" THEN {oldest} END '
            "FROM offsets JOIN partitions USING (topic, partition) "
            f"{'' if groups is None else _in_groups(len(groups))} ORDER BY grp, topic, partition",
            *(groups or ()),
        )
        return [PartitionLag(*row) for row in rows]

    def ends(self) -> Mapping[str, int]:
        return dict(self._select('SELECT topic, sum("end") FROM partitions GROUP BY topic'))

    def partitions(self, topic: str) -> int:
        (count,) = self._select("SELECT count(*) FROM partitions WHERE topic = ?", topic)[0]
        if not count:
            raise UnknownTopicError(f"topic {topic} is not in the log")
        return int(count)

    def read(self, topic: str, partition: int, *, start: int = 0, limit: int = 1000) -> Sequence[Stored]:
        found = self._select("SELECT id FROM partitions WHERE topic = ? AND partition = ?", topic, partition)
        if not found:
            raise UnknownTopicError(f"{topic}/{partition} is not in the log")
        base = found[0][0] << OFFSET_BITS
        rows = self._select(
            "SELECT id, key, value, headers, appended_at FROM messages WHERE id >= ? AND id <= ? ORDER BY id LIMIT ?",
            base | start,
            base | OFFSET_MASK,
            limit,
        )
        return [
            Stored(
                Message(topic, key, value, decode_headers(headers)),
                Position(topic, partition, row_id & OFFSET_MASK),
                appended_at,
            )
            for row_id, key, value, headers, appended_at in rows
        ]

    def close(self) -> None:
        self._connection.close()

    def _select(self, sql: str, *values: object) -> list[Any]:
        with self._lock, reading():
            return self._connection.execute(sql, values).fetchall()


def _in_groups(count: int) -> str:
    return f"WHERE grp IN ({', '.join('?' * count)})"
