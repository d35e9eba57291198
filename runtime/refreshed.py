"""A figure that is dear to ask for: it is asked for in a thread of its own, seldom, and nobody waits long for it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from broker.port import BrokerError
from runtime.clock import SYSTEM, Clock

T = TypeVar("T")
# Over what a healthy cluster takes to answer, and far under what a scrape may take.
PATIENCE_S = 0.5


@dataclass(frozen=True)
class TimedValue(Generic[T]):
    """`at` is when it was asked for, on the monotonic clock."""

    value: T
    at: float


class Refreshed(Generic[T]):
    """Safe to use from several threads. One question is under way at a time, and none when nobody wants the figure.

    `every_s` lies between the end of one question and the next. For an answer `patience_s` are waited at most, and
    nothing at all where the last question failed.
    """

    def __init__(
        self, ask: Callable[[], T], *, every_s: float, patience_s: float = PATIENCE_S, clock: Clock = SYSTEM
    ) -> None:
        self._ask = ask
        self._every_s = every_s
        self._patience_s = patience_s
        self._clock = clock
        self._lock = threading.Lock()
        self._under_way: threading.Event | None = None
        self._asked_at = float("-inf")
        self._last: TimedValue[T] | None = None
        self._error: Exception | None = None

    def begin(self) -> threading.Event | None:
        """Ask where it is time to; returns what tells when the question that is under way is answered."""
        with self._lock:
            if self._under_way is None and self._clock.monotonic() - self._asked_at >= self._every_s:
                self._under_way = threading.Event()
                threading.Thread(target=self._answer, args=(self._under_way,), name="refresh", daemon=True).start()
            return self._under_way

    def last(self) -> TimedValue[T] | None:
        """The last answer, however old; None before the first."""
        has_failed = self._error is not None
        under_way = self.begin()
        if under_way is not None and not has_failed:
            under_way.wait(self._patience_s)
        return self._last

    def value(self) -> T:
        """Raises what the last question ended in where it failed, and BrokerError before the first answer."""
        last = self.last()
        if self._error is not None:
            raise self._error
        if last is None:
            raise BrokerError("the log has not answered yet")
        return last.value

    def _answer(self, done: threading.Event) -> None:
        asked_at = self._clock.monotonic()
        last, error = self._last, None
        try:
            last = TimedValue(self._ask(), asked_at)
        except Exception as failed:
            # Whoever wants the figure is told: here nobody is.
            error = failed
        with self._lock:
            self._last, self._error, self._asked_at = last, error, self._clock.monotonic()
            self._under_way = None
            done.set()
