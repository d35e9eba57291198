"""Declared waits: why a process does not move, until when; seen by the watchdog, health and metrics."""

from dataclasses import dataclass, field

from runtime.clock import SYSTEM, Clock


@dataclass(frozen=True)
class Wait:
    """`until` is on the monotonic clock."""

    reason: str
    detail: str
    until: float


@dataclass
class Waits:
    """One process's waits by what is held: a partition, the whole stage. Written by one thread, read by others."""

    clock: Clock = SYSTEM
    _held: dict[str, Wait] = field(default_factory=dict)

    def declare(self, what: str, *, reason: str, detail: str, for_s: float) -> None:
        self._held = self._held | {what: Wait(reason, detail, self.clock.monotonic() + for_s)}

    def end(self, what: str) -> None:
        self._held = {key: wait for key, wait in self._held.items() if key != what}

    def current(self) -> dict[str, Wait]:
        """Waits whose time has not run out."""
        now = self.clock.monotonic()
        return {key: wait for key, wait in self._held.items() if wait.until > now}

    def last_end(self) -> float:
        """When the last of the waits that were not ended by word ran out, or runs out: now where one still holds."""
        now = self.clock.monotonic()
        return max((min(wait.until, now) for wait in self._held.values()), default=float("-inf"))
