"""A process that archives batches one after the other, as a worker does, until it is killed or has written them all.

`python -m tests.stores.archive_writer FOLDER BATCHES [POINT]`: it goes on at the batch after the last one settled. At
POINT it kills itself in the middle of its second batch, of taking over a file, or of its first write after that.
"""

import os
import signal
import sys
from datetime import datetime
from pathlib import Path

from schemas.page import Page
from stores.archive.files import COPY, Folder
from stores.archive.store import ArchiveStore, Rotation
from stores.database import open_engine
from tests.stores.archive import TOPIC, page, store_on

PAGES = 20
# About every fourth batch begins a new file.
ROTATION = Rotation(file_bytes=60_000)
POINTS = ("half a batch", "a whole batch", "before the name", "half a copy", "a whole copy", "before the index")


def batch(number: int) -> list[Page]:
    """Pages that hardly compress: a write takes a while."""
    of = range(number * PAGES, (number + 1) * PAGES)
    return [page(n, body=b"".join(b"%x " % (n * k * 2654435761 % 2**32) for k in range(1, 200))) for n in of]


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class DyingFolder(Folder):
    """Kills its process at a point between two effects of one step."""

    point = ""

    def append(self, name: str, committed: int, data: bytes | bytearray, *, at: datetime) -> None:
        is_second = committed > 0
        is_half = is_second and self.point == POINTS[0]
        super().append(name, committed, data[: len(data) // 2] if is_half else data, at=at)
        if (is_second and self.point in POINTS[:2]) or self.point == POINTS[5]:
            die()

    def close(self, name: str, committed: int, *, at: datetime) -> None:
        if self.point == POINTS[2]:
            die()
        super().close(name, committed, at=at)

    def take_over(self, name: str, committed: int, *, at: datetime) -> bool:
        if self.point == POINTS[3]:
            (self.path / (name + COPY)).write_bytes(self.read(name, 0, committed // 2))
            die()
        taken = super().take_over(name, committed, at=at)
        if self.point == POINTS[4]:
            die()
        return taken


def settled(data: Path) -> int:
    path = data / "settled"
    return int(path.read_text()) if path.exists() else 0


def settle(data: Path, batches: int) -> None:
    """All or nothing, as the log's own settle is."""
    (data / "settling").write_text(str(batches))
    (data / "settling").rename(data / "settled")


def run(store: ArchiveStore, data: Path, batches: int) -> None:
    owner = store.claim("archive", TOPIC, 0)
    for number in range(settled(data), batches):
        store.write(owner, batch(number))
        settle(data, number + 1)
        sys.stdout.write("settled\n")
        sys.stdout.flush()


if __name__ == "__main__":
    where, how_many, *point = sys.argv[1:]
    folder = DyingFolder(Path(where) / "archive")
    DyingFolder.point = point[0] if point else ""
    run(
        store_on(open_engine(f"sqlite:///{where}/archive.db"), folder, rotation=ROTATION),
        Path(where),
        int(how_many),
    )
