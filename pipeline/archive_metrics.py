"""Metrics of the archive, told by the supervisor that runs its step; `docs/metrics.md` is tested against this file."""

from collections.abc import Callable, Iterable
from datetime import datetime

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from broker.port import BrokerError
from runtime.state import StoreUnavailableError
from stores.archive.index import State
from stores.archive.reader import ArchiveFigures

WHOLE = {
    "files": "Files of the archive that are there.",
    "bytes": "Bytes of the archive that are committed.",
    "pages": "Pages in the archive, each of a response or revisit, a request and metadata.",
}
REMOVED = {
    "files": "Files that retention removed.",
    "bytes": "Bytes that retention removed.",
    "pages": "Pages that retention removed.",
}
OLDEST = "warta_archive_oldest_seconds"
NAMES = frozenset(
    {
        OLDEST,
        *(f"warta_archive_{what}" for what in WHOLE),
        *(f"warta_archive_removed_{what}_total" for what in REMOVED),
    }
)


class ArchiveCollector(Collector):
    """Of the whole archive, whoever writes to it, read from the index when Prometheus asks."""

    def __init__(self, figures: Callable[[], ArchiveFigures], *, now: Callable[[], datetime]) -> None:
        self._figures = figures
        self._now = now

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterable[Metric]:
        try:
            figures = self._figures()
        except (StoreUnavailableError, BrokerError):
            # Away, or not read yet. The other figures are told all the same; the step declares its wait.
            return
        for what, text in WHOLE.items():
            gauge = GaugeMetricFamily(f"warta_archive_{what}", text, labels=("state",))
            for state in (State.OPEN, State.CLOSED):
                gauge.add_metric((state.value,), getattr(figures.of(state), what))
            yield gauge
        for what, text in REMOVED.items():
            yield CounterMetricFamily(
                f"warta_archive_removed_{what}", text, value=getattr(figures.of(State.REMOVED), what)
            )
        if figures.oldest is not None:
            age_s = (self._now() - figures.oldest).total_seconds()
            yield GaugeMetricFamily(OLDEST, "Since the oldest page of the archive was fetched.", value=age_s)
