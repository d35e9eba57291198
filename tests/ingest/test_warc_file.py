"""WARC files of others: every response of a web page is a page, what is broken is told and the rest is read."""

import gzip
import io
import random
import zlib
from collections.abc import Callable
from datetime import UTC, datetime

import brotli  # type: ignore[import-untyped]  # ships no types
import pytest
import zstandard

from formats.warc.reading import records
from formats.warc.record import RawRecord
from ingest.imports.problem import ImportProblem
from ingest.imports.warc_file import MAX_BYTES, read_warc
from ingest.imports.warc_payloads import Payloads
from schemas.outcomes import Reason
from schemas.page import Page
from schemas.record import Lane

BODY = b"<p>Moskwa mengucapkan terima kasih kepada Pyongyang.</p>"


def http(body: bytes = BODY, *, status: str = "200 OK", **headers: str) -> bytes:
    said = {"content-type": "text/html; charset=utf-8"} | {name.replace("_", "-"): v for name, v in headers.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in said.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(
    number: int = 1,
    block: bytes | None = None,
    *,
    kind: str = "response",
    url: str = "",
    date: str = "",
    length: str = "",
) -> bytes:
    block = http() if block is None else block
    lines = (
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url or f'https://www.kabar.example/berita/{number}'}",
        f"WARC-Date: {date or '2025-04-28T12:00:00Z'}",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {length or len(block)}",
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def chunks(body: bytes, size: int = 1000, extension: bytes = b"") -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x%s\r\n%s\r\n" % (len(piece), extension, piece) for piece in pieces) + b"0\r\nTrailer: x\r\n\r\n"


def truncated(cause: str) -> bytes:
    head, end, rest = record(1).partition(b"\r\n\r\n")
    return head + f"\r\nWARC-Truncated: {cause}".encode() + end + rest


def read(data: bytes) -> list[Page | ImportProblem]:
    return list(read_warc(io.BytesIO(data), outlets=(), lane=Lane.BACKFILL))


def in_members(*each: bytes) -> bytes:
    return b"".join(gzip.compress(one) for one in each)


def in_one_member(*each: bytes) -> bytes:
    return gzip.compress(b"".join(each))


def plain(*each: bytes) -> bytes:
    return b"".join(each)


@pytest.mark.parametrize("packed", [in_members, in_one_member, plain])
def test_every_response_is_a_page_of_its_own_time_and_lane(packed: Callable[..., bytes]) -> None:
    first, second = read(packed(record(0, b"software: x\r\n", kind="warcinfo"), record(1), record(2)))

    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert (first.url_key, second.url_key) == ("kabar.example/berita/1", "kabar.example/berita/2")
    assert first.fetched_at == datetime(2025, 4, 28, 12, tzinfo=UTC)
    assert (first.lane, first.source, first.body) == (Lane.BACKFILL, "www-kabar-example", BODY)
    assert first.headers == {"content-type": "text/html; charset=utf-8"}
    assert read(packed(record(1)))[0] == first


@pytest.mark.parametrize(
    ("block", "body"),
    [
        pytest.param(http(gzip.compress(BODY), content_encoding="gzip"), BODY, id="gzip"),
        pytest.param(http(zlib.compress(BODY), content_encoding="deflate"), BODY, id="deflate"),
        pytest.param(
            http(b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY), transfer_encoding="chunked"), BODY, id="chunked"
        ),
        pytest.param(http(content_encoding="gzip"), BODY, id="inflated already, as CC-NEWS keeps it"),
        pytest.param(http(brotli.compress(BODY), content_encoding="br"), BODY, id="brotli"),
        pytest.param(http(content_encoding="br"), BODY, id="inflated brotli"),
        pytest.param(http(zstandard.compress(BODY), content_encoding="zstd"), BODY, id="zstd"),
        pytest.param(http(gzip.compress(BODY), content_encoding="X-GZip"), BODY, id="x-gzip"),
        pytest.param(http(gzip.compress(gzip.compress(BODY)), content_encoding="gzip, gzip"), BODY, id="gzip twice"),
        pytest.param(
            http(gzip.compress(BODY[:9]) + gzip.compress(BODY[9:]), content_encoding="gzip"), BODY, id="members"
        ),
        pytest.param(http(chunks(BODY), transfer_encoding="Chunked"), BODY, id="chunked in capitals"),
        pytest.param(http(chunks(BODY, 7), transfer_encoding="chunked"), BODY, id="many chunks"),
        pytest.param(http(chunks(BODY, 7, b";nama=1"), transfer_encoding="chunked"), BODY, id="an extension"),
        pytest.param(
            http(chunks(gzip.compress(BODY)), transfer_encoding="chunked", content_encoding="gzip"), BODY, id="both"
        ),
        pytest.param(http(transfer_encoding="chunked"), BODY, id="chunks that were taken off"),
        pytest.param(http(transfer_encoding="chunked", content_encoding="gzip"), BODY, id="both taken off"),
        pytest.param(http(content_encoding="gzip", content_length="31"), BODY, id="the length of what was sent"),
        pytest.param(http().replace(b"HTTP/1.1 200 OK", b"HTTP/2 200"), BODY, id="HTTP/2"),
        pytest.param(http().replace(b"HTTP/1.1 200 OK", b"HTTP/3 200 "), BODY, id="HTTP/3"),
        pytest.param(http(content_type="text/html; x=1\r\n  y=2"), BODY, id="a header of two lines"),
        pytest.param(http(content_encoding="utf-8"), BODY, id="an encoding that is none"),
        pytest.param(http(b"<html>" + BODY, content_type="unknown/unknown"), b"<html>" + BODY, id="an unknown type"),
    ],
)
def test_bodies_are_decoded(block: bytes, body: bytes) -> None:
    (page,) = read(in_members(record(1, block)))

    assert isinstance(page, Page)
    assert page.body == body


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(record(1, kind="request", block=b"GET / HTTP/1.1\r\n\r\n"), id="a request"),
        pytest.param(record(1, http(status="301 Moved")), id="a redirect"),
        pytest.param(record(1, http(content_type="image/png")), id="an image"),
        pytest.param(record(1, b"kabar.example. 300 IN A 192.0.2.1", url="dns:kabar.example"), id="an answer of DNS"),
    ],
)
def test_what_is_no_web_page_is_not_spoken_of(other: bytes) -> None:
    assert read(in_members(other)) == []


