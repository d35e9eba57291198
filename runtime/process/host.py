"""What a supervisor tells of the machine it runs on: the room on its disks, and its clock."""

import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector


class HostCollector(Collector):
    """Of each folder by its name; one that is not there, or cannot be asked, is left out."""

    def __init__(self, folders: Mapping[str, Path], *, now: Callable[[], float] = time.time) -> None:
        self._folders = folders
        self._now = now

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterable[Metric]:
        free = GaugeMetricFamily("warta_disk_free_bytes", "Room for files of this folder.", labels=("folder",))
        size = GaugeMetricFamily("warta_disk_bytes", "Size of the disk of this folder.", labels=("folder",))
        clock = GaugeMetricFamily("warta_clock_seconds", "This machine's time, since the epoch.", value=self._now())
        for name, path in self._folders.items():
            try:
                found = shutil.disk_usage(path)
            except OSError:
                # A volume that is not mounted: what needs it says so.
                continue
            free.add_metric((name,), found.free)
            size.add_metric((name,), found.total)
        return (free, size, clock)
