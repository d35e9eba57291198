"""Commands that wait for an absent log, topic or store, and report it, until their time is over."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from broker.port import BrokerError, LogFullError, Message, Publisher, RecordTooLargeError
from runtime.clock import SYSTEM, Clock
from runtime.failing import wait_for
from runtime.state import StoreUnavailableError

T = TypeVar("T")


@dataclass(frozen=True)
class Patience:
    """`until` is on the monotonic clock; `tell` gets one line for each wait."""

    until: float
    tell: Callable[[str], None]
    clock: Clock = SYSTEM
    pause: threading.Event = field(default_factory=threading.Event)

    @classmethod
    def at_once(cls) -> "Patience":
        """None: the first refusal is raised."""
        return cls(0.0, lambda line: None)

    def publish(self, publisher: Publisher, messages: Sequence[Message]) -> None:
        """Raises LogFullError and RecordTooLargeError at once, any other BrokerError when the time is over."""
        self.call(lambda: publisher.publish(messages))

    def call(self, ask: Callable[[], T], *, while_: type[BrokerError] = BrokerError) -> T:
        """What `ask` returns, asked again while it raises `while_`. Raises what `publish` raises."""
        told = ""
        while True:
            try:
                return ask()
            except (LogFullError, RecordTooLargeError):
                # Nobody may be reading what a command brings in, and no record gets smaller.
                raise
            except while_ as error:
                reason, rest_s = wait_for(error)
                if self.clock.monotonic() + rest_s > self.until:
                    raise
                if reason != told:
                    self.tell(f"waiting: {reason}: {error}")
                    told = reason
                self.pause.wait(rest_s)


@dataclass
class Looking:
    """Looks at a run that goes on by itself. One that fails for want of the log or a store is told once, and is no
    reason to end: the workers wait for it too."""

    look: Callable[[], None]
    tell: Callable[[str], None]
    _told: bool = False

    def __call__(self) -> None:
        try:
            self.look()
        except (BrokerError, StoreUnavailableError) as error:
            if not self._told:
                self.tell(f"waiting: {error}")
            self._told = True
        else:
            self._told = False
