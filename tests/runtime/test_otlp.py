"""Spans by OTLP: what a receiver of OpenTelemetry reads from the requests, and what becomes of it without one."""

import socket
from collections.abc import Iterator

import pytest
from prometheus_client import CollectorRegistry

from broker.port import Position
from runtime.otlp import OtlpSpans
from runtime.spans import Span
from schemas.fate import Fate
from schemas.outcomes import Outcome, Reason
from schemas.record import Lane
from schemas.span_context import SpanContext
from tests.runtime.otlp_receiver import Receiver, read, receiving

TRACE, SPAN, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", "53995c3f42cd8ad8"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def spans_to(address: str, registry: CollectorRegistry) -> OtlpSpans:
    return OtlpSpans(address, ratio=1.0, step="clean", worker="clean-0", system="kafka", registry=registry)


def span(outcome: Outcome = Outcome.PASSED, reason: Reason | None = None, detail: str = "") -> Span:
    subject = "example.test/a"
    fate = Fate(id="p1", subject=subject, outcome=outcome, reason=reason, detail=detail, lane=Lane.LIVE, ms=1.5)
    return Span(
        context=SpanContext(TRACE, SPAN),
        step="clean",
        fate=fate,
        began=1_700_000_000.25,
        topic="warta.pages",
        parent=SpanContext(TRACE, PARENT),
        position=Position("warta.pages", 3, 42),
    )


def counted(registry: CollectorRegistry) -> tuple[float | None, float | None]:
    sent, lost = ({"outcome": outcome} for outcome in ("sent", "lost"))
    return registry.get_sample_value("warta_spans_total", sent), registry.get_sample_value("warta_spans_total", lost)


def test_a_receiver_reads_the_span_its_place_and_what_became_of_the_record(receiver: Receiver) -> None:
    registry = CollectorRegistry()
    spans = spans_to(receiver.address, registry)
    spans.take([span()])
    spans.close()

    (request,) = receiver.requests
    (of_resource,) = request.resource_spans
    (got,) = of_resource.scope_spans[0].spans
    assert receiver.paths == ["/v1/traces"]
    assert (got.trace_id.hex(), got.span_id.hex(), got.parent_span_id.hex()) == (TRACE, SPAN, PARENT)
    assert (got.name, got.kind) == ("process warta.pages", got.SPAN_KIND_CONSUMER)
    assert got.start_time_unix_nano == pytest.approx(1_700_000_000_250_000_000, abs=1000)
    assert got.end_time_unix_nano - got.start_time_unix_nano == pytest.approx(1_500_000, abs=1000)
    assert read(got.attributes) == {
        "messaging.system": "kafka",
        "messaging.operation.name": "process",
        "messaging.operation.type": "process",
        "messaging.destination.name": "warta.pages",
        "messaging.destination.partition.id": "3",
        "messaging.consumer.group.name": "clean",
        "messaging.kafka.offset": 42,
        "cloudevents.event_id": "p1",
        "cloudevents.event_subject": "example.test/a",
        "warta.step": "clean",
        "warta.outcome": "passed",
        "warta.lane": "live",
    }
    assert read(of_resource.resource.attributes)["service.name"] == "warta-clean"
    assert counted(registry) == (1, 0)


def test_a_refused_record_is_an_error_with_its_reason(receiver: Receiver) -> None:
    spans = spans_to(receiver.address, CollectorRegistry())
    spans.take([span(Outcome.REJECTED, Reason.UNPARSABLE_HTML, "no element")])
    spans.close()

    (got,) = receiver.spans
    assert (got.status.code, got.status.message) == (got.status.STATUS_CODE_ERROR, "unparsable_html: no element")
    assert read(got.attributes)["error.type"] == "unparsable_html"


def test_spans_that_the_receiver_refuses_are_counted_as_lost(receiver: Receiver) -> None:
    registry, receiver.answers = CollectorRegistry(), 400
    spans = spans_to(receiver.address, registry)
    spans.take([span(), span()])
    spans.close()

    assert counted(registry) == (0, 2)


def test_neither_a_receiver_that_is_away_nor_a_span_after_the_end_fails_anybody() -> None:
    with socket.socket() as taken:
        # Bound and not listening: whoever connects is refused.
        taken.bind(("127.0.0.1", 0))
        registry = CollectorRegistry()
        spans = spans_to(f"http://127.0.0.1:{taken.getsockname()[1]}", registry)
        spans.take([span()])
        spans.close()
        spans.take([span()])

    assert counted(registry)[0] == 0
