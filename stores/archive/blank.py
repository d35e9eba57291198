"""Overwrites a page in an archive file by one that says nothing, of the very same length.

The padding is the comment that the header of a gzip member may have (RFC 1952, 2.3.1), which no reader unpacks.
"""

import zlib

from formats.warc.writing import packed
from schemas.page import Page
from stores.archive.warc import plain_records

COMMENT = 0x10
HEAD_BYTES = 10


class NoRoomError(Exception):
    """The records that say nothing are longer than what they are to overwrite."""


def blank_page(page: Page) -> Page:
    """With its name and its place in time alone."""
    named = ("url", "final_url", "url_key", "slot", "source", "lane", "fetched_at")
    return Page(**{name: getattr(page, name) for name in named})


def blanked(page: Page, length: int) -> bytes:
    """The records of the blank page in `length` bytes. Raises NoRoomError."""
    first, *_, last = plain_records(blank_page(page))
    # Its request says nothing that its metadata does not.
    data = packed(first) + packed(last)
    missing = length - len(data)
    if missing == 0:
        return data
    if missing < 1:
        raise NoRoomError(f"{len(data)} bytes for {length}")
    return _commented(packed(first), missing) + packed(last)


def _commented(member: bytes, more: int) -> bytes:
    """The gzip member with a comment of `more` bytes, its end mark among them."""
    flags = member[3]
    assert not flags  # zlib writes no optional fields
    head = member[:3] + bytes([flags | COMMENT]) + member[4:HEAD_BYTES]
    made = head + b" " * (more - 1) + b"\0" + member[HEAD_BYTES:]
    assert zlib.decompress(made, wbits=31) == zlib.decompress(member, wbits=31)
    return made
