"""The archive's files on the disk: names, appending behind what is committed, closing, what a crash left behind."""

import io
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from runtime.state import StoreUnavailableError
from stores.column_types import micros

OPEN = ".open"
COPY = ".copy"
ASIDE = ".aside"
SUFFIX = ".warc.gz"


NAME = re.compile(rf"(?P<topic>.+)-(?P<partition>\d{{3,}})-(?P<epoch>\d{{6,}})-\d{{5,}}{re.escape(SUFFIX)}")


def name_of(topic: str, partition: int, epoch: int, number: int) -> str:
    return f"{topic}-{partition:03d}-{epoch:06d}-{number:05d}{SUFFIX}"


def owner_in(name: str) -> tuple[str, int, int] | None:
    """Topic, partition and epoch of a file's writer; None where the archive names no file so."""
    found = NAME.fullmatch(name)
    return (found["topic"], int(found["partition"]), int(found["epoch"])) if found else None


@dataclass(frozen=True)
class Folder:
    """`NAME.open` while it is written, `NAME` afterwards. A committed length is what the index says, not the file."""

    path: Path
    durable: bool = True

    def size(self, name: str) -> int | None:
        """None where there is no such file. A crash may have come between its last commit and its renaming."""
        # The name once more: the file may be given it between two looks.
        for path in (self.path / name, self.path / (name + OPEN), self.path / name):
            with suppress(FileNotFoundError):
                return path.stat().st_size
        return None

    def read(self, name: str, offset: int, length: int) -> bytes:
        """As much of it as is there; nothing of a file that is not."""
        with waited_for(self.path):
            for path in (self.path / (name + OPEN), self.path / name):
                with suppress(FileNotFoundError), path.open("rb") as file:
                    file.seek(offset)
                    return file.read(length)
        return b""

    def append(self, name: str, committed: int, data: bytes | bytearray, *, at: datetime) -> None:
        """After the committed length; what a write that failed left there is overwritten.

        `at` becomes the file's own time: it tells the last write also where the index is lost.
        """
        with waited_for(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            path = self.path / (name + OPEN)
            with path.open("r+b" if committed else "wb") as file:
                file.truncate(committed)
                file.seek(committed)
                file.write(data)
                file.flush()
                _set_time(file.fileno(), at)
                self._sync(file.fileno())
            if not committed:
                self._sync_names()

    def overwrite(self, name: str, offset: int, data: bytes) -> None:
        """In the midst of a file, of what is committed."""
        with waited_for(self.path):
            for path in (self.path / (name + OPEN), self.path / (name + COPY), self.path / name):
                with suppress(FileNotFoundError), path.open("r+b") as file:
                    before = path.stat()
                    file.seek(offset)
                    file.write(data)
                    file.flush()
                    # Its time tells when a page was last appended.
                    os.utime(file.fileno(), ns=(before.st_atime_ns, before.st_mtime_ns))
                    self._sync(file.fileno())

    def close(self, name: str, committed: int, *, at: datetime) -> None:
        """Give a file that its owner is done with its name; nothing where that is done."""
        with waited_for(self.path):
            path = self.path / (name + OPEN)
            if path.exists() and not self.has(name):
                if path.stat().st_size > committed:
                    os.truncate(path, committed)
                    _set_time(path, at)
                path.rename(self.path / name)
                self._sync_names()

    def has(self, name: str) -> bool:
        return (self.path / name).exists()

    def take_over(self, name: str, committed: int, *, at: datetime) -> bool:
        """Copy what is committed to its final name, since the former writer may hold the file and still write to it.

        False where there is less in it than was committed.
        """
        with waited_for(self.path):
            if self.has(name) and (self.path / name).stat().st_size == committed:
                return True
            left = self.path / (name + OPEN)
            if not left.exists() or left.stat().st_size < committed:
                return False
            copy = self.path / (name + COPY)
            with left.open("rb") as source, copy.open("wb") as target:
                shutil.copyfileobj(source, target, 1 << 20)
                target.truncate(committed)
                target.flush()
                _set_time(target.fileno(), at)
                self._sync(target.fileno())
            copy.rename(self.path / name)
            self._sync_names()
            return True

    def set_aside(self, name: str, committed: int) -> None:
        """Keep what stands behind the committed length for somebody who looks at it."""
        with waited_for(self.path), self.opened(name) as left, (self.path / (name + ASIDE)).open("wb") as aside:
            left.seek(committed)
            shutil.copyfileobj(left, aside, 1 << 20)
            aside.flush()
            self._sync(aside.fileno())

    def drop_unnamed(self, name: str) -> None:
        """Once the file has its name: what stands beside it was copied, archived or set aside, or is a torn end."""
        with waited_for(self.path):
            for suffix in (OPEN, COPY):
                (self.path / (name + suffix)).unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        with waited_for(self.path):
            (self.path / name).unlink(missing_ok=True)
        self.drop_unnamed(name)

    def path_of(self, name: str) -> Path:
        """Of the file as it lies there, whether it has its name yet or not."""
        return self.path / name if self.has(name) else self.path / (name + OPEN)

    def opened(self, name: str) -> BinaryIO:
        """A file without its name, empty where there is none: its owner may just have given it the name."""
        with suppress(FileNotFoundError):
            return (self.path / (name + OPEN)).open("rb")
        return io.BytesIO()

    def names(self) -> set[str]:
        """Every file of the folder by the name that it has or will have."""
        return {_named(path) for path in self.path.glob(f"*{SUFFIX}*") if path.suffix != ASIDE}

    def unnamed(self) -> set[str]:
        return {_named(path) for path in self.path.glob(f"*{SUFFIX}{OPEN}")}

    def set_asides(self) -> list[Path]:
        return sorted(self.path.glob(f"*{SUFFIX}{ASIDE}"))

    def later_than(self, topic: str, partition: int, epoch: int) -> set[str]:
        """Files of owners after this one, of which an index that is whole would know."""
        of_partition = f"{topic}-{partition:03d}-"
        first = name_of(topic, partition, epoch + 1, 0)
        return {name for name in self.names() if name.startswith(of_partition) and name >= first}

    def left_by_earlier(self, topic: str, partition: int, epoch: int) -> set[str]:
        """What earlier owners of a partition left without its name."""
        left = (*self.path.glob(f"*{OPEN}"), *self.path.glob(f"*{COPY}"))
        of_partition = f"{topic}-{partition:03d}-"
        mine = (_named(path) for path in left if path.name.startswith(of_partition))
        return {name for name in mine if name < name_of(topic, partition, epoch, 0)}

    def _sync(self, descriptor: int) -> None:
        if self.durable:
            os.fsync(descriptor)

    def _sync_names(self) -> None:
        """A new name is kept over a power cut only once its folder is written through."""
        descriptor = os.open(self.path, os.O_RDONLY)
        try:
            self._sync(descriptor)
        finally:
            os.close(descriptor)


def _set_time(file: int | Path, at: datetime) -> None:
    # A float of seconds would round.
    ns = micros(at) * 1000
    os.utime(file, ns=(ns, ns))


@contextmanager
def waited_for(path: Path) -> Iterator[None]:
    """A full, read-only or failing disk: nothing was committed, so waiting loses nothing."""
    try:
        yield
    except OSError as error:
        raise StoreUnavailableError(f"{path}: {error.strerror or error}") from error


def _named(path: Path) -> str:
    return path.name.removesuffix(OPEN).removesuffix(COPY)
