"""A volume of its own size, to be filled to the last byte and to get its room back."""

import errno
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CHUNK = bytes(1 << 20)


class NoVolumeError(Exception):
    """No file system can be mounted here: that takes root, or the right to mount."""


@dataclass(frozen=True)
class Volume:
    path: Path

    @property
    def _ballast(self) -> Path:
        return self.path / "ballast"

    def fill(self) -> None:
        """Not one more byte fits, of whichever file."""
        with self._ballast.open("ab", buffering=0) as file:
            for size in (len(CHUNK), 4096, 1):
                try:
                    while file.write(CHUNK[:size]):
                        pass
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise

    def make_room(self) -> None:
        self._ballast.unlink()


@contextmanager
def volume(path: Path, *, mb: int) -> Iterator[Volume]:
    """Raises NoVolumeError."""
    path.mkdir(parents=True)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={mb}m,mode=755", "tmpfs", path],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise NoVolumeError(f"no volume can be mounted here, run as root: {made.stderr.strip()}")
    try:
        yield Volume(path)
    finally:
        # What a process still holds open there goes with it.
        subprocess.run(["umount", "--lazy", path], check=True)
