"""WARC records written and read back: where each lies, what it holds, and what is said of bytes that are none."""

import gzip
import io
from datetime import UTC, datetime

import pytest

from formats.warc.parsed import parse, verified
from formats.warc.reading import Damage, first_fields, members, record_at, records
from formats.warc.record import BrokenRecordError, CutOffError, RawRecord
from formats.warc.writing import address, date_of, digest_of, header_of, http_head, packed, record

LIMIT = 1 << 20
ONE = record("metadata", "<urn:satu>", {"WARC-Target-URI": "https://kabar.example/1"}, b"satu")
TWO = record("metadata", "<urn:dua>", {"WARC-Target-URI": "https://kabar.example/2"}, b"dua\r\n\r\ndua")


def read(data: bytes, *, limit: int = LIMIT) -> list[RawRecord]:
    return list(members(io.BytesIO(data), max_block_bytes=limit))


def test_a_record_tells_where_it_lies_and_what_it_holds() -> None:
    first, second = read(packed(ONE) + packed(TWO))

    assert (first.offset, first.end, second.offset) == (0, len(packed(ONE)), len(packed(ONE)))
    assert second.end == len(packed(ONE) + packed(TWO))
    assert (first.block, second.block) == (b"satu", b"dua\r\n\r\ndua")
    assert first.fields["warc-record-id"] == "<urn:satu>"
    assert first.fields["warc-block-digest"] == digest_of(b"satu")


@pytest.mark.parametrize("data", [ONE + TWO, gzip.compress(ONE + TWO), packed(ONE) + packed(TWO)])
def test_a_file_of_any_packing_has_the_same_records(data: bytes) -> None:
    found = [each for each in records(io.BytesIO(data), max_block_bytes=LIMIT) if isinstance(each, RawRecord)]

    assert [(each.fields["warc-record-id"], each.block) for each in found] == [
        ("<urn:satu>", b"satu"),
        ("<urn:dua>", b"dua\r\n\r\ndua"),
    ]


def test_only_what_can_be_read_by_itself_is_alone() -> None:
    def alone(data: bytes) -> list[bool]:
        found = records(io.BytesIO(data), max_block_bytes=LIMIT)
        return [isinstance(each, RawRecord) and each.is_alone for each in found]

    assert alone(packed(ONE) + packed(TWO)) == [True, True]
    assert alone(ONE + TWO) == [True, True]
    assert alone(gzip.compress(ONE + TWO)) == [False, False]
    assert alone(gzip.compress(ONE[:90]) + gzip.compress(ONE[90:])) == [False]


def test_whoever_reads_the_same_file_in_between_is_in_nobodys_way() -> None:
    large = record("metadata", "<urn:besar>", {}, bytes(range(256)) * 4000)
    file = io.BytesIO(packed(ONE) + packed(large) + packed(TWO))
    found = []
    for each in members(file, max_block_bytes=LIMIT):
        found.append(each.fields["warc-record-id"])
        assert record_at(file, 0, max_block_bytes=LIMIT) is not None

    assert found == ["<urn:satu>", "<urn:besar>", "<urn:dua>"]


@pytest.mark.parametrize("cut", range(1, len(packed(TWO)), 7))
def test_a_file_that_ends_within_a_record_is_cut_off_wherever_that_is(cut: int) -> None:
    reading = members(io.BytesIO(packed(ONE) + packed(TWO)[:-cut]), max_block_bytes=LIMIT)

    assert next(reading).block == b"satu"
    with pytest.raises(CutOffError, match="is cut off"):
        next(reading)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(gzip.compress(ONE + TWO), "gzip member at 0 is not one record", id="two records in a member"),
        pytest.param(gzip.compress(ONE[:90]) + gzip.compress(ONE[90:]), "not one record", id="one in two members"),
        pytest.param(packed(record("metadata", "<urn:x>", {}, b"x" * 900)), "over 400 bytes", id="too large"),
        pytest.param(packed(ONE) + b"\0" * 9, f"gzip member at {len(packed(ONE))}: ", id="zeros behind it"),
        pytest.param(ONE, "gzip member at 0: ", id="not compressed"),
        pytest.param(gzip.compress(b"<p>satu</p>\r\n\r\n"), "no WARC record", id="no record"),
        pytest.param(gzip.compress(b"<p>satu</p>"), "ends within a record's head", id="no head"),
        pytest.param(gzip.compress(b"x" * 999), "no end of a record's head", id="a head without end"),
        pytest.param(gzip.compress(ONE[:-6]), "before the record does", id="less than it states"),
        pytest.param(
            gzip.compress(b"WARC/1.1\r\nContent-Length: \xc2\xb2\r\n\r\n"), "no Content-Length", id="no length"
        ),
    ],
)
def test_what_is_no_record_of_its_own_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(BrokenRecordError, match=said) as refused:
        read(data, limit=400)

    assert not isinstance(refused.value, CutOffError)