BOMB = gzip.compress(b"\0" * (MAX_BYTES * 4))


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        pytest.param(record(1, length="banyak"), Reason.UNDECODABLE, id="a length that is none"),
        pytest.param(record(1, date="kemarin"), Reason.UNDECODABLE, id="a date that is none"),
        pytest.param(record(1, url="https://[kabar/1"), Reason.BAD_URL, id="an address that is none"),
        pytest.param(record(1, b"bukan HTTP"), Reason.UNDECODABLE, id="no HTTP"),
        pytest.param(record(1, http(b" ")), Reason.EMPTY_BODY, id="nothing in it"),
        pytest.param(record(1, http(BOMB, content_encoding="gzip")), Reason.TOO_LARGE, id="it inflates without end"),
        pytest.param(record(1, http(b"x" * (MAX_BYTES + 9))), Reason.TOO_LARGE, id="too large"),
        pytest.param(record(1, http(b"x" * (MAX_BYTES + (2 << 20)))), Reason.TOO_LARGE, id="too large to be held"),
        pytest.param(b"bukan WARC\r\n\r\n", Reason.UNDECODABLE, id="no record"),
        pytest.param(
            record(1, http(gzip.compress(BODY)[:-9], content_encoding="gzip")), Reason.BAD_ENCODING, id="half gzip"
        ),
        pytest.param(
            record(1, http(brotli.compress(BODY)[:-9], content_encoding="br")), Reason.BAD_ENCODING, id="half br"
        ),
        pytest.param(record(1, http(b"\0" + BODY, content_encoding="compress")), Reason.BAD_ENCODING, id="compress"),
        pytest.param(record(1, http(content_length="900")), Reason.UNDECODABLE, id="shorter than said"),
        pytest.param(
            record(1, http(chunks(BODY)[:-30], transfer_encoding="chunked")), Reason.UNDECODABLE, id="half a chunk"
        ),
        pytest.param(truncated("length"), Reason.UNDECODABLE, id="truncated by length"),
        pytest.param(truncated("time"), Reason.UNDECODABLE, id="truncated by time"),
    ],
)
@pytest.mark.parametrize("packed", [in_members, plain])
def test_a_broken_record_is_told_with_its_offset_and_the_rest_is_read(
    packed: Callable[..., bytes], broken: bytes, reason: Reason
) -> None:
    first, problem, last = read(packed(record(1), broken, record(2)))

    assert isinstance(first, Page)
    assert isinstance(problem, ImportProblem)
    assert isinstance(last, Page)
    assert (problem.where, problem.reason) == (f"offset {len(packed(record(1)))}", reason)
    assert last.url_key == "kabar.example/berita/2"


def test_a_damaged_member_is_told_and_the_next_is_read() -> None:
    first, second, third = (gzip.compress(record(n)) for n in range(3))
    damaged = second[:40] + bytes([second[40] ^ 255]) + second[41:]
    found = read(first + damaged + third)

    assert [type(each) for each in found] == [Page, ImportProblem, Page]
    assert isinstance(found[1], ImportProblem)
    assert found[1].where == f"offset {len(first)}"


