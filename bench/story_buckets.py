"""What it costs to split a watch into buckets with a writer each: articles of one event that no longer meet."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from zlib import crc32

from bench.story_weights import Labelled, Score, b_cubed, stories
from processors.relate.background import Background, terms_of
from processors.relate.duplicates import SAME, likeness
from processors.relate.features import Features
from processors.relate.members import Member
from processors.relate.room import BAND_WEIGHT, MAX_POSTINGS, WINDOW_DAYS, weighed_keys
from processors.relate.signals import learnt_weights

Buckets = Mapping[str, int]
"""The bucket of each article."""


@dataclass(frozen=True)
class Split:
    """Shares, 0 to 1: of the pairs of one event and of one text that meet, and of articles in the largest bucket."""

    events_meet: float
    copies_meet: float
    largest: float
    score: Score


def measure(labelled: Sequence[Labelled], count: int) -> Mapping[str, Split]:
    """By the way in which a bucket is chosen; the first is no bucket at all."""
    events = [
        (one.features.id, other.features.id) for one, other in combinations(labelled, 2) if one.event == other.event
    ]
    copies = _copies(labelled)
    return {name: _split(labelled, choose(labelled, count), events, copies) for name, choose in WAYS.items()}


def _split(
    labelled: Sequence[Labelled],
    buckets: Buckets,
    events: Sequence[tuple[str, str]],
    copies: Sequence[tuple[str, str]],
) -> Split:
    found: dict[str, str] = {}
    for bucket in set(buckets.values()):
        inside = [each for each in labelled if buckets[each.features.id] == bucket]
        told = stories(inside, learnt_weights())
        found |= {article: f"{bucket} {story}" for article, story in told.items()}
    largest = max(Counter(buckets.values()).values()) / len(labelled)
    return Split(_meeting(events, buckets), _meeting(copies, buckets), largest, b_cubed(labelled, found))


def _copies(labelled: Sequence[Labelled]) -> Sequence[tuple[str, str]]:
    """Pairs whose texts are alike, whoever labelled them."""
    members = [each.member for each in labelled if each.member is not None]
    near = (
        (one, other)
        for one, other in combinations(members, 2)
        if abs(one.day - other.day) <= WINDOW_DAYS and set(one.carried.text.bands) & set(other.carried.text.bands)
    )
    return [(one.id, other.id) for one, other in near if likeness(one.carried.text, other.carried.text) >= SAME]


def _meeting(pairs: Sequence[tuple[str, str]], buckets: Buckets) -> float:
    return sum(buckets[one] == buckets[other] for one, other in pairs) / len(pairs) if pairs else 1.0


def _none(labelled: Sequence[Labelled], count: int) -> Buckets:
    return {each.features.id: 0 for each in labelled}


def _by(key: Callable[[Features], str]) -> Callable[[Sequence[Labelled], int], Buckets]:
    """By what an article says alone: any number of writers could choose without asking each other."""

    def choose(labelled: Sequence[Labelled], count: int) -> Buckets:
        return {each.features.id: crc32(key(each.features).encode()) % count for each in labelled}

    return choose


def _most_named(*types: str) -> Callable[[Features], str]:
    def key(features: Features) -> str:
        named = [each for each in features.entities if each.type in types]
        return min(named, key=lambda each: (-each.salience, each.id)).id if named else features.title

    return key


def _nearest(labelled: Sequence[Labelled], count: int) -> Buckets:
    """To where the article with most of its rarest words went; to the emptiest bucket if there is none.

    It needs a memory, and so one writer, of a tenth of what relating costs.
    """
    background, buckets, load = Background(), dict[str, int](), Counter[int]()
    postings: defaultdict[str, list[Member]] = defaultdict(list)
    for each in labelled:
        member = each.member
        if member is None:
            buckets[each.features.id] = 0
            continue
        keys = _keys(member, background)
        found: defaultdict[str, float] = defaultdict(float)
        for key, weight in keys.items():
            for other in postings[key][-MAX_POSTINGS:]:
                if abs(other.day - member.day) <= WINDOW_DAYS:
                    found[other.id] += weight
            postings[key].append(member)
        nearest = max(found, key=lambda other: (found[other], other), default=None)
        bucket = min(range(count), key=lambda at: load[at]) if nearest is None else buckets[nearest]
        buckets[member.id] = bucket
        load[bucket] += 1
        background.add(member.id, member.day, terms_of(member.bags))
    return buckets


def _keys(member: Member, background: Background) -> Mapping[str, float]:
    terms = dict(weighed_keys(background.around(member.day).weighed(member.bags)))
    return terms | {f"band:{band}": BAND_WEIGHT for band in member.carried.text.bands}


WAYS: Mapping[str, Callable[[Sequence[Labelled], int], Buckets]] = {
    "one writer": _none,
    "by the title": _by(lambda features: features.title),
    "by the place named most": _by(_most_named("GPE", "LOC")),
    "by the person named most": _by(_most_named("PER")),
    "to the nearest before it": _nearest,
}
