"""Reads the archive: pages by time and by address, and how far a replay of them has come."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, and_, exists, func, or_, select

from formats.warc.record import BrokenRecordError
from schemas.page import Page
from stores import migrate
from stores.archive import index
from stores.archive.files import Folder
from stores.archive.index import PAGE, ArchivedPage, ArchiveFile, FileState, Total
from stores.archive.tables import ARCHIVE, archive_pages, replays
from stores.archive.warc import record_id
from stores.archive.warc_reading import PayloadMissingError, Records, records_in
from stores.common_tables import taken_down
from stores.database import insert, reading, writing

CHUNK = 100


@dataclass(frozen=True)
class ArchiveRange:
    """What of the archive is asked for: fetched from `since` until before `until`, of one source or of all."""

    since: datetime
    until: datetime
    source: str | None = None


@dataclass(frozen=True)
class ReplayState:
    """`until` is fixed when a replay begins; the last page published is named by its time and row."""

    until: datetime
    fetched_at: datetime
    n: int
    published: int


@dataclass(frozen=True)
class ArchiveFigures:
    """What the archive holds by the state of its files; `oldest` is when its first page was fetched."""

    totals: Mapping[FileState, Total]
    oldest: datetime | None

    def of(self, state: FileState) -> Total:
        return self.totals.get(state, Total())


class ArchiveReader:
    """Every method raises StoreUnavailableError; reading a page raises BrokenRecordError too."""

    def __init__(self, engine: Engine, folder: Folder) -> None:
        migrate.upgrade(engine, ARCHIVE)
        self.engine = engine
        self.folder = folder

    def count(self, span: ArchiveRange) -> int:
        with reading(self.engine) as connection:
            return connection.execute(select(func.count()).where(*_within(span))).scalar_one()

    def pages(self, span: ArchiveRange, after: tuple[datetime, int] | None = None) -> Iterator[ArchivedPage]:
        """In the order of their fetches; asked for in chunks, so that no transaction stays open meanwhile."""
        while True:
            rows = select(*PAGE).where(*_within(span)).order_by(archive_pages.c.fetched_at, archive_pages.c.n)
            if after is not None:
                at, n = after
                same = and_(archive_pages.c.fetched_at == at, archive_pages.c.n > n)
                rows = rows.where(or_(archive_pages.c.fetched_at > at, same))
            with reading(self.engine) as connection:
                chunk = [ArchivedPage(*row) for row in connection.execute(rows.limit(CHUNK))]
            yield from chunk
            if len(chunk) < CHUNK:
                return
            after = (chunk[-1].fetched_at, chunk[-1].n)

    def of_url(self, url_key: str) -> Sequence[ArchivedPage]:
        rows = select(*PAGE).where(archive_pages.c.url_key == url_key).order_by(archive_pages.c.fetched_at)
        with reading(self.engine) as connection:
            return [ArchivedPage(*row) for row in connection.execute(rows)]

    def read(self, archived: ArchivedPage) -> Page:
        """Raises BrokenRecordError where its bytes are not there, are damaged, or are another page's."""
        return self.whole(self._records(archived))

    def records_of(self, archived: ArchivedPage) -> bytes:
        """Its records, packed as they lie in the file. Raises BrokenRecordError where they are not there."""
        return self._bytes(archived)

    def whole(self, records: Records) -> Page:
        """A revisit has the body of the page that it refers to; where that is not there, PayloadMissingError."""
        if not records.refers_to:
            return records.page
        for other in self.of_url(records.page.url_key):
            if record_id(other.event_id, "response") == records.refers_to:
                original = self._records(other)
                if original.refers_to or original.digest != records.digest:
                    raise BrokenRecordError(f"the page that it refers to, {other.event_id}, has another payload")
                return records.page.model_copy(update={"body": original.page.body})
        raise PayloadMissingError(f"a revisit of {records.refers_to}, which is not in the archive (any more)")

    def _records(self, archived: ArchivedPage) -> Records:
        records = records_in(self._bytes(archived))
        if records.page.event_id() != archived.event_id:
            raise BrokenRecordError(f"page {records.page.event_id()} lies where the index says {archived.event_id}")
        return records

    def _bytes(self, archived: ArchivedPage) -> bytes:
        span = self.folder.read(archived.file, archived.offset, archived.length)
        if len(span) < archived.length:
            raise BrokenRecordError(f"{len(span)} of its {archived.length} bytes are there")
        return span

    def files(self, *states: FileState) -> list[ArchiveFile]:
        with reading(self.engine) as connection:
            return index.files(connection, *states)

    def figures(self) -> ArchiveFigures:
        with reading(self.engine) as connection:
            return ArchiveFigures(index.totals(connection), index.oldest(connection))

    def replay(self, id_: str) -> ReplayState | None:
        """None where it has not begun, or came to its end."""
        found = select(*(replays.c[name] for name in ReplayState.__dataclass_fields__)).where(replays.c.id == id_)
        with reading(self.engine) as connection:
            row = connection.execute(found).one_or_none()
        return None if row is None else ReplayState(*row)

    def save_replay(self, id_: str, state: ReplayState) -> None:
        row = vars(state)
        statement = insert(self.engine, replays).on_conflict_do_update(index_elements=["id"], set_=row)
        with writing(self.engine) as connection:
            connection.execute(statement, {"id": id_, **row})

    def end_replay(self, id_: str) -> None:
        with writing(self.engine) as connection:
            connection.execute(replays.delete().where(replays.c.id == id_))


def _within(span: ArchiveRange) -> list[ColumnElement[bool]]:
    times = [archive_pages.c.fetched_at >= span.since, archive_pages.c.fetched_at < span.until]
    # What is left of a page that was taken down is its place.
    times.append(~exists().where(taken_down.c.name == archive_pages.c.url_key))
    return times if span.source is None else [*times, archive_pages.c.source == span.source]
