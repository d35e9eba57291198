"""Signals that stop a process, heard by a thread of their own."""

import contextlib
import os
import signal
import threading
from collections.abc import Collection, Iterator


@contextlib.contextmanager
def stopping_on_signals(
    stop: threading.Event, *, signals: Collection[signal.Signals] = (signal.SIGTERM, signal.SIGINT)
) -> Iterator[None]:
    """Sets `stop` when one of `signals` comes; what they did before is put back afterwards. For the main thread.

    A handler may not set it: `Event.set` waits for ever where it interrupts `Event.wait` of the same thread, whose
    lock is not reentrant. So the interpreter writes each signal's number to a pipe, and a thread reads it there.
    """
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    heard = threading.Thread(target=_hear, args=(reading, frozenset(signals), stop), name="signals", daemon=True)
    heard.start()
    before = {number: signal.signal(number, _leave_to_the_thread) for number in signals}
    woken_before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(woken_before)
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(writing)
        heard.join()
        os.close(reading)


def _leave_to_the_thread(number: int, frame: object) -> None:
    """A signal without a handler would end the process."""


def _hear(reading: int, signals: frozenset[int], stop: threading.Event) -> None:
    # One byte for each signal, whichever has a handler; no byte at all once the other end is closed.
    while came := os.read(reading, 64):
        if signals.intersection(came):
            stop.set()
