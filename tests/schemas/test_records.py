"""Records of every version ever written still load, and an old reader reads what a newer writer wrote."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from schemas.article import Article, CleanedArticle, EnrichedArticle
from schemas.envelope import (
    BadEnvelopeError,
    Headers,
    UnknownMajorError,
    ce_type,
    check_readable,
    header,
    headers_of,
    read_envelope,
)
from schemas.fate import FateBatch
from schemas.link import Link
from schemas.page import Page
from schemas.record import Lane, Record, Version
from schemas.topics import ALL

SAMPLES = Path(__file__).parents[2] / "schemas" / "samples"
RECORDS: dict[str, type[Record]] = {topic.record.TYPE: topic.record for topic in ALL if topic.record}
FILES = sorted(SAMPLES.iterdir())


def common(said: Any, kept: Any) -> Any:
    """`kept` without the fields that `said` does not have: those of later minors, at any depth."""
    if isinstance(said, dict):
        return {name: common(value, kept[name]) for name, value in said.items()}
    if isinstance(said, list) and len(said) == len(kept):
        return [common(one, other) for one, other in zip(said, kept, strict=True)]
    return kept


def record_of(path: Path) -> type[Record]:
    return RECORDS[path.name.split(".v")[0]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_frozen_sample_of_every_version_loads_and_keeps_all_it_says(path: Path) -> None:
    # A copy is written anew.
    record = record_of(path).decode(path.read_bytes()).model_copy()

    assert record_of(path).decode(record.encode()) == record
    if path.suffix == ".json":
        said = json.loads(path.read_bytes())
        assert common(said, json.loads(record.encode())) == said


@pytest.mark.parametrize("record", RECORDS.values(), ids=lambda record: record.TYPE)
def test_every_record_has_a_sample_of_its_present_version(record: type[Record]) -> None:
    names = {path.stem for path in FILES}

    assert f"{record.TYPE}.v{record.VERSION}" in names


@pytest.mark.parametrize("record", [Link, CleanedArticle, Article, EnrichedArticle, FateBatch], ids=lambda r: r.TYPE)
def test_an_old_reader_reads_what_a_newer_minor_wrote(record: type[Record]) -> None:
    path = SAMPLES / f"{record.TYPE}.v1.0.json"
    newer = json.loads(path.read_bytes()) | {"field_of_tomorrow": {"deep": [1, 2]}}

    assert record.decode(json.dumps(newer).encode()) == record.decode(path.read_bytes())


def test_a_decoded_record_is_written_as_it_came_with_what_a_newer_minor_says() -> None:
    said = json.loads((SAMPLES / "enriched.v1.0.json").read_bytes())
    newer = json.dumps(said | {"field_of_tomorrow": {"deep": [1, 2]}}).encode()

    assert EnrichedArticle.decode(newer).encode() == newer


def test_a_copy_of_a_decoded_record_is_written_with_its_own_values() -> None:
    came = EnrichedArticle.decode((SAMPLES / "enriched.v1.0.json").read_bytes())

    for copied in (came.model_copy(update={"title": "Lain"}), came.model_copy(update={"title": "Lain"}, deep=True)):
        assert EnrichedArticle.decode(copied.encode()).title == "Lain"
    assert EnrichedArticle.decode(EnrichedArticle(**{**dict(came), "title": "Lain"}).encode()).title == "Lain"


def test_a_decoded_record_is_the_same_value_as_one_that_was_made() -> None:
    came = EnrichedArticle.decode((SAMPLES / "enriched.v1.0.json").read_bytes())
    made = EnrichedArticle(**dict(came))

    assert came == made
    assert repr(came) == repr(made)
    assert came.model_dump() == made.model_dump()
    assert came.model_dump_json() == made.model_dump_json()


def test_a_page_carries_its_body_byte_for_byte() -> None:
    page = Page.decode((SAMPLES / "page.v1.0.bin").read_bytes())
    body = bytes(range(256)) * 500

    again = Page.decode(page.model_copy(update={"body": body}).encode())

    assert again.body == body
    assert again.url == page.url


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\xff\xff\xff{}", id="length beyond the end"),
        pytest.param((SAMPLES / "page.v1.0.bin").read_bytes()[:-9], id="cut frame"),
        pytest.param(b"\x00\x00\x00\x02{}" + b"no zstd frame", id="no frame"),
    ],
)
def test_bytes_that_are_no_page_raise_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"no page record|validation error"):
        Page.decode(data)


SAMPLE = Link.decode((SAMPLES / "link.v1.0.json").read_bytes())
HEADERS = headers_of(SAMPLE, source="discover", at=datetime(2025, 4, 28, tzinfo=UTC), lane=Lane.BACKFILL)


def test_headers_follow_the_cloudevents_binding_and_come_back_whole() -> None:
    names = [name for name, _ in HEADERS]
    envelope = read_envelope(HEADERS)

    assert names == [
        *("ce_specversion", "ce_id", "ce_type", "ce_source", "ce_subject", "ce_time"),
        *("content-type", "lane"),
    ]
    assert (envelope.id, envelope.type, envelope.version) == (SAMPLE.event_id(), "link", Version(1, 0))
    assert (envelope.subject, envelope.lane, envelope.source) == (SAMPLE.url_key, Lane.BACKFILL, "/warta/discover")
    assert envelope.time == datetime(2025, 4, 28, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        pytest.param("ce_type", b"warta.link.v2.0", UnknownMajorError, id="unknown major"),
        pytest.param("ce_type", b"warta.page.v1.0", BadEnvelopeError, id="another record"),
        pytest.param("ce_type", b"com.example.thing", BadEnvelopeError, id="foreign type"),
        pytest.param("ce_time", b"yesterday", BadEnvelopeError, id="no time"),
        pytest.param("lane", b"fast", BadEnvelopeError, id="no such lane"),
        pytest.param("ce_id", b"\xff\xfe", BadEnvelopeError, id="not UTF-8"),
        pytest.param("ce_id", None, BadEnvelopeError, id="missing"),
    ],
)
def test_headers_that_cannot_be_trusted_are_refused(name: str, value: bytes | None, error: type[Exception]) -> None:
    rest = tuple(pair for pair in HEADERS if pair[0] != name)
    changed = rest if value is None else (*rest, (name, value))

    with pytest.raises(error):
        check_readable(read_envelope(changed), Link)


@pytest.mark.parametrize(
    ("headers", "value"),
    [
        pytest.param((("lane", b"live"), ("other", b"x")), b"live", id="there"),
        pytest.param((("lane", b"live"), ("lane", b"replay")), b"replay", id="twice: the last counts"),
        pytest.param((("other", b"x"),), None, id="missing"),
    ],
)
def test_a_header_is_found_by_its_name(headers: Headers, value: bytes | None) -> None:
    assert header(headers, "lane") == value


def test_a_newer_minor_is_readable() -> None:
    changed = (*(pair for pair in HEADERS if pair[0] != "ce_type"), ("ce_type", b"warta.link.v1.9"))

    check_readable(read_envelope(changed), Link)


def test_every_type_is_named_once() -> None:
    types = [ce_type(record) for record in RECORDS.values()]

    assert len(set(types)) == len(types) == 9
