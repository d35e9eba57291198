"""Cursors as they travel: a store's row position as one opaque, URL-safe word."""

import base64
import binascii
import json

from stores.paging import BadCursorError, Cursor

# No store gives out a longer one, and a parser should not be fed by strangers without end.
MAX_CHARS = 500


def to_word(cursor: Cursor | None) -> str | None:
    if cursor is None:
        return None
    return base64.urlsafe_b64encode(json.dumps(cursor).encode()).decode().rstrip("=")


def from_word(word: str | None) -> Cursor | None:
    """Raises BadCursorError; whether the values fit the listing is for the store to say."""
    if word is None:
        return None
    try:
        values = json.loads(base64.b64decode(word[:MAX_CHARS] + "===", altchars=b"-_", validate=False))
    except (binascii.Error, ValueError) as error:
        raise BadCursorError("the cursor is not one of ours") from error
    if not isinstance(values, list) or not all(isinstance(value, int | str) for value in values):
        raise BadCursorError("the cursor is not one of ours")
    return tuple(values)
