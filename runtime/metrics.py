"""Engine metrics of one process, each declared here once; `docs/metrics.md` is tested against this file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, PlatformCollector, ProcessCollector
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from broker.port import PartitionLag
from runtime.clock import Clock
from runtime.refreshed import Refreshed
from runtime.waits import Wait

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)


@dataclass(frozen=True)
class EngineMetrics:
    registry: CollectorRegistry
    records: Counter
    process_seconds: Histogram
    settle_seconds: Histogram
    dead_letters: Counter
    rebuilds: Counter
    breaker_open: Gauge
    end_to_end_seconds: Histogram


def engine_metrics() -> EngineMetrics:
    """A registry of its own for each process, with Python's process and platform metrics."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    return EngineMetrics(
        registry=registry,
        records=Counter(
            "warta_records", "Records by their fate at a stage.", ("stage", "outcome", "reason"), registry=registry
        ),
        process_seconds=Histogram(
            "warta_process_seconds", "Time to process one record.", ("stage",), buckets=SECONDS, registry=registry
        ),
        settle_seconds=Histogram(
            "warta_settle_seconds", "Time to settle one batch.", ("stage",), buckets=SECONDS, registry=registry
        ),
        dead_letters=Counter("warta_dead_letters", "Dead letters written.", ("stage", "reason"), registry=registry),
        rebuilds=Counter(
            "warta_rebuilds", "Consumers discarded and made anew, by cause.", ("stage", "cause"), registry=registry
        ),
        breaker_open=Gauge(
            "warta_breaker_open", "1 while the dead-letter breaker holds the stage.", ("stage",), registry=registry
        ),
        end_to_end_seconds=Histogram(
            "warta_end_to_end_seconds",
            "From a record's entry into the pipeline to its end in a store.",
            ("stage", "lane"),
            buckets=SECONDS,
            registry=registry,
        ),
    )


def tell_kafka_client(registry: CollectorRegistry, info: Mapping[str, str]) -> None:
    """`info`: version, crc32c, codecs; nothing is told where it is empty."""
    if info:
        Info("warta_kafka_client", "What this process talks to Kafka with.", registry=registry).info(dict(info))


def tell_config(registry: CollectorRegistry, versions: Mapping[str, str]) -> None:
    """`versions` by part of the configuration that this process read when it started."""
    told = Gauge("warta_config_version", "1 for the version that is read.", ("part", "version"), registry=registry)
    for part, version in versions.items():
        told.labels(part, version).set(1)


class LagCollector(Collector):
    """Lag, the age of the oldest unread record, and how old the two are; `lag` is asked when Prometheus asks."""

    def __init__(self, *, group: str, lag: Refreshed[Sequence[PartitionLag]], clock: Clock) -> None:
        self._group = group
        self._lag = lag
        self._clock = clock

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterable[Metric]:
        labels = ("stage", "topic", "partition")
        behind = GaugeMetricFamily("warta_lag_records", "Records not settled yet.", labels=labels)
        age = GaugeMetricFamily("warta_oldest_unread_seconds", "Age of the oldest record not settled.", labels=labels)
        read = GaugeMetricFamily("warta_lag_age_seconds", "Since the lag was read from the log.", labels=("stage",))
        last = self._lag.last()
        if last is None:
            # A log that cannot be asked must not take the other figures with it; the worker declares its wait.
            return ()
        for lag in last.value:
            if lag.group == self._group:
                where = (lag.group, lag.topic, str(lag.partition))
                behind.add_metric(where, lag.behind)
                age.add_metric(where, max(0.0, self._clock.now() - lag.oldest_at) if lag.oldest_at else 0.0)
        read.add_metric((self._group,), self._clock.monotonic() - last.at)
        return (behind, age, read)


class Waiting(Protocol):
    def current(self) -> Mapping[str, Wait]: ...


class WaitCollector(Collector):
    """Declared waits: 1 for each that holds now. `waits` is asked when Prometheus asks."""

    def __init__(self, *, stage: str, waits: Waiting) -> None:
        self._stage = stage
        self._waits = waits

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterable[Metric]:
        family = GaugeMetricFamily("warta_waiting", "1 for each declared wait.", labels=("stage", "what", "reason"))
        for what, wait in self._waits.current().items():
            family.add_metric((self._stage, what, wait.reason), 1)
        return (family,)
