"""Parameters that several resources take, and addresses as they are given."""

from datetime import datetime
from typing import Annotated

from fastapi import Query

from schemas.ids import BadUrlError, url_key
from serve.errors import BadQueryError

MAX_VALUES = 50
MAX_QUERY_CHARS = 200
Limit = Annotated[int, Query(ge=1, le=200, description="how many at most")]
Word = Annotated[str | None, Query(description="`next` of the page before")]
Name = Annotated[str | None, Query(max_length=100)]
Names = Annotated[list[str], Query(max_length=MAX_VALUES, description="any of several: give it more than once")]
At = Annotated[datetime | None, Query(description="RFC 3339 with a zone")]


def key_of(address: str) -> str:
    """The key of a URL; what is no URL is taken for a key. Raises BadQueryError on a broken URL."""
    if "://" not in address.split("?", 1)[0]:
        return address
    try:
        return url_key(address)
    except BadUrlError as error:
        raise BadQueryError("bad_url", str(error)) from error


def with_zone(at: datetime | None) -> datetime | None:
    """Raises BadQueryError for a time without a zone."""
    if at is not None and at.tzinfo is None:
        raise BadQueryError("bad_time", f"{at.isoformat()} has no zone: add Z, or an offset such as +07:00")
    return at


def values_of(name: str, given: list[str], *, most: int = 200) -> tuple[str, ...]:
    """Raises BadQueryError for a value that is too long to be one."""
    for value in given:
        if len(value) > most:
            raise BadQueryError("invalid_request", f"query.{name}: a value has {len(value)} characters, {most} at most")
    return tuple(given)
