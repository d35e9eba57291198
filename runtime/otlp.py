"""Spans by OTLP over HTTP: what OpenTelemetry's SDK queues, batches and sends; imported only where it is set.

Names and attributes: OpenTelemetry, Semantic Conventions for Messaging Spans 1.30, and for CloudEvents Spans 1.30.
The SDK's own tracer is not used: it would make an id at random for each span, and ours follow from the record.
"""

import threading
from collections.abc import Mapping, Sequence

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import SpanContext as SdkContext
from opentelemetry.trace import SpanKind, Status, StatusCode, TraceFlags
from prometheus_client import CollectorRegistry, Counter

from runtime.metrics import VERSION
from runtime.spans import Span
from schemas.span_context import SpanContext

PATH = "/v1/traces"
SEND_S = 5.0
CLOSE_S = 3.0
NANO = 1_000_000_000
SCOPE = InstrumentationScope("warta", VERSION)


class OtlpSpans:
    """Implements `runtime.spans.Spans`; a thread of the SDK's sends. `endpoint`: address of the receiver, to which the
    path of traces is added."""

    def __init__(
        self, endpoint: str, *, ratio: float, step: str, worker: str, system: str, registry: CollectorRegistry
    ) -> None:
        self.ratio = ratio
        self._system = system
        self._resource = Resource.create(
            {
                "service.namespace": "warta",
                "service.name": f"warta-{step}",
                "service.version": VERSION,
                "service.instance.id": worker,
            }
        )
        exporter = OTLPSpanExporter(endpoint.rstrip("/") + PATH, timeout=SEND_S)
        self._processor = BatchSpanProcessor(_Counted(exporter, registry))

    def take(self, spans: Sequence[Span]) -> None:
        for span in spans:
            self._processor.on_end(self._made(span))

    def close(self) -> None:
        # The SDK would wait half a minute for a receiver that is away, which is longer than a stop may take.
        sending = threading.Thread(target=self._processor.shutdown, name="spans", daemon=True)
        sending.start()
        sending.join(CLOSE_S)

    def _made(self, span: Span) -> ReadableSpan:
        operation = "send" if span.parent is None else "process"
        return ReadableSpan(
            f"{operation} {span.topic}",
            context=_sdk_context(span.context, is_remote=False),
            parent=None if span.parent is None else _sdk_context(span.parent, is_remote=True),
            resource=self._resource,
            attributes=self._attributes(span, operation),
            kind=SpanKind.PRODUCER if span.parent is None else SpanKind.CONSUMER,
            instrumentation_scope=SCOPE,
            status=Status(StatusCode.ERROR, _why(span)) if span.failed else Status(StatusCode.UNSET),
            start_time=int(span.began * NANO),
            end_time=int((span.began + span.fate.ms / 1000) * NANO),
        )

    def _attributes(self, span: Span, operation: str) -> Mapping[str, str | int]:
        fate, at = span.fate, span.position
        found: dict[str, str | int] = {
            "messaging.system": self._system,
            "messaging.operation.name": operation,
            "messaging.operation.type": operation,
            "messaging.destination.name": span.topic,
            "cloudevents.event_id": fate.id,
            "cloudevents.event_subject": fate.subject,
            "warta.step": span.step,
            "warta.outcome": fate.outcome.value,
            "warta.lane": fate.lane.value,
        }
        if fate.reason is not None:
            found["warta.reason"] = fate.reason.value
        if span.failed and fate.reason is not None:
            found["error.type"] = fate.reason.value
        if at is not None:
            found["messaging.consumer.group.name"] = span.step
            found["messaging.destination.partition.id"] = str(at.partition)
            found["messaging.kafka.offset"] = at.offset
        return found


class _Counted(SpanExporter):
    """Counts what came through, and what did not."""

    def __init__(self, inner: SpanExporter, registry: CollectorRegistry) -> None:
        self._inner = inner
        spans = Counter("warta_spans", "Spans sent by OTLP, and those lost.", ("outcome",), registry=registry)
        self._sent, self._lost = spans.labels("sent"), spans.labels("lost")

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        result = SpanExportResult.FAILURE
        try:
            result = self._inner.export(spans)
        finally:
            (self._sent if result is SpanExportResult.SUCCESS else self._lost).inc(len(spans))
        return result

    def shutdown(self) -> None:
        self._inner.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        return self._inner.force_flush(timeout_millis)


def _sdk_context(context: SpanContext, *, is_remote: bool) -> SdkContext:
    return SdkContext(
        int(context.trace_id, 16), int(context.span_id, 16), is_remote, trace_flags=TraceFlags(TraceFlags.SAMPLED)
    )


def _why(span: Span) -> str:
    return f"{span.fate.reason}: {span.fate.detail}"
