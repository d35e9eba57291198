"""Giving way: a step that nobody waits for rests while those that it feeds have enough to do."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from broker.port import PartitionLag
from runtime.clock import Clock
from runtime.declare import Reader

LOOK_S = 0.1
# As long as it waits without a word; after that its partitions rest, and it is declared.
PATIENCE_S = 1.0
REST_S = 5.0


@dataclass(frozen=True)
class GivingWay:
    """Its records stand in the same queue as live ones from the next step on: only a few may stand there."""

    step: Reader
    lag: Callable[[], Sequence[PartitionLag]]
    clock: Clock
    stop: threading.Event

    def why_not(self) -> str | None:
        """Waits for room, PATIENCE_S at most; returns why there is none. Raises BrokerError."""
        if not self.step.gives_way_to:
            return None
        until = self.clock.monotonic() + PATIENCE_S
        while (why := self._look()) is not None:
            if self.clock.monotonic() >= until or self.stop.wait(LOOK_S):
                return why
        return None

    def _look(self) -> str | None:
        behind: Counter[str] = Counter()
        for lag in self.lag():
            if lag.group in self.step.gives_way_to:
                behind[lag.group] += lag.behind
        if behind.total() <= self.step.limits.ahead_records:
            return None
        return "unread: " + ", ".join(f"{count} by {group}" for group, count in behind.most_common() if count)
