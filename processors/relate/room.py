"""The memory of one partition: members of the window, their index, their links, and the background."""

import hashlib
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from processors.relate.background import COUNTED_PER_STORY, DAYS, Background, Surroundings
from processors.relate.bags import Bag
from processors.relate.members import Member, Story

# Members older than this, counted from the newest, leave the memory; a story is closed after WINDOW_DAYS.
KEPT_DAYS = 10
WINDOW_DAYS = DAYS
# An article leads the window forward only when so many have its day or a later one: one wrong date empties nothing.
WITNESSES = 3
# The newest members of a story that are compared and weighed again; older ones stay where they are.
ACTIVE = 32
KEYS = {Bag.LEAD: 16, Bag.NAMES: 6, Bag.SPEAKERS: 2, Bag.FIGURES: 2}
MAX_POSTINGS = 120
# To meet in a band is worth some rare terms.
BAND_WEIGHT = 10.0
MAX_IN_BAND = 8
MAX_CANDIDATES = 48


@dataclass
class Room:
    """Mutable; one writer. Everything in it is bounded by the window."""

    members: dict[str, Member] = field(default_factory=dict)
    stories: dict[str, Story] = field(default_factory=dict)
    pointers: dict[str, str] = field(default_factory=dict)
    links: dict[str, dict[str, float]] = field(default_factory=dict)
    background: Background = field(default_factory=Background)
    postings: dict[str, deque[str]] = field(default_factory=dict)
    latest: tuple[int, ...] = ()
    """The newest days of publication, the newest last."""

    def story_of(self, article: str) -> str | None:
        member = self.members.get(article)
        return self.resolve(member.story) if member else None

    def resolve(self, story: str) -> str:
        """The story that an id answers with, through every merge."""
        while story in self.pointers:
            story = self.pointers[story]
        return story

    def add(self, member: Member) -> None:
        self.members[member.id] = member
        # Twice as many as of one that looks: weights shift as the news goes on.
        for key, _ in _weighed_keys(member, self.surroundings(member.day), times=2):
            limit = MAX_IN_BAND if key.startswith("band:") else MAX_POSTINGS
            self.postings.setdefault(key, deque(maxlen=limit)).append(member.id)

    def remove(self, article: str) -> None:
        self.members.pop(article, None)
        for other in self.links.pop(article, {}):
            self.links.get(other, {}).pop(article, None)

    def link(self, one: str, other: str, score: float) -> None:
        self.links.setdefault(one, {})[other] = score
        self.links.setdefault(other, {})[one] = score

    def surroundings(self, day: int) -> Surroundings:
        return self.background.around(day)

    def candidates(self, member: Member, surroundings: Surroundings) -> Sequence[Member]:
        """Members of the window that share what is rare, the most first; never all of them."""
        found: defaultdict[str, float] = defaultdict(float)
        for key, weight in _weighed_keys(member, surroundings):
            for other in self.postings.get(key, ()):
                found[other] += weight
        near = [
            (weight, self.members[other])
            for other, weight in found.items()
            if other in self.members and other != member.id and abs(self.members[other].day - member.day) <= WINDOW_DAYS
        ]
        active = {story: set(self.active(story)) for story in {self.resolve(other.story) for _, other in near}}
        near = [each for each in near if each[1].id in active[self.resolve(each[1].story)]]
        near.sort(key=lambda each: (-each[0], each[1].id))
        return [other for _, other in near[:MAX_CANDIDATES]]

    def active(self, story: str) -> Sequence[str]:
        """The newest members of a story that are still remembered."""
        return [each for each in self.stories[story].members if each in self.members][-ACTIVE:]

    def new_story_id(self, article: str) -> str:
        """Made of the article that it begins with; the next free one if that has begun a story before."""
        number = 0
        while True:
            name = hashlib.blake2b(f"{article}#{number}".encode(), digest_size=6).hexdigest()
            if f"s-{name}" not in self.stories and f"s-{name}" not in self.pointers:
                return f"s-{name}"
            number += 1

    def count(self, member: Member) -> None:
        """Its terms become background, unless its story has been counted often enough or another has its text."""
        story = self.stories[self.resolve(member.story)]
        if member.duplicate is None and story.counted < COUNTED_PER_STORY:
            self.background.add(member.day, member.bags)
            self.members[member.id] = replace(member, counted=True)
            self.stories[story.id] = replace(story, counted=story.counted + 1)

    def saw(self, day: int) -> None:
        self.latest = tuple(sorted((*self.latest, day))[-WITNESSES:])

    @property
    def horizon(self) -> int | None:
        """The day that the window is counted from; None before enough articles came."""
        return self.latest[0] if len(self.latest) == WITNESSES else None

    def forget(self) -> list[str]:
        """Takes out what is older than the window keeps. Returns the stories that are left without a member."""
        horizon = self.horizon
        if horizon is None:
            return []
        oldest = horizon - KEPT_DAYS
        for article in [each.id for each in self.members.values() if each.day < oldest]:
            self.remove(article)
        self.background.forget_before(oldest)
        for key in [key for key, ids in self.postings.items() if all(each not in self.members for each in ids)]:
            del self.postings[key]
        gone = [story.id for story in self.stories.values() if story.last_day < oldest]
        for story in gone:
            del self.stories[story]
        return gone


def _weighed_keys(member: Member, surroundings: Surroundings, times: int = 1) -> Iterator[tuple[str, float]]:
    """The rarest terms of each bag, and the bands, with their weights."""
    for bag, count in KEYS.items():
        terms = member.bags.get(bag, {})
        weighed = {term: said * surroundings.weight(bag, term) for term, said in terms.items()}
        for term in sorted(weighed, key=lambda each: (-weighed[each], each))[: count * times]:
            yield f"{bag.value}:{term}", weighed[term]
    for band in member.carried.text.bands:
        yield f"band:{band}", BAND_WEIGHT
