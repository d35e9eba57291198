"""The words, names and numbers of an article, counted by where they stand: what likeness of stories is read from."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import pairwise

from processors.enrich.stem import TOKEN, stem_word
from processors.relate.features import Features
from processors.text.folding import folded
from processors.text.markers import FUNCTION_WORDS

LEAD_TOKENS = 40
# Behind the lead a word counts less the later it stands, by the factor e every so many words.
FADING = 80
MAX_TOKENS = 280
# Of a word by its place in the text.
COUNTS = tuple(1.0 if at < LEAD_TOKENS else math.exp(-(at - LEAD_TOKENS) / FADING) for at in range(MAX_TOKENS))
TITLE_COUNTS = 2.0
TITLE_PAIR, LEAD_PAIR = 1.2, 0.3


class Bag(StrEnum):
    LEAD = "lead"
    """Stems of title and text, the lead first, and pairs of neighbours in title and lead."""
    TITLE = "title"
    """Stood in memories until 2026-11; nothing reads it."""
    NAMES = "names"
    SPEAKERS = "speakers"
    FIGURES = "figures"


Bags = Mapping[Bag, Mapping[str, float]]


def bags_of(features: Features) -> Bags:
    """Terms with their counts. Empty bags stay out."""
    title, body = _stems(features.title), _stems(features.text[: MAX_TOKENS * 12])[:MAX_TOKENS]
    bags: dict[Bag, Mapping[str, float]] = {
        Bag.LEAD: _lead(title, body),
        Bag.NAMES: {each.id: each.salience for each in features.entities},
        Bag.SPEAKERS: Counter(features.speakers),
        Bag.FIGURES: Counter(f"{each.value:g} {each.unit}".strip() for each in features.figures),
    }
    return {bag: _dampened(counts) for bag, counts in bags.items() if counts}


def _lead(title: Sequence[str], body: Sequence[str]) -> Mapping[str, float]:
    counts: defaultdict[str, float] = defaultdict(float)
    for term in title:
        counts[term] += TITLE_COUNTS
    for term, count in zip(body, COUNTS, strict=False):
        counts[term] += count
    for words, count in ((title, TITLE_PAIR / 2), (body[: LEAD_TOKENS + 1], LEAD_PAIR)):
        for first, second in pairwise(words):
            counts[f"{first} {second}"] += count
    return counts


def _dampened(counts: Mapping[str, float]) -> Mapping[str, float]:
    """A word said ten times is not ten times as telling."""
    return {term: round(1 + math.log(count), 3) if count > 1 else round(count, 3) for term, count in counts.items()}


def _stems(text: str) -> Sequence[str]:
    tokens = TOKEN.findall(folded(text).casefold())
    return [stem_word(token) for token in tokens if len(token) > 1 and token not in FUNCTION_WORDS]
