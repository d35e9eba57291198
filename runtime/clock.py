"""Time as an argument: what the engine asks of a clock, and the system's own."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Clock:
    """`now`: seconds since the epoch, for records. `monotonic`: seconds that never step back, for durations."""

    now: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic


SYSTEM = Clock()


def utc_now() -> datetime:
    return datetime.now(UTC)
