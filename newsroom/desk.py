"""The desk: the stories that are out at this moment, and their versions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from newsroom.dates import minute
from newsroom.story import Story

# An update waits until the first version has been read: a reader that starts slowly still sees both.
READ_BEFORE_UPDATE_S = 3.0
# If nobody reads the first version, the update comes all the same.
UNREAD_GRACE_S = 60.0
FIRST_EDIT = timedelta(minutes=12)


@dataclass(frozen=True)
class Edition:
    """A story as it is out now. `released_at` is when this version came out, to the second."""

    story: Story
    number: int
    title: str
    paragraphs: tuple[str, ...]
    published: datetime
    modified: datetime
    released_at: datetime


def published_at(story: Story, *, start: datetime, publish_s: float) -> datetime:
    """To the minute, in Jakarta's zone: before the start for what is there already, else at the release."""
    if story.release == 0:
        return minute(start - timedelta(minutes=story.age_min))
    return minute(start + timedelta(seconds=story.release * publish_s))


@dataclass(frozen=True)
class Desk:
    """`elapsed` gives the seconds since `start`; `first_read` maps (outlet, path) to when a reader first came."""

    stories: Sequence[Story]
    start: datetime
    publish_s: float
    elapsed: Callable[[], float]
    first_read: dict[tuple[str, str], float] = field(default_factory=dict)

    def edition(self, story: Story) -> Edition | None:
        """None before the story is released."""
        now_s = self.elapsed()
        release_s = story.release * self.publish_s
        if now_s < release_s:
            return None
        published = published_at(story, start=self.start, publish_s=self.publish_s)
        update_s = self._update_s(story)
        if story.update is not None and update_s is not None and now_s >= update_s:
            updated = self.start + timedelta(seconds=update_s)
            return Edition(story, 2, story.final_title, story.final_paragraphs, published, updated, updated)
        edited = published + FIRST_EDIT
        modified = edited if edited < self.start else published
        released = max(published, self.start + timedelta(seconds=release_s)) if story.release else published
        return Edition(story, 1, story.title, story.paragraphs, published, modified, released)

    def _update_s(self, story: Story) -> float | None:
        if story.update is None:
            return None
        planned_s = story.update.after * self.publish_s
        read_s = self.first_read.get((story.outlet, story.path), planned_s + UNREAD_GRACE_S)
        return max(planned_s, min(read_s + READ_BEFORE_UPDATE_S, planned_s + UNREAD_GRACE_S))

    def released(self, outlet_id: str) -> list[Edition]:
        """The outlet's editions at this moment, newest version first."""
        editions = [self.edition(story) for story in self.stories if story.outlet == outlet_id]
        return sorted((e for e in editions if e), key=lambda e: (e.released_at, e.story.path), reverse=True)

    def read(self, story: Story) -> None:
        """A reader has come for the story."""
        self.first_read.setdefault((story.outlet, story.path), self.elapsed())

    def status(self) -> Mapping[str, int | bool]:
        """`done` once every story is out in its last version."""
        editions = [self.edition(story) for story in self.stories]
        done = all(e is not None and e.number == (2 if e.story.update else 1) for e in editions)
        return {"published": sum(e is not None for e in editions), "announced": len(self.stories), "done": done}


def announced_path(story: Story) -> str:
    return story.announced_path or story.path
