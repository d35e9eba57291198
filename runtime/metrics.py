"""Engine metrics of one process, each declared here once; `docs/metrics.md` is tested against this file."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from typing import Protocol

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from broker.port import PartitionLag
from runtime.clock import Clock
from runtime.refreshed import Refreshed
from runtime.waits import Wait
from schemas.outcomes import Reason
from schemas.record import Lane

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)
VERSION = metadata.version("warta")
# Every reason that a record is rejected for.
REJECTIONS = (
    Reason.KILLED_WORKER,
    Reason.QUARANTINED,
    Reason.RECORD_TOO_LARGE,
    Reason.RETRIES_EXHAUSTED,
    Reason.UNDECODABLE,
    Reason.UNEXPECTED_ERROR,
)


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

    def born(self, stage: str, *, ends: bool) -> None:
        """Begins at 0 what an alert counts: a series that is born at 1 has not increased."""
        for reason in REJECTIONS:
            self.dead_letters.labels(stage, reason.value)
        self.breaker_open.labels(stage).set(0)
        for lane in Lane if ends else ():
            self.end_to_end_seconds.labels(stage, lane.value)


def engine_metrics() -> EngineMetrics:
    """A registry of its own for each process, with Python's process and platform metrics."""
    # Each counter would have a series beside it that no rule reads.
    disable_created_metrics()  # type: ignore[no-untyped-call]
    registry = CollectorRegistry()
    Gauge("warta_build_info", "1 for the version that runs.", ("version",), registry=registry).labels(VERSION).set(1)
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
    """Lag, the age of the oldest unread record, and how old the two are; `lag` is asked when Prometheus asks.

    Of `groups`, all from one reading of the log. A step without a worker tells none itself.
    """

    def __init__(self, *, groups: Collection[str], lag: Refreshed[Sequence[PartitionLag]], clock: Clock) -> None:
        self._groups = groups
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
            if lag.group in self._groups:
                where = (lag.group, lag.topic, str(lag.partition))
                behind.add_metric(where, lag.behind)
                age.add_metric(where, max(0.0, self._clock.now() - lag.oldest_at) if lag.oldest_at else 0.0)
        for group in self._groups:
            read.add_metric((group,), self._clock.monotonic() - last.at)
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
