"""How a supervisor's child begins: as a new interpreter, or as a fork of what another process has loaded."""

import os
import select
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from typing import IO, Protocol


class ChildProcess(Protocol):
    """A running child, as much of `subprocess.Popen` as a supervisor needs."""

    pid: int

    @property
    def stdin(self) -> IO[bytes] | None:
        """The end of it tells the child that its parent is gone."""

    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int:
        """Raises subprocess.TimeoutExpired."""

    def send_signal(self, sig: int) -> None: ...
    def terminate(self) -> None: ...
    def kill(self) -> None: ...


# The command, all of its environment, and where its output goes: None for where this process's goes.
Launch = Callable[[Sequence[str], Mapping[str, str], IO[bytes] | None], ChildProcess]


def executed(command: Sequence[str], environment: Mapping[str, str], output: IO[bytes] | None) -> ChildProcess:
    """Raises OSError."""
    # The child reads its standard input to the end: it ends when this process does, however it ends.
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=output, stderr=output, env=environment, start_new_session=True
    )


class Forked:
    """A child of this process that it did not fork itself."""

    def __init__(self, pid: int, stdin: IO[bytes] | None) -> None:
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
