"""Copies of our tables on a PostgreSQL server by COPY, out of one snapshot and into an empty schema."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, LiteralString, cast

import psycopg
import zstandard
from psycopg import sql
from sqlalchemy import Connection, Engine, inspect, text

from stores import migrate
from stores.common_tables import METADATA
from stores.database import reading, writing

# The index of full-text search is made beside the articles, whose rows it names.
FULL_TEXT = ("articles", "article_tokens")
NO_LIMITS = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"
# Blobs are compressed already; the least level takes what text and numbers give.
LEVEL = 1
# Those that no constraint rests on: to make them once all rows are in takes a fraction of the time.
LATER_INDEXES = text(
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = ANY(:tables) "
    "AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = (quote_ident(schemaname) || '.' || "
    "quote_ident(indexname))::regclass)"
)


@dataclass(frozen=True)
class PostgresMoment:
    """One snapshot of all tables."""

    connection: Connection

    @property
    def version(self) -> str:
        """Of the schema; empty where none of our tables is there."""
        return migrate.version_of(self.connection) or ""

    def tables(self) -> Sequence[str]:
        """Those that are there, each after those that it refers to."""
        return tables_in(self.connection)

    def has(self, table: str) -> bool:
        return inspect(self.connection).has_table(table)

    def columns(self, table: str) -> Sequence[str]:
        return [column["name"] for column in inspect(self.connection).get_columns(table)]

    def rows(self, query: str) -> Sequence[tuple[object, ...]]:
        return [tuple(row) for row in self.connection.execute(text(query))]

    def copy_out(self, table: str, columns: Sequence[str], file: BinaryIO) -> int:
        """The rows of a table, in the form of the server's binary COPY, compressed; returns their number."""
        with _cursor(self.connection) as cursor, zstandard.ZstdCompressor(LEVEL).stream_writer(file) as out:
            with cursor.copy(_copy("COPY {} ({}) TO STDOUT (FORMAT binary)", table, columns)) as copy:
                for data in copy:
                    out.write(data)
            return cursor.rowcount


@contextmanager
def moment(engine: Engine) -> Iterator[PostgresMoment]:
    """Raises StoreUnavailableError."""
    with reading(engine) as connection:
        connection.execute(text(NO_LIMITS))
        # Only a first read holds the moment.
        connection.execute(text("SELECT count(*) FROM pg_class"))
        yield PostgresMoment(connection)


@contextmanager
def filling(engine: Engine) -> Iterator["Filling"]:
    """One transaction that fills empty tables: all of it is there afterwards, or nothing."""
    with writing(engine) as connection:
        connection.execute(text(NO_LIMITS))
        filled = Filling(connection)
        filled.begin()
        yield filled
        filled.end()


@dataclass
class Filling:
    connection: Connection
    _later: Sequence[str] = ()

    def begin(self) -> None:
        tables = tables_in(self.connection)
        found = self.connection.execute(LATER_INDEXES, {"tables": list(tables)}).all()
        self._later = [row.indexdef for row in found]
        for row in found:
            self.connection.exec_driver_sql(f'DROP INDEX "{row.indexname}"')

    def copy_in(self, table: str, columns: Sequence[str], file: BinaryIO) -> int:
        """Returns how many rows the server took."""
        with _cursor(self.connection) as cursor, zstandard.ZstdDecompressor().stream_reader(file) as data:
            with cursor.copy(_copy("COPY {} ({}) FROM STDIN (FORMAT binary)", table, columns)) as copy:
                while chunk := data.read(1 << 20):
                    copy.write(chunk)
            return cursor.rowcount

    def end(self) -> None:
        """The indexes, and the next number that the server gives: after those that came."""
        for definition in self._later:
            self.connection.exec_driver_sql(definition.replace("%", "%%"))
        there = set(tables_in(self.connection))
        for table in METADATA.sorted_tables:
            if table.name in there and len(table.primary_key) == 1:
                self._number_on(table.name, table.primary_key.columns[0].name)

    def _number_on(self, table: str, column: str) -> None:
        asked = {"table": table, "column": column}
        given = self.connection.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), asked).scalar_one()
        if given is not None:
            last = f'(SELECT coalesce(max("{column}"), 0) + 1 FROM "{table}")'
            self.connection.execute(text(f"SELECT setval(:given, {last}, false)"), {"given": given})


def tables_in(connection: Connection) -> Sequence[str]:
    there = set(inspect(connection).get_table_names())
    names = [name for table in METADATA.sorted_tables for name in _with_full_text(table.name)]
    return [name for name in names if name in there]


def occupied(engine: Engine) -> str:
    """A table of ours that has rows; empty where there is none."""
    with reading(engine) as connection:
        for name in tables_in(connection):
            if connection.exec_driver_sql(f'SELECT 1 FROM "{name}" LIMIT 1').first() is not None:
                return name
    return ""


def make_tables(engine: Engine) -> None:
    migrate.upgrade(engine, METADATA.sorted_tables)


def _with_full_text(name: str) -> tuple[str, ...]:
    return FULL_TEXT if name == FULL_TEXT[0] else (name,)


def _copy(statement: LiteralString, table: str, columns: Sequence[str]) -> sql.Composed:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL(statement).format(sql.Identifier(table), names)


def _cursor(connection: Connection) -> psycopg.Cursor[tuple[object, ...]]:
    driver = cast("psycopg.Connection[tuple[object, ...]]", connection.connection.driver_connection)
    return driver.cursor()
