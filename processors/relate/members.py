"""What is remembered: an article as a member of a story, and the story itself."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from processors.relate.bags import Bags, bags_of
from processors.relate.duplicates import Carried, Duplicate
from processors.relate.features import Features
from processors.relate.shingles import shingled
from processors.relate.signals import ArticleVectors

# Ids that a story remembers; `size` counts them all. A flood of 10,000 articles leaves the newest of them here.
MAX_MEMBERS = 400


@dataclass(frozen=True)
class Member:
    """An article in the window. `day` is that of its publication, as a proleptic ordinal.

    `bags` are read when it comes, and are empty afterwards. Its paragraphs are not remembered either.
    """

    features: Features
    carried: Carried
    bags: Bags
    day: int
    number: int = 0
    """Of arrival."""
    keys: tuple[str, ...] = ()
    """Of its rarest terms, under which it is found; by its bands it is found too."""
    story: str = ""
    seen: ArticleVectors | None = None
    """Its terms as they were weighed when it came; None before that."""
    duplicate: Duplicate | None = None

    @property
    def id(self) -> str:
        return self.features.id

    @property
    def is_compared(self) -> bool:
        return bool(self.keys or self.carried.text.bands)

    def within(self, story: str) -> "Member":
        return replace(self, story=story)


def member_of(features: Features, published: datetime) -> Member:
    carried = Carried(features.id, features.outlet, features.published, features.sources, shingled(features))
    return Member(features, carried, bags_of(features), published.toordinal())


def member_without_text(features: Features, day: int, story: str) -> Member:
    """A member that is remembered by its id alone, so that it is not related twice."""
    empty = replace(features, paragraphs=())
    carried = Carried(features.id, features.outlet, features.published, features.sources, shingled(empty))
    return Member(empty, carried, {}, day, story=story)


def without_text(member: Member) -> Member:
    """What is left of a member that is compared no more."""
    text = replace(member.carried.text, packed=b"", lead=(), bands=())
    return replace(member, carried=replace(member.carried, text=text), seen=None, keys=())


class StoryState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    """No article came within the window; a late one opens it again."""


@dataclass(frozen=True)
class RememberedStory:
    """A story as it is remembered; what it says is made of its members."""

    id: str
    members: tuple[str, ...]
    size: int
    first_day: int
    last_day: int
    version: int = 1
    state: StoryState = StoryState.OPEN
    counted: int = 0

    def with_members(self, members: tuple[str, ...], added: int) -> "RememberedStory":
        return replace(self, members=members[-MAX_MEMBERS:], size=self.size + added)


class StoryChange(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    MERGED = "merged"
    """Into `other`; this id answers with that one for ever."""
    SPLIT = "split"
    """Off `other`."""
    CLOSED = "closed"
    REOPENED = "reopened"


@dataclass(frozen=True)
class Event:
    """One change of a story. `version` rises by one with each."""

    story: str
    version: int
    change: StoryChange
    articles: tuple[str, ...] = ()
    other: str = ""
    why: str = ""


@dataclass(frozen=True)
class JoinReason:
    """Why an article is where it is: the mean score of the story's pairs, and what they share."""

    article: str
    story: str
    score: float
    shared: tuple[str, ...] = ()
    reason: str = ""
    """A reason code where no story was looked for: `no_date`."""

    def __str__(self) -> str:
        if self.reason:
            return f"{self.story}: {self.reason}"
        told = ", ".join(self.shared)
        return f"joined {self.story}: {self.score:.2f}: {told}" if told else f"began {self.story}"


@dataclass(frozen=True)
class Related:
    """What became of one article."""

    why: JoinReason
    duplicate: Duplicate | None = None
    events: tuple[Event, ...] = field(default=())
    copies: tuple[Duplicate, ...] = ()
    """Articles that came before it and were made from it."""
