"""The port to whoever takes spans of OpenTelemetry, and what a span of ours says; off unless it is set.

A record of a sampled trace carries the header `traceparent`. Nothing else of the engine depends on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from broker.port import Position
from runtime.attempt import Handled
from schemas.envelope import header
from schemas.fate import Fate
from schemas.outcomes import Outcome
from schemas.record import Record
from schemas.span_context import TRACEPARENT, SpanContext, read_traceparent, root


@dataclass(frozen=True)
class Span:
    """What one step did with one record. `began` in seconds since the epoch; `parent` and `position` are None for what
    a source publishes."""

    context: SpanContext
    step: str
    fate: Fate
    began: float
    topic: str
    parent: SpanContext | None = None
    position: Position | None = None

    @property
    def failed(self) -> bool:
        return self.fate.outcome is Outcome.REJECTED


class Spans(Protocol):
    ratio: float
    """The share of a source's records whose traces are sampled, 0 to 1."""

    def take(self, spans: Sequence[Span]) -> None:
        """Never blocks and never raises: a span that cannot be sent is lost."""

    def close(self) -> None:
        """Sends what is left, for a few seconds at most."""


def of_work(parent: SpanContext, step: str, at: Position) -> SpanContext:
    """Of a step's work on what lies `at` a place: the same at every delivery of it."""
    return parent.child(step, at.topic, str(at.partition), str(at.offset))


def published(step: str, fate: Fate, records: Sequence[tuple[Record, str]], ratio: float, now: float) -> Sequence[Span]:
    """Of what a source published under one fate, each beside its topic, at `now` in seconds since the epoch.

    A trace begins with each that is sampled.
    """
    roots = [(root(ratio, step, record.event_id()), topic) for record, topic in records]
    return [Span(context, step, fate, now - fate.ms / 1000, topic) for context, topic in roots if context is not None]


def spans_of(step: str, answers: Sequence[Handled], processed_at: float) -> Sequence[Span]:
    """Of the records whose trace is sampled. `processed_at`: when the last of them was, seconds since the epoch.

    They were processed one after the other, each for as long as its fate says; the settle of them all followed.
    """
    found, began = [], processed_at
    for answer in reversed(answers):
        began -= answer.fate.ms / 1000
        value = header(answer.delivery.message.headers, TRACEPARENT)
        parent = None if value is None else read_traceparent(value)
        if parent is not None:
            at = answer.delivery.position
            context = of_work(parent, step, at)
            found.append(Span(context, step, answer.fate, began, topic=at.topic, parent=parent, position=at))
    return found
