"""Keyset paging: a page says after which row the next one begins, so rows added meanwhile move nothing."""

import re
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
Cursor = tuple[int | str, ...]
INT64 = range(-(2**63), 2**63)
SURROGATE = re.compile("[\ud800-\udfff]")


class BadCursorError(ValueError):
    """A cursor that this listing never gave out."""


@dataclass(frozen=True)
class ListPage(Generic[T]):
    """`after` is the cursor of the next page, None where this is the last."""

    items: tuple[T, ...]
    after: Cursor | None


def check_cursor(cursor: Cursor, *types: type) -> None:
    """Raises BadCursorError where the values are not of the types in order, or no database could hold them."""
    fits = len(cursor) == len(types) and all(
        type(value) is kind and _is_held(value) for value, kind in zip(cursor, types, strict=True)
    )
    if not fits:
        raise BadCursorError("the cursor is not one of this listing")


def check_begin(cursor: Cursor, begin: Cursor) -> None:
    """Raises BadCursorError where it is of the same listing in another order."""
    if cursor[: len(begin)] != begin:
        raise BadCursorError("the cursor is of another order")


def _is_held(value: int | str) -> bool:
    """Half a surrogate pair, which JSON can escape, is no text of a database."""
    return value in INT64 if isinstance(value, int) else not SURROGATE.search(value)
