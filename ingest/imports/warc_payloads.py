"""The place of each payload in a WARC file, by its digest: a revisit's page is read from there."""

import hashlib
from typing import BinaryIO

from formats.warc.reading import record_at
from formats.warc.record import RawRecord

# A file of a gigabyte holds some fifty thousand responses; each takes about a hundred bytes here.
MAX_KNOWN = 200_000


class Payloads:
    """The payloads of the file being read. The oldest are forgotten first."""

    def __init__(self, file: BinaryIO, *, max_block_bytes: int, max_known: int = MAX_KNOWN) -> None:
        self._file = file
        self._max_block_bytes = max_block_bytes
        self._max_known = max_known
        self._offsets: dict[bytes, int] = {}

    def note(self, response: RawRecord) -> None:
        digest = _digest_in(response)
        if not digest:
            return
        self._offsets.setdefault(_short(digest), response.offset)
        if len(self._offsets) > self._max_known:
            del self._offsets[next(iter(self._offsets))]

    def of(self, revisit: RawRecord) -> RawRecord | None:
        """The response with the payload that a revisit names; None if it was not read, or cannot be read alone."""
        digest = _digest_in(revisit)
        offset = self._offsets.get(_short(digest))
        if not digest or offset is None:
            return None
        found = record_at(self._file, offset, max_block_bytes=self._max_block_bytes)
        # In a file compressed as one member all records begin at its start.
        return found if found is not None and _digest_in(found) == digest else None


def _digest_in(record: RawRecord) -> str:
    return record.fields.get("warc-payload-digest", "")


def _short(digest: str) -> bytes:
    return hashlib.blake2b(digest.encode(), digest_size=12).digest()
