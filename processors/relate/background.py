"""How common a term is in the news of these days: what many stories share tells none of them apart."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from processors.relate.bags import Bag, Bags

# Days before and after an article in which its term's neighbours are counted.
DAYS = 3
# The weight of all time against these days, in articles: a quiet day has little background of its own.
PRIOR = 10.0
LEAST, MOST = 0.02, 0.98
# A story counts as so many articles at most: a flood does not make its own words common.
COUNTED_PER_STORY = 8
# Terms seen once are forgotten with their day if there are more than this.
MAX_TERMS = 400_000


@dataclass
class Background:
    """Counts of articles that have a term, of all time and by day."""

    articles: int = 0
    ever: Counter[str] = field(default_factory=Counter)
    days: dict[int, Counter[str]] = field(default_factory=dict)
    sizes: Counter[int] = field(default_factory=Counter)

    def add(self, day: int, bags: Bags) -> None:
        self.articles += 1
        self.sizes[day] += 1
        counts = self.days.setdefault(day, Counter())
        for bag, terms in bags.items():
            keys = [f"{bag.value}:{term}" for term in terms]
            counts.update(keys)
            self.ever.update(keys)

    def forget_before(self, day: int) -> None:
        for old in [each for each in self.days if each < day]:
            counts = self.days.pop(old)
            self.sizes.pop(old, None)
            if len(self.ever) > MAX_TERMS:
                for term in counts:
                    if self.ever[term] <= 1:
                        del self.ever[term]

    def around(self, day: int) -> "Surroundings":
        near = [self.days[each] for each in range(day - DAYS, day + DAYS + 1) if each in self.days]
        size = sum(self.sizes[each] for each in range(day - DAYS, day + DAYS + 1))
        return Surroundings(self, tuple(near), size)


@dataclass
class Surroundings:
    """The background of one day. Weights are kept as they are asked for."""

    background: Background
    near: tuple[Counter[str], ...]
    size: int
    known: dict[str, float] = field(default_factory=dict)

    def weight(self, bag: Bag, term: str) -> float:
        """The information of a term, in nats: 0.02 for one that everything has."""
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
