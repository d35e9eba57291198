"""The archive's index: which page lies in which file and where, and what every file holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from schemas.ids import upgraded_key
from schemas.page import Page
from stores import owners
from stores.archive.tables import archive_files, archive_pages


class FileState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    REMOVED = "removed"
    """By retention; the row is what is left."""


@dataclass(frozen=True)
class ArchiveFile:
    """`bytes` is the committed length. `written_at` is the last write to it."""

    name: str
    topic: str
    partition: int
    epoch: int
    state: FileState
    bytes: int
    pages: int
    opened_at: datetime
    written_at: datetime

    def as_row(self) -> dict[str, Any]:
        return {**vars(self), "state": self.state.value}


@dataclass(frozen=True)
class ArchivedPage:
    n: int
    event_id: str
    url_key: str
    source: str
    lane: str
    fetched_at: datetime
    file: str
    offset: int
    length: int


@dataclass(frozen=True)
class Total:
    files: int = 0
    bytes: int = 0
    pages: int = 0


FILE = [archive_files.c[name] for name in ArchiveFile.__dataclass_fields__]
PAGE = [archive_pages.c[name] for name in ArchivedPage.__dataclass_fields__]
KNOWN = select(archive_pages.c.event_id).where(archive_pages.c.event_id.in_(bindparam("ids", expanding=True)))

OF_URLS = select(*PAGE).where(
    archive_pages.c.url_key.in_(bindparam("url_keys", expanding=True)),
    archive_pages.c.fetched_at.between(bindparam("since"), bindparam("until")),
)


def file_of(row: Sequence[Any]) -> ArchiveFile:
    found = ArchiveFile(*row)
    return ArchiveFile(**{**vars(found), "state": FileState(found.state)})


def known(connection: Connection, ids: Sequence[str]) -> set[str]:
    return set(connection.execute(KNOWN, {"ids": list(ids)}).scalars())


def pages_of_urls(
    connection: Connection, url_keys: Sequence[str], span: tuple[datetime, datetime]
) -> list[ArchivedPage]:
    """Those fetched within the span."""
    since, until = span
    rows = connection.execute(OF_URLS, {"url_keys": list(url_keys), "since": since, "until": until})
    return [ArchivedPage(*row) for row in rows]


def epoch_of(connection: Connection, stage: str, topic: str, partition: int) -> int:
    """Of its last owner; 0 where it never had one."""
    place = {"stage": stage, "topic": topic, "partition": partition}
    return connection.execute(owners.EPOCH_OF, place).scalar_one_or_none() or 0


def open_files(connection: Connection, topic: str, partition: int) -> list[ArchiveFile]:
    rows = select(*FILE).where(
        archive_files.c.topic == topic,
        archive_files.c.partition == partition,
        archive_files.c.state == FileState.OPEN.value,
    )
    return [file_of(row) for row in connection.execute(rows.order_by(archive_files.c.name))]


def count_of(connection: Connection, topic: str, partition: int, epoch: int) -> int:
    mine = select(func.count()).where(
        archive_files.c.topic == topic, archive_files.c.partition == partition, archive_files.c.epoch == epoch
    )
    return connection.execute(mine).scalar_one()


def row_of(page: Page, file: str, offset: int, length: int) -> dict[str, Any]:
    return {
        "event_id": page.event_id(),
        # Its id keeps the key that it was written with.
        "url_key": upgraded_key(page.url_key),
        "source": page.source,
        "lane": page.lane.value,
        "fetched_at": page.fetched_at,
        "file": file,
        "offset": offset,
        "length": length,
    }


def add_file(connection: Connection, file: ArchiveFile) -> None:
    connection.execute(insert(archive_files), file.as_row())


def add_pages(
    connection: Connection, file: ArchiveFile, rows: Sequence[Mapping[str, Any]], *, length: int, at: datetime
) -> None:
    connection.execute(insert(archive_pages), list(rows))
    connection.execute(
        update(archive_files)
        .where(archive_files.c.name == file.name)
        .values(bytes=length, pages=file.pages + len(rows), written_at=at)
    )


def set_extent(connection: Connection, file: ArchiveFile) -> None:
    of_it = update(archive_files).where(archive_files.c.name == file.name)
    connection.execute(of_it.values(bytes=file.bytes, pages=file.pages))


def set_state(connection: Connection, name: str, state: FileState) -> None:
    connection.execute(update(archive_files).where(archive_files.c.name == name).values(state=state.value))


def forget_file(connection: Connection, name: str) -> None:
    """One without pages."""
    connection.execute(delete(archive_files).where(archive_files.c.name == name))


def forget_pages(connection: Connection, name: str) -> None:
    connection.execute(delete(archive_pages).where(archive_pages.c.file == name))


def files(connection: Connection, *states: FileState) -> list[ArchiveFile]:
    """In the order of their last writes."""
    rows = select(*FILE).where(archive_files.c.state.in_([state.value for state in states]))
    return [file_of(row) for row in connection.execute(rows.order_by(archive_files.c.written_at, archive_files.c.name))]


def totals(connection: Connection) -> dict[FileState, Total]:
    sums = (func.count(), func.sum(archive_files.c.bytes), func.sum(archive_files.c.pages))
    rows = connection.execute(select(archive_files.c.state, *sums).group_by(archive_files.c.state))
    return {FileState(state): Total(files, int(size), int(pages)) for state, files, size, pages in rows}


def oldest(connection: Connection) -> datetime | None:
    """When the page was fetched that was fetched before all others."""
    first = select(archive_pages.c.fetched_at).order_by(archive_pages.c.fetched_at).limit(1)
    return connection.execute(first).scalar_one_or_none()


def file(connection: Connection, name: str) -> ArchiveFile | None:
    row = connection.execute(select(*FILE).where(archive_files.c.name == name)).one_or_none()
    return None if row is None else file_of(row)


def pages_of_file(connection: Connection, name: str) -> list[ArchivedPage]:
    rows = select(*PAGE).where(archive_pages.c.file == name).order_by(archive_pages.c.offset)
    return [ArchivedPage(*row) for row in connection.execute(rows)]
