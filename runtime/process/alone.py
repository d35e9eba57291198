"""Whether a process may be forked."""

import os
import sys

DATABASE_FILES = (".db", ".db-wal", ".db-shm")


def is_alone() -> bool:
    """Whether this process may be forked: it has one thread, since a fork has no other, and what others hold is held
    in it for ever; and no database of SQLite open, since the library in a fork takes what is open here for its own.

    Source: sqlite.org, How To Corrupt An SQLite Database File, 2.6.
    """
    if sys.platform != "linux" or len(os.listdir("/proc/self/task")) > 1:
        return False
    return not any(_target(number).endswith(DATABASE_FILES) for number in os.listdir("/proc/self/fd"))


def _target(descriptor: str) -> str:
    try:
        return os.readlink(f"/proc/self/fd/{descriptor}")
    except OSError:
        # The one of the listing itself.
        return ""
