"""WARC records of the archive read back: gzip members, records, and the page that some of them are; damage is told."""

import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from schemas.page import MAX_BODY_BYTES, Page
from stores.archive.warc import GZIP, VERSION

BODIES = ("response", "revisit")
CHUNK = 1 << 14
# A record is a body with the heads of WARC and HTTP before it.
MAX_MEMBER_BYTES = MAX_BODY_BYTES + (1 << 20)


class BrokenRecordsError(Exception):
    """The bytes are not the records of one page; says what is wrong with them."""


class PayloadMissingError(BrokenRecordsError):
    """A revisit whose payload is not in the archive: its reason is PAYLOAD_MISSING."""


class CutOffError(BrokenRecordsError):
    """They end in the middle of a record, as after a crash."""


@dataclass(frozen=True)
class Member:
    """A gzip member, inflated, its checksum verified: it lies from `offset` to before `end`."""

    offset: int
    end: int
    data: bytes


@dataclass(frozen=True)
class Records:
    """What a page's records hold. Where `refers_to` is not empty they are revisits of that record, and the page has no
    body: `digest` is that of its payload."""

    page: Page
    refers_to: str
    digest: str


def records_in(span: bytes) -> Records:
    """Every checksum and digest verified. Raises BrokenRecordsError."""
    page: Page | None = None
    heads: list[Mapping[str, str]] = []
    found: list[bytes] = []
    for member in members_of(io.BytesIO(span)):
        head, content = _verified(member)
        if head["warc-type"] in BODIES:
            heads.append(head)
            found.append(content)
        elif is_page(head):
            page = page_in_metadata(member.offset, content)
    if page is None or len(found) != 1 + len(page.parts):
        raise BrokenRecordsError(f"{len(found)} responses and {'no ' if page is None else ''}metadata of a page")
    is_revisit = heads[0]["warc-type"] == "revisit"
    refers_to = heads[0].get("warc-refers-to", "") if is_revisit else ""
    if is_revisit and not refers_to:
        raise BrokenRecordsError("a revisit that refers to nothing")
    with_body = page if is_revisit else page.model_copy(update={"body": b"".join(found)})
    return Records(with_body, refers_to, heads[0].get("warc-payload-digest", ""))


def is_page(head: Mapping[str, str]) -> bool:
    """Whether a record is the one that holds the page's own metadata, the last of its records."""
    return head["warc-type"] == "metadata" and head.get("content-type") == "application/json"


def first_head(span: bytes) -> Mapping[str, str]:
    """The head of the first record, of the beginning of whose member `span` is enough. Raises BrokenRecordsError."""
    try:
        data = zlib.decompressobj(GZIP).decompress(span, CHUNK)
    except zlib.error as error:
        raise BrokenRecordsError(f"its first record: {error}") from error
    return _fields(data.partition(b"\r\n\r\n")[0], 0)


def page_in_metadata(offset: int, content: bytes) -> Page:
    """Without its body. Raises BrokenRecordsError."""
    try:
        return Page.model_validate_json(content)
    except ValueError as error:
        raise BrokenRecordsError(f"the metadata at {offset} is no page: {error}") from error


def members_of(file: BinaryIO, start: int = 0) -> Iterator[Member]:
    """One after the other. Raises BrokenRecordsError, and CutOffError where the file ends within one."""
    size = file.seek(0, io.SEEK_END)
    offset = start
    while offset < size:
        data, end = _inflated(file, offset)
        yield Member(offset, end, data)
        offset = end


def record_of(member: Member) -> tuple[Mapping[str, str], bytes]:
    """The head of its record, names in small letters, and its block; digests unasked. Raises BrokenRecordsError."""
    head, _, block = member.data.partition(b"\r\n\r\n")
    fields = _fields(head, member.offset)
    length = fields.get("content-length", "")
    if not length.isdecimal() or len(block) < int(length):
        raise BrokenRecordsError(f"record at {member.offset}: {len(block)} bytes of the {length} that it tells")
    return fields, block[: int(length)]


def _fields(head: bytes, offset: int) -> Mapping[str, str]:
    if not head.startswith(VERSION):
        raise BrokenRecordsError(f"no WARC record at {offset}")
    lines = head.decode("utf-8", errors="replace").split("\r\n")[1:]
    fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    if "warc-type" not in fields:
        raise BrokenRecordsError(f"a record of no type at {offset}")
    return fields


def _inflated(file: BinaryIO, offset: int) -> tuple[bytes, int]:
    file.seek(offset)
    inflate = zlib.decompressobj(GZIP)
    data, read = bytearray(), 0
    while not inflate.eof:
        piece = file.read(CHUNK)
        if not piece:
            raise CutOffError(f"gzip member at {offset} is cut off")
        read += len(piece)
        try:
            data += inflate.decompress(piece, MAX_MEMBER_BYTES + 1 - len(data))
        except zlib.error as error:
            raise BrokenRecordsError(f"gzip member at {offset}: {error}") from error
        if len(data) > MAX_MEMBER_BYTES:
            raise BrokenRecordsError(f"gzip member at {offset} is over {MAX_MEMBER_BYTES} bytes")
    return bytes(data), offset + read - len(inflate.unused_data)


def _verified(member: Member) -> tuple[Mapping[str, str], bytes]:
    """The head of its record and its content, digests and all."""
    try:
        record: Any = next(iter(ArchiveIterator(io.BytesIO(member.data), check_digests=True)))
        content: bytes = record.raw_stream.read(len(member.data))
    except (ArchiveLoadFailed, StopIteration, EOFError) as error:
        raise BrokenRecordsError(f"no WARC record at {member.offset}: {error}") from error
    if record.digest_checker.passed is False:
        raise BrokenRecordsError(f"record at {member.offset}: {'; '.join(record.digest_checker.problems)}")
    head = {name.lower(): value for name, value in record.rec_headers.headers}
    return {"warc-type": str(record.rec_type)} | head, content
