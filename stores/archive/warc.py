"""A page as WARC 1.1 records: its responses, its request, and metadata that holds what WARC has no word for.

Source: The WARC Format 1.1 (IIPC). A record is a gzip member of its own. Redirects are in the metadata alone: of the
answers on the way nothing is known but their addresses, and no record is made up.
"""

import gzip
import io
import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from schemas.page import Page

WARC = "WARC/1.1"
# On the pages of `warta bench overhead` level nine is 1 % smaller and takes 12 % longer.
LEVEL = 6
OURS = uuid.UUID("8c1f5f0e-4f0a-5c58-9f0c-6b8d3c6a7e21")
# The body is kept as it was after decoding: these headers told of the bytes on the wire.
OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
OF_NO_HEADER = re.compile(r"[^\x20-\x7e]+")
OF_NO_ADDRESS = re.compile(r"[^\x21-\x7e]+")
TOKEN = re.compile(r"^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")


def file_head(name: str, opened_at: datetime) -> bytes:
    """The `warcinfo` record that a file begins with."""
    said = f"software: Warta\r\nformat: {WARC.replace('/', ' File Format ')}\r\n".encode()
    return _member("", "warcinfo", name, said, {"WARC-Date": warc_date(opened_at), "WARC-Filename": name})


def records_of(page: Page) -> bytes:
    """The page's gzip members, one after the other: the same page gives the same bytes."""
    at = warc_date(page.fetched_at)
    response = _id(page.event_id(), "response")
    members = []
    addresses = (page.final_url, *(part.url for part in page.parts))
    for number, (url, body) in enumerate(zip(addresses, bodies(page), strict=True)):
        name = f"{page.event_id()}/{number}" if number else page.event_id()
        http = _response_head(page, body, number)
        members.append(_member(url, "response", name, body, {"WARC-Date": at}, http=http))
    asked = urlsplit(_address(page.final_url))
    line = f"GET {asked.path or '/'}{'?' + asked.query if asked.query else ''} HTTP/1.1"
    request = StatusAndHeaders(line, [("Host", asked.netloc.rpartition("@")[2])], is_http_request=True)
    beside = {"WARC-Date": at, "WARC-Concurrent-To": response}
    members.append(_member(page.final_url, "request", page.event_id(), b"", beside, http=request))
    head = page.model_dump_json(exclude_none=True).encode()
    of = {"WARC-Date": at, "WARC-Refers-To": response, "Content-Type": "application/json"}
    members.append(_member(page.final_url, "metadata", page.event_id(), head, of))
    return b"".join(members)


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


def _response_head(page: Page, body: bytes, number: int) -> StatusAndHeaders:
    """Of a numbered page after the first no more is known than how it is read."""
    kept = [(name, OF_NO_HEADER.sub(_quoted, value)) for name, value in page.headers.items() if TOKEN.match(name)]
    headers = [(name, value) for name, value in kept if name.lower() not in OF_THE_WIRE]
    headers = [(name, value) for name, value in headers if not number or name.lower() == "content-type"]
    known = {status.value: status.phrase for status in HTTPStatus}
    line = f"{page.status} {known.get(page.status, '')}".rstrip()
    return StatusAndHeaders(line, [*headers, ("content-length", str(len(body)))], protocol="HTTP/1.1")


def _member(
    url: str, kind: str, name: str, payload: bytes, headers: Mapping[str, str], *, http: StatusAndHeaders | None = None
) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version=WARC)
    record = writer.create_warc_record(
        _address(url),
        kind,
        payload=io.BytesIO(payload),
        length=len(payload),
        warc_headers_dict={**headers, "WARC-Record-ID": _id(name, kind)},
        http_headers=http,
    )
    writer.write_record(record)
    return gzip.compress(out.getvalue(), LEVEL, mtime=0)


def _address(url: str) -> str:
    """A header is one line of printable characters, whatever an address holds."""
    return OF_NO_ADDRESS.sub(_quoted, url)


def _quoted(found: re.Match[str]) -> str:
    return quote(found.group())


def _id(name: str, kind: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(OURS, f'{kind} {name}')}>"
