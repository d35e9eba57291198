"""What a crash left in files that were being written: whole pages behind what the index has, torn ends, damage."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy import Engine

from formats.warc.record import BrokenRecordError
from schemas.page import Page
from stores.archive import index
from stores.archive.files import Folder
from stores.archive.index import FileState
from stores.archive.scan import FoundPage, Hole, scan
from stores.archive.warc_reading import Records, records_in
from stores.database import reading


@dataclass(frozen=True)
class Leftover:
    """`bytes` behind the `committed` ones, with `pages` that are whole; `problem` where they do not just break off."""

    file: str
    committed: int
    bytes: int
    pages: int
    problem: str


def leftovers(engine: Engine, folder: Folder) -> Iterator[Leftover]:
    """Of files without their names. What a step that runs has just written may be among them for a moment."""
    for name in sorted(folder.unnamed()):
        committed = _committed(engine, name)
        if committed is None:
            continue
        with folder.opened(name) as file:
            size = file.seek(0, io.SEEK_END)
            found = list(look_behind(file, committed)) if size > committed else []
        # It was not left: somebody goes on with it.
        if not found or _committed(engine, name) != committed:
            continue
        pages = sum(isinstance(each, FoundPage) for each in found)
        yield Leftover(name, committed, size - committed, pages, problem_of(found))


def look_behind(file: BinaryIO, committed: int) -> Iterator[FoundPage | Hole]:
    """Behind the committed length; a file without one begins with the record about it."""
    return (found for found in scan(file, committed) if isinstance(found, FoundPage | Hole))


def read_found(file: BinaryIO, found: FoundPage, whole: Callable[[Records], Page]) -> Page | Hole:
    """With its body, which a revisit has from elsewhere; a Hole where that is not there or does not fit its digest."""
    file.seek(found.offset)
    try:
        return whole(records_in(file.read(found.end - found.offset)))
    except BrokenRecordError as error:
        return Hole(found.offset, str(error))


def problem_of(found: Sequence[FoundPage | Hole]) -> str:
    """Of damage, not of a write that was cut short: such bytes were never promised to anybody."""
    broken = (each for each in found if isinstance(each, Hole) and not each.is_cut)
    return next((f"at {each.offset}: {each.problem}" for each in broken), "")


def _committed(engine: Engine, name: str) -> int | None:
    """None of a file that retention removed."""
    with reading(engine) as connection:
        file = index.file(connection, name)
    if file is None:
        return 0
    return file.bytes if file.state is not FileState.REMOVED else None
