"""Parameters that several resources take, and addresses as they are given."""

from typing import Annotated

from fastapi import Query

from schemas.ids import BadUrlError, url_key
from serve.errors import BadQueryError

Limit = Annotated[int, Query(ge=1, le=200)]
Word = Annotated[str | None, Query(description="`next` of the page before")]
Name = Annotated[str | None, Query(max_length=100)]


def key_of(address: str) -> str:
    """The key of a URL; what is no URL is taken for a key. Raises BadQueryError on a broken URL."""
    if "://" not in address.split("?", 1)[0]:
        return address
    try:
        return url_key(address)
    except BadUrlError as error:
        raise BadQueryError("bad_url", str(error)) from error
