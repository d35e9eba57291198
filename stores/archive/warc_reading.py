"""The records of a page read back from the archive; damage is told."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from formats.warc.parsed import verified
from formats.warc.reading import members
from formats.warc.record import BrokenRecordError, RawRecord
from schemas.page import MAX_BODY_BYTES, Page

BODIES = ("response", "revisit")
# A block is a body with the head of HTTP before it.
MAX_BLOCK_BYTES = MAX_BODY_BYTES + (1 << 20)


class PayloadMissingError(BrokenRecordError):
    """A revisit whose payload is not in the archive: its reason is PAYLOAD_MISSING."""


@dataclass(frozen=True)
class Records:
    """What a page's records hold. Where `refers_to` is not empty they are revisits of that record, and the page has no
    body: `digest` is that of its payload."""

    page: Page
    refers_to: str
    digest: str


def records_in(span: bytes) -> Records:
    """Every checksum and digest verified. Raises BrokenRecordError."""
    page: Page | None = None
    heads: list[Mapping[str, str]] = []
    found: list[bytes] = []
    for record in records_from(io.BytesIO(span)):
        content = verified(record)
        if kind_of(record) in BODIES:
            heads.append(record.fields)
            found.append(content)
        elif is_page(record):
            page = page_in_metadata(record.offset, content)
    if page is None or len(found) != 1 + len(page.parts):
        raise BrokenRecordError(f"{len(found)} responses and {'no ' if page is None else ''}metadata of a page")
    is_revisit = heads[0]["warc-type"] == "revisit"
    refers_to = heads[0].get("warc-refers-to", "") if is_revisit else ""
    if is_revisit and not refers_to:
        raise BrokenRecordError("a revisit that refers to nothing")
    with_body = page if is_revisit else page.model_copy(update={"body": b"".join(found)})
    return Records(with_body, refers_to, heads[0].get("warc-payload-digest", ""))


def records_from(file: BinaryIO, offset: int = 0) -> Iterator[RawRecord]:
    """One after the other, checksums verified, digests unasked. Raises BrokenRecordError, CutOffError."""
    return members(file, offset, max_block_bytes=MAX_BLOCK_BYTES)


def kind_of(record: RawRecord) -> str:
    """Raises BrokenRecordError."""
    if "warc-type" not in record.fields:
        raise BrokenRecordError(f"a record of no type at {record.offset}")
    return record.fields["warc-type"]


def is_page(record: RawRecord) -> bool:
    """Whether a record is the one that holds the page's own metadata, the last of its records."""
    return kind_of(record) == "metadata" and record.fields.get("content-type") == "application/json"


def page_in_metadata(offset: int, content: bytes) -> Page:
    """Without its body. Raises BrokenRecordError."""
    try:
        return Page.model_validate_json(content)
    except ValueError as error:
        raise BrokenRecordError(f"the metadata at {offset} is no page: {error}") from error
