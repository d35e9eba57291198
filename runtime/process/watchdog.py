"""The watchdog: a worker with work, no declared wait and no movement is ended with its stacks written down."""

import faulthandler
import os
import sys
import threading
from collections.abc import Callable

import structlog

from broker.port import BrokerError
from runtime.clock import Clock
from runtime.progress import Progress
from runtime.waits import Waits

log = structlog.get_logger()
EXIT_STUCK = 70
CHECK_S = 5.0


class Watchdog:
    """`behind` tells how many records the worker's own partitions hold unread; `patience_s` how long is too long."""

    def __init__(
        self,
        *,
        progress: Progress,
        waits: Waits,
        behind: Callable[[], int],
        patience_s: float,
        clock: Clock,
        end: Callable[[], None] | None = None,
    ) -> None:
        self._progress = progress
        self._waits = waits
        self._behind = behind
        self._patience_s = patience_s
        self._clock = clock
        self._end = end or dump_and_exit
        self._waited_until = clock.monotonic()
        self.failed = False

    def check(self) -> None:
        """One look; ends the process where it is stuck."""
        # Time spent waiting on purpose does not count as standing still.
        self._waited_until = max(self._waited_until, self._waits.last_end())
        still_s = self._clock.monotonic() - max(self._progress.moved_at, self._waited_until)
        if still_s < self._patience_s or not self._progress.assigned or not self._unread():
            return
        self.failed = True
        log.error("stuck", still_s=round(still_s), patience_s=self._patience_s)
        self._end()

    def start(self, stop: threading.Event) -> None:
        def watch() -> None:
            while not stop.wait(CHECK_S):
                self.check()

        threading.Thread(target=watch, name="watchdog", daemon=True).start()

    def _unread(self) -> bool:
        try:
            return self._behind() > 0
        except BrokerError:
            # A log that cannot be asked is the worker's own trouble, and its loop declares it.
            return False


def dump_and_exit() -> None:
    faulthandler.dump_traceback(file=sys.stderr, all_threads=True)
    os._exit(EXIT_STUCK)
