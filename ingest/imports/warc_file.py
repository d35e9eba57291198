"""Reads the responses of a WARC file (CC-NEWS style) into Page records."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import BinaryIO

from formats.warc.http_message import HttpMessage, http_message
from formats.warc.reading import Damage, records
from formats.warc.record import BrokenRecordError, RawRecord
from ingest.imports.problem import ImportProblem, RefusedError
from ingest.imports.source_id import source_id
from ingest.imports.warc_body import body_of
from ingest.imports.warc_payloads import Payloads
from ingest.web.media_type import HTML_TYPES, is_html, may_be_html, media_type
from schemas.ids import BadUrlError, url_key
from schemas.outcomes import Reason
from schemas.outlet import Outlet
from schemas.page import Page
from schemas.record import Lane

MAX_BYTES = 8 * 1024 * 1024
# Beside the body, a block holds the headers of the answer.
MAX_BLOCK_BYTES = MAX_BYTES + (1 << 20)
KEPT = ("content-type", "last-modified", "etag", "content-language", "date")
# What a response without a type is taken for.
UNTYPED = "text/html"
WEB = ("http", "https")


def read_warc(file: BinaryIO, *, outlets: Sequence[Outlet], lane: Lane) -> Iterator[Page | ImportProblem]:
    """Yields a page for each successful response of a web page, for each resource that is one, and for each revisit of
    an earlier one. An unreadable record is a Problem with its offset, and costs no other record.

    The slot is the digest of the body: the same file read twice gives pages of the same ids. Records of other kinds,
    and responses of other kinds than web pages, are not spoken of.
    """
    payloads = Payloads(file, max_block_bytes=MAX_BLOCK_BYTES)
    for record in records(file, max_block_bytes=MAX_BLOCK_BYTES):
        where = f"offset {record.offset}"
        if isinstance(record, Damage):
            yield ImportProblem(where, Reason.UNDECODABLE, record.problem)
            continue
        try:
            page = _page(record, payloads, outlets, lane)
        except RefusedError as refused:
            yield ImportProblem(where, refused.reason, refused.detail)
            continue
        if page is not None:
            yield page


def _page(raw: RawRecord, payloads: Payloads, outlets: Sequence[Outlet], lane: Lane) -> Page | None:
    read = {"response": _response, "resource": _resource}.get(kind := raw.fields.get("warc-type", "").lower())
    try:
        if read is not None:
            payloads.note(raw)
            return read(raw, outlets, lane)
        return _revisit(raw, payloads, outlets, lane) if kind == "revisit" else None
    except BadUrlError as error:
        raise RefusedError(Reason.BAD_URL, str(error)) from error
    except (BrokenRecordError, ValueError) as error:
        # ValueError: a date of any shape.
        raise RefusedError(Reason.UNDECODABLE, str(error)) from error
    except RefusedError:
        raise
    except Exception as error:
        raise RefusedError(Reason.UNDECODABLE, f"{type(error).__name__}: {error}") from error


def _response(raw: RawRecord, outlets: Sequence[Outlet], lane: Lane) -> Page | None:
    if _scheme(raw) not in WEB:
        return None
    _check_whole(raw)
    message = http_message(raw.block)
    if not _is_page(message):
        return None
    return _made(raw, message, outlets, lane)


def _resource(raw: RawRecord, outlets: Sequence[Outlet], lane: Lane) -> Page | None:
    """A page kept without the answer that brought it: its type is that of the record."""
    stated = raw.fields.get("content-type", "")
    if media_type(stated) not in HTML_TYPES or _scheme(raw) not in WEB:
        return None
    _check_whole(raw)
    return _made(raw, HttpMessage(200, [("content-type", stated)], raw.block), outlets, lane)


def _made(raw: RawRecord, message: HttpMessage, outlets: Sequence[Outlet], lane: Lane) -> Page | None:
    url = _url(raw)
    key = url_key(url)
    try:
        body = body_of(message, max_bytes=MAX_BYTES)
    except RefusedError as refused:
        raise RefusedError(refused.reason, f"{url}: {refused.detail}") from refused
    if not body.strip():
        raise RefusedError(Reason.EMPTY_BODY, f"{url}: nothing in it")
    if not is_html(message.get("content-type") or UNTYPED, body):
        return None
    return Page(
        url=url,
        final_url=url,
        url_key=key,
        slot=hashlib.blake2b(body, digest_size=16).hexdigest(),
        source=source_id(url, outlets),
        lane=lane,
        status=message.status,
        headers=_kept(message),
        fetched_at=_date(raw),
        body=body,
    )


def _check_whole(raw: RawRecord) -> None:
    """Raises RefusedError. Half a page would be an article that ends in the middle."""
    if raw.length > MAX_BLOCK_BYTES:
        told = f"{_url(raw)}: a block of {raw.length} bytes, the limit is {MAX_BLOCK_BYTES}"
        raise RefusedError(Reason.TOO_LARGE, told)
    if cause := raw.fields.get("warc-truncated"):
        raise RefusedError(Reason.UNDECODABLE, f"{_url(raw)}: cut off when it was archived ({cause[:50]})")


def _revisit(raw: RawRecord, payloads: Payloads, outlets: Sequence[Outlet], lane: Lane) -> Page | None:
    """The page that the revisit refers to, at the revisit's address and time, with its headers if any."""
    message = http_message(raw.block, with_body=False) if raw.block.startswith(b"HTTP/") else None
    url = _url(raw)
    if (message is not None and not _is_page(message)) or _scheme(raw) not in WEB:
        return None
    key, at = url_key(url), _date(raw)
    found = payloads.of(raw)
    if found is None:
        date = raw.fields.get("warc-refers-to-date") or "a time that is not told"
        detail = f"{url}: a revisit of what was fetched at {date}, not before it in the file"
        raise RefusedError(Reason.PAYLOAD_MISSING, detail)
    read = _resource if found.fields.get("warc-type", "").lower() == "resource" else _response
    page = read(found, outlets, lane)
    if page is None:
        return None
    own = {"headers": _kept(message), "status": message.status} if message is not None else {}
    named = {"url": url, "final_url": url, "url_key": key, "source": source_id(url, outlets), "fetched_at": at}
    return page.model_copy(update=named | own)


def _url(raw: RawRecord) -> str:
    # Some writers of version 1.0 put it in angle brackets, as its grammar had it.
    return raw.fields.get("warc-target-uri", "").removeprefix("<").removesuffix(">")


def _scheme(raw: RawRecord) -> str:
    return _url(raw).partition(":")[0].lower()


def _is_page(message: HttpMessage) -> bool:
    return 200 <= message.status < 300 and may_be_html(message.get("content-type") or UNTYPED)


def _kept(message: HttpMessage) -> dict[str, str]:
    return {name: value for name in KEPT if (value := message.get(name))}


def _date(raw: RawRecord) -> datetime:
    """Raises ValueError."""
    at = datetime.fromisoformat(raw.fields.get("warc-date", ""))
    return at if at.tzinfo else at.replace(tzinfo=UTC)
