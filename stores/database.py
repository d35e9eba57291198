"""The way to a database: engines, read and write transactions, upserts, the schema's version, errors by cause."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Table, create_engine, event, func, inspect, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from runtime.state import StoreUnavailableError
from stores.tables import METADATA, schema_version

SCHEMA_VERSION = 1
# What may pass by waiting. Any other error of SQLite (no such table, malformed file) is a fault and must crash.
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


class DatabaseTooNewError(Exception):
    """The database was written by a newer Warta: update the program, it must not write here."""


def open_engine(url: str, *, synchronous: Literal["FULL", "NORMAL"] = "FULL", busy_timeout_s: float = 10.0) -> Engine:
    """An engine on `sqlite:///FILE`, to be made after a fork. NORMAL may lose the last commits when power fails."""
    # As many connections as there are threads that ask: the server's pool of threads is the bound.
    engine = create_engine(url, connect_args={"timeout": busy_timeout_s}, max_overflow=-1)
    event.listen(engine, "connect", _configure(engine, synchronous))
    event.listen(engine, "begin", _begin)
    return engine


def _configure(engine: Engine, synchronous: str) -> Any:
    def configure(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        # The driver must not open transactions of its own: `_begin` does, so that a writer locks from its first read.
        connection.isolation_level = None
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA synchronous = {synchronous}")
            connection.execute("PRAGMA foreign_keys = ON")
        except sqlite3.OperationalError as error:
            raise _unavailable(engine, error) or error from error

    return configure


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One write transaction, alone from its first statement on. Raises StoreUnavailableError; then nothing is kept."""
    with _named(engine), engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One snapshot. Raises StoreUnavailableError."""
    with _named(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def _named(engine: Engine) -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        # Waiting answers a lock or a full disk; what waiting cannot mend goes on as it is.
        raise _unavailable(engine, error.orig) or error from error


def _unavailable(engine: Engine, error: BaseException | None) -> StoreUnavailableError | None:
    if not isinstance(error, sqlite3.OperationalError):
        return None
    # The low byte is the primary code; the rest says which call failed.
    cause = PASSING.get(error.sqlite_errorcode & 0xFF)
    return StoreUnavailableError(f"{engine.url.database}: {cause} ({error})") if cause else None


def create_all(engine: Engine, tables: Sequence[Table]) -> None:
    """Create what is missing of a store's tables. Raises DatabaseTooNewError, StoreUnavailableError."""
    with reading(engine) as connection:
        if _is_current(engine, connection, tables):
            return
    with writing(engine) as connection:
        METADATA.create_all(connection, tables=[schema_version, *tables])
        connection.execute(insert_new(engine, schema_version, key=("id",)), {"id": 1, "version": SCHEMA_VERSION})


def _is_current(engine: Engine, connection: Connection, tables: Sequence[Table]) -> bool:
    existing = set(inspect(connection).get_table_names())
    if schema_version.name not in existing:
        return False
    found = connection.execute(select(func.max(schema_version.c.version))).scalar_one()
    if found is not None and found > SCHEMA_VERSION:
        raise DatabaseTooNewError(
            f"{engine.url.database} has schema {found}, this Warta knows {SCHEMA_VERSION}: update Warta"
        )
    return found == SCHEMA_VERSION and existing >= {table.name for table in tables}


def upsert(engine: Engine, table: Table, *, key: Sequence[str], keep: Collection[str] = ()) -> sqlite.Insert:
    """INSERT that overwrites the row of the same `key`, all columns but the key and those to `keep`."""
    statement = insert(engine, table)
    names = [column.name for column in table.columns if column.name not in {*key, *keep} and not column.primary_key]
    changed = {name: statement.excluded[name] for name in names}
    return statement.on_conflict_do_update(index_elements=list(key), set_=changed)


def insert_new(engine: Engine, table: Table, *, key: Sequence[str]) -> sqlite.Insert:
    """INSERT that leaves the row of the same `key` as it is."""
    return insert(engine, table).on_conflict_do_nothing(index_elements=list(key))


def insert(engine: Engine, table: Table) -> sqlite.Insert:
    """The dialect's own INSERT, chosen in this one place: ON CONFLICT is no standard SQL."""
    return {"sqlite": sqlite.insert}[engine.dialect.name](table)
