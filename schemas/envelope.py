"""Headers of a record in a topic: the CloudEvents 1.0 Kafka binding in binary mode, and Warta's `lane`.

Source: CloudEvents, Kafka Protocol Binding 1.0.2 (headers `ce_*` in UTF-8, `content-type` unprefixed).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from schemas.record import Lane, Record, Version

Headers = tuple[tuple[str, bytes], ...]
CE_TYPE = re.compile(r"^warta\.(?P<type>[a-z_]+)\.v(?P<major>\d+)\.(?P<minor>\d+)$")


class BadEnvelopeError(ValueError):
    """A header that every record must carry is missing or malformed."""


class UnknownMajorError(ValueError):
    """A record of a major version this reader does not know: readers are deployed first."""


@dataclass(frozen=True)
class Envelope:
    """What the headers say of a record, before its bytes are decoded."""

    id: str
    type: str
    version: Version
    source: str
    subject: str
    time: datetime
    lane: Lane


def ce_type(record: type[Record]) -> str:
    return f"warta.{record.TYPE}.v{record.VERSION}"


def headers_of(record: Record, *, source: str, at: datetime, lane: Lane) -> Headers:
    """The headers of a record that `source` (a stage) writes at `at` (with zone)."""
    content_type = "application/json" if record.TYPE != "page" else "application/vnd.warta.page"
    pairs = {
        "ce_specversion": "1.0",
        "ce_id": record.event_id(),
        "ce_type": ce_type(type(record)),
        "ce_source": f"/warta/{source}",
        "ce_subject": record.subject(),
        "ce_time": at.astimezone(UTC).isoformat(),
        "content-type": content_type,
        "lane": lane.value,
    }
    return tuple((name, value.encode()) for name, value in pairs.items())


def read_envelope(headers: Iterable[tuple[str, bytes]]) -> Envelope:
    """Raises BadEnvelopeError where a header is missing or malformed."""
    found = dict(headers)
    try:
        match = CE_TYPE.match(found["ce_type"].decode())
        if match is None:
            raise BadEnvelopeError(f"ce_type is {found['ce_type']!r}, not warta.<type>.v<major>.<minor>")
        return Envelope(
            id=found["ce_id"].decode(),
            type=match["type"],
            version=Version(int(match["major"]), int(match["minor"])),
            source=found["ce_source"].decode(),
            subject=found["ce_subject"].decode(),
            time=datetime.fromisoformat(found["ce_time"].decode()),
            lane=Lane(found.get("lane", b"live").decode()),
        )
    except KeyError as error:
        raise BadEnvelopeError(f"header {error.args[0]} is missing") from error
    except (UnicodeDecodeError, ValueError) as error:
        raise BadEnvelopeError(f"malformed header: {error}") from error


def check_readable(envelope: Envelope, record: type[Record]) -> None:
    """Raises BadEnvelopeError for another type, UnknownMajorError for another major; any minor is readable."""
    if envelope.type != record.TYPE:
        raise BadEnvelopeError(f"expected a {record.TYPE}, got a {envelope.type}")
    if envelope.version.major != record.VERSION.major:
        raise UnknownMajorError(f"{envelope.type} {envelope.version}: this reader knows major {record.VERSION.major}")
