"""Reads the responses of a WARC file (CC-NEWS style) into Page records."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import BinaryIO
from urllib.parse import urlsplit

from formats.warc.parsed import HttpHead, ParsedRecord, parse
from formats.warc.reading import Damage, records
from formats.warc.record import BrokenRecordError, RawRecord
from ingest.imports.problem import Problem
from ingest.imports.source_id import source_id
from ingest.imports.warc_payloads import Payloads
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


class _Refused(Exception):
    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.problem = (reason, detail)


def read_warc(file: BinaryIO, *, outlets: Sequence[Outlet], lane: Lane) -> Iterator[Page | Problem]:
    """Yields a page for each successful response of a web page, and for each revisit of an earlier one. An unreadable
    record is a Problem with its offset.

    The slot is the digest of the body: the same file read twice gives pages of the same ids. Records of other kinds,
    and responses of other kinds than web pages, are not spoken of.
    """
    payloads = Payloads(file, max_block_bytes=MAX_BLOCK_BYTES)
    for record in records(file, max_block_bytes=MAX_BLOCK_BYTES):
        where = f"offset {record.offset}"
        if isinstance(record, Damage):
            yield Problem(where, Reason.UNDECODABLE, record.problem)
            continue
        try:
            page = _page(record, payloads, outlets, lane)
        except _Refused as refused:
            yield Problem(where, *refused.problem)
            continue
        if page is not None:
            yield page


def _page(raw: RawRecord, payloads: Payloads, outlets: Sequence[Outlet], lane: Lane) -> Page | None:
    try:
        record = parse(raw)
        if record.kind == "response":
            payloads.note(raw)
            return _response(record, outlets, lane)
        return _revisit(record, payloads, outlets, lane) if record.kind == "revisit" else None
    except BadUrlError as error:
        raise _Refused(Reason.BAD_URL, str(error)) from error
    except (BrokenRecordError, ValueError) as error:
        # ValueError: a status or a date of any shape.
        raise _Refused(Reason.UNDECODABLE, str(error)) from error


def _response(record: ParsedRecord, outlets: Sequence[Outlet], lane: Lane) -> Page | None:
    http = record.http
    if http is None or not _is_page(http):
        return None
    url = record.fields.get("warc-target-uri", "")
    key = url_key(url)
    if record.raw.length > MAX_BLOCK_BYTES:
        raise _Refused(Reason.TOO_LARGE, f"{url}: a block of {record.raw.length} bytes, the limit is {MAX_BLOCK_BYTES}")
    body = record.body(MAX_BYTES)
    if len(body) > MAX_BYTES:
        raise _Refused(Reason.TOO_LARGE, f"{url}: over {MAX_BYTES} bytes")
    if not body.strip():
        raise _Refused(Reason.EMPTY_BODY, f"{url}: nothing in it")
    return Page(
        url=url,
        final_url=url,
        url_key=key,
        slot=hashlib.blake2b(body, digest_size=16).hexdigest(),
        source=source_id(url, outlets),
        lane=lane,
        status=int(http.status),
        headers=_kept(http),
        fetched_at=_date(record),
        body=body,
    )


def _revisit(record: ParsedRecord, payloads: Payloads, outlets: Sequence[Outlet], lane: Lane) -> Page | None:
    """The page that the revisit refers to, at the revisit's address and time, with its headers if any."""
    http = record.http
    if http is not None and not _is_page(http):
        return None
    url = record.fields.get("warc-target-uri", "")
    if urlsplit(url).scheme not in ("http", "https"):
        return None
    key, at = url_key(url), _date(record)
    found = payloads.of(record.raw)
    if found is None:
        date = record.fields.get("warc-refers-to-date") or "a time that is not told"
        raise _Refused(
            Reason.PAYLOAD_MISSING, f"{url}: a revisit of what was fetched at {date}, not before it in the file"
        )
    page = _response(parse(found), outlets, lane)
    if page is None:
        return None
    own = {"headers": _kept(http), "status": int(http.status)} if http is not None else {}
    named = {"url": url, "final_url": url, "url_key": key, "source": source_id(url, outlets), "fetched_at": at}
    return page.model_copy(update=named | own)


def _is_page(http: HttpHead) -> bool:
    media_type = (http.get("content-type") or HTML[0]).partition(";")[0].strip().lower()
    return http.status.startswith("2") and media_type in HTML


def _kept(http: HttpHead) -> dict[str, str]:
    return {name: value for name in KEPT if (value := http.get(name))}


def _date(record: ParsedRecord) -> datetime:
    """Raises ValueError."""
    at = datetime.fromisoformat(record.fields.get("warc-date", ""))
    return at if at.tzinfo else at.replace(tzinfo=UTC)
