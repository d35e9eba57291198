"""Children as forks of one process that has loaded what they share: it is loaded once, and lies in memory once.

The template is a process of its own, since a supervisor has threads and open databases, which no fork survives. It
forks twice: so each child is an orphan, and Linux gives orphans to the supervisor, which asked for them
(PR_SET_CHILD_SUBREAPER). Hence a child's parent is the supervisor, in life and in death, as of a new interpreter.
Source: prctl(2), PR_SET_CHILD_SUBREAPER and PR_SET_PDEATHSIG.
"""

import contextlib
import ctypes
import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO

import structlog

from runtime.process.launching import Launch, Process, executed

log = structlog.get_logger()
PR_SET_NAME = 15
PR_SET_CHILD_SUBREAPER = 36
MAX_REQUEST_BYTES = 1 << 20
# The first child waits for what is loaded; then it takes some milliseconds.
ANSWER_S = 60.0
END_S = 5.0


class TemplateGoneError(OSError):
    """The template does not answer, or not in time."""


@contextlib.contextmanager
def template(command: Sequence[str], stands_for: Sequence[str], environment: Mapping[str, str]) -> Iterator[Launch]:
    """Starts children whose command begins with `stands_for` as forks of `command`, which calls `serve`; others, and
    all of them where there is no such thing, as new interpreters."""
    if sys.platform != "linux":
        yield executed
        return
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours:
        with theirs:
            process = subprocess.Popen(
                [*command, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                env=environment,
                start_new_session=True,
            )
        ours.settimeout(ANSWER_S)
        try:
            yield _launching(ours, tuple(stands_for))
        finally:
            # Its end of the socket tells it to end.
            ours.shutdown(socket.SHUT_RDWR)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(END_S)
            process.kill()
            process.wait()
            libc.prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def _launching(asked: socket.socket, stands_for: tuple[str, ...]) -> Launch:
    def launch(command: Sequence[str], environment: Mapping[str, str], output: IO[bytes] | None) -> Process:
        if tuple(command[: len(stands_for)]) == stands_for:
            try:
                return _fork(asked, command[len(stands_for) :], environment, output)
            except OSError as error:
                log.warning("template_gone", detail=f"{type(error).__name__}: {error}")
        return executed(command, environment, output)

    return launch


def _fork(
    asked: socket.socket, arguments: Sequence[str], environment: Mapping[str, str], output: IO[bytes] | None
) -> "Forked":
    reading, writing = os.pipe()
    stdin = os.fdopen(writing, "wb")
    try:
        given = [reading] if output is None else [reading, output.fileno()]
        request = json.dumps({"arguments": list(arguments), "environment": dict(environment)}).encode()
        socket.send_fds(asked, [request], given)
        answer = asked.recv(MAX_REQUEST_BYTES)
        if not answer:
            raise TemplateGoneError("the template has ended")
    except OSError:
        stdin.close()
        raise
    finally:
        os.close(reading)
    return Forked(int(answer), stdin)


class Forked:
    """A child of this process that it did not fork itself."""

    def __init__(self, pid: int, stdin: IO[bytes]) -> None:
        self.pid = pid
        self.stdin: IO[bytes] | None = stdin
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Raises subprocess.TimeoutExpired."""
        if self.poll() is None:
            descriptor = os.pidfd_open(self.pid)
            try:
                select.select([descriptor], [], [], timeout)
            finally:
                os.close(descriptor)
        code = self.poll()
        if code is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0.0)
        return code

    def send_signal(self, sig: int) -> None:
        # One that has ended keeps its number until it is polled: no stranger is met.
        if self.poll() is None:
            os.kill(self.pid, sig)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def serve(descriptor: int, main: Callable[[Sequence[str]], int]) -> int:
    """The template's loop, until the supervisor closes the socket; in a child it returns what `main` does.

    What is loaded by now is shared: the collector never looks at it again, in no child.
    """
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=descriptor) as asked:
        while True:
            request, given, _, _ = socket.recv_fds(asked, MAX_REQUEST_BYTES, 2)
            if not request:
                return 0
            between = os.fork()
            if between == 0:
                between = os.getpid()
                if os.fork():
                    os._exit(0)
                break
            for each in given:
                os.close(each)
            os.waitpid(between, 0)
        arguments = _begin(json.loads(request), given)
        while os.getppid() == between:
            os.sched_yield()
        # Its parent is the supervisor now, which may wait for it from here on.
        asked.send(str(os.getpid()).encode())
    return main(arguments)


def _begin(request: Mapping[str, object], given: Sequence[int]) -> Sequence[str]:
    """In the child: a session, streams and environment of its own."""
    arguments, environment = request["arguments"], request["environment"]
    assert isinstance(arguments, list)
    assert isinstance(environment, dict)
    os.setsid()
    stdin, *output = given
    os.dup2(stdin, 0)
    for each in output:
        os.dup2(each, 1)
        os.dup2(each, 2)
    for each in given:
        os.close(each)
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # What `ps -o comm` and `top` show of it, 15 bytes: its command line is that of the template.
    ctypes.CDLL(None).prctl(PR_SET_NAME, "-".join(arguments[:2]).encode(), 0, 0, 0)
    return arguments
