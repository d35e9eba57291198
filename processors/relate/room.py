"""The memory of one partition: members of the window, their index, their links, and the background."""

import hashlib
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeVar

from processors.relate.background import COUNTED_PER_STORY, DAYS, PREFIX, Background, Weighed, terms_of
from processors.relate.bags import Bag
from processors.relate.members import Member, RememberedStory, without_text
from processors.relate.tracked import Tracked

# Members older than this, counted from the newest, leave the memory; a story is closed after WINDOW_DAYS.
KEPT_DAYS = 7
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
# Articles that one record takes out of the memory: a day has thousands.
MAX_FORGOTTEN = 64


K = TypeVar("K", str, int)


@dataclass
class Room:
    """Mutable; one writer. Everything in it is bounded by the window."""

    name: str = ""
    """The watch; part of the ids of its stories."""
    members: Tracked[Member] = field(default_factory=Tracked)
    stories: Tracked[RememberedStory] = field(default_factory=Tracked)
    pointers: Tracked[str] = field(default_factory=Tracked)
    links: dict[str, dict[str, float]] = field(default_factory=dict)
    background: Background = field(default_factory=Background)
    postings: dict[str, list[str]] = field(default_factory=dict)
    """Of the rarest terms, the members. Lists: a deque takes 760 bytes, and most hold one id."""
    bands: dict[int, list[str]] = field(default_factory=dict)
    """The same of the bands."""
    latest: tuple[int, ...] = ()
    """The newest days of publication, the newest last."""
    closed_to: tuple[int, str] | None = None
    """Up to which last day and id the stories of before the window are closed; None: all of them. See `closing.py`."""
    arrivals: int = 0
    writes: int = 0
    """Records that changed it."""
    token: str = ""
    """Of the last of them; see `step.py`."""
    closed_articles: list[str] = field(default_factory=list)
    closed_terms: set[str] = field(default_factory=set)
    """What was closed since the changes were last taken; see `kept.py`."""

    def story_of(self, article: str) -> str | None:
        member = self.members.get(article)
        return self.resolve(member.story) if member else None

    def resolve(self, story: str) -> str:
        """The story that an id answers with, through every merge."""
        while story in self.pointers:
            story = self.pointers[story]
        return story

    def add(self, member: Member, weighed: Weighed) -> None:
        # Twice as many keys as of one that looks: weights shift as the news goes on.
        keys = tuple(key for key, _ in weighed_keys(weighed, times=2))
        self.arrivals += 1
        self.put_back(replace(member, keys=keys, number=self.arrivals))

    def keep_unfound(self, member: Member) -> None:
        """A member without keys: it is remembered, and joins nothing."""
        self.arrivals += 1
        self.put_back(replace(member, number=self.arrivals))

    def put_back(self, member: Member) -> None:
        """A member with its keys, as it is remembered."""
        self.members[member.id] = member
        for key in member.keys:
            _post(self.postings, key, member.id, MAX_POSTINGS)
        for band in member.carried.text.bands:
            _post(self.bands, band, member.id, MAX_IN_BAND)

    def remove(self, article: str) -> None:
        member = self.members.take(article)
        if member is not None:
            self._unfind(member)

    def retire(self, story: str) -> None:
        """Of the members that are compared no more, only what they say is remembered."""
        for article in self.stories[story].members[:-ACTIVE]:
            member = self.members.get(article)
            if member is not None and member.is_compared:
                self._unfind(member)
                self.members[article] = without_text(member)

    def _unfind(self, member: Member) -> None:
        for key in member.keys:
            _unpost(self.postings, key, member.id)
        for band in member.carried.text.bands:
            _unpost(self.bands, band, member.id)
        for other in self.links.pop(member.id, {}):
            self.links.get(other, {}).pop(member.id, None)

    def link(self, one: str, other: str, score: float) -> None:
        score = round(score, 4)
        self.links.setdefault(one, {})[other] = score
        self.links.setdefault(other, {})[one] = score

    def candidates(self, member: Member, weighed: Weighed) -> Sequence[Member]:
        """Members of the window that share what is rare, the most first; never all of them."""
        found: defaultdict[str, float] = defaultdict(float)
        for key, weight in weighed_keys(weighed):
            for other in self.postings.get(key, ()):
                found[other] += weight
        for band in member.carried.text.bands:
            for other in self.bands.get(band, ()):
                found[other] += BAND_WEIGHT
        first, last, members = member.day - WINDOW_DAYS, member.day + WINDOW_DAYS, self.members
        near = sorted((-weight, other) for other, weight in found.items() if first <= members[other].day <= last)
        return list(islice(self._compared(members[other] for _, other in near), MAX_CANDIDATES))

    def _compared(self, members: Iterable[Member]) -> Iterator[Member]:
        """Those that are still compared; no story is asked for more of them than are taken."""
        active: dict[str, Set[str]] = {}
        for member in members:
            story = self.resolve(member.story)
            if story not in active:
                active[story] = set(self.active(story))
            if member.id in active[story]:
                yield member

    def active(self, story: str) -> Sequence[str]:
        """The newest members of a story that are still remembered."""
        newest = islice((each for each in reversed(self.stories[story].members) if each in self.members), ACTIVE)
        return list(newest)[::-1]

    def new_story_id(self, article: str) -> str:
        """Made of the article that it begins with; the next free one if that has begun a story before.

        In a room with a name, of the arrival too: what left the memory long ago keeps its id for itself.
        """
        number, seed = 0, f"{self.name}/{self.arrivals}/{article}" if self.name else article
        while True:
            name = hashlib.blake2b(f"{seed}#{number}".encode(), digest_size=6).hexdigest()
            if f"s-{name}" not in self.stories and f"s-{name}" not in self.pointers:
                return f"s-{name}"
            number += 1

    def count(self, article: str, *, is_known: bool) -> None:
        """Its terms become background, unless its story has been counted often enough or its text is known."""
        member = self.members[article]
        story = self.stories[self.resolve(member.story)]
        if not is_known and story.counted < COUNTED_PER_STORY:
            self.background.add(article, member.day, terms_of(member.bags))
            self.stories[story.id] = replace(story, counted=story.counted + 1)
        slim = replace(member.features, paragraphs=())
        self.members[article] = replace(member, bags={}, features=slim)

    def saw(self, day: int) -> None:
        self.latest = tuple(sorted((*self.latest, day))[-WITNESSES:])

    @property
    def horizon(self) -> int | None:
        """The day that the window is counted from; None before enough articles came."""
        return self.latest[0] if len(self.latest) == WITNESSES else None

    def forget(self, spared: Set[str] = frozenset()) -> bool:
        """Takes out what is older than the window keeps, but for stories that are `spared`, and their articles.

        At most MAX_FORGOTTEN articles: False if others are left.
        """
        horizon = self.horizon
        if horizon is None:
            return True
        oldest = horizon - KEPT_DAYS
        old = (each for each in self.members.values() if each.day < oldest and self.resolve(each.story) not in spared)
        leaving = list(islice(old, MAX_FORGOTTEN + 1))
        for member in leaving[:MAX_FORGOTTEN]:
            self.remove(member.id)
        if len(leaving) > MAX_FORGOTTEN:
            return False
        articles, terms = self.background.close_before(oldest)
        self.closed_articles += articles
        self.closed_terms |= terms
        for story in [each.id for each in self.stories.values() if each.last_day < oldest and each.id not in spared]:
            del self.stories[story]
        return True


def weighed_keys(weighed: Weighed, times: int = 1) -> Iterator[tuple[str, float]]:
    """The rarest terms of each bag of an article, with their weights."""
    for bag, count in KEYS.items():
        for weight, term in weighed.get(bag, ())[: count * times]:
            yield sys.intern(PREFIX[bag] + term), -weight


def _post(index: dict[K, list[str]], key: K, article: str, most: int) -> None:
    posting = index.get(key)
    if posting is None:
        index[key] = [article]
        return
    posting.append(article)
    if len(posting) > most:
        del posting[0]


def _unpost(index: dict[K, list[str]], key: K, article: str) -> None:
    posting = index.get(key)
    if posting is not None and article in posting:
        posting.remove(article)
        if not posting:
            del index[key]
