"""Reads a file of the archive as it lies on the disk, whatever the index says: its pages, and where it holds none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from formats.warc.reading import GZIP_MAGIC, find
from formats.warc.record import BrokenRecordError, CutOffError, RawRecord
from schemas.page import Page
from stores.archive.warc_reading import BODIES, is_page, kind_of, page_in_metadata, records_from


@dataclass(frozen=True)
class FileHead:
    """The record about the file; `end` is where its pages begin."""

    opened_at: datetime
    end: int


@dataclass(frozen=True)
class FoundPage:
    """A page, without its body, whose records lie from `offset` to before `end`."""

    page: Page
    offset: int
    end: int


@dataclass(frozen=True)
class Hole:
    """Bytes that are no page; `is_cut` where the file just ends in the middle of one, as after a crash."""

    offset: int
    problem: str
    is_cut: bool = False


Found = FileHead | FoundPage | Hole


def scan(file: BinaryIO, start: int = 0) -> Iterator[Found]:
    """In the order of the file, record by record; behind what is broken it goes on at the next record."""
    offset: int | None = start
    while offset is not None:
        reading = _Reading(offset, is_told=offset > start)
        try:
            for record in records_from(file, offset):
                yield from reading.take(record)
            yield from reading.end()
            return
        except BrokenRecordError as error:
            offset = _next_record(file, reading.at + 1)
            yield Hole(reading.began_at, str(error), is_cut=isinstance(error, CutOffError) and offset is None)


class _Reading:
    """The records of one page as they come by. `at` is where the next record begins.

    `is_told`: the first records may be what is left of a page whose hole was told already.
    """

    def __init__(self, at: int, *, is_told: bool) -> None:
        self._is_told = is_told
        self.at = at
        self.began_at = at
        self._responses = 0
        self._is_asked = False

    def take(self, record: RawRecord) -> Iterator[Found]:
        kind = kind_of(record)
        if kind == "warcinfo" or (kind in BODIES and self._is_asked):
            yield from self._give_up("another record follows", record.offset)
        if kind == "warcinfo":
            yield FileHead(_opened_at(record), record.end)
            self.began_at = record.end
        elif kind in BODIES:
            self._responses += 1
        elif kind == "request":
            self._is_asked = True
        elif is_page(record):
            yield from self._page(record)
            self._begin(record.end)
        self.at = record.end

    def end(self) -> Iterator[Found]:
        yield from self._give_up("the file ends", self.at, is_cut=True)

    def _page(self, record: RawRecord) -> Iterator[Found]:
        page = page_in_metadata(record.offset, record.block)
        if self._responses == 1 + len(page.parts):
            yield FoundPage(page, self.began_at, record.end)
        elif not self._is_told:
            yield Hole(self.began_at, f"{self._responses} responses of page {page.event_id()}")

    def _give_up(self, why: str, at: int, *, is_cut: bool = False) -> Iterator[Hole]:
        if self.began_at < at and not self._is_told:
            yield Hole(self.began_at, f"a page without its metadata: {why} at {at}", is_cut)
        self._begin(at)

    def _begin(self, at: int) -> None:
        self.began_at, self._responses, self._is_asked, self._is_told = at, 0, False, False


def _opened_at(record: RawRecord) -> datetime:
    try:
        at = datetime.fromisoformat(record.fields.get("warc-date", ""))
    except ValueError as error:
        raise BrokenRecordError(f"the date of the record at {record.offset}: {error}") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _next_record(file: BinaryIO, start: int) -> int | None:
    """Where the next gzip member begins that inflates to a record; its first bytes may stand anywhere by chance."""
    at = start
    while (found := find(file, GZIP_MAGIC, at)) is not None:
        try:
            next(records_from(file, found))
        except BrokenRecordError:
            at = found + 1
        else:
            return found
    return None
