"""How common a term is in the news of these days: what many stories share tells none of them apart."""

import math
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from processors.relate.bags import Bag, Bags

# Days before and after an article in which its term's neighbours are counted.
DAYS = 3
# The weight of all time against these days, in articles: a quiet day has little background of its own.
PRIOR = 10.0
LEAST, MOST = 0.02, 0.98
# What a pair of words tells beyond the rarer one, in nats.
PAIR = 0.7
# A story counts as so many articles at most: a flood does not make its own words common.
COUNTED_PER_STORY = 8
# Terms seen once are forgotten with their day if there are more than this.
MAX_TERMS = 400_000


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

    def around(self, day: int) -> "Surroundings":
        near = [self.days[each] for each in range(day - DAYS, day + DAYS + 1) if each in self.days]
        size = sum(len(self.terms[each]) for each in range(day - DAYS, day + DAYS + 1) if each in self.terms)
        return Surroundings(self, tuple(near), size)


def terms_of(bags: Bags) -> tuple[str, ...]:
    """As they are counted: a word and a name of one spelling are two terms, and pairs of words are none."""
    counted = {bag: [term for term in terms if bag is not Bag.LEAD or " " not in term] for bag, terms in bags.items()}
    return tuple(sys.intern(f"{bag.value}:{term}") for bag, terms in counted.items() for term in terms)


@dataclass
class Surroundings:
    """The background of one day. Weights are kept as they are asked for."""

    background: Background
    near: tuple[Counter[str], ...]
    size: int
    known: dict[str, float] = field(default_factory=dict)

    def weight(self, bag: Bag, term: str) -> float:
        """The information of a term, in nats: 0.02 for one that everything has."""
        first, _, second = term.partition(" ")
        if second and bag is Bag.LEAD:
            # Pairs are not counted, for most come once: one is at least as rare as the rarer of its words.
            return max(self.weight(bag, first), self.weight(bag, second)) + PAIR
        key = f"{bag.value}:{term}"
        weight = self.known.get(key)
        if weight is None:
            here = sum(counts[key] for counts in self.near if key in counts)
            ever = (self.background.ever.get(key, 0) + 1) / (self.background.articles + 1)
            common = (here + PRIOR * ever) / (self.size + PRIOR)
            weight = self.known[key] = -math.log(min(max(common, 1e-9), MOST))
        return max(weight, LEAST)

    def vector(self, bag: Bag, terms: Mapping[str, float]) -> Mapping[str, float]:
        """Of length one; empty if there is no term."""
        weighed = {term: count * self.weight(bag, term) for term, count in terms.items()}
        length = math.sqrt(sum(each * each for each in weighed.values()))
        return {term: each / length for term, each in weighed.items()} if length else {}
