"""Who works on the archive's folder: its writers side by side, or the rebuild of its index alone.

A lock of the system on a file of the folder: it dies with its process, and holds between machines where the folder's
file system passes locks on.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from runtime.state import StoreUnavailableError
from stores.archive.files import waited_for

LOCK = "archive.lock"


class ArchiveInUseError(Exception):
    """Others write to the archive now."""


class SharedLock:
    """Held from the first `take` until `release`, or the end of the process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def take(self) -> None:
        """Raises StoreUnavailableError while a rebuild has the folder."""
        if self._descriptor is not None:
            return
        try:
            self._descriptor = _locked(self._path, fcntl.LOCK_SH)
        except BlockingIOError as error:
            raise StoreUnavailableError(f"{self._path}: its index is being rebuilt") from error

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


@contextmanager
def shared(path: Path) -> Iterator[None]:
    """For the time of the block. Raises StoreUnavailableError while a rebuild has the folder."""
    lock = SharedLock(path)
    lock.take()
    try:
        yield
    finally:
        lock.release()


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Raises ArchiveInUseError, StoreUnavailableError."""
    try:
        descriptor = _locked(path, fcntl.LOCK_EX)
    except BlockingIOError as error:
        raise ArchiveInUseError(f"{path} is being written: stop the step `archive`, wherever it runs") from error
    try:
        yield
    finally:
        os.close(descriptor)


def _locked(path: Path, how: int) -> int:
    """Raises BlockingIOError where others have it, StoreUnavailableError where the file system cannot."""
    with waited_for(path):
        path.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except OSError as error:
        # Nobody has the descriptor. A file system without locks is told like one that fails.
        os.close(descriptor)
        if isinstance(error, BlockingIOError):
            raise
        raise StoreUnavailableError(f"{path / LOCK} cannot be locked: {error.strerror or error}") from error
    return descriptor
