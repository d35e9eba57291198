"""Reads the responses of a WARC file (CC-NEWS style) into Page records."""

import hashlib
import io
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataException
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from ingest.imports.problem import Problem
from ingest.imports.source_id import source_id
from ingest.imports.warc_stream import BrokenRecord, RawRecord, records
from schemas.ids import BadUrlError, url_key
from schemas.outcomes import Reason
from schemas.outlet import Outlet
from schemas.page import Page
from schemas.record import Lane

MAX_BYTES = 8 * 1024 * 1024
# Beside the body, a block holds the headers of the answer.
MAX_BLOCK_BYTES = MAX_BYTES + (1 << 20)
KEPT = ("content-type", "last-modified", "etag", "content-language", "date")
HTML = ("text/html", "application/xhtml+xml")
UNREADABLE = (
    ArchiveLoadFailed,
    ChunkedDataException,
    EOFError,
    StatusAndHeadersParserException,
    StopIteration,
    ValueError,
    zlib.error,
)


class _Refused(Exception):
    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.problem = (reason, detail)


def read_warc(file: BinaryIO, *, outlets: Sequence[Outlet], lane: Lane) -> Iterator[Page | Problem]:
    """A page for each response of a web page that succeeded; a Problem, by its offset, for what cannot be read.

    The slot is the digest of the body: the same file read twice gives pages of the same ids. Records that are no
    responses, and responses of other kinds than web pages, are not spoken of.
    """
    for record in records(file, max_block_bytes=MAX_BLOCK_BYTES):
        where = f"offset {record.offset}"
        if isinstance(record, BrokenRecord):
            yield Problem(where, Reason.UNDECODABLE, record.problem)
            continue
        try:
            page = _page(record, outlets, lane)
        except _Refused as refused:
            yield Problem(where, *refused.problem)
            continue
        if page is not None:
            yield page


def _page(raw: RawRecord, outlets: Sequence[Outlet], lane: Lane) -> Page | None:
    try:
        return _response(raw, outlets, lane)
    except BadUrlError as error:
        raise _Refused(Reason.BAD_URL, str(error)) from error
    except UNREADABLE as error:
        # What the library and a date of any shape raise on bytes that anybody may have written.
        raise _Refused(Reason.UNDECODABLE, f"{type(error).__name__}: {error}") from error


def _response(raw: RawRecord, outlets: Sequence[Outlet], lane: Lane) -> Page | None:
    record: Any = next(iter(ArchiveIterator(io.BytesIO(raw.head + raw.block), verify_http=True)))
    http = record.http_headers
    if record.rec_type != "response" or http is None:
        return None
    headers = {name: value for name in KEPT if (value := http.get_header(name))}
    media_type = headers.get("content-type", HTML[0]).partition(";")[0].strip().lower()
    if not http.get_statuscode().startswith("2") or media_type not in HTML:
        return None
    url = str(record.rec_headers.get_header("WARC-Target-URI"))
    key = url_key(url)
    if raw.length > MAX_BLOCK_BYTES:
        raise _Refused(Reason.TOO_LARGE, f"{url}: a block of {raw.length} bytes, the limit is {MAX_BLOCK_BYTES}")
    body = _read(record.content_stream())
    if len(body) > MAX_BYTES:
        raise _Refused(Reason.TOO_LARGE, f"{url}: over {MAX_BYTES} bytes")
    if not body.strip():
        raise _Refused(Reason.EMPTY_BODY, f"{url}: nothing in it")
    at = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date") or "")
    return Page(
        url=url,
        final_url=url,
        url_key=key,
        slot=hashlib.blake2b(body, digest_size=16).hexdigest(),
        source=source_id(url, outlets),
        lane=lane,
        status=int(http.get_statuscode()),
        headers=headers,
        fetched_at=at if at.tzinfo else at.replace(tzinfo=UTC),
        body=body,
    )


def _read(stream: Any) -> bytes:
    """Up to just over the limit, whatever it would inflate to."""
    body = bytearray()
    while len(body) <= MAX_BYTES and (piece := stream.read(1 << 16)):
        body += piece
    return bytes(body)
