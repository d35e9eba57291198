"""The archive of fetched pages: a sink that appends them to WARC files and commits where they lie in its index.

The index alone says how long a file is. A batch is appended, written through, and then committed. What a failed write
leaves behind the committed length is overwritten by the next batch; what a crash leaves there is archived anew, where
it is whole, when the next owner takes the file over.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, Engine

from runtime.state import Owner, StoreUnavailableError
from schemas.outcomes import Reason
from schemas.page import Page
from stores import migrate, owners
from stores.archive import index
from stores.archive.files import Folder, name_of, waited_for
from stores.archive.index import ArchiveFile, FileState
from stores.archive.leftovers import look_behind, problem_of, read_found
from stores.archive.lock import SharedLock, shared
from stores.archive.reader import ArchiveReader
from stores.archive.revisits import Originals
from stores.archive.scan import FoundPage, Hole
from stores.archive.tables import ARCHIVE
from stores.archive.warc import file_head, records_of
from stores.archive.warc_reading import Records
from stores.database import reading, writing
from stores.takedown import buried

log = structlog.get_logger(__name__)
# What a crash leaves is a batch of the step at most.
LEFT_OVER_BATCH = 50


@dataclass(frozen=True)
class Rotation:
    """When a file is closed: at the first write after it grew to this size or age."""

    file_bytes: int = 256 << 20
    file_age: timedelta = timedelta(days=1)


class ArchiveStore:
    """Implements runtime.state.SinkWork[Page]. Every method raises StoreUnavailableError."""

    def __init__(self, engine: Engine, folder: Folder, *, rotation: Rotation, now: Callable[[], datetime]) -> None:
        migrate.upgrade(engine, ARCHIVE)
        self.engine = engine
        self.folder = folder
        self._rotation = rotation
        self._now = now
        self._lock = SharedLock(folder.path)

    def claim(self, stage: str, topic: str, partition: int) -> Owner:
        """Closes what former owners of the partition left open, cut to its committed length; what is whole behind that
        is archived anew.

        From the first claim on no rebuild of the index can begin, until `close` or the end of the process.
        """
        self._lock.take()
        self._refuse_a_lost_index(stage, topic, partition)
        self._refuse_another_folder(topic, partition)
        owner = owners.claim(self.engine, stage, topic, partition)
        with writing(self.engine) as connection:
            owners.check(connection, owner)
            left = [file for file in index.open_files(connection, topic, partition) if file.epoch < owner.epoch]
            for file in left:
                # A file that lost what was committed stays as it is: `warta archive check` names it.
                self.folder.take_over(file.name, file.bytes, at=file.written_at)
                index.set_state(connection, file.name, FileState.CLOSED)
        self._tidy(owner)
        return owner

    def close(self) -> None:
        """Let go of the folder."""
        self._lock.release()

    def _refuse_a_lost_index(self, stage: str, topic: str, partition: int) -> None:
        """With an index that forgot its epochs, names would come again, and files be written over."""
        there = self.folder.names()
        with writing(self.engine) as connection:
            epoch = index.epoch_of(connection, stage, topic, partition)
        later = there & self.folder.later_than(topic, partition, epoch)
        if later:
            raise StoreUnavailableError(
                f"{self.folder.path}: the index does not know {min(later)}: put back the index that belongs to these "
                "files, make it anew from them (`warta archive rebuild`), or move them away"
            )

    def _refuse_another_folder(self, topic: str, partition: int) -> None:
        """A machine that sees none of what others wrote would keep an archive of its own beside theirs."""
        with reading(self.engine) as connection:
            left = index.open_files(connection, topic, partition)
            all_files = index.files(connection, FileState.OPEN, FileState.CLOSED)
        there = self.folder.names()
        if not there.isdisjoint(file.name for file in all_files):
            all_files = left
        missing = [file for file in all_files if file.name not in there]
        if missing:
            raise StoreUnavailableError(
                f"{self.folder.path}: {missing[0].name} is not there, of which the index has {missing[0].pages} pages: "
                "all machines that run `archive` need one folder that each of them sees (WARTA_ARCHIVE_DIR); a file "
                "that is lost is forgotten by `warta archive rebuild --forget-missing`"
            )

    def write(self, owner: Owner, records: Sequence[Page]) -> Sequence[Reason | None]:
        """ALREADY_KNOWN for a page that is archived: a replay appends nothing. TAKEN_DOWN for what was forgotten."""
        with writing(self.engine) as connection:
            owners.check(connection, owner)
            seen = index.known(connection, [page.event_id() for page in records])
            refused = buried(connection, {page.url_key for page in records})
            fresh: list[Page] = []
            reasons: list[Reason | None] = []
            for page in records:
                if page.url_key in refused:
                    reasons.append(Reason.TAKEN_DOWN)
                    continue
                reasons.append(Reason.ALREADY_KNOWN if page.event_id() in seen else None)
                if reasons[-1] is None:
                    seen.add(page.event_id())
                    fresh.append(page)
            closed = self._append(connection, owner, fresh) if fresh else []
        for file in closed:
            self.folder.close(file.name, file.bytes, at=file.written_at)
        return reasons

    def _append(self, connection: Connection, owner: Owner, pages: Sequence[Page]) -> list[ArchiveFile]:
        """The files that this closed."""
        mine = [f for f in index.open_files(connection, owner.topic, owner.partition) if f.epoch == owner.epoch]
        full = [file for file in mine if self._is_full(file)]
        for file in full:
            index.set_state(connection, file.name, FileState.CLOSED)
        going_on = [file for file in mine if file not in full]
        file = going_on[0] if going_on else self._begin(connection, owner)
        data = bytearray() if file.bytes else bytearray(file_head(file.name, file.opened_at))
        rows: list[dict[str, Any]] = []
        originals = Originals(connection, self.folder, pages)
        for page in pages:
            records = records_of(page, originals.of(page))
            rows.append(index.row_of(page, file.name, file.bytes + len(data), len(records)))
            data += records
        now = self._now()
        self.folder.append(file.name, file.bytes, data, at=now)
        index.add_pages(connection, file, rows, length=file.bytes + len(data), at=now)
        return full

    def _is_full(self, file: ArchiveFile) -> bool:
        """So is one that lost what was committed: to go on in it would hide the hole."""
        is_broken = (self.folder.size(file.name) or 0) < file.bytes
        is_old = self._now() - file.opened_at >= self._rotation.file_age
        return is_broken or is_old or file.bytes >= self._rotation.file_bytes

    def _begin(self, connection: Connection, owner: Owner) -> ArchiveFile:
        number = 1 + index.count_of(connection, owner.topic, owner.partition, owner.epoch)
        name = name_of(owner.topic, owner.partition, owner.epoch, number)
        now = self._now()
        file = ArchiveFile(name, owner.topic, owner.partition, owner.epoch, FileState.OPEN, 0, 0, now, now)
        index.add_file(connection, file)
        return file

    def _tidy(self, owner: Owner) -> None:
        """Give closed files of earlier owners their names, once nothing behind what is committed can be lost."""
        with reading(self.engine) as connection:
            done = {file.name: file for file in index.files(connection, FileState.CLOSED, FileState.REMOVED)}
        for name in sorted(self.folder.left_by_earlier(owner.topic, owner.partition, owner.epoch)):
            file = done.get(name)
            if file is None or file.state is FileState.CLOSED:
                self._take_left_over(owner, name, file.bytes if file else 0)
            if file is not None and file.state is FileState.CLOSED:
                self.folder.close(name, file.bytes, at=file.written_at)
            self.folder.drop_unnamed(name)

    def _take_left_over(self, owner: Owner, name: str, committed: int) -> None:
        """Whole pages are archived as if they came again, as most will; a torn end is let go; damage is set aside."""
        pages, reader = 0, ArchiveReader(self.engine, self.folder)
        waiting: list[Page] = []
        holes: list[Hole] = []

        def write() -> None:
            if waiting:
                self.write(owner, waiting)
                waiting.clear()

        def whole(records: Records) -> Page:
            # What a revisit refers to may be the page before it.
            if records.refers_to:
                write()
            return reader.whole(records)

        with waited_for(self.folder.path), self.folder.opened(name) as file:
            for found in look_behind(file, committed):
                taken = read_found(file, found, whole) if isinstance(found, FoundPage) else found
                if isinstance(taken, Hole):
                    holes.append(taken)
                    continue
                pages += 1
                waiting.append(taken)
                if len(waiting) == LEFT_OVER_BATCH:
                    write()
        write()
        if problem := problem_of(holes):
            self.folder.set_aside(name, committed)
        if pages or holes:
            log.warning("archive_left_over", file=name, committed=committed, pages=pages, set_aside=problem)

    def retain(self, *, keep: timedelta, keep_bytes: int | None) -> Sequence[ArchiveFile]:
        """Remove whole closed files, the longest unwritten first; an open one never. Returns those removed."""
        with shared(self.folder.path):
            with writing(self.engine) as connection:
                gone = self._retire(connection, self._now() - keep, keep_bytes)
                removed = {file.name for file in index.files(connection, FileState.REMOVED)}
            # Also those whose removal a crash cut short.
            for name in removed & self.folder.names():
                self.folder.remove(name)
        return gone

    def _retire(self, connection: Connection, oldest_kept: datetime, keep_bytes: int | None) -> list[ArchiveFile]:
        all_files = index.files(connection, FileState.OPEN, FileState.CLOSED)
        over = sum(file.bytes for file in all_files) - keep_bytes if keep_bytes is not None else 0
        gone: list[ArchiveFile] = []
        for file in all_files:
            if file.state is FileState.CLOSED and (file.written_at < oldest_kept or over > 0):
                gone.append(replace(file, state=FileState.REMOVED))
                over -= file.bytes
                index.forget_pages(connection, file.name)
                index.set_state(connection, file.name, FileState.REMOVED)
        return gone
