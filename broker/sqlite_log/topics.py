"""Makes the topics of the embedded log match the declarations, and deletes topics by name."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from broker.port import BrokerError, UnknownTopicError
from broker.sqlite_log import groups
from broker.sqlite_log.database import OFFSET_BITS, OFFSET_MASK
from schemas.topics import Topic

COLUMNS = ("partitions", "retention_s", "max_bytes", "max_record_bytes", "cleanup")


def apply(connection: sqlite3.Connection, topics: Sequence[Topic], *, dry_run: bool) -> list[str]:
    """Within the caller's transaction; returns a line per change. Raises BrokerError, and nothing is kept."""
    lines = []
    for topic in topics:
        held, wanted = _held(connection, topic.name), {name: asdict(topic)[name] for name in COLUMNS}
        if held == wanted:
            continue
        lines.append(_line(topic, held, wanted))
        if not dry_run:
            _write(connection, topic, wanted)
    return lines


def delete(connection: sqlite3.Connection, topics: Sequence[str]) -> None:
    """Within the caller's transaction. Groups that read them are dealt their other partitions."""
    for topic in topics:
        if _held(connection, topic) is None:
            raise UnknownTopicError(f"topic {topic} is not in the log")
        readers = connection.execute("SELECT DISTINCT grp FROM offsets WHERE topic = ?", (topic,)).fetchall()
        for (row,) in connection.execute("SELECT id FROM partitions WHERE topic = ?", (topic,)).fetchall():
            span = (row << OFFSET_BITS, row << OFFSET_BITS | OFFSET_MASK)
            connection.execute("DELETE FROM messages WHERE id >= ? AND id <= ?", span)
        for table, column in (("offsets", "topic"), ("partitions", "topic"), ("topics", "name")):
            connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (topic,))
        for (group,) in readers:
            groups.deal(connection, group)


def _held(connection: sqlite3.Connection, name: str) -> Mapping[str, object] | None:
    row = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM topics WHERE name = ?", (name,)).fetchone()
    return None if row is None else dict(zip(COLUMNS, row, strict=True))


def _line(topic: Topic, held: Mapping[str, object] | None, wanted: Mapping[str, object]) -> str:
    if held is None:
        return f"created {topic.name}: {', '.join(f'{name} {value}' for name, value in wanted.items())}"
    if int(str(held["partitions"])) > topic.partitions:
        # Keys would change their partition and lose their order.
        raise BrokerError(
            f"topic {topic.name} has {held['partitions']} partitions and cannot go down to {topic.partitions}"
        )
    altered = [f"{name} {held[name]} → {value}" for name, value in wanted.items() if held[name] != value]
    return f"altered {topic.name}: {', '.join(altered)}"


def _write(connection: sqlite3.Connection, topic: Topic, wanted: Mapping[str, object]) -> None:
    connection.execute("INSERT OR REPLACE INTO topics VALUES (?, ?, ?, ?, ?, ?)", (topic.name, *wanted.values()))
    connection.executemany(
        "INSERT OR IGNORE INTO partitions (topic, partition) VALUES (?, ?)",
        [(topic.name, number) for number in range(topic.partitions)],
    )
    # Groups that read the topic share out its new partitions at their next poll.
    for (group,) in connection.execute("SELECT DISTINCT grp FROM offsets WHERE topic = ?", (topic.name,)).fetchall():
        groups.register(connection, group, [topic.name])
        groups.deal(connection, group)
