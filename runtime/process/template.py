"""Children as forks of one process that has loaded what they share: it is loaded once, and lies in memory once.

The template is a process of its own, since a supervisor has threads and open databases, which no fork survives. It is
a fork of the supervisor from before it had any, so that it shares what that has loaded too; or a new interpreter. It
forks twice: so each child is an orphan, and Linux gives orphans to the supervisor, which asked for them
(PR_SET_CHILD_SUBREAPER). Hence a child's parent is the supervisor, in life and in death, as of a new interpreter.
Source: prctl(2), PR_SET_CHILD_SUBREAPER and PR_SET_PDEATHSIG.
"""

import contextlib
import ctypes
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO

import structlog

from runtime.process.launching import ChildProcess, Forked, Launch, executed

log = structlog.get_logger()
PR_SET_NAME = 15
PR_SET_CHILD_SUBREAPER = 36
MAX_REQUEST_BYTES = 1 << 20
# The first child waits for what is loaded; then it takes some milliseconds.
ANSWER_S = 60.0
END_S = 5.0
STDIN, STDERR = 0, 2
FAILED = 1


class TemplateGoneError(OSError):
    """The template does not answer, or not in time."""


Begin = Callable[[socket.socket], ChildProcess]


def interpreted(command: Sequence[str], environment: Mapping[str, str]) -> Begin:
    """A template that is a new interpreter: `command` and the number of its end of the socket; it calls `serve`."""

    def begin(theirs: socket.socket) -> ChildProcess:
        return subprocess.Popen(
            [*command, str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(),),
            env=environment,
            start_new_session=True,
        )

    return begin


def forked(serving: Callable[[int], int]) -> Begin:
    """A template that is a fork of this process, which must be alone; `serving` calls `serve` with that number.

    Every other open file is closed in it, so that no lock of this process outlives it.
    """

    def begin(theirs: socket.socket) -> ChildProcess:
        gc.collect()
        # What is loaded by now is shared, as long as nobody writes to it.
        gc.freeze()
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid:
            return Forked(pid, None)
        code = FAILED
        try:
            code = serving(_apart(theirs))
        except BaseException:
            traceback.print_exc()
        finally:
            # Never back into what the supervisor had begun.
            with contextlib.suppress(OSError, ValueError):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)

    return begin


def _apart(theirs: socket.socket) -> int:
    """In the fork: a session of its own, and nothing open but this and the output. Returns its descriptor."""
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    kept = os.dup2(theirs.detach(), STDERR + 1)
    os.closerange(kept + 1, os.sysconf("SC_OPEN_MAX"))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, STDIN)
    os.close(nothing)
    return kept


@contextlib.contextmanager
def template(begin: Begin, stands_for: Sequence[str]) -> Iterator[Launch]:
    """Starts children whose command begins with `stands_for` as forks of a template; others, and all of them where
    there is no such thing, as new interpreters."""
    if sys.platform != "linux":
        yield executed
        return
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours:
        with theirs:
            process = begin(theirs)
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
    def launch(command: Sequence[str], environment: Mapping[str, str], output: IO[bytes] | None) -> ChildProcess:
        if tuple(command[: len(stands_for)]) == stands_for:
            try:
                return ask_for_child(asked, command[len(stands_for) :], environment, output)
            except OSError as error:
                log.warning("template_gone", detail=f"{type(error).__name__}: {error}")
        return executed(command, environment, output)

    return launch


def ask_for_child(
    asked: socket.socket, arguments: Sequence[str], environment: Mapping[str, str], output: IO[bytes] | None
) -> Forked:
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
        os.setsid()
        arguments = begin_child(json.loads(request), given)
        while os.getppid() == between:
            os.sched_yield()
        # Its parent is the supervisor now, which may wait for it from here on.
        asked.send(str(os.getpid()).encode())
    return main(arguments)


def begin_child(request: Mapping[str, object], given: Sequence[int]) -> Sequence[str]:
    """In the child: streams and environment of its own, and a name. Returns its arguments."""
    arguments, environment = request["arguments"], request["environment"]
    assert isinstance(arguments, list)
    assert isinstance(environment, dict)
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
