"""A database's schema and its version: what is missing is made, what is older is migrated, what is newer is left alone.

A store knows only its own tables, so a database may hold some of them: a migration changes those that are there, and
a table that a store finds missing is made as `stores.tables` declares it now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, Connection, Engine, MetaData, PrimaryKeyConstraint, String, Table, inspect, select, text

from stores.common_tables import METADATA
from stores.database import is_to_read, place, reading, writing
from stores.errors import DatabaseTooNewError, StoreNotReadyError

HEAD = "0009"
FIRST = "0001"
MIGRATIONS = Path(__file__).parent / "migrations"
# Alembic's own table, named here so that a database that is up to date is opened without loading Alembic.
VERSION = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32)),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
# How the first databases told their version, before there were migrations.
BEFORE_ALEMBIC = "schema_version"
# Any number that is ours: processes that start at once take turns, in each schema of a server apart.
TAKE_TURNS = text("SELECT pg_advisory_xact_lock(779001, hashtext(current_schema()))")
MAY_MAKE = text("SELECT has_schema_privilege(current_schema(), 'CREATE')")
# What to do, by database: files are brought up by whoever writes them, a server's tables by one command.
BRINGS_UP = {"sqlite": ": `warta run` brings it up", "postgresql": ": run `warta migrate`"}
MAKES = {"sqlite": "", "postgresql": ": run `warta migrate`"}


@dataclass(frozen=True)
class SchemaState:
    """`version` is None for a database without any table of ours."""

    version: str | None
    tables: frozenset[str]


def standing(engine: Engine) -> SchemaState:
    """Raises StoreUnavailableError."""
    with reading(engine) as connection:
        there = inspect(connection).get_table_names()
        return SchemaState(version_of(connection), frozenset(there) & METADATA.tables.keys())


def may_make(engine: Engine) -> bool:
    """Whether tables may be made here: on a server by the role that owns them, not by the one that steps run as."""
    if engine.dialect.name != "postgresql":
        return True
    with reading(engine) as connection:
        return bool(connection.execute(MAY_MAKE).scalar())


def upgrade(engine: Engine, tables: Sequence[Table]) -> None:
    """Make `tables` what this Warta knows; who only reads, or may not, gets StoreNotReadyError if they are not so.

    Raises DatabaseTooNewError, StoreUnavailableError.
    """
    if is_to_read(engine):
        _require_current(engine, tables)
        return
    with reading(engine) as connection:
        if _is_current(engine, connection, tables):
            return
    if not may_make(engine):
        _require_current(engine, tables)
        return
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(TAKE_TURNS)
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        _refuse_newer(engine, found := version_of(connection))
        if found is not None and found != HEAD:
            migrate(connection, HEAD)
        METADATA.create_all(connection, tables=list(tables))
        if found is None:
            stamp(connection, HEAD)


def _require_current(engine: Engine, tables: Sequence[Table]) -> None:
    file = engine.url.database
    if engine.dialect.name == "sqlite" and not Path(file or "").exists():
        raise StoreNotReadyError(f"{file} is not made yet")
    with reading(engine) as connection:
        if _is_current(engine, connection, tables):
            return
        found, there = version_of(connection), set(inspect(connection).get_table_names())
    if found in (None, HEAD):
        missing = next(table.name for table in tables if table.name not in there)
        raise StoreNotReadyError(f"{place(engine)} has no table {missing} yet{MAKES[engine.dialect.name]}")
    what = f"{place(engine)} has schema {found}, this Warta reads {HEAD}"
    raise StoreNotReadyError(f"{what}{BRINGS_UP[engine.dialect.name]}")


def _is_current(engine: Engine, connection: Connection, tables: Sequence[Table]) -> bool:
    _refuse_newer(engine, found := version_of(connection))
    return found == HEAD and set(inspect(connection).get_table_names()) >= {table.name for table in tables}


def _refuse_newer(engine: Engine, found: str | None) -> None:
    # Versions count up: one that comes after ours is one this program has never heard of.
    if found is not None and found > HEAD:
        raise DatabaseTooNewError(f"{place(engine)} has schema {found}, this Warta knows {HEAD}: update Warta")


def version_of(connection: Connection) -> str | None:
    """None for a database without any table of ours."""
    existing = inspect(connection).get_table_names()
    if VERSION.name in existing:
        return connection.execute(select(VERSION.c.version_num)).scalar_one_or_none()
    return FIRST if BEFORE_ALEMBIC in existing else None


def migrate(connection: Connection, to: str) -> None:
    """Run the migrations up to version `to`, in the transaction that is open."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    if BEFORE_ALEMBIC in inspect(connection).get_table_names() and version_of(connection) == FIRST:
        stamp(connection, FIRST)
    command.upgrade(config, to)


def stamp(connection: Connection, version: str) -> None:
    VERSION.create(connection, checkfirst=True)
    connection.execute(VERSION.delete())
    connection.execute(VERSION.insert(), {"version_num": version})
