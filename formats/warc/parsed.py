"""A record taken apart by warcio: its fields, the head of its HTTP message, its decoded body."""

import io
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataException
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from formats.warc.record import BrokenRecordError, RawRecord

# What the library raises on bytes that anybody may have written.
UNREADABLE = (
    ArchiveLoadFailed,
    ChunkedDataException,
    EOFError,
    StatusAndHeadersParserException,
    StopIteration,
    ValueError,
    zlib.error,
)
CHUNK = 1 << 16


@dataclass(frozen=True)
class HttpHead:
    status: str
    headers: Sequence[tuple[str, str]]

    def get(self, name: str) -> str:
        """The first header of that name in small letters; empty if there is none."""
        return next((value for each, value in self.headers if each.lower() == name), "")


@dataclass(frozen=True)
class ParsedRecord:
    """`fields` by name in small letters; `http` is None if the block is no HTTP message."""

    raw: RawRecord
    kind: str
    fields: Mapping[str, str]
    http: HttpHead | None
    _record: Any

    def body(self, max_bytes: int) -> bytes:
        """Inflated, up to just over the limit, whatever it would inflate to. Raises BrokenRecordError."""
        body = bytearray()
        with _told():
            stream = self._record.content_stream()
            while len(body) <= max_bytes and (piece := stream.read(CHUNK)):
                body += piece
        return bytes(body)


def parse(raw: RawRecord) -> ParsedRecord:
    """Raises BrokenRecordError."""
    return _parse(raw, check_digests=False)


def verified(raw: RawRecord) -> bytes:
    """The block, of an HTTP message its body, digests verified but for a revisit's. Raises BrokenRecordError."""
    parsed = _parse(raw, check_digests=True)
    with _told():
        content: bytes = parsed._record.raw_stream.read(raw.length)
    checker = parsed._record.digest_checker
    if checker.passed is False:
        raise BrokenRecordError(f"record at {raw.offset}: {'; '.join(checker.problems)}")
    return content


def _parse(raw: RawRecord, *, check_digests: bool) -> ParsedRecord:
    stream = io.BytesIO(raw.head + raw.block)
    with _told():
        record = next(iter(ArchiveIterator(stream, verify_http=True, check_digests=check_digests)))
    http = record.http_headers
    return ParsedRecord(
        raw=raw,
        kind=str(record.rec_type),
        fields={name.lower(): value for name, value in reversed(record.rec_headers.headers)},
        http=None if http is None else HttpHead(http.get_statuscode(), http.headers),
        _record=record,
    )


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except UNREADABLE as error:
        raise BrokenRecordError(f"{type(error).__name__}: {error}") from error
