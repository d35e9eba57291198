"""What the stream tells of itself: who reads it, what was sent, and how many were cut for being too slow."""

from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge


@dataclass(frozen=True)
class StreamMetrics:
    subscribers: Gauge
    events: Counter
    cut: Counter


def stream_metrics(registry: CollectorRegistry) -> StreamMetrics:
    """Each from 0 on."""
    return StreamMetrics(
        Gauge("warta_stream_subscribers", "Readers of the stream in this process.", registry=registry),
        Counter("warta_stream_events", "Changes sent to readers of the stream.", registry=registry),
        Counter(
            "warta_stream_cut",
            "Readers of the stream that were cut, since they took nothing any more.",
            registry=registry,
        ),
    )
