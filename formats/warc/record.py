"""A WARC record in a file: its offset, its head and its block.

Source: The WARC Format 1.1 (IIPC); 1.0 is read as well.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

# The window that zlib is asked for: 16 more means the gzip format.
GZIP = 16 + zlib.MAX_WBITS


class BrokenRecordError(Exception):
    """The bytes are no valid records; the text names the fault."""


class CutOffError(BrokenRecordError):
    """The file ends in the middle of a record, as after a crash."""


@dataclass(frozen=True)
class RawRecord:
    """`block` is cut at the reader's limit; `length` is the whole length that the head states.

    `offset` is where the record begins, of a compressed file where its gzip member does.
    `fields` has those of the head by name in small letters.
    `is_alone`: the bytes from `offset` to before `end` are this record and nothing else.
    """

    offset: int
    end: int
    is_alone: bool
    head: bytes
    fields: Mapping[str, str]
    block: bytes
    length: int


def fields_of(head: bytes) -> Mapping[str, str]:
    """By name in small letters; of a name that stands twice the first."""
    fields: dict[str, str] = {}
    for line in head.decode("utf-8", errors="replace").split("\n")[1:]:
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name.strip().lower(), value.strip())
    return fields
