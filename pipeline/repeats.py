"""Tells the same thing once a minute: a cluster that is away would fill the log with its absence."""

import re
import threading
from collections import OrderedDict
from collections.abc import MutableMapping
from typing import Any

import structlog

from runtime.clock import SYSTEM, Clock

EVERY_S = 60.0
# Of which it is known when they were told last.
KEPT = 500
# Counts, times, ports and ids: what differs between two lines that say the same.
NUMBERS = re.compile(r"0x[0-9a-f]+|\d+")
# Its hundred ways to say that a broker is away are one; each process declares the wait with its cause itself.
AS_ONE = "kafka"
Event = MutableMapping[str, Any]


class OnceAMinute:
    """A processor of structlog. The next line of a kind says in `repeated` how many were left out before it.

    Of ours only warnings with the same values are the same; of a library's (`library_warned`) all that
    differ in numbers only. Safe to use from several threads.
    """

    def __init__(self, clock: Clock = SYSTEM) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._told: OrderedDict[str, float] = OrderedDict()
        self._left_out: dict[str, int] = {}

    def __call__(self, logger: object, method: str, event: Event) -> Event:
        """Raises structlog.DropEvent."""
        library = str(event.get("library", ""))
        if not library and method != "warning":
            return event
        key = _kind(library, event)
        with self._lock:
            left_out, told_at = self._left_out.get(key, 0), self._told.get(key)
            if told_at is not None and self._clock.monotonic() - told_at < EVERY_S:
                self._left_out[key] = left_out + 1
                raise structlog.DropEvent
            self._remember(key)
        return {**event, "repeated": left_out} if left_out else event

    def _remember(self, key: str) -> None:
        self._left_out.pop(key, None)
        self._told.pop(key, None)
        self._told[key] = self._clock.monotonic()
        if len(self._told) > KEPT:
            forgotten, _ = self._told.popitem(last=False)
            self._left_out.pop(forgotten, None)


def _kind(library: str, event: Event) -> str:
    if library.partition(".")[0] == AS_ONE:
        return AS_ONE
    if library:
        return f"{library} {NUMBERS.sub('0', str(event.get('message', '')))}"
    return repr(sorted((name, str(value)) for name, value in event.items()))
