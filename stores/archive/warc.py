"""A page as WARC 1.1 records: its responses, its request, and metadata that holds what WARC has no word for.

Source: The WARC Format 1.1 (IIPC). A record is a gzip member of its own. A page with the payload of an archived one has
revisits instead of responses. Redirects are in the metadata alone: of the answers on the way nothing is known but their
addresses, and no record is made up.
"""

import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlsplit

from formats.warc.writing import (
    FIELDS,
    IDENTICAL_PAYLOAD,
    address,
    date_of,
    digest_of,
    header_of,
    http_head,
    packed,
    record,
)  # fmt: skip
from schemas.page import Page

OURS = uuid.UUID("8c1f5f0e-4f0a-5c58-9f0c-6b8d3c6a7e21")
# The body is kept as it was after decoding: these headers told of the bytes on the wire.
OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
PHRASES = {status.value: status.phrase for status in HTTPStatus}


def file_head(name: str, opened_at: datetime) -> bytes:
    """The `warcinfo` record that a file begins with."""
    said = b"software: Warta\r\nformat: WARC File Format 1.1\r\n"
    fields = {"WARC-Date": date_of(opened_at), "WARC-Filename": name, "Content-Type": FIELDS}
    return packed(_record("warcinfo", name, fields, said))


def records_of(page: Page, original: Page | None = None) -> bytes:
    """The page's gzip members, one after the other: the same page gives the same bytes.

    `original` is an archived page of the very same body and parts, which need not be kept again.
    """
    return b"".join(map(packed, plain_records(page, original)))


def plain_records(page: Page, original: Page | None = None) -> Iterator[bytes]:
    """Each record before it is compressed. Ids are made of the page's own."""
    id_, at = page.event_id(), {"WARC-Date": date_of(page.fetched_at)}
    kind = "revisit" if original else "response"
    addresses = (page.final_url, *(part.url for part in page.parts))
    for number, (url, body) in enumerate(zip(addresses, page.bodies(), strict=True)):
        of = {"WARC-Target-URI": address(url), **at, "Content-Type": "application/http; msgtype=response"}
        of |= (_reference(original, number) if original else {}) | {"WARC-Payload-Digest": digest_of(body)}
        head = _response_head(page, body, number)
        yield _record(kind, _name(id_, number), of, head if original else head + body)
    of = {"WARC-Target-URI": address(page.final_url), **at}
    response = record_id(id_, kind)
    http = {"WARC-Concurrent-To": response, "Content-Type": "application/http; msgtype=request"}
    yield _record("request", id_, of | http, _request_head(page))
    if page.redirects:
        yield _record(
            "metadata", f"{id_}/redirects", of | {"WARC-Refers-To": response, "Content-Type": FIELDS}, _way(page)
        )
    as_json = {"WARC-Refers-To": response, "Content-Type": "application/json"}
    yield _record("metadata", id_, of | as_json, page.model_dump_json(exclude_none=True).encode())


def record_id(name: str, kind: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(OURS, f'{kind} {name}')}>"


def _record(kind: str, name: str, fields: Mapping[str, str], block: bytes) -> bytes:
    return record(kind, record_id(name, kind), fields, block)


def _name(event_id: str, number: int) -> str:
    return f"{event_id}/{number}" if number else event_id


def _reference(original: Page, number: int) -> dict[str, str]:
    """To the response that has the payload."""
    addresses = (original.final_url, *(part.url for part in original.parts))
    return {
        "WARC-Profile": IDENTICAL_PAYLOAD,
        "WARC-Refers-To": record_id(_name(original.event_id(), number), "response"),
        "WARC-Refers-To-Target-URI": address(addresses[number]),
        "WARC-Refers-To-Date": date_of(original.fetched_at),
    }


def _way(page: Page) -> bytes:
    """How the address that was asked for led to this one, in the words that crawlers use."""
    hops = "".join(f"redirectedFrom: {address(url)}\r\n" for url in page.redirects)
    via = address(page.redirects[-1])
    return f"via: {via}\r\nhopsFromSeed: {'R' * len(page.redirects)}\r\n{hops}".encode()


def _response_head(page: Page, body: bytes, number: int) -> bytes:
    """Of a numbered page after the first no more is known than how it is read."""
    kept = filter(None, (header_of(name, value) for name, value in page.headers.items()))
    headers = [(name, value) for name, value in kept if name.lower() not in OF_THE_WIRE]
    headers = [(name, value) for name, value in headers if not number or name.lower() == "content-type"]
    line = f"HTTP/1.1 {page.status} {PHRASES.get(page.status, '')}".rstrip()
    return http_head(line, [*headers, ("content-length", str(len(body)))])


def _request_head(page: Page) -> bytes:
    asked = urlsplit(address(page.final_url))
    line = f"GET {asked.path or '/'}{'?' + asked.query if asked.query else ''} HTTP/1.1"
    return http_head(line, [("Host", asked.netloc.rpartition("@")[2])])
