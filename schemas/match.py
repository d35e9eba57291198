"""Match: what relating needs of an article for one watch, or that the watch wants it no more."""

from datetime import datetime
from typing import ClassVar

from pydantic import Field

from schemas.layers import Layers
from schemas.outcomes import Reason
from schemas.record import Lane, Record, Remark, Version


class Match(Record):
    """Keyed by the watch, so that one writer relates all of its articles. A withdrawal has no text."""

    TYPE: ClassVar[str] = "match"
    VERSION: ClassVar[Version] = Version(1, 1)

    watch: str
    article: str
    url_key: str
    source: str = ""
    lane: Lane = Lane.LIVE
    revision: int = Field(ge=1)
    number: int = 0
    """Of the judgement that made it; 0 for the first."""
    withdrawn: bool = False
    reason: Reason | None = None  # since 1.1, of a withdrawal: why no watch wants this revision
    why: str = ""
    fetched_at: datetime
    published_at: datetime | None = None
    title: str = ""
    paragraphs: tuple[str, ...] = ()
    layers: Layers | None = None

    def key(self) -> str:
        return self.watch

    def event_id(self) -> str:
        return f"{self.watch}/{self.article}.{self.revision}.{self.number}{'.withdrawn' if self.withdrawn else ''}"

    def subject(self) -> str:
        return self.url_key

    def remark(self) -> Remark | None:
        return None if self.reason is None else Remark(self.reason, self.why)
