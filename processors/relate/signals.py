"""What speaks for two articles telling one event, and against it; joined by learnt weights."""

import heapq
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

from processors.relate.background import Surroundings
from processors.relate.bags import Bag, Bags

WEIGHTS = "weights.json"
# Two days apart is as far as the event's date speaks against.
MAX_DAYS_APART = 2
# Of each bag, the terms that are kept; the others weigh little.
MAX_TERMS = 100


@dataclass(frozen=True)
class Weights:
    """`bias` is what a pair begins from; a sum over 0 joins."""

    bias: float
    signals: Mapping[str, float]

    def score(self, signals: Mapping[str, float]) -> float:
        return self.bias + sum(self.signals.get(name, 0.0) * value for name, value in signals.items())


@lru_cache(maxsize=1)
def learnt_weights() -> Weights:
    read = json.loads(files("processors.relate").joinpath(WEIGHTS).read_text("utf-8"))
    return Weights(read["bias"], read["signals"])


@dataclass(frozen=True)
class Seen:
    """An article as its likeness is read: its rarest terms, weighed in the surroundings of a day."""

    vectors: Mapping[Bag, Mapping[str, float]]
    day: int
    event_day: date | None
    outlet: str


def seen(bags: Bags, surroundings: Surroundings, day: int, event_day: date | None, outlet: str) -> Seen:
    vectors = {bag: _rarest(surroundings.vector(bag, terms)) for bag, terms in bags.items()}
    return Seen(vectors, day, event_day, outlet)


def signals_of(one: Seen, other: Seen, likeness: float) -> Mapping[str, float]:
    """Each 0 to 1. `likeness` is that of near-duplicates."""
    alike = {bag.value: cosine(one.vectors.get(bag, {}), other.vectors.get(bag, {})) for bag in Bag}
    apart = _apart(one.event_day, other.event_day)
    return alike | {
        "near_duplicate": likeness,
        "other_speakers": float(_strangers(one, other, Bag.SPEAKERS)),
        "other_figures": float(_strangers(one, other, Bag.FIGURES)),
        "other_event_day": min(apart or 0, MAX_DAYS_APART) / MAX_DAYS_APART,
        "same_event_day": float(apart == 0),
        "days_apart": min(abs(one.day - other.day), 3) / 3,
        "same_outlet": float(one.outlet == other.outlet),
        "named_speaker": alike["lead"] * alike["speakers"],
    }


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(value * other[term] for term, value in one.items() if term in other)


def shared_terms(one: Seen, other: Seen, count: int) -> list[str]:
    """What joins two articles most, to be told to a reader."""
    found: dict[str, float] = {}
    for bag in (Bag.NAMES, Bag.LEAD, Bag.FIGURES):
        terms, others = one.vectors.get(bag, {}), other.vectors.get(bag, {})
        for term in terms.keys() & others.keys():
            found.setdefault(term.partition(":")[2] or term, terms[term] * others[term])
    return sorted(found, key=lambda term: (-found[term], term))[:count]


def _rarest(vector: Mapping[str, float]) -> Mapping[str, float]:
    kept = heapq.nlargest(MAX_TERMS, vector.items(), key=lambda each: (each[1], each[0]))
    return {sys.intern(term): round(value, 4) for term, value in kept}


def _strangers(one: Seen, other: Seen, bag: Bag) -> bool:
    terms, others = one.vectors.get(bag, {}), other.vectors.get(bag, {})
    return bool(terms and others) and not terms.keys() & others.keys()


def _apart(one: date | None, other: date | None) -> int | None:
    return abs((one - other).days) if one and other else None
