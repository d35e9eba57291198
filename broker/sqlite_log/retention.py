"""Retention of the embedded log: by age, by size and by key, and never past the slowest registered group."""

import sqlite3

from broker.sqlite_log.database import OFFSET_BITS, OFFSET_MASK, ROW_BYTES, transaction
from schemas.topics import Cleanup

# Rows looked at in one transaction, so that writers wait for milliseconds only.
CHUNK_ROWS = 2000
MAINTENANCE_S = 30.0
# Compaction reads every key of a topic: about a second for half a million records.
COMPACTION_S = 3600.0


def maintain(connection: sqlite3.Connection, *, now: float) -> None:
    """Trim and compact every topic, each at its own pace over all processes of the log."""
    if not _is_due(connection, "trim", now, MAINTENANCE_S):
        return
    compact = _is_due(connection, "compact", now, COMPACTION_S)
    for topic, cleanup in connection.execute("SELECT name, cleanup FROM topics").fetchall():
        with transaction(connection):
            if cleanup == Cleanup.DELETE:
                trim_topic(connection, topic, now=now)
            elif compact:
                _compact(connection, topic)


def _is_due(connection: sqlite3.Connection, task: str, now: float, interval_s: float) -> bool:
    """Whether this process shall do the task now. The first call of a new log only starts the clock."""
    with transaction(connection):
        row = connection.execute("SELECT at FROM maintenance WHERE name = ?", (task,)).fetchone()
        if row is not None and now - row[0] < interval_s:
            return False
        connection.execute("INSERT OR REPLACE INTO maintenance VALUES (?, ?)", (task, now))
    return row is not None


def trim_topic(connection: sqlite3.Connection, topic: str, *, now: float, room_bytes: int = 0) -> int:
    """Delete read messages from the front if they are too old or over the size limit; returns bytes freed."""
    retention_s, max_bytes, cleanup = connection.execute(
        "SELECT retention_s, max_bytes, cleanup FROM topics WHERE name = ?", (topic,)
    ).fetchone()
    if cleanup == Cleanup.COMPACT:
        return _compact(connection, topic)
    (held,) = connection.execute("SELECT sum(bytes) FROM partitions WHERE topic = ?", (topic,)).fetchone()
    excess = held + room_bytes - max_bytes
    freed = 0
    for row_id, start, end in _partitions(connection, topic):
        safe = _read_by_all(connection, topic, row_id, end)
        freed += _trim_partition(connection, row_id, start, safe, now - retention_s, excess - freed)
    return freed


def _partitions(connection: sqlite3.Connection, topic: str) -> list[tuple[int, int, int]]:
    return connection.execute('SELECT id, "start", "end" FROM partitions WHERE topic = ?', (topic,)).fetchall()


def _read_by_all(connection: sqlite3.Connection, topic: str, partition_id: int, end: int) -> int:
    """The first offset that some registered group has yet to settle."""
    (settled,) = connection.execute(
        "SELECT min(settled) FROM offsets JOIN partitions USING (topic, partition) WHERE id = ? AND topic = ?",
        (partition_id, topic),
    ).fetchone()
    return end if settled is None else int(settled)


def _trim_partition(
    connection: sqlite3.Connection, partition_id: int, start: int, safe: int, too_old: float, excess: int
) -> int:
    low, high = partition_id << OFFSET_BITS | start, partition_id << OFFSET_BITS | safe
    rows = connection.execute(
        f"SELECT id, appended_at, {ROW_BYTES} FROM messages WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
        (low, high, CHUNK_ROWS),
    )
    freed, last = 0, None
    for row_id, appended_at, row_bytes in rows:
        if appended_at >= too_old and freed >= excess:
            break
        freed, last = freed + row_bytes, row_id
    if last is None:
        return 0
    _delete(connection, "id >= ? AND id <= ?", (low, last), partition_id, freed)
    connection.execute('UPDATE partitions SET "start" = ? WHERE id = ?', ((last & OFFSET_MASK) + 1, partition_id))
    return freed


def _compact(connection: sqlite3.Connection, topic: str) -> int:
    """Delete what every group has read and a newer record of the same key replaces; offsets keep their gaps."""
    freed = 0
    for partition_id, start, end in _partitions(connection, topic):
        safe = _read_by_all(connection, topic, partition_id, end)
        bounds = (partition_id << OFFSET_BITS | start, partition_id << OFFSET_BITS | safe)
        # SQLite takes the row of max(id) for the bare columns, so the newest of each key is what stays.
        replaced = (
            "id >= ? AND id < ? AND id NOT IN (SELECT max(id) FROM messages WHERE id >= ? AND id < ? GROUP BY key)"
        )
        (row_bytes,) = connection.execute(
            f"SELECT coalesce(sum({ROW_BYTES}), 0) FROM messages WHERE {replaced}", bounds + bounds
        ).fetchone()
        if row_bytes:
            _delete(connection, replaced, bounds + bounds, partition_id, row_bytes)
            freed += row_bytes
    return freed


def _delete(
    connection: sqlite3.Connection, where: str, values: tuple[int, ...], partition_id: int, row_bytes: int
) -> None:
    connection.execute(f"DELETE FROM messages WHERE {where}", values)
    connection.execute("UPDATE partitions SET bytes = max(0, bytes - ?) WHERE id = ?", (row_bytes, partition_id))
