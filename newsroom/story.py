"""A story as its invented outlet holds it, before any template."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kind of answer at the story's address."""

    ARTICLE = "article"
    PAYWALLED = "paywalled"
    OFF_TOPIC = "off_topic"
    DISALLOWED = "disallowed"
    NOT_FOUND = "not_found"
    GONE = "gone"
    PDF = "pdf"
    HUGE = "huge"
    METADATA_REDIRECT = "metadata_redirect"
    BROKEN = "broken"
    LISTING = "listing"


# Kinds whose address shows a whole page made by the outlet's template.
PRINTED = frozenset({Kind.ARTICLE, Kind.PAYWALLED, Kind.OFF_TOPIC, Kind.DISALLOWED})


@dataclass(frozen=True)
class Update:
    """A later version under the same address; without `title` and `paragraphs` only the page around the text changes.

    `after` is a share (0 to 1) of the time over which the newsroom publishes.
    """

    after: float
    title: str = ""
    paragraphs: tuple[str, ...] = ()

    @property
    def is_correction(self) -> bool:
        return bool(self.title or self.paragraphs)


@dataclass(frozen=True)
class Story:
    """One announced address. `place` is the dateline's, `release` a share (0 to 1) of the publishing time.

    A story that is there from the start (`release` 0) is `age_min` minutes old by then. A listing's paragraphs are
    the headlines it lists.
    """

    outlet: str
    path: str
    title: str
    paragraphs: tuple[str, ...] = ()
    kind: Kind = Kind.ARTICLE
    place: str = ""
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    section: str = "Internasional"
    tags: tuple[str, ...] = ()
    caption: str = ""
    credit: str = ""
    release: float = 0.0
    age_min: int = 0
    update: Update | None = None
    announced_path: str = ""
    """Where feeds point, if that is an old path which redirects to `path`."""
    wire: str = ""
    """Stories of one wire text share this name."""
    counts: str = ""
    """Stories of one event that give different numbers of one thing share this name."""
    number: int = 0
    """The number that it gives of that in the end."""
    number_before: int = 0
    """The one that a correction took back; 0 where none did."""

    @property
    def final_title(self) -> str:
        return (self.update.title if self.update else "") or self.title

    @property
    def final_paragraphs(self) -> tuple[str, ...]:
        return (self.update.paragraphs if self.update else ()) or self.paragraphs

    @property
    def revisions(self) -> int:
        return 2 if self.update and self.update.is_correction else 1


def prose(text: str) -> tuple[str, ...]:
    """The paragraphs of a text that has one on each line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def check_unique(stories: Sequence[Story]) -> None:
    """Raises ValueError if two stories of one outlet share a path."""
    seen: set[tuple[str, str]] = set()
    for story in stories:
        for path in {story.path, story.announced_path or story.path}:
            if (story.outlet, path) in seen:
                raise ValueError(f"{story.outlet} has two stories at {path}")
            seen.add((story.outlet, path))
