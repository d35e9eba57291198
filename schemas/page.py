"""Page: one fetched version of a URL, its metadata as a JSON prefix and its body compressed with zstd."""

import struct
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Self

import zstandard
from pydantic import Field

from schemas.ids import digest
from schemas.record import Lane, Record, Value, Version

LENGTH = struct.Struct(">I")
# A body is refused beyond this on reading, so that a forged frame cannot fill the memory.
MAX_BODY_BYTES = 64 * 1024 * 1024


class PagePart(Value):
    """One numbered page of an article after the first: its address and its share of the body."""

    url: str
    body_bytes: int


class Page(Record):
    """`body` is what the server sent after transfer and content decoding, not yet decoded to text."""

    TYPE: ClassVar[str] = "page"
    VERSION: ClassVar[Version] = Version(1, 1)

    url: str
    final_url: str
    url_key: str
    slot: str
    """The scheduled fetch: with the URL key it makes the id, so that a re-emitted page has the same one."""
    source: str
    lane: Lane = Lane.LIVE
    requested: bool = False
    status: int = 200
    headers: dict[str, str] = Field(default_factory=dict)
    """Lower-case names; only what later stages read (content-type, last-modified, etag, content-language, date)."""
    redirects: tuple[str, ...] = ()
    fetched_at: datetime
    fetch_ms: float = 0.0
    link_title: str | None = None
    link_published: datetime | None = None
    link_modified: datetime | None = None
    parts: tuple[PagePart, ...] = ()
    lacks_page: int | None = None
    """The number of the first page of the article that could not be had; None where nothing is known to be missing."""
    body: bytes = Field(default=b"", exclude=True, repr=False)

    def key(self) -> str:
        return self.url_key

    def event_id(self) -> str:
        return digest("page", self.url_key, self.slot)

    def subject(self) -> str:
        return self.url_key

    def bodies(self) -> Sequence[bytes]:
        """The body of the first page and of each numbered one after it."""
        later: list[bytes] = []
        rest = self.body
        for part in reversed(self.parts):
            cut = max(len(rest) - part.body_bytes, 0)
            later.append(rest[cut:])
            rest = rest[:cut]
        return (rest, *reversed(later))

    def encode(self) -> bytes:
        head = self.__pydantic_serializer__.to_json(self, exclude_none=True)
        return LENGTH.pack(len(head)) + head + zstandard.ZstdCompressor(level=3).compress(self.body)

    @classmethod
    def decode(cls, data: bytes) -> Self:
        try:
            (length,) = LENGTH.unpack_from(data)
            head, frame = data[LENGTH.size : LENGTH.size + length], data[LENGTH.size + length :]
            if zstandard.frame_content_size(frame) > MAX_BODY_BYTES:
                raise ValueError(f"page body is over {MAX_BODY_BYTES} bytes")
            body = zstandard.ZstdDecompressor().decompress(frame, max_output_size=MAX_BODY_BYTES)
        except (struct.error, zstandard.ZstdError) as error:
            raise ValueError(f"no page record: {error}") from error
        return cls.model_validate_json(head).model_copy(update={"body": body})
