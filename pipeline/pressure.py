"""Back-pressure on fetching: too many pages wait in the log, or the disk is nearly full."""

import shutil
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from broker.port import BrokerError, PartitionLag

# Asked before every lease; a cluster is not asked for its lag more often than this.
LOOK_S = 5.0


@dataclass
class Pressure:
    """`pages` is the topic's full name; `lag` comes from the log, `free_bytes` from the data folder's disk."""

    pages: str
    lag: Callable[[], Sequence[PartitionLag]]
    free_bytes: Callable[[], int]
    max_pages: int
    reserve_bytes: int
    clock: Callable[[], float] = time.monotonic
    _looked_at: float = field(default=float("-inf"))
    _why: str | None = None

    def why_held(self) -> str | None:
        if self.clock() - self._looked_at >= LOOK_S:
            self._looked_at, self._why = self.clock(), self._look()
        return self._why

    def _look(self) -> str | None:
        try:
            by_group: Counter[str] = Counter()
            for lag in self.lag():
                by_group[lag.group] += lag.behind if lag.topic == self.pages else 0
        except BrokerError as error:
            # What is fetched now could not be published either; it stays due.
            return f"the log cannot be asked: {error}"
        # Every group reads the same pages: the slowest counts.
        waiting = max(by_group.values(), default=0)
        if waiting > self.max_pages:
            return f"{waiting} pages wait in the log, {self.max_pages} may"
        free = self.free_bytes()
        if free < self.reserve_bytes:
            return f"{free} bytes are free on the disk, {self.reserve_bytes} are to stay so"
        return None


def free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free
