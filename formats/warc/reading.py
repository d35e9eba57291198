"""Splits a WARC file, compressed or plain, into its records as it streams by, from any offset on.

warcio stops at the first record it cannot read. Here a reader goes on wherever the next one begins.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from formats.warc.record import GZIP, BrokenRecordError, CutOffError, RawRecord, fields_of

GZIP_MAGIC = b"\x1f\x8b\x08"
# The beginning of a record; in a plain file it is looked for behind a broken one.
ANY_VERSION = b"WARC/1."
CHUNK = 1 << 16
MAX_HEAD_BYTES = 1 << 16
END = re.compile(rb"\r?\n\r?\n")
LENGTH = re.compile(r"[0-9]{1,15}")


@dataclass(frozen=True)
class Damage:
    offset: int
    problem: str


def records(file: BinaryIO, *, max_block_bytes: int) -> Iterator[RawRecord | Damage]:
    """In the order of the file; after damage it continues at the next gzip member, or line `WARC/1.`."""
    file.seek(0)
    is_gzip = file.read(len(GZIP_MAGIC)) == GZIP_MAGIC
    offset: int | None = 0
    while offset is not None:
        stream = _Stream(file, offset, is_gzip=is_gzip)
        try:
            while (record := _next(stream, max_block_bytes)) is not None:
                yield record
            return
        except BrokenRecordError as error:
            yield Damage(stream.broken_at, str(error))
            offset = find(file, GZIP_MAGIC if is_gzip else ANY_VERSION, stream.broken_at + 1)


def members(file: BinaryIO, offset: int = 0, *, max_block_bytes: int) -> Iterator[RawRecord]:
    """The records from a gzip member on, each a member of its own, whole and with its checksum verified.

    Raises BrokenRecordError, and CutOffError if the file ends within one.
    """
    stream = _Stream(file, offset, is_gzip=True)
    # An address of any letters takes nine bytes for each of them.
    while (record := _next(stream, max_block_bytes, max_head_bytes=max_block_bytes)) is not None:
        if not record.is_alone:
            raise BrokenRecordError(f"gzip member at {record.offset} is not one record")
        if record.length > max_block_bytes:
            raise BrokenRecordError(f"record at {record.offset} is over {max_block_bytes} bytes")
        yield record


def record_at(file: BinaryIO, offset: int, *, max_block_bytes: int) -> RawRecord | None:
    """The record that begins there; None if none can be read."""
    file.seek(offset)
    is_gzip = file.read(len(GZIP_MAGIC)) == GZIP_MAGIC
    try:
        return _next(_Stream(file, offset, is_gzip=is_gzip), max_block_bytes)
    except BrokenRecordError:
        # Whoever asks says so of the record that refers to it.
        return None


def first_fields(file: BinaryIO) -> Mapping[str, str]:
    """The fields of the head of a file's first gzip member; the file may end after it. Raises BrokenRecordError."""
    return fields_of(_Stream(file, 0, is_gzip=True).head(MAX_HEAD_BYTES))


def find(file: BinaryIO, sign: bytes, start: int) -> int | None:
    """The next place of the sign, which may be there by chance."""
    file.seek(start)
    held, at = b"", start
    while data := file.read(CHUNK):
        held += data
        if (found := held.find(sign)) >= 0:
            return at + found
        at += max(len(held) - len(sign) + 1, 0)
        held = held[-(len(sign) - 1) :]
    return None


class _Stream:
    """The inflated bytes of a file from an offset on."""

    def __init__(self, file: BinaryIO, offset: int, *, is_gzip: bool) -> None:
        self._file = file
        self._inflate = zlib.decompressobj(GZIP) if is_gzip else None
        self._held = bytearray()
        self._member_at = offset
        self._has_record = False
        self._read_to = offset
        self._taken = offset
        self.began_at = offset

    @property
    def broken_at(self) -> int:
        return self.began_at if self._inflate is None else self._member_at

    def fill(self) -> bool:
        """More bytes, or False at the end. Raises BrokenRecordError, and CutOffError if a member is cut off."""
        if self._inflate is None:
            data = self._more()
            self._held += data
            return bool(data)
        rest = self._inflate.unconsumed_tail
        if self._inflate.eof:
            rest = self._inflate.unused_data
            self._member_at = self._read_to - len(rest)
            self._has_record = False
            self._inflate = zlib.decompressobj(GZIP)
            rest = rest or self._more()
            if not rest:
                return False
        rest = rest or self._more()
        if not rest:
            if self._read_to > self._member_at:
                raise CutOffError(f"gzip member at {self._member_at} is cut off")
            return False
        try:
            self._held += self._inflate.decompress(rest, CHUNK)
        except zlib.error as error:
            raise BrokenRecordError(f"gzip member at {self._member_at}: {error}") from error
        return True

    def _more(self) -> bytes:
        # Between two records others read the file too.
        self._file.seek(self._read_to)
        data = self._file.read(CHUNK)
        self._read_to += len(data)
        return data

    def begin(self) -> bool:
        """Skip the blank lines between records; False if nothing follows."""
        while True:
            blank = re.match(rb"[\r\n]*", self._held)
            self._take(blank.end() if blank else 0)
            if self._held:
                break
            if not self.fill():
                return False
        self.began_at = self._taken if self._inflate is None else self._member_at
        return True

    def head(self, limit: int) -> bytes:
        while (found := END.search(self._held)) is None:
            if len(self._held) > limit:
                raise BrokenRecordError("no end of a record's head")
            if not self.fill():
                raise BrokenRecordError("the file ends within a record's head")
        head = self._take(found.end())
        if not head.startswith(ANY_VERSION):
            raise BrokenRecordError(f"no WARC record: it begins with {head[:20]!r}")
        return head

    def block(self, length: int, limit: int) -> bytes:
        """`length` bytes pass by, up to `limit` of them are kept."""
        kept = bytearray()
        while length:
            if not self._held and not self.fill():
                raise BrokenRecordError(f"the file ends {length} bytes before the record does")
            piece = self._take(min(length, len(self._held)))
            length -= len(piece)
            kept += piece[: limit - len(kept)]
        return bytes(kept)

    def end(self) -> tuple[int, bool]:
        """The end of the record's bytes, and whether no other record is among them.

        A gzip member is read to its end if nothing else is in it: its checksum is behind the record.
        """
        if self._inflate is None:
            return self._taken, True
        while not self._inflate.eof and not self._held.strip(b"\r\n"):
            if not self.fill():
                break
        is_first, self._has_record = not self._has_record and self._member_at == self.began_at, True
        is_last = self._inflate.eof and not self._held.strip(b"\r\n")
        return self._read_to - len(self._inflate.unused_data), is_first and is_last

    def _take(self, count: int) -> bytes:
        taken = bytes(self._held[:count])
        del self._held[:count]
        self._taken += count
        return taken


def _next(stream: _Stream, max_block_bytes: int, *, max_head_bytes: int = MAX_HEAD_BYTES) -> RawRecord | None:
    if not stream.begin():
        return None
    head = stream.head(max_head_bytes)
    fields = fields_of(head)
    stated = fields.get("content-length", "")
    if not LENGTH.fullmatch(stated):
        raise BrokenRecordError("no Content-Length")
    length = int(stated)
    block = stream.block(length, max_block_bytes)
    end, is_alone = stream.end()
    return RawRecord(stream.began_at, end, is_alone, head, fields, block, length)
