"""Story: what articles of one watch tell of one event, as it stood after one change of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from schemas.outcomes import Reason
from schemas.record import Lane, Record, Remark, Value, Version


class StoryEvent(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    MERGED = "merged"
    """Into `other`: this id answers with that one for ever."""
    SPLIT = "split"
    """Off `other`."""
    CLOSED = "closed"
    REOPENED = "reopened"


class StoryMember(Value):
    """An article of the story. `near_dup_of` is the earlier article that it is a near-duplicate of."""

    article: str
    revision: int = 1
    outlet: str = ""
    title: str = ""
    published_at: datetime | None = None
    near_dup_of: str = ""
    kind: str = ""
    credit: str = ""
    confidence: float = 0.0


class StoryOutlet(Value):
    """`published` is that of its first article, ISO 8601; empty if nobody knows it."""

    outlet: str
    published: str
    article: str
    articles: int = 1


class StoryMoment(Value):
    day: date
    headline: str
    article: str
    articles: int = 1


class StoryName(Value):
    id: str
    name: str
    type: str
    salience: float


class StoryQuote(Value):
    """One quote, however many carried it: `carriers` are articles, the first one first."""

    speaker: str
    text: str
    outlet: str
    carriers: tuple[str, ...]


class StoryClaim(Value):
    """Who says which number. `stand`: agrees, disagrees or revised."""

    value: float
    modifier: str = ""
    text: str
    according_to: tuple[str, ...] = ()
    since: str = ""
    outlet: str = ""
    carriers: tuple[str, ...] = ()
    stand: str = "agrees"


class StoryFigure(Value):
    """A row of the table: claims about one thing, the earliest first."""

    what: str
    unit: str = ""
    disputed: bool = False
    claims: tuple[StoryClaim, ...] = ()


class Story(Record):
    """A version of a story. `members` are the newest of those in memory; `size` counts all.

    `number` counts the changes of its watch: of two records that name one article the higher knows where it is now.
    """

    TYPE: ClassVar[str] = "story"
    VERSION: ClassVar[Version] = Version(1, 0)

    id: str
    watch: str
    version: int = Field(ge=1)
    number: int = Field(ge=1)
    event: StoryEvent
    other: str = ""
    articles: tuple[str, ...] = ()
    """Which came with this change, or left."""
    left: tuple[str, ...] = ()
    """Those of `articles` that are in no story any more."""
    why: str = ""
    reason: Reason | None = None
    by: str
    """The address, as a key, of the article that brought the change."""
    lane: Lane = Lane.LIVE
    open: bool = True
    size: int = 0
    first_day: date | None = None
    last_day: date | None = None
    headline: str = ""
    central: str = ""
    members: tuple[StoryMember, ...] = ()
    outlets: tuple[StoryOutlet, ...] = ()
    timeline: tuple[StoryMoment, ...] = ()
    entities: tuple[StoryName, ...] = ()
    quotes: tuple[StoryQuote, ...] = ()
    figures: tuple[StoryFigure, ...] = ()

    def key(self) -> str:
        return self.id

    def event_id(self) -> str:
        return f"{self.id}.{self.version}"

    def subject(self) -> str:
        return self.by

    def remark(self) -> Remark | None:
        return None if self.reason is None else Remark(self.reason, self.id)
