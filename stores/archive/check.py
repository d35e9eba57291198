"""Verifies the archive: every file against the index, every record's checksum and digests, nothing beside them."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from formats.warc.record import BrokenRecordError
from stores.archive import index
from stores.archive.files import Folder
from stores.archive.index import ArchiveFile, FileState
from stores.archive.leftovers import look_behind, problem_of
from stores.archive.reader import ArchiveReader
from stores.archive.warc_reading import PayloadMissingError, kind_of, records_from
from stores.database import reading


@dataclass(frozen=True)
class FileFinding:
    """What is wrong with one file; `offset` where in it, `pages` how many it costs."""

    file: str
    problem: str
    offset: int = 0
    pages: int = 0


@dataclass(frozen=True)
class CheckedFile:
    """`payload_missing`: revisits of pages that are not in the archive any more, as retention leaves them."""

    file: ArchiveFile
    findings: tuple[FileFinding, ...]
    payload_missing: int


def check(engine: Engine, folder: Folder) -> Iterator[CheckedFile]:
    """File by file, while the archive may be written: what is committed now is what is verified."""
    reader = ArchiveReader(engine, folder)
    for file in reader.files(FileState.OPEN, FileState.CLOSED):
        found = list(_file(engine, folder, reader, file))
        findings = tuple(each for each in found if isinstance(each, FileFinding))
        # Retention may have come in between.
        if findings and file.name in {gone.name for gone in reader.files(FileState.REMOVED)}:
            continue
        yield CheckedFile(file, findings, len(found) - len(findings))


def unknown_files(engine: Engine, folder: Folder) -> list[FileFinding]:
    """Files whole by their names that no index knows: put there by hand, or of an index that was lost."""
    there = {name for name in folder.names() if folder.has(name)}
    indexed = {file.name for file in ArchiveReader(engine, folder).files(*FileState)}
    unknown = [FileFinding(name, "the index does not know the file") for name in sorted(there - indexed)]
    return unknown + [FileFinding(path.name, _why_aside(path)) for path in folder.set_asides()]


def _why_aside(path: Path) -> str:
    with path.open("rb") as file:
        problem = problem_of(list(look_behind(file, 0)))
    return f"set aside after a crash, its whole pages were archived: {problem}; remove it once you have looked at it"


def _file(
    engine: Engine, folder: Folder, reader: ArchiveReader, file: ArchiveFile
) -> Iterator[FileFinding | PayloadMissingError]:
    with reading(engine) as connection:
        pages = [page for page in index.pages_of_file(connection, file.name) if page.offset < file.bytes]
    if len(pages) != file.pages:
        yield FileFinding(file.name, f"the index counts {file.pages} pages and lists {len(pages)}")
    size = folder.size(file.name)
    if size is None:
        yield FileFinding(file.name, "the file is missing", pages=len(pages))
        return
    if size < file.bytes:
        yield FileFinding(file.name, f"{size} of {file.bytes} bytes are there", size)
    if file.state is FileState.CLOSED and size > file.bytes and folder.has(file.name):
        yield FileFinding(file.name, f"{size - file.bytes} bytes after the last page", file.bytes)
    yield from _head(folder, file, pages[0].offset if pages else file.bytes)
    expected = pages[0].offset if pages else 0
    for page in pages:
        if page.offset != expected:
            yield FileFinding(file.name, f"a gap or an overlap before page {page.event_id}", page.offset)
        expected = page.offset + page.length
        try:
            reader.read(page)
        except PayloadMissingError as error:
            yield error
        except BrokenRecordError as error:
            yield FileFinding(file.name, f"{page.url_key}: {error}", page.offset, pages=1)
    if pages and expected != file.bytes:
        yield FileFinding(file.name, f"the pages end at {expected}, the file at {file.bytes}", expected)


def _head(folder: Folder, file: ArchiveFile, length: int) -> Iterator[FileFinding]:
    try:
        kinds = [kind_of(record) for record in records_from(io.BytesIO(folder.read(file.name, 0, length)))]
    except BrokenRecordError as error:
        yield FileFinding(file.name, f"its first record: {error}")
        return
    if kinds != ["warcinfo"]:
        yield FileFinding(file.name, "its first record is not the one about the file")
