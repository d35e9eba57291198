"""Declared waits: why a process does not move, until when; seen by the watchdog, health and metrics."""

from dataclasses import dataclass, field
from enum import StrEnum

from runtime.clock import SYSTEM, Clock


class WaitReason(StrEnum):
    """Why a process waits, where no record is at fault; a record that is held waits for its own `Reason`."""

    BREAKER_OPEN = "breaker_open"
    GIVING_WAY = "giving_way"
    LOG_FULL = "log_full"
    LOG_UNAVAILABLE = "log_unavailable"
    PAUSED = "paused"
    """By somebody, and so no fault."""
    OFFSET_OUT_OF_RANGE = "offset_out_of_range"
    REBUILDING = "rebuilding"
    RETRY_NOT_DUE = "retry_not_due"
    STORE_UNAVAILABLE = "store_unavailable"
    TOPIC_MISSING = "topic_missing"


@dataclass(frozen=True)
class Wait:
    """`until` is on the monotonic clock; `reason` is a WaitReason, or the Reason of a record that is held."""

    reason: str
    detail: str
    until: float


@dataclass
class Waits:
    """One process's waits by what is held: a partition, the whole step. Written by one thread, read by others."""

    clock: Clock = SYSTEM
    _held: dict[str, Wait] = field(default_factory=dict)

    def declare(self, what: str, *, reason: str, detail: str, for_s: float) -> None:
        self._held = self._held | {what: Wait(str(reason), detail, self.clock.monotonic() + for_s)}

    def end(self, what: str) -> None:
        if what in self._held:
            self._held = {key: wait for key, wait in self._held.items() if key != what}

    def current(self) -> dict[str, Wait]:
        """Waits whose time has not run out."""
        now = self.clock.monotonic()
        return {key: wait for key, wait in self._held.items() if wait.until > now}

    def last_end(self) -> float:
        """Latest expiry among the waits, at most now."""
        now = self.clock.monotonic()
        return max((min(wait.until, now) for wait in self._held.values()), default=float("-inf"))
