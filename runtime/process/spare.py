"""One child as a fork of its supervisor, made before that has threads and open databases, and waiting to be one.

It shares what the supervisor has loaded. A template would do so for each child to come, but is a third process, which
one child does not pay for: its successor, after a death, is a new interpreter.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO

import structlog

from runtime.process.launching import ChildProcess, Launch, executed
from runtime.process.template import ANSWER_S, END_S, MAX_REQUEST_BYTES, ask_for_child, begin_child, forked

log = structlog.get_logger()


@contextlib.contextmanager
def spare(
    load: Callable[[], None], main: Callable[[Sequence[str]], int], stands_for: Sequence[str]
) -> Iterator[Launch]:
    """The first child whose command begins with `stands_for` is the fork: it calls `load` now, and `main` with the
    rest of the command then. All others are new interpreters. This process must be alone, see `is_alone`."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours:
        with theirs:
            waiting: ChildProcess | None = forked(lambda descriptor: become(descriptor, load, main))(theirs)
        ours.settimeout(ANSWER_S)

        def launch(command: Sequence[str], environment: Mapping[str, str], output: IO[bytes] | None) -> ChildProcess:
            nonlocal waiting
            if waiting is None or tuple(command[: len(stands_for)]) != tuple(stands_for):
                return executed(command, environment, output)
            try:
                child = ask_for_child(ours, command[len(stands_for) :], environment, output)
            except OSError as error:
                log.warning("spare_gone", detail=f"{type(error).__name__}: {error}")
                _end(waiting)
                return executed(command, environment, output)
            finally:
                waiting = None
            return child

        try:
            yield launch
        finally:
            ours.shutdown(socket.SHUT_RDWR)
            if waiting is not None:
                _end(waiting)


def _end(process: ChildProcess) -> None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(END_S)
    process.kill()
    process.wait()


def become(descriptor: int, load: Callable[[], None], main: Callable[[Sequence[str]], int]) -> int:
    """In the fork: waits for what it is to be, or for the end of its supervisor. Returns what `main` does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    load()
    with socket.socket(fileno=descriptor) as asked:
        request, given, _, _ = socket.recv_fds(asked, MAX_REQUEST_BYTES, 2)
        if not request:
            return 0
        arguments = begin_child(json.loads(request), given)
        asked.send(b"%d" % os.getpid())
    return main(arguments)
