"""What speaks for two articles telling one event, and against it; joined by learnt weights."""

import json
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from importlib.resources import files

from processors.relate.background import DAYS, Weighed
from processors.relate.bags import Bag

WEIGHTS = "weights.json"
# Two days apart is as far as the event's date speaks against.
MAX_DAYS_APART = 2
# Of each bag, the terms that are kept; the others weigh little.
MAX_TERMS = 100
# Values have four places. Each is one object, whoever has it: an article has a hundred.
PLACES = tuple(number / 10_000 for number in range(10_001))


@dataclass(frozen=True)
class ArticleVectors:
    """An article as its likeness is read: its rarest terms, weighed in the surroundings of a day."""

    vectors: Mapping[Bag, Mapping[str, float]]
    day: int
    event_day: date | None
    outlet: str


def seen(weighed: Weighed, day: int, event_day: date | None, outlet: str) -> ArticleVectors:
    """`weighed` are the terms of an article in the surroundings of its day."""
    vectors = {bag: _rarest(terms) for bag, terms in weighed.items()}
    return ArticleVectors(vectors, day, event_day, outlet)


def cosine(bag: Bag, one: ArticleVectors, other: ArticleVectors) -> float:
    """Of vectors of length one. The order of terms decides nothing, so that a restart changes no digit."""
    terms, others = one.vectors.get(bag), other.vectors.get(bag)
    if not terms or not others:
        return 0.0
    return math.fsum([terms[term] * others[term] for term in others.keys() & terms.keys()])


def _other_event_day(one: ArticleVectors, other: ArticleVectors) -> float:
    if one.event_day is None or other.event_day is None:
        return 0.0
    return min(abs((one.event_day - other.event_day).days), MAX_DAYS_APART) / MAX_DAYS_APART


def _days_apart(one: ArticleVectors, other: ArticleVectors) -> float:
    return min(abs(one.day - other.day), DAYS) / DAYS


# What may be weighed; each is 0 to 1. Only what has a weight is read of a pair.
SIGNALS: Mapping[str, Callable[[ArticleVectors, ArticleVectors], float]] = {
    "lead": partial(cosine, Bag.LEAD),
    "names": partial(cosine, Bag.NAMES),
    "speakers": partial(cosine, Bag.SPEAKERS),
    "other_event_day": _other_event_day,
    "days_apart": _days_apart,
}


@dataclass(frozen=True)
class Weights:
    """`bias` is what a pair begins from; a sum over 0 joins."""

    bias: float
    signals: Mapping[str, float]

    def score(self, one: ArticleVectors, other: ArticleVectors) -> float:
        return self.bias + sum(weight * SIGNALS[name](one, other) for name, weight in self.signals.items() if weight)


@lru_cache(maxsize=1)
def learnt_weights() -> Weights:
    read = json.loads(files("processors.relate").joinpath(WEIGHTS).read_text("utf-8"))
    return Weights(read["bias"], read["signals"])


def shared_terms(one: ArticleVectors, other: ArticleVectors, count: int) -> list[str]:
    """What joins two articles most, to be told to a reader."""
    found: dict[str, float] = {}
    for bag in (Bag.NAMES, Bag.LEAD, Bag.FIGURES):
        terms, others = one.vectors.get(bag, {}), other.vectors.get(bag, {})
        for term in terms.keys() & others.keys():
            found.setdefault(term.partition(":")[2] or term, terms[term] * others[term])
    return sorted(found, key=lambda term: (-found[term], term))[:count]


def _rarest(terms: Sequence[tuple[float, str]]) -> Mapping[str, float]:
    """Of a vector of length one."""
    scale = (len(PLACES) - 1) / (math.sqrt(math.fsum(weight * weight for weight, _ in terms)) or 1.0)
    return {sys.intern(term): PLACES[round(-weight * scale)] for weight, term in terms[:MAX_TERMS]}
