"""Consumer groups of the embedded log: members with leases, and partitions dealt out anew when members change.

A member lives while it renews its lease and its process lives. A dead process of this machine is seen at once, a
stopped one when its lease expires. Every change raises the group's generation, which fences earlier ones.
"""

import json
import os
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path


def process_started(pid: int) -> str:
    """The start of a process in Linux's clock ticks; empty if it cannot be read or the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def join(
    connection: sqlite3.Connection, group: str, member: str, topics: Sequence[str], *, now: float, session_s: float
) -> int:
    """Become a member and deal the partitions anew; returns the generation. Within the caller's transaction."""
    _expel(connection, group, now)
    pid = os.getpid()
    connection.execute(
        "INSERT OR REPLACE INTO members VALUES (?, ?, ?, ?, ?, ?)",
        (group, member, json.dumps(list(topics)), pid, process_started(pid), now + session_s),
    )
    register(connection, group, topics)
    return deal(connection, group)


def leave(connection: sqlite3.Connection, group: str, member: str) -> None:
    connection.execute("DELETE FROM members WHERE grp = ? AND member = ?", (group, member))
    deal(connection, group)


def renew(connection: sqlite3.Connection, group: str, member: str, *, now: float, session_s: float) -> None:
    """Renew a member's lease and expel those whose has run out; an expelled member learns it at its next poll."""
    connection.execute(
        "UPDATE members SET expires_at = ? WHERE grp = ? AND member = ?", (now + session_s, group, member)
    )
    if _expel(connection, group, now):
        deal(connection, group)


def register(connection: sqlite3.Connection, group: str, topics: Sequence[str]) -> None:
    """First offsets, at the start of each partition, where the group has none."""
    connection.executemany(
        "INSERT OR IGNORE INTO offsets (grp, topic, partition, settled) "
        'SELECT ?, topic, partition, "start" FROM partitions WHERE topic = ?',
        [(group, topic) for topic in topics],
    )


def unregistered(connection: sqlite3.Connection, group: str, topics: Sequence[str]) -> list[str]:
    """Those of `topics` of which the group has no offset."""
    held = {topic for (topic,) in connection.execute("SELECT DISTINCT topic FROM offsets WHERE grp = ?", (group,))}
    return [topic for topic in topics if topic not in held]


def move(connection: sqlite3.Connection, group: str, offsets: Mapping[tuple[str, int], int], *, now: float) -> bool:
    """Within the caller's transaction. False, and nothing is changed, while members work in the group."""
    _expel(connection, group, now)
    if connection.execute("SELECT 1 FROM members WHERE grp = ? LIMIT 1", (group,)).fetchone():
        return False
    connection.executemany(
        "INSERT OR REPLACE INTO offsets VALUES (?, ?, ?, ?)",
        [(group, topic, partition, offset) for (topic, partition), offset in offsets.items()],
    )
    return True


def _expel(connection: sqlite3.Connection, group: str, now: float) -> bool:
    members = connection.execute(
        "SELECT member, pid, started, expires_at FROM members WHERE grp = ?", (group,)
    ).fetchall()
    gone = [name for name, pid, started, expires in members if expires < now or process_started(pid) != started]
    connection.executemany("DELETE FROM members WHERE grp = ? AND member = ?", [(group, name) for name in gone])
    return bool(gone)


def deal(connection: sqlite3.Connection, group: str) -> int:
    """Share the group's partitions out among its members; returns the new generation."""
    members = connection.execute("SELECT member, topics FROM members WHERE grp = ? ORDER BY member", (group,))
    wanted = {member: set(json.loads(topics)) for member, topics in members}
    connection.execute("DELETE FROM assignments WHERE grp = ?", (group,))
    partitions = connection.execute(
        "SELECT topic, partition FROM offsets WHERE grp = ? ORDER BY topic, partition", (group,)
    ).fetchall()
    for turn, (topic, partition) in enumerate(partitions):
        takers = [member for member, topics in wanted.items() if topic in topics]
        if takers:
            connection.execute(
                "INSERT INTO assignments VALUES (?, ?, ?, ?)", (group, topic, partition, takers[turn % len(takers)])
            )
    connection.execute(
        "INSERT INTO groups VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET generation = generation + 1", (group,)
    )
    (generation,) = connection.execute("SELECT generation FROM groups WHERE name = ?", (group,)).fetchone()
    return int(generation)
