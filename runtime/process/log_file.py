"""The file that the processes of a supervisor log into: set aside where it is full, and followed by who writes."""

import fcntl
import os
from collections.abc import Sequence
from pathlib import Path

FULL_BYTES = 10 * 1024 * 1024
# How many files that were set aside stay; the last has the highest number.
KEPT = 4
# Names the file to a child, whose output goes there.
VARIABLE = "WARTA_OUTPUT_FILE"
STREAMS = (1, 2)


def aside(path: Path) -> Sequence[Path]:
    """Where what was set aside lies, the newest first."""
    return [path.with_name(f"{path.name}.{number}") for number in range(1, KEPT + 1)]


def set_aside(path: Path, *, full_bytes: int = FULL_BYTES) -> bool:
    """Rename a full file, so that the next write makes a new one; whether it was done. Raises OSError.

    Nothing is lost: whoever still has the file open writes into it where it lies now.
    """
    if not path.exists() or path.stat().st_size < full_bytes:
        return False
    with path.open("ab") as held:
        # Two supervisors may share a file: the second finds that another has it, or that it is another file.
        fcntl.flock(held, fcntl.LOCK_EX)
        if not path.exists() or not os.path.samestat(path.stat(), os.fstat(held.fileno())):
            return False
        places = [path, *aside(path)]
        for older, newer in zip(reversed(places), reversed(places[:-1]), strict=False):
            if newer.exists():
                newer.replace(older)
    return True


def follow(path: Path, streams: Sequence[int] = STREAMS) -> None:
    """Turn these streams of the process to the file that has the name now. Raises OSError."""
    try:
        if os.path.samestat(path.stat(), os.fstat(streams[-1])):
            return
    except FileNotFoundError:
        pass
    fresh = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    for stream in streams:
        os.dup2(fresh, stream)
    os.close(fresh)
