"""The way to a database: engines, read and write transactions, upserts, errors by cause."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from sqlalchemy import URL, Connection, Engine, Table, TableClause, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from runtime.state import StoreUnavailableError
from stores import postgres_engine, sqlite_engine
from stores.errors import TO_READ, DatabaseRefusedError

# `writes` is for SQLite, whose writers lock before their first read. PostgreSQL locks rows as they are read, and a
# snapshot there is what the isolation level says.
WRITES: Mapping[str, Mapping[str, Any]] = {"sqlite": {"writes": True}, "postgresql": {}}
READS: Mapping[str, Mapping[str, Any]] = {
    "sqlite": {},
    "postgresql": {"isolation_level": "REPEATABLE READ"},
}
PASSING: Mapping[str, Callable[[DBAPIError], str | None]] = {
    "sqlite": sqlite_engine.passing,
    "postgresql": postgres_engine.passing,
}


def open_engine(
    url: str | URL,
    *,
    synchronous: Literal["FULL", "NORMAL"] = "FULL",
    busy_timeout_s: float = 10.0,
    connections: int = 20,
    to_read: bool = False,
) -> Engine:
    """An engine on `sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST:PORT/DATABASE`, to be made after a fork.

    NORMAL may lose the last commits when power fails. A lock, and one of the process's `connections` to a server, is
    waited for `busy_timeout_s`; 0: each use makes one and ends it. `to_read`: the database refuses every write, and a
    file that is not there is not made.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return postgres_engine.open_postgres(
            parsed,
            synchronous=synchronous,
            lock_timeout_s=busy_timeout_s,
            connections=connections,
            to_read=to_read,
        )
    if parsed.get_backend_name() == "sqlite":
        return sqlite_engine.open_sqlite(
            parsed, synchronous=synchronous, lock_timeout_s=busy_timeout_s, to_read=to_read
        )
    raise ValueError(f"{parsed.get_backend_name()}: a store is kept in sqlite or postgresql")


def is_to_read(engine: Engine) -> bool:
    return bool(engine.get_execution_options().get(TO_READ))


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One write transaction. Raises StoreUnavailableError; then nothing is kept.

    Where the connection breaks within the commit itself, all or nothing is kept: what is written must bear repeating.
    """
    with _named(engine), _connect(engine, WRITES) as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One snapshot. Raises StoreUnavailableError."""
    with _named(engine), _connect(engine, READS) as connection, connection.begin():
        yield connection


def _connect(engine: Engine, options: Mapping[str, Mapping[str, Any]]) -> Connection:
    return engine.connect().execution_options(**options[engine.dialect.name])


@contextmanager
def _named(engine: Engine) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        # Waiting answers a lock or a full disk; what waiting cannot mend goes on as it is.
        cause = PASSING[engine.dialect.name](error)
        if cause:
            raise StoreUnavailableError(f"{place(engine)}: {cause} ({_one_line(error)})") from error
        if engine.dialect.name == "postgresql" and postgres_engine.refused(error):
            raise DatabaseRefusedError(f"{place(engine)}: {_one_line(error)}") from error
        raise
    except PoolTimeoutError as error:
        raise StoreUnavailableError(f"{place(engine)}: all connections of this process are in use") from error


def place(engine: Engine) -> str:
    """Which database, without the password."""
    url = engine.url
    return str(url.database) if url.host is None else f"{url.host}:{url.port or 5432}/{url.database}"


def _one_line(error: DBAPIError) -> str:
    return " ".join(str(error.orig).split())


Insert = sqlite.Insert | postgresql.Insert


def upsert(engine: Engine, table: Table, *, key: Sequence[str], keep: Collection[str] = ()) -> Insert:
    """INSERT that overwrites the row of the same `key`, all columns but the key and those to `keep`."""
    statement = insert(engine, table)
    names = [column.name for column in table.columns if column.name not in {*key, *keep} and not column.primary_key]
    changed = {name: statement.excluded[name] for name in names}
    return statement.on_conflict_do_update(index_elements=list(key), set_=changed)


def insert_new(engine: Engine, table: Table, *, key: Sequence[str]) -> Insert:
    """INSERT that leaves the row of the same `key` as it is."""
    return insert(engine, table).on_conflict_do_nothing(index_elements=list(key))


def insert(engine: Engine, table: TableClause) -> Insert:
    """The dialect's own INSERT, chosen in this one place: ON CONFLICT is no standard SQL."""
    return sqlite.insert(table) if engine.dialect.name == "sqlite" else postgresql.insert(table)
