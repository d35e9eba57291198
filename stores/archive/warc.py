"""A page as WARC 1.1 records: its responses, its request, and metadata that holds what WARC has no word for.

Source: The WARC Format 1.1 (IIPC). A record is a gzip member of its own. A page with the payload of an archived one has
revisits instead of responses. Redirects are in the metadata alone: of the answers on the way nothing is known but their
addresses, and no record is made up.
"""

import base64
import hashlib
import re
import uuid
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from schemas.page import Page

VERSION = b"WARC/1.1\r\n"
GZIP = 16 + zlib.MAX_WBITS
# `warta bench archive`: a third less time than level six for four bytes in a hundred more.
LEVEL = 4
OURS = uuid.UUID("8c1f5f0e-4f0a-5c58-9f0c-6b8d3c6a7e21")
# The body is kept as it was after decoding: these headers told of the bytes on the wire.
OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
OF_NO_HEADER = re.compile(r"[^\x20-\x7e]+")
OF_NO_ADDRESS = re.compile(r"[^\x21-\x7e]+")
TOKEN = re.compile(r"^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")
REVISIT = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
FIELDS = "application/warc-fields"
PHRASES = {status.value: status.phrase for status in HTTPStatus}


def file_head(name: str, opened_at: datetime) -> bytes:
    """The `warcinfo` record that a file begins with."""
    said = b"software: Warta\r\nformat: WARC File Format 1.1\r\n"
    fields = {"WARC-Date": warc_date(opened_at), "WARC-Filename": name, "Content-Type": FIELDS}
    return packed(_record("warcinfo", name, fields, said))


def records_of(page: Page, original: Page | None = None) -> bytes:
    """The page's gzip members, one after the other: the same page gives the same bytes.

    `original` is an archived page of the very same body and parts, which need not be kept again.
    """
    return b"".join(map(packed, plain_records(page, original)))


def plain_records(page: Page, original: Page | None = None) -> Iterator[bytes]:
    """Each record before it is compressed. Ids are made of the page's own."""
    id_, at = page.event_id(), {"WARC-Date": warc_date(page.fetched_at)}
    kind = "revisit" if original else "response"
    addresses = (page.final_url, *(part.url for part in page.parts))
    for number, (url, body) in enumerate(zip(addresses, bodies(page), strict=True)):
        of = {"WARC-Target-URI": _address(url), **at, "Content-Type": "application/http; msgtype=response"}
        of |= (_reference(original, number) if original else {}) | {"WARC-Payload-Digest": digest_of(body)}
        head = _response_head(page, body, number)
        yield _record(kind, _name(id_, number), of, head if original else head + body)
    of = {"WARC-Target-URI": _address(page.final_url), **at}
    response = record_id(id_, kind)
    http = {"WARC-Concurrent-To": response, "Content-Type": "application/http; msgtype=request"}
    yield _record("request", id_, of | http, _request_head(page))
    if page.redirects:
        yield _record(
            "metadata", f"{id_}/redirects", of | {"WARC-Refers-To": response, "Content-Type": FIELDS}, _way(page)
        )
    as_json = {"WARC-Refers-To": response, "Content-Type": "application/json"}
    yield _record("metadata", id_, of | as_json, page.model_dump_json(exclude_none=True).encode())


def packed(record: bytes) -> bytes:
    return zlib.compress(record, LEVEL, wbits=GZIP)


def bodies(page: Page) -> Sequence[bytes]:
    """The body of the first page and of each numbered one after it."""
    later: list[bytes] = []
    rest = page.body
    for part in reversed(page.parts):
        cut = max(len(rest) - part.body_bytes, 0)
        later.append(rest[cut:])
        rest = rest[:cut]
    return [rest, *reversed(later)]


def warc_date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def digest_of(body: bytes) -> str:
    return f"sha1:{base64.b32encode(hashlib.sha1(body).digest()).decode()}"


def record_id(name: str, kind: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(OURS, f'{kind} {name}')}>"


def _name(event_id: str, number: int) -> str:
    return f"{event_id}/{number}" if number else event_id


def _reference(original: Page, number: int) -> dict[str, str]:
    """To the response that has the payload."""
    addresses = (original.final_url, *(part.url for part in original.parts))
    return {
        "WARC-Profile": REVISIT,
        "WARC-Refers-To": record_id(_name(original.event_id(), number), "response"),
        "WARC-Refers-To-Target-URI": _address(addresses[number]),
        "WARC-Refers-To-Date": warc_date(original.fetched_at),
    }


def _way(page: Page) -> bytes:
    """How the address that was asked for led to this one, in the words that crawlers use."""
    hops = "".join(f"redirectedFrom: {_address(url)}\r\n" for url in page.redirects)
    via = _address(page.redirects[-1])
    return f"via: {via}\r\nhopsFromSeed: {'R' * len(page.redirects)}\r\n{hops}".encode()


def _response_head(page: Page, body: bytes, number: int) -> bytes:
    """Of a numbered page after the first no more is known than how it is read."""
    kept = [(name, OF_NO_HEADER.sub(_quoted, value)) for name, value in page.headers.items() if TOKEN.match(name)]
    headers = [(name, value) for name, value in kept if name.lower() not in OF_THE_WIRE]
    headers = [(name, value) for name, value in headers if not number or name.lower() == "content-type"]
    line = f"HTTP/1.1 {page.status} {PHRASES.get(page.status, '')}".rstrip()
    return _head(line, [*headers, ("content-length", str(len(body)))])


def _request_head(page: Page) -> bytes:
    asked = urlsplit(_address(page.final_url))
    line = f"GET {asked.path or '/'}{'?' + asked.query if asked.query else ''} HTTP/1.1"
    return _head(line, [("Host", asked.netloc.rpartition("@")[2])])


def _head(line: str, headers: Sequence[tuple[str, str]]) -> bytes:
    return "".join([line, "\r\n", *(f"{name}: {value}\r\n" for name, value in headers), "\r\n"]).encode("ascii")


def _record(kind: str, name: str, fields: Mapping[str, str], block: bytes) -> bytes:
    own = {
        "WARC-Type": kind,
        "WARC-Record-ID": record_id(name, kind),
        **fields,
        "WARC-Block-Digest": digest_of(block),
        "Content-Length": str(len(block)),
    }
    head = "".join(f"{field}: {value}\r\n" for field, value in own.items()).encode("ascii")
    return b"".join((VERSION, head, b"\r\n", block, b"\r\n\r\n"))


def _address(url: str) -> str:
    """A header is one line of printable characters, whatever an address holds."""
    return OF_NO_ADDRESS.sub(_quoted, url)


def _quoted(found: re.Match[str]) -> str:
    return quote(found.group())
