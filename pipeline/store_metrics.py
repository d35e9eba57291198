"""Metrics of a store, exported by the supervisor that tends it; a test compares `docs/metrics.md`."""

from collections.abc import Callable, Iterable, Sequence

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from broker.port import BrokerError
from runtime.state import StoreUnavailableError
from stores.store import Sample, StoreMetric


def metric_name(store: str, figure: StoreMetric) -> str:
    """The metric's name in Prometheus."""
    return f"warta_{store}_{figure.name}" + ("_total" if figure.is_total else "")


class StoreCollector(Collector):
    """`samples` is asked when Prometheus asks."""

    def __init__(self, store: str, samples: Callable[[], Sequence[Sample]]) -> None:
        self._store = store
        self._samples = samples

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterable[Metric]:
        try:
            samples = self._samples()
        except (StoreUnavailableError, BrokerError):
            # Away, or not read yet. The other figures are exported; the step declares its wait.
            return
        for figure in dict.fromkeys(sample.figure for sample in samples):
            family = _family(self._store, figure)
            for sample in samples:
                if sample.figure == figure:
                    family.add_metric(sample.values, sample.value)
            yield family


def _family(store: str, figure: StoreMetric) -> CounterMetricFamily | GaugeMetricFamily:
    kind = CounterMetricFamily if figure.is_total else GaugeMetricFamily
    return kind(f"warta_{store}_{figure.name}", figure.help, labels=figure.labels)
