"""The types of the stores' columns, each with one meaning in both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
# SQLite numbers rows by itself only where the key is exactly INTEGER.
RowNumber = BigInteger().with_variant(Integer, "sqlite")


def micros(at: datetime) -> int:
    """An instant with its zone as whole microseconds: exact, sortable, the same in every database."""
    return (at - EPOCH) // MICROSECOND


class InstantColumn(TypeDecorator[datetime]):
    """A point in time. A datetime without a zone is refused (TypeError)."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else micros(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else EPOCH + value * MICROSECOND


class Characters(TypeDecorator[str]):
    """Text that sorts by code point. PostgreSQL stores no NUL, so both databases keep U+FFFD in its place.

    A record's own JSON loses nothing by it: there NUL is written as an escape.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return Text(collation="C") if dialect.name == "postgresql" else Text()

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else value.replace("\x00", "\ufffd")


def json_checks(*names: str) -> Iterator[CheckConstraint]:
    """JSON is kept as the text it came in: `jsonb` would refuse an escaped NUL and forget the order of keys."""
    for name in names:
        yield CheckConstraint(f"json_valid({name})").ddl_if(dialect="sqlite")
        yield CheckConstraint(f"({name}::json) IS NOT NULL").ddl_if(dialect="postgresql")
