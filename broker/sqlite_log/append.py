"""Appending to the embedded log inside a transaction: partition by key, limits, and room by retention."""

import json
import sqlite3
import zlib
from collections.abc import Sequence
from json.encoder import encode_basestring_ascii as quoted

from broker.port import LogFullError, Message, RecordTooLargeError, UnknownTopicError, size_of
from broker.sqlite_log.database import OFFSET_BITS
from broker.sqlite_log.retention import trim_topic
from schemas.envelope import Headers

decode_json = json.JSONDecoder().decode


def encode_headers(headers: Headers) -> str:
    """JSON without spaces, joined here: `json.dumps` with separators takes twice as long."""
    # Latin-1 maps every byte to one character and back.
    pairs = [f"[{quoted(name)},{quoted(value.decode('latin-1'))}]" for name, value in headers]
    return f"[{','.join(pairs)}]"


def decode_headers(text: str) -> Headers:
    # A list is faster than a generator, and every record has nine of them.
    return tuple([(name, value.encode("latin-1")) for name, value in decode_json(text)])


def append(connection: sqlite3.Connection, messages: Sequence[Message], *, now: float) -> None:
    """Append in order, within the caller's transaction. Raises LogFullError, RecordTooLargeError, UnknownTopicError."""
    by_topic: dict[str, list[Message]] = {}
    for message in messages:
        by_topic.setdefault(message.topic, []).append(message)
    for topic, of_topic in by_topic.items():
        headers = [encode_headers(message.headers) for message in of_topic]
        sizes = [
            len(message.key) + len(message.value) + len(text) for message, text in zip(of_topic, headers, strict=True)
        ]
        _make_room(connection, topic, max(size_of((message,)) for message in of_topic), sum(sizes), now)
        partitions = connection.execute(
            'SELECT id, "end" FROM partitions WHERE topic = ? ORDER BY partition', (topic,)
        ).fetchall()
        ends = [end for _, end in partitions]
        grown = [0] * len(partitions)
        rows = []
        for message, text, size in zip(of_topic, headers, sizes, strict=True):
            index = zlib.crc32(message.key) % len(partitions)
            row_id = partitions[index][0] << OFFSET_BITS | ends[index]
            rows.append((row_id, message.key, message.value, text, now))
            ends[index] += 1
            grown[index] += size
        connection.executemany("INSERT INTO messages VALUES (?, ?, ?, ?, ?)", rows)
        connection.executemany(
            'UPDATE partitions SET "end" = ?, bytes = bytes + ? WHERE id = ?',
            [(ends[i], grown[i], partitions[i][0]) for i in range(len(partitions)) if grown[i]],
        )


def _make_room(connection: sqlite3.Connection, topic: str, largest: int, needed: int, now: float) -> None:
    """For rows of `needed` bytes as `ROW_BYTES` counts them; `largest` is a record in bytes as every log counts."""
    declared = connection.execute("SELECT max_record_bytes, max_bytes FROM topics WHERE name = ?", (topic,)).fetchone()
    if declared is None:
        raise UnknownTopicError(f"topic {topic} is not in the log")
    max_record_bytes, max_bytes = declared
    if largest > max_record_bytes:
        raise RecordTooLargeError(f"a record of {largest} bytes is over the {max_record_bytes} of topic {topic}")
    (held,) = connection.execute("SELECT sum(bytes) FROM partitions WHERE topic = ?", (topic,)).fetchone()
    if held + needed > max_bytes:
        held -= trim_topic(connection, topic, now=now, room_bytes=needed)
    # A topic that holds nothing takes a batch of any size: waiting would not make room.
    if held and held + needed > max_bytes:
        raise LogFullError(f"topic {topic} holds {held} of {max_bytes} bytes and its slowest group has not read them")