@pytest.mark.parametrize("packed", [in_members, in_one_member, plain])
def test_a_file_that_ends_early_is_told_after_what_it_holds(packed: Callable[..., bytes]) -> None:
    *pages, problem = read(packed(record(1), record(2, http(random.Random(1).randbytes(4000))))[:-900])

    assert len(pages) >= 1
    assert isinstance(problem, ImportProblem)
    assert problem.reason is Reason.UNDECODABLE


def test_a_resource_is_the_page_that_it_is() -> None:
    resource, picture, page = (
        record(1, BODY, kind="resource").replace(b"application/http; msgtype=response", b"text/html; charset=utf-8"),
        record(2, b"GIF89a", kind="resource").replace(b"application/http; msgtype=response", b"image/gif"),
        record(3),
    )
    first, last = read(in_members(resource, picture, page))

    assert isinstance(first, Page)
    assert (first.body, first.status, first.headers) == (BODY, 200, {"content-type": "text/html; charset=utf-8"})
    assert isinstance(last, Page)


def test_an_address_in_angle_brackets_is_read() -> None:
    (page,) = read(in_members(record(1, url="<https://www.kabar.example/berita/1>")))

    assert isinstance(page, Page)
    assert page.url == "https://www.kabar.example/berita/1"


def test_an_empty_file_holds_nothing() -> None:
    assert read(b"") == []


def digested(number: int = 1, digest: str = "sha1:SATU", **more: str) -> bytes:
    """A record with the digest of its payload."""
    kind = more.pop("kind", "response")
    block = b"" if kind == "revisit" else http()
    head, end, rest = record(number, more.pop("block", "").encode() or block, kind=kind, **more).partition(b"\r\n\r\n")
    return head + f"\r\nWARC-Payload-Digest: {digest}".encode() + end + rest


LATER = "2025-04-29T07:30:00Z"


@pytest.mark.parametrize("packed", [in_members, plain])
@pytest.mark.parametrize("number", [1, 7], ids=["of its own address", "of another address"])
def test_a_revisit_is_the_page_that_it_refers_to(packed: Callable[..., bytes], number: int) -> None:
    between = [record(n) for n in range(20, 30)]
    revisit = digested(number, kind="revisit", date=LATER)
    original, *_, again = read(packed(digested(1), *between, revisit, record(2)))[:-1]

    assert isinstance(original, Page)
    assert isinstance(again, Page)
    assert again.url_key == f"kabar.example/berita/{number}"
    assert again.fetched_at == datetime(2025, 4, 29, 7, 30, tzinfo=UTC)
    assert (again.body, again.slot, again.headers) == (BODY, original.slot, original.headers)
    assert (again.event_id() == original.event_id()) == (number == 1)


def test_a_revisit_has_its_own_headers_where_it_tells_them() -> None:
    told = http(b"", etag="lain", status="203 Lain").decode()
    _, again = read(in_members(digested(1), digested(1, kind="revisit", block=told)))

    assert isinstance(again, Page)
    assert (again.status, again.headers["etag"], again.body) == (203, "lain", BODY)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(in_members(digested(1, "sha1:LAIN"), digested(1, kind="revisit")), id="another payload"),
        pytest.param(in_members(digested(1), record(1, b"", kind="revisit")), id="it names none"),
        pytest.param(in_members(digested(1, kind="revisit"), digested(1)), id="it comes before its page"),
        pytest.param(in_one_member(record(0), digested(1), digested(1, kind="revisit")), id="a file of one member"),
    ],
)
def test_a_revisit_of_what_is_not_there_is_told_by_its_reason(data: bytes) -> None:
    problems = [each for each in read(data) if isinstance(each, ImportProblem)]

    assert [problem.reason for problem in problems] == [Reason.PAYLOAD_MISSING]
    assert "kabar.example/berita/1" in problems[0].detail


def test_a_revisit_of_what_is_no_web_page_is_not_spoken_of() -> None:
    image = http(b"", content_type="image/png").decode()

    assert read(in_members(digested(1, kind="revisit", block=image))) == []


def test_payloads_known_are_bounded_and_the_oldest_go_first() -> None:
    data = io.BytesIO(in_members(*(digested(n, f"sha1:{n}") for n in range(5))))
    payloads = Payloads(data, max_block_bytes=1 << 20, max_known=3)
    found = [each for each in records(data, max_block_bytes=1 << 20) if isinstance(each, RawRecord)]
    for each in found:
        payloads.note(each)

    assert [payloads.of(each) is not None for each in found] == [False, False, True, True, True]
