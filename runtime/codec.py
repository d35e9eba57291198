"""Between records and messages: envelopes written and read in one place."""

from dataclasses import dataclass
from datetime import UTC, datetime

from broker.port import Message
from schemas.envelope import ORIGIN, BadEnvelopeError, Envelope, check_readable, headers_of, read_envelope
from schemas.record import Lane, Record
from schemas.span_context import TRACEPARENT, SpanContext
from schemas.topics import Topic


@dataclass(frozen=True)
class TopicNames:
    """Topic names as the log has them: the declared name behind a prefix."""

    prefix: str = "warta."

    def full(self, topic: Topic) -> str:
        return self.prefix + topic.name

    def declared(self, full: str) -> str:
        return full.removeprefix(self.prefix)


def to_message(
    record: Record, *, topic: str, stage: str, at: float, lane: Lane, origin: float, span: SpanContext | None = None
) -> Message:
    """`span`: which one writes the record, where its trace is sampled."""
    headers = (
        *headers_of(record, source=stage, at=datetime.fromtimestamp(at, UTC), lane=lane),
        (ORIGIN, f"{origin:.3f}".encode()),
    )
    if span is not None:
        headers = (*headers, (TRACEPARENT, span.header()))
    return Message(topic, record.key().encode(), record.encode(), headers)


def from_message(message: Message, record: type[Record]) -> tuple[Envelope, Record]:
    """Raises BadEnvelopeError, UnknownMajorError, or ValueError where the bytes are no such record."""
    envelope = read_envelope(message.headers)
    check_readable(envelope, record)
    return envelope, record.decode(message.value)


def envelope_of(message: Message) -> Envelope | None:
    """The envelope of a message that may be malformed."""
    try:
        return read_envelope(message.headers)
    except BadEnvelopeError:
        return None
