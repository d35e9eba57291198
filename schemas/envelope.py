"""Headers of a record in a topic: the CloudEvents 1.0 Kafka binding in binary mode, and Warta's `lane`.

Source: CloudEvents, Kafka Protocol Binding 1.0.2 (headers `ce_*` in UTF-8, `content-type` unprefixed).
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from schemas.record import Lane, Record, Version
from schemas.span_context import TRACEPARENT, SpanContext, read_traceparent

Headers = tuple[tuple[str, bytes], ...]
# When the record's ancestor entered the pipeline, seconds since the epoch: carried from source to store.
ORIGIN = "warta_origin"
LIVE = ("lane", Lane.LIVE.encode())
CE_TYPE = re.compile(r"^warta\.(?P<type>[a-z_]+)\.v(?P<major>\d+)\.(?P<minor>\d+)$")


class BadEnvelopeError(ValueError):
    """A header that every record must carry is missing or malformed."""


class UnknownMajorError(ValueError):
    """A record of a major version this reader does not know: readers are deployed first."""


class Envelope(NamedTuple):
    """What the headers say of a record, before its bytes are decoded. `origin` is None where none is readable, `span`
    where the record belongs to no sampled trace."""

    id: str
    type: str
    version: Version
    source: str
    subject: str
    time: datetime
    lane: Lane
    origin: float | None
    span: SpanContext | None


def ce_type(record: type[Record]) -> str:
    return f"warta.{record.TYPE}.v{record.VERSION}"


def headers_of(record: Record, *, source: str, at: datetime, lane: Lane) -> Headers:
    """The headers of a record that `source` (a stage) writes at `at` (with zone)."""
    version, type_, source_, content_type, lane_ = _alike(type(record), source, lane)
    return (
        version,
        ("ce_id", record.event_id().encode()),
        type_,
        source_,
        ("ce_subject", record.subject().encode()),
        ("ce_time", at.astimezone(UTC).isoformat().encode()),
        content_type,
        lane_,
    )


@lru_cache(maxsize=256)
def _alike(record: type[Record], source: str, lane: Lane) -> Headers:
    """Headers that all records of a type, writer and lane share: made once, there are nine to every record."""
    content_type = "application/json" if record.TYPE != "page" else "application/vnd.warta.page"
    return (
        ("ce_specversion", b"1.0"),
        ("ce_type", ce_type(record).encode()),
        ("ce_source", f"/warta/{source}".encode()),
        ("content-type", content_type.encode()),
        ("lane", lane.encode()),
    )


def is_live(headers: Headers) -> bool:
    """Whether a record says that it is of the live lane."""
    return LIVE in headers


def read_envelope(headers: Iterable[tuple[str, bytes]]) -> Envelope:
    """Raises BadEnvelopeError where a header is missing or malformed."""
    found = dict(headers)
    try:
        type_, version = _read_ce_type(found["ce_type"])
        return Envelope(
            id=found["ce_id"].decode(),
            type=type_,
            version=version,
            source=found["ce_source"].decode(),
            subject=found["ce_subject"].decode(),
            time=datetime.fromisoformat(found["ce_time"].decode()),
            lane=_read_lane(found.get("lane", b"live")),
            origin=_read_origin(found.get(ORIGIN)),
            span=None if (parent := found.get(TRACEPARENT)) is None else read_traceparent(parent),
        )
    except KeyError as error:
        raise BadEnvelopeError(f"header {error.args[0]} is missing") from error
    except (UnicodeDecodeError, ValueError) as error:
        raise BadEnvelopeError(f"malformed header: {error}") from error


@lru_cache(maxsize=256)
def _read_ce_type(value: bytes) -> tuple[str, Version]:
    match = CE_TYPE.match(value.decode())
    if match is None:
        raise BadEnvelopeError(f"ce_type is {value!r}, not warta.<type>.v<major>.<minor>")
    return match["type"], Version(int(match["major"]), int(match["minor"]))


@lru_cache(maxsize=8)
def _read_lane(value: bytes) -> Lane:
    return Lane(value.decode())


def _read_origin(value: bytes | None) -> float | None:
    try:
        return None if value is None else float(value)
    except ValueError:
        return None


def header(headers: Headers, name: str) -> bytes | None:
    """The last header of that name; for one of them, half the time that a dict of all takes."""
    for each, value in reversed(headers):
        if each == name:
            return value
    return None


def check_readable(envelope: Envelope, record: type[Record]) -> None:
    """Raises BadEnvelopeError for another type, UnknownMajorError for another major; any minor is readable."""
    if envelope.type != record.TYPE:
        raise BadEnvelopeError(f"expected a {record.TYPE}, got a {envelope.type}")
    if envelope.version.major != record.VERSION.major:
        raise UnknownMajorError(f"{envelope.type} {envelope.version}: this reader knows major {record.VERSION.major}")
