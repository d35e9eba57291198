"""Chooses who takes a process's spans: a receiver of OTLP where one is set, else nobody."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from prometheus_client import CollectorRegistry

from pipeline.settings import Settings
from runtime.spans import Spans


@contextmanager
def sending(step: str, worker: str, settings: Settings, registry: CollectorRegistry) -> Iterator[Spans | None]:
    """Whoever takes the spans until the end of the block; OpenTelemetry is not even loaded where nothing is set."""
    if settings.otlp_endpoint is None:
        yield None
        return
    from runtime.otlp import OtlpSpans

    with closing(
        OtlpSpans(
            settings.otlp_endpoint,
            ratio=settings.otlp_ratio,
            step=step,
            worker=worker,
            system="kafka" if settings.log == "kafka" else "warta",
            registry=registry,
        )
    ) as spans:
        yield spans
