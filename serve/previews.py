"""What a dead letter holds, as far as it can be read: its address and the head of its record."""

from typing import Any

from broker.port import Message
from processors.clean.decode import decode
from runtime.codec import envelope_of
from schemas.page import Page
from schemas.record import Record

HEAD_CHARS = 1200


def address_of(message: Message, record: type[Record]) -> str:
    """The record's address if it can be decoded; else what its envelope says that it is of."""
    url = getattr(_decoded(message, record), "url", None)
    envelope = envelope_of(message)
    return str(url or (envelope.subject if envelope else "") or "unknown")


def head_of(message: Message, record: type[Record]) -> str:
    """The beginning of a page's text or of a record's JSON; of what cannot be decoded, of its bytes."""
    found = _decoded(message, record)
    if found is None:
        text = message.value[:HEAD_CHARS].decode("utf-8", "backslashreplace")
    elif isinstance(found, Page):
        text = decode(found.body, content_type=found.headers.get("content-type", "")).text
    else:
        text = found.model_dump_json(indent=1, exclude_none=True)
    # A control character would act on the terminal.
    return "".join(each if each.isprintable() or each in "\n\t" else "�" for each in text[:HEAD_CHARS])


def _decoded(message: Message, record: type[Record]) -> Any:
    try:
        return record.decode(message.value)
    except (ValueError, TypeError):
        # It may be a letter because of that.
        return None
