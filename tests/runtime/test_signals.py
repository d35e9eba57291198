"""A signal stops a process whatever its main thread is at, and what signals did before is put back."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from runtime.process.signals import stopping_on_signals

ROOT = Path(__file__).parents[2]
# It looks at its event without a pause: the signal comes within `wait` about every second time.
LOOKING = """
import signal, sys, threading
from runtime.process.signals import stopping_on_signals
stop = threading.Event()
with stopping_on_signals(stop, signals=(signal.SIGTERM,)):
    print("up", flush=True)
    while not stop.wait(0):
        pass
"""
TIMES = 12


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


@pytest.mark.slow
def test_a_signal_within_a_wait_for_it_ends_the_wait() -> None:
    for _ in range(TIMES):
        with subprocess.Popen([sys.executable, "-c", LOOKING], stdout=subprocess.PIPE, cwd=ROOT) as process:
            assert process.stdout is not None
            process.stdout.readline()
            process.terminate()
            assert process.wait(60) == 0


def test_a_signal_sets_the_event_and_is_then_as_before() -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGUSR1, lambda number, _: heard.append(number))
    stop = threading.Event()
    try:
        with stopping_on_signals(stop, signals=(signal.SIGUSR1,)):
            signal.raise_signal(signal.SIGUSR1)
            assert stop.wait(60)
        assert heard == []
        signal.raise_signal(signal.SIGUSR1)
        assert heard == [signal.SIGUSR1]
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_another_signal_stops_nothing() -> None:
    stop, other = threading.Event(), threading.Event()
    before = signal.signal(signal.SIGUSR2, lambda *_: other.set())
    try:
        with stopping_on_signals(stop, signals=(signal.SIGUSR1,)):
            signal.raise_signal(signal.SIGUSR2)
            assert other.is_set()
        assert not stop.is_set()
    finally:
        signal.signal(signal.SIGUSR2, before)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files through Linux's /proc")
def test_nothing_stays_open() -> None:
    before, threads = open_files(), threading.active_count()
    with stopping_on_signals(threading.Event(), signals=(signal.SIGUSR1,)):
        assert open_files() == before + 2

    assert (open_files(), threading.active_count()) == (before, threads)
