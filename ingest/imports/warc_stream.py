"""Splits a WARC file, compressed or plain, into its records as it streams by; what is broken is told and passed by.

warcio stops at the first record it cannot read. Here the next gzip member, or the next line `WARC/1.`, begins anew.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

GZIP_MAGIC = b"\x1f\x8b\x08"
# The beginning of a record; in a plain file it is looked for behind a broken one.
VERSION = b"WARC/1."
GZIP = 16 + zlib.MAX_WBITS
CHUNK = 1 << 16
MAX_HEAD_BYTES = 1 << 16
END = re.compile(rb"\r?\n\r?\n")
LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class RawRecord:
    """A record's head and block as they stand; `block` is cut at the limit, `length` is what the head says."""

    offset: int
    head: bytes
    block: bytes
    length: int


@dataclass(frozen=True)
class BrokenRecord:
    offset: int
    problem: str


class BrokenStreamError(Exception):
    """The bytes from here on are no record."""


def records(file: BinaryIO, *, max_block_bytes: int) -> Iterator[RawRecord | BrokenRecord]:
    """In the order of the file; offsets count from its start, those in a compressed one where the member begins."""
    is_gzip = file.read(len(GZIP_MAGIC)) == GZIP_MAGIC
    offset: int | None = 0
    while offset is not None:
        stream = _Stream(file, offset, is_gzip=is_gzip)
        try:
            while (record := _next(stream, max_block_bytes)) is not None:
                yield record
            return
        except (BrokenStreamError, zlib.error) as error:
            yield BrokenRecord(stream.broken_at, str(error))
            offset = _find(file, GZIP_MAGIC if is_gzip else VERSION, stream.broken_at + 1)


def record_at(file: BinaryIO, offset: int, *, max_block_bytes: int) -> RawRecord | None:
    """The record that begins there; None where none can be read. The file stands afterwards where it stood before."""
    before = file.tell()
    try:
        file.seek(offset)
        is_gzip = file.read(len(GZIP_MAGIC)) == GZIP_MAGIC
        return _next(_Stream(file, offset, is_gzip=is_gzip), max_block_bytes)
    except (BrokenStreamError, zlib.error):
        # Whoever asks says so of the record that refers to it.
        return None
    finally:
        file.seek(before)


class _Stream:
    """The inflated bytes of a file from an offset on."""

    def __init__(self, file: BinaryIO, offset: int, *, is_gzip: bool) -> None:
        file.seek(offset)
        self._file = file
        self._inflate = zlib.decompressobj(GZIP) if is_gzip else None
        self._held = bytearray()
        self._member_at = offset
        self._read_to = offset
        self._taken = offset
        self.began_at = offset

    @property
    def broken_at(self) -> int:
        return self.began_at if self._inflate is None else self._member_at

    def fill(self) -> bool:
        """More bytes, or False at the end. Raises BrokenStreamError where a member is cut off, zlib.error."""
        if self._inflate is None:
            data = self._file.read(CHUNK)
            self._held += data
            return bool(data)
        rest = self._inflate.unconsumed_tail
        if self._inflate.eof:
            rest = self._inflate.unused_data
            self._member_at = self._read_to - len(rest)
            self._inflate = zlib.decompressobj(GZIP)
            rest = rest or self._more()
            if not rest:
                return False
        rest = rest or self._more()
        if not rest:
            if self._read_to > self._member_at:
                raise BrokenStreamError("the file ends within a gzip member")
            return False
        self._held += self._inflate.decompress(rest, CHUNK)
        return True

    def _more(self) -> bytes:
        data = self._file.read(CHUNK)
        self._read_to += len(data)
        return data

    def begin(self) -> bool:
        """Skip the blank lines between records; False where nothing follows."""
        while True:
            blank = len(self._held) - len(self._held.lstrip(b"\r\n"))
            self._taken += blank
            del self._held[:blank]
            if self._held:
                break
            if not self.fill():
                return False
        self.began_at = self._taken if self._inflate is None else self._member_at
        return True

    def head(self) -> bytes:
        while (found := END.search(self._held)) is None:
            if len(self._held) > MAX_HEAD_BYTES:
                raise BrokenStreamError("no end of a record's head")
            if not self.fill():
                raise BrokenStreamError("the file ends within a record's head")
        return self._take(found.end())

    def block(self, length: int, limit: int) -> bytes:
        """`length` bytes pass by, up to `limit` of them are kept."""
        kept = bytearray()
        while length:
            if not self._held and not self.fill():
                raise BrokenStreamError(f"the file ends {length} bytes before the record does")
            piece = self._take(min(length, len(self._held)))
            length -= len(piece)
            kept += piece[: limit - len(kept)]
        return bytes(kept)

    def verify(self) -> None:
        """To the end of the gzip member, if nothing else is in it: its checksum is behind the record."""
        while self._inflate is not None and not self._inflate.eof and not self._held.strip(b"\r\n"):
            if not self.fill():
                return

    def _take(self, count: int) -> bytes:
        taken = bytes(self._held[:count])
        del self._held[:count]
        self._taken += count
        return taken


def _next(stream: _Stream, limit: int) -> RawRecord | None:
    if not stream.begin():
        return None
    head = stream.head()
    if not head.startswith(VERSION):
        raise BrokenStreamError(f"no WARC record: it begins with {head[:20]!r}")
    if (stated := LENGTH.search(head)) is None:
        raise BrokenStreamError("no Content-Length")
    length = int(stated[1])
    record = RawRecord(stream.began_at, head, stream.block(length, limit), length)
    stream.verify()
    return record


def _find(file: BinaryIO, sign: bytes, start: int) -> int | None:
    file.seek(start)
    held, at = b"", start
    while data := file.read(CHUNK):
        held += data
        if (found := held.find(sign)) >= 0:
            return at + found
        at += max(len(held) - len(sign) + 1, 0)
        held = held[-(len(sign) - 1) :]
    return None
