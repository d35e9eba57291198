"""The file of the embedded log: its tables, its connections, and the mapping of SQLite's errors."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from broker.port import BrokerError, LogFullError

# 2: a partition's bytes are those of its rows; version 1 added headers as they came and took them off as JSON.
SCHEMA_VERSION = 2
BUSY_TIMEOUT_S = 30.0
# A message's row id is its partition's id and its offset in one number: one B-tree, read in order.
OFFSET_BITS = 40
OFFSET_MASK = (1 << OFFSET_BITS) - 1
# What a message adds to its partition's bytes; `append` counts the same. Headers are JSON in ASCII.
ROW_BYTES = "length(key) + length(value) + length(headers)"

TABLES = """
CREATE TABLE topics (
    name TEXT PRIMARY KEY, partitions INTEGER NOT NULL, retention_s REAL NOT NULL, max_bytes INTEGER NOT NULL,
    max_record_bytes INTEGER NOT NULL, cleanup TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE partitions (
    id INTEGER PRIMARY KEY, topic TEXT NOT NULL, partition INTEGER NOT NULL, "start" INTEGER NOT NULL DEFAULT 0,
    "end" INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0, UNIQUE (topic, partition)
);
CREATE TABLE messages (
    id INTEGER PRIMARY KEY, key BLOB NOT NULL, value BLOB NOT NULL, headers TEXT NOT NULL, appended_at REAL NOT NULL
);
CREATE TABLE offsets (
    grp TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, settled INTEGER NOT NULL,
    PRIMARY KEY (grp, topic, partition)
) WITHOUT ROWID;
CREATE TABLE groups (name TEXT PRIMARY KEY, generation INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE members (
    grp TEXT NOT NULL, member TEXT NOT NULL, topics TEXT NOT NULL, pid INTEGER NOT NULL, started TEXT NOT NULL,
    expires_at REAL NOT NULL, PRIMARY KEY (grp, member)
) WITHOUT ROWID;
CREATE TABLE assignments (
    grp TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, member TEXT NOT NULL,
    PRIMARY KEY (grp, topic, partition)
) WITHOUT ROWID;
CREATE TABLE maintenance (name TEXT PRIMARY KEY, at REAL NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class LogFile:
    """The log's path and how it is written. `durable` fsyncs every commit, so that a power cut loses nothing.

    `to_read`: it is not written at all, and not made where it is not there.
    """

    path: Path
    durable: bool = True
    max_file_bytes: int | None = None
    to_read: bool = False

    def connect(self) -> sqlite3.Connection:
        """A new connection in autocommit mode, one per thread; creates the tables on first use."""
        if self.to_read and not self.path.exists():
            raise BrokerError(f"{self.path} is not made yet")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode={'ro' if self.to_read else 'rwc'}",
            uri=True,
            timeout=BUSY_TIMEOUT_S,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        try:
            if self.to_read:
                self._look(connection)
            else:
                self._prepare(connection)
        except sqlite3.Error as error:
            connection.close()
            raise _translated(error) from error
        except BrokerError:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {'FULL' if self.durable else 'NORMAL'}")
        if self.max_file_bytes is not None:
            (page_bytes,) = connection.execute("PRAGMA page_size").fetchone()
            connection.execute(f"PRAGMA max_page_count = {self.max_file_bytes // page_bytes}")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            version = self._create(connection)
        if version == 1:
            version = self._recount(connection)
        self._require(version)

    def _look(self, connection: sqlite3.Connection) -> None:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        # The first version counts bytes another way, which no reader asks for.
        self._require(SCHEMA_VERSION if version == 1 else version)

    def _require(self, version: int) -> None:
        if version != SCHEMA_VERSION:
            raise BrokerError(f"{self.path} is a log of version {version}; this Warta reads version {SCHEMA_VERSION}")

    @staticmethod
    def _create(connection: sqlite3.Connection) -> int:
        with transaction(connection):
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version == 0:
                for statement in TABLES.split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        return version or SCHEMA_VERSION

    @staticmethod
    def _recount(connection: sqlite3.Connection) -> int:
        """Count the bytes of a file of version 1 again; reads every message once."""
        with transaction(connection):
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version == 1:
                rows = f"SELECT id >> {OFFSET_BITS} AS partition_id, sum({ROW_BYTES}) AS held FROM messages GROUP BY 1"
                connection.execute("UPDATE partitions SET bytes = 0")
                connection.execute(
                    f"UPDATE partitions SET bytes = held FROM ({rows}) AS counted WHERE counted.partition_id = id"
                )
                connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        return SCHEMA_VERSION


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """One short write transaction; SQLite's errors come out as BrokerError or LogFullError, rolled back."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            # A full disk may have rolled back already.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    except sqlite3.Error as error:
        raise _translated(error) from error


@contextmanager
def reading() -> Iterator[None]:
    """Turns SQLite's errors outside a transaction into BrokerError."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translated(error) from error


def _translated(error: sqlite3.Error) -> BrokerError:
    # sqlite3 names the primary code from 3.11 on; SQLITE_FULL is a full disk or the file's own limit.
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
        return LogFullError(f"the log cannot grow: {error}")
    return BrokerError(f"the log file failed: {error}")
