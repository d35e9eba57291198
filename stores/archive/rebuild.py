"""Makes the archive's index anew from its files, in one transaction, while nobody writes to either."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine, delete, insert, text

from runtime.state import Owner
from stores import migrate, owners
from stores.archive import index
from stores.archive.check import FileFinding
from stores.archive.files import Folder, owner_in
from stores.archive.index import ArchiveFile, FileState
from stores.archive.lock import alone
from stores.archive.scan import FileHead, FoundPage, Hole, scan
from stores.archive.tables import ARCHIVE, archive_files, archive_pages
from stores.column_types import EPOCH, MICROSECOND
from stores.database import writing

CHUNK = 500
# The scan of a large file takes longer than a statement or a pause of ours ever should.
NO_LIMITS = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"


class MissingFilesError(Exception):
    """The index has files that are not in the folder: its pages of them would be forgotten."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(names)
        self.names = names


@dataclass(frozen=True)
class RebuiltFile:
    """A file with its row; what could not be taken of it is a finding each."""

    file: ArchiveFile
    findings: tuple[FileFinding, ...]


def rebuild(engine: Engine, folder: Folder, *, stage: str, forget_missing: bool = False) -> Iterator[RebuiltFile]:
    """File by file, in the order they were begun; all or nothing, at the end: left earlier, nothing is changed.

    What retention removed stays as it is. Raises ArchiveInUseError, MissingFilesError, StoreUnavailableError.
    """
    migrate.upgrade(engine, ARCHIVE)
    with alone(folder.path), writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(NO_LIMITS))
        removed = {file.name for file in index.files(connection, FileState.REMOVED)}
        # Without copies that a crash cut short: what they are of is there too.
        there = {name for name in folder.names() - removed if folder.size(name) is not None}
        missing = {file.name for file in index.files(connection, FileState.OPEN, FileState.CLOSED)} - there
        if missing and not forget_missing:
            raise MissingFilesError(sorted(missing))
        connection.execute(delete(archive_pages))
        connection.execute(delete(archive_files).where(archive_files.c.state != FileState.REMOVED.value))
        for file in sorted((_begun(folder, name) for name in there), key=lambda file: (file.opened_at, file.name)):
            yield _file(connection, folder, file)
            if file.topic:
                owners.raise_to(engine, connection, Owner(stage, file.topic, file.partition, file.epoch))


def _begun(folder: Folder, name: str) -> ArchiveFile:
    """Its row before its pages are known; without a topic where the archive gives no such name."""
    topic, partition, epoch = owner_in(name) or ("", 0, 0)
    state = FileState.CLOSED if folder.has(name) else FileState.OPEN
    path = folder.path_of(name)
    written_at = EPOCH + path.stat().st_mtime_ns // 1000 * MICROSECOND
    with path.open("rb") as file:
        first = next(scan(file), None)
    opened_at = first.opened_at if isinstance(first, FileHead) else written_at
    return ArchiveFile(name, topic, partition, epoch, state, 0, 0, opened_at, written_at)


def _file(connection: Connection, folder: Folder, file: ArchiveFile) -> RebuiltFile:
    if not file.topic:
        return RebuiltFile(file, (FileFinding(file.name, "no name that the archive gives"),))
    index.add_file(connection, file)
    findings: list[FileFinding] = []
    pages: list[FoundPage] = []
    with folder.path_of(file.name).open("rb") as content:
        for found in scan(content):
            if isinstance(found, Hole):
                findings.append(FileFinding(file.name, found.problem, found.offset))
                continue
            file = replace(file, bytes=found.end)
            if isinstance(found, FoundPage):
                pages.append(found)
            if len(pages) == CHUNK:
                file = _add(connection, file, pages, findings)
                pages = []
    file = _add(connection, file, pages, findings)
    if file.state is FileState.OPEN and not file.pages:
        # Of a first write that never came to its end: its next owner looks at what is left of it.
        index.forget_file(connection, file.name)
    else:
        index.set_extent(connection, file)
    return RebuiltFile(file, tuple(findings))


def _add(
    connection: Connection, file: ArchiveFile, pages: Sequence[FoundPage], findings: list[FileFinding]
) -> ArchiveFile:
    seen = index.known(connection, [found.page.event_id() for found in pages])
    rows = []
    for found in pages:
        id_ = found.page.event_id()
        if id_ in seen:
            findings.append(FileFinding(file.name, f"page {id_} stands in another place too", found.offset, pages=1))
            continue
        seen.add(id_)
        rows.append(index.row_of(found.page, file.name, found.offset, found.end - found.offset))
    if rows:
        connection.execute(insert(archive_pages), rows)
    return replace(file, pages=file.pages + len(rows))
