"""The archive as a store among others: its figures, and its retention by age and size."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from stores.archive.index import FileState
from stores.archive.reader import ArchiveReader
from stores.archive.store import ArchiveStore
from stores.archive.takedown import forget_pages
from stores.store import Sample, StoreMetric
from stores.takedown import Takedown, has_forgotten

KEPT = (
    StoreMetric("files", "Files of the archive that are there.", ("state",)),
    StoreMetric("bytes", "Bytes of the archive that are committed.", ("state",)),
    StoreMetric("pages", "Pages in the archive, each of a response or revisit, a request and metadata.", ("state",)),
)
REMOVED = (
    StoreMetric("removed_files", "Files that retention removed.", is_total=True),
    StoreMetric("removed_bytes", "Bytes that retention removed.", is_total=True),
    StoreMetric("removed_pages", "Pages that retention removed.", is_total=True),
)
OLDEST = StoreMetric("oldest_seconds", "Since the oldest page of the archive was fetched.")


@dataclass(frozen=True)
class TendedArchive:
    """Implements stores.store.Store. Only where the archive's files are may it be told to retain."""

    FIGURES: ClassVar[Sequence[StoreMetric]] = (*KEPT, *REMOVED, OLDEST)

    reader: ArchiveReader
    open_writer: Callable[[], ArchiveStore]
    keep: timedelta
    keep_bytes: int | None

    def ping(self) -> None:
        self.reader.figures()

    def has_forgotten(self, order: Takedown) -> bool:
        return has_forgotten(self.reader.engine, order)

    def forget(self, order: Takedown) -> int:
        """Pages are overwritten where they lie."""
        return forget_pages(self.reader, order)

    def retain(self, now: datetime) -> int:
        gone = self.open_writer().retain(keep=self.keep, keep_bytes=self.keep_bytes)
        return sum(file.pages for file in gone)

    def figures(self, now: datetime) -> Iterable[Sample]:
        """Of the whole archive, whoever writes to it, read from the index."""
        found = self.reader.figures()
        for state in (FileState.OPEN, FileState.CLOSED):
            for figure in KEPT:
                yield Sample(figure, (state.value,), getattr(found.of(state), figure.name))
        for figure in REMOVED:
            yield Sample(figure, (), getattr(found.of(FileState.REMOVED), figure.name.removeprefix("removed_")))
        if found.oldest is not None:
            yield Sample(OLDEST, (), (now - found.oldest).total_seconds())
