"""How a supervisor's child begins: as a new interpreter."""

import subprocess
from collections.abc import Callable, Mapping, Sequence
from typing import IO, Protocol


class Process(Protocol):
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
Launch = Callable[[Sequence[str], Mapping[str, str], IO[bytes] | None], Process]


def executed(command: Sequence[str], environment: Mapping[str, str], output: IO[bytes] | None) -> Process:
    """Raises OSError."""
    # The child reads its standard input to the end: it ends when this process does, however it ends.
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=output, stderr=output, env=environment, start_new_session=True
    )
