"""What a step writes, made into messages: every output under its topic's full name, within its topic's limit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from broker.port import Message, size_of
from runtime.attempt import Received, remarked
from runtime.clock import Clock
from runtime.codec import TopicNames, to_message
from runtime.declare import Reader
from runtime.spans import of_work
from runtime.state import Made
from schemas.outcomes import Reason, Reject
from schemas.record import Record


@dataclass(frozen=True)
class Destination:
    """Where records of one type go."""

    topic: str
    max_record_bytes: int


@dataclass(frozen=True)
class Encoder:
    """Of one step; `ways` by type of record."""

    step: str
    ways: Mapping[type[Record] | None, Destination]
    clock: Clock

    @classmethod
    def of(cls, step: Reader, names: TopicNames, clock: Clock) -> "Encoder":
        ways = {topic.record: Destination(names.full(topic), topic.max_record_bytes) for topic in step.writes}
        return cls(step.name, ways, clock)

    def made(self, outputs: Sequence[Record], of: Received) -> Made:
        """Raises Reject(RECORD_TOO_LARGE), and ValueError where a record cannot be encoded."""
        # Lists, here and where a batch is told of: a generator is entered once more for every record.
        return remarked(outputs, tuple([self._message(record, of) for record in outputs]))

    def _message(self, record: Record, of: Received) -> Message:
        way, envelope = self.ways[type(record)], of.envelope
        origin = of.delivery.appended_at if envelope.origin is None else envelope.origin
        at = self.clock.now()
        span = None if envelope.span is None else of_work(envelope.span, self.step, of.delivery.position)
        message = to_message(
            record, topic=way.topic, stage=self.step, at=at, lane=envelope.lane, origin=origin, span=span
        )
        if (size := size_of((message,))) > way.max_record_bytes:
            detail = f"{size} bytes, topic {way.topic} takes {way.max_record_bytes}"
            raise Reject(Reason.RECORD_TOO_LARGE, detail)
        return message
