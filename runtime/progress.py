"""How far a worker has come, written by its loop and read by the watchdog and by health."""

from collections.abc import Sequence
from dataclasses import dataclass

from runtime.clock import SYSTEM, Clock


@dataclass
class Progress:
    """Times are on the monotonic clock; each field is replaced whole, so that other threads read a whole value."""

    clock: Clock = SYSTEM
    polled_at: float | None = None
    moved_at: float = float("-inf")
    settled: int = 0
    assigned: Sequence[tuple[str, int]] = ()

    def polled(self, assigned: Sequence[tuple[str, int]]) -> bool:
        """Returns whether the assignment is another than before."""
        self.polled_at = self.clock.monotonic()
        before, self.assigned = self.assigned, assigned
        return set(before) != set(assigned)

    def moved(self, records: int) -> None:
        self.moved_at = self.clock.monotonic()
        self.settled += records
