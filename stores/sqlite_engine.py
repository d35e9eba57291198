"""Engines on a SQLite file: one writer at a time from its first statement on, and which errors pass by waiting."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from runtime.state import StoreUnavailableError
from stores.errors import TO_READ

# Any other error of SQLite (no such table, malformed file) is a fault and must crash.
PASSING = {
    sqlite3.SQLITE_BUSY: "the database is locked by another process",
    sqlite3.SQLITE_LOCKED: "the database is locked by another connection",
    sqlite3.SQLITE_NOMEM: "out of memory",
    sqlite3.SQLITE_READONLY: "the database is read-only",
    sqlite3.SQLITE_IOERR: "the disk reports an input/output error",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_CANTOPEN: "the database file cannot be opened",
    sqlite3.SQLITE_PROTOCOL: "the lock of the write-ahead log is contended",
}


def open_sqlite(url: URL, *, synchronous: str, lock_timeout_s: float, to_read: bool) -> Engine:
    # As many connections as there are threads that ask: the server's pool of threads is the bound.
    options = {TO_READ: to_read}
    engine = create_engine(url, connect_args={"timeout": lock_timeout_s}, max_overflow=-1, execution_options=options)
    if to_read:
        event.listen(engine, "do_connect", _connect_to_read)
    else:
        event.listen(engine, "connect", _configure(engine, synchronous))
    event.listen(engine, "begin", _begin)
    return engine


def _connect_to_read(_: Dialect, __: object, arguments: list[Any], options: dict[str, Any]) -> sqlite3.Connection:
    """As SQLite's addresses of files say it. Source: https://www.sqlite.org/uri.html"""
    (file,) = arguments
    uri = f"{Path(file).absolute().as_uri()}?mode=ro"
    # The driver must not open transactions of its own, here as where it writes.
    connection: sqlite3.Connection = sqlite3.connect(uri, uri=True, isolation_level=None, **options)
    return connection


def _configure(engine: Engine, synchronous: str) -> Callable[[sqlite3.Connection, ConnectionPoolEntry], None]:
    def configure(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        # The driver must not open transactions of its own: `_begin` does, so that a writer locks from its first read.
        connection.isolation_level = None
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA synchronous = {synchronous}")
            connection.execute("PRAGMA foreign_keys = ON")
        except sqlite3.OperationalError as error:
            # The engine passes on what its own hooks raise without a name.
            cause = _cause(error)
            raise (StoreUnavailableError(f"{engine.url.database}: {cause} ({error})") if cause else error) from error

    return configure


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def passing(error: DBAPIError) -> str | None:
    """The cause of an error that waiting may mend, else None."""
    return _cause(error.orig)


def _cause(error: BaseException | None) -> str | None:
    if not isinstance(error, sqlite3.OperationalError):
        return None
    # The low byte is the primary code; the rest says which call failed.
    return PASSING.get(error.sqlite_errorcode & 0xFF)
