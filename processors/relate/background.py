"""How common a term is in the news of these days: what many stories share tells none of them apart."""

import math
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from processors.relate.bags import Bag, Bags

# Days before and after an article in which its term's neighbours are counted.
DAYS = 3
# The weight of all time against these days, in articles: a quiet day has little background of its own.
PRIOR = 10.0
MOST = 0.98
# What a pair of words tells beyond the rarer one, in nats.
PAIR = 0.7
# A story counts as so many articles at most: a flood does not make its own words common.
COUNTED_PER_STORY = 8
# Terms seen once are forgotten with their day if there are more than this.
MAX_TERMS = 400_000
PREFIX = {bag: f"{bag.value}:" for bag in Bag}

Weighed = Mapping[Bag, Sequence[tuple[float, str]]]
"""Of each bag, terms behind their weights below zero: the heaviest first, so that they are put in order once."""


@dataclass
class Background:
    """Counts of articles that have a term, of all time and by day.

    Days of the window are `open`: they are remembered as the terms of their articles. `closed` counts what came before.
    """

    closed_articles: int = 0
    closed: Counter[str] = field(default_factory=Counter)
    ever: Counter[str] = field(default_factory=Counter)
    days: dict[int, Counter[str]] = field(default_factory=dict)
    terms: dict[int, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    """Of each open day, the terms of its counted articles."""

    @property
    def articles(self) -> int:
        return self.closed_articles + sum(len(each) for each in self.terms.values())

    def add(self, article: str, day: int, terms: tuple[str, ...]) -> None:
        self.terms.setdefault(day, {})[article] = terms
        self.days.setdefault(day, Counter()).update(terms)
        self.ever.update(terms)

    def close_before(self, day: int) -> tuple[list[str], set[str]]:
        """Closes days that left the window. Returns their articles, and the terms whose closed count changed."""
        articles: list[str] = []
        changed: set[str] = set()
        for old in sorted(each for each in self.days if each < day):
            counts = self.days.pop(old)
            gone = self.terms.pop(old, {})
            articles += gone
            self.closed_articles += len(gone)
            self.closed.update(counts)
            changed |= counts.keys()
            if len(self.closed) > MAX_TERMS:
                self._drop_rare(changed)
        return articles, changed

    def _drop_rare(self, changed: set[str]) -> None:
        for term in [each for each in changed if self.closed[each] <= 1]:
            self.ever[term] -= self.closed.pop(term)
            if not self.ever[term]:
                del self.ever[term]

    def around(self, day: int) -> "Surroundings":
        near = [self.days[each] for each in range(day - DAYS, day + DAYS + 1) if each in self.days]
        size = sum(len(self.terms[each]) for each in range(day - DAYS, day + DAYS + 1) if each in self.terms)
        return Surroundings(self, tuple(near), size)


def terms_of(bags: Bags) -> tuple[str, ...]:
    """As they are counted: a word and a name of one spelling are two terms, and pairs of words are none."""
    return tuple(
        sys.intern(PREFIX[bag] + term)
        for bag, terms in bags.items()
        for term in terms
        if bag is not Bag.LEAD or " " not in term
    )


@dataclass(frozen=True)
class Surroundings:
    """The background of one day."""

    background: Background
    near: tuple[Counter[str], ...]
    size: int

    def weighed(self, bags: Bags) -> Weighed:
        """Each count times the information of its term, in nats: 0.02 for one that everything has."""
        return {bag: self._weighed(bag, terms) for bag, terms in bags.items()}

    def _weighed(self, bag: Bag, terms: Mapping[str, float]) -> Sequence[tuple[float, str]]:
        if bag is not Bag.LEAD:
            weights = self._weights(PREFIX[bag], terms)
        else:
            weights = self._weights(PREFIX[bag], [term for term in terms if " " not in term])
            for term in terms:
                first, _, second = term.partition(" ")
                if second:
                    # Pairs are not counted, for most come once: one is at least as rare as the rarer of its words.
                    weights[term] = max(weights[first], weights[second]) + PAIR
        return sorted([(-count * weights[term], term) for term, count in terms.items()])

    def _weights(self, prefix: str, terms: Iterable[str]) -> dict[str, float]:
        articles, ever, size = self.background.articles + 1, self.background.ever, self.size + PRIOR
        weights: dict[str, float] = {}
        for term in terms:
            key = prefix + term
            here = 0
            for counts in self.near:
                here += counts.get(key, 0)
            common = (here + PRIOR * ((ever.get(key, 0) + 1) / articles)) / size
            weights[term] = -math.log(min(max(common, 1e-9), MOST))
        return weights