def test_what_lies_between_records_is_damage_and_the_rest_is_read() -> None:
    found = list(records(io.BytesIO(packed(ONE) + gzip.compress(b"x\r\n\r\n") + packed(TWO)), max_block_bytes=LIMIT))

    assert [type(each) for each in found] == [RawRecord, Damage, RawRecord]


def test_of_a_block_over_the_limit_the_beginning_is_kept_and_its_length_told() -> None:
    (found,) = records(io.BytesIO(packed(TWO)), max_block_bytes=3)

    assert isinstance(found, RawRecord)
    assert (found.block, found.length) == (b"dua", 10)


@pytest.mark.parametrize("end", [b"\r\n", b"\n"], ids=["as the standard says", "as some write"])
def test_names_of_fields_are_read_in_any_case_and_the_first_counts(end: bytes) -> None:
    lines = (b"WARC/1.0", b"warc-type: resource", b"X-Dua:  a:b ", b"x-dua: c", b"CONTENT-LENGTH: 0", b"", b"")
    (found,) = read(gzip.compress(end.join(lines)))

    assert found.fields == {"warc-type": "resource", "x-dua": "a:b", "content-length": "0"}


def test_the_head_is_read_where_only_its_beginning_is_at_hand() -> None:
    data = packed(record("response", "<urn:x>", {}, bytes(range(256)) * 40))

    assert first_fields(io.BytesIO(data[: len(data) // 2]))["warc-record-id"] == "<urn:x>"


BODY = b"<p>Kapal tiba di Wonsan.</p>"


def response(body: bytes = BODY, *, digest_of_body: bytes = BODY) -> RawRecord:
    head = http_head("HTTP/1.1 200 OK", [("Content-Type", "text/html"), ("content-type", "image/png")])
    fields = {
        "WARC-Target-URI": "https://kabar.example/1",
        "Content-Type": "application/http; msgtype=response",
        "WARC-Payload-Digest": digest_of(digest_of_body),
    }
    (raw,) = read(packed(record("response", "<urn:satu>", fields, head + body)))
    return raw


def test_a_response_is_taken_apart() -> None:
    parsed = parse(response())

    assert (parsed.kind, parsed.fields["warc-target-uri"]) == ("response", "https://kabar.example/1")
    assert parsed.http is not None
    assert (parsed.http.status, parsed.http.get("content-type"), parsed.http.get("etag")) == ("200", "text/html", "")
    assert parsed.body(LIMIT) == BODY


def test_a_record_is_verified_by_the_digests_of_its_block_and_its_payload() -> None:
    assert verified(response()) == BODY
    with pytest.raises(BrokenRecordError, match="payload digest failed"):
        verified(response(digest_of_body=b"lain"))
    (raw,) = read(packed(ONE.replace(b"\r\n\r\nsatu", b"\r\n\r\ntiga")))
    with pytest.raises(BrokenRecordError, match="record at 0: block digest failed"):
        verified(raw)


def test_what_is_written_is_printable_whatever_it_is_given() -> None:
    assert address("https://kabar.example/a b?q=é\r\n") == "https://kabar.example/a%20b?q=%C3%A9%0D%0A"
    assert header_of("etag", "é\r\nX: ya") == ("etag", "%C3%A9%0D%0AX: ya")
    assert header_of("bukan nama", "x") is None
    assert date_of(datetime(2025, 4, 28, 14, 5, tzinfo=UTC)) == "2025-04-28T14:05:00.000000Z"
