"""Which of two articles is a near-duplicate of the other, of what kind, and to whom the text is credited."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from processors.relate.features import NEVER
from processors.relate.shingles import Shingled, share
from processors.text.words import key_of

# Fitted by logistic regression on pairs that people labelled; `warta bench stories` prints how well it does.
MOST, LEAST, LEAD_MOST, LEAD_LEAST, TITLE, BIAS = 7.6, 10.6, -1.8, 4.5, 5.4, -15.25
# From here on two texts are one.
SAME = 0.5
# A text this much alike, all but word for word, is a copy.
COPY = 0.85
# Two texts that are one word for word are one, whatever their titles.
SURELY = 0.95
OTHER_TITLE, OTHER_LEAD = 0.2, 0.5
# Of the longer text, what the other has: under it one was written anew.
SAME_TEXT = 0.6
MIN_SHINGLES = 12
# Texts that share less are no near-duplicates, whatever their leads and titles.
MIN_SHARED = 0.2
WIRES = {
    "antara": ("antara", "antaranews", "antaranewscom", "lkbnantara"),
    "reuters": ("reuters",),
    "afp": ("afp", "agencefrancepresse"),
    "ap": ("ap", "associatedpress", "theassociatedpress"),
    "xinhua": ("xinhua",),
    "kcna": ("kcna",),
    "tass": ("tass",),
    "yonhap": ("yonhap",),
    "dpa": ("dpa",),
    "bernama": ("bernama",),
}
WIRE_OF = {name: wire for wire, names in WIRES.items() for name in names}


MIDNIGHT = time(0)


class DuplicateKind(StrEnum):
    COPY = "copy"
    """The same text, but for a few words."""
    WIRE = "wire"
    """The same text, and one names the agency that it comes from."""
    REWRITE = "rewrite"
    """Told anew after the other text."""
    UPDATE = "update"
    """A later text of the same outlet."""


@dataclass(frozen=True)
class Carried:
    """What is known of an article when its text is compared: who carried it, when, and whom it cites."""

    id: str
    outlet: str
    published: datetime | None
    sources: tuple[str, ...]
    text: Shingled


@dataclass(frozen=True)
class Duplicate:
    """That `id` is a near-duplicate of the earlier `of`. `alike` and `confidence` are 0 to 1."""

    id: str
    of: str
    kind: DuplicateKind
    alike: float
    credit: str
    confidence: float


def likeness(one: Shingled, other: Shingled, its: frozenset[int] | None = None) -> float:
    """How surely one text was made from the other, 0 to 1. `its` are the shingles of `one`, where they are at hand.

    A shared background block is not enough: the leads and the titles must be alike too.
    """
    fewer = min(one.size, other.size)
    if fewer < MIN_SHINGLES:
        return float(fewer > 0 and one.packed == other.packed and one.title == other.title)
    # Nearly all pairs end here, before a set is made.
    if one.most_common(other) < MIN_SHARED * fewer:
        return 0.0
    its, others = one.shingles if its is None else its, other.shingles
    common = len(its & others)
    if common < MIN_SHARED * fewer:
        return 0.0
    shares = common / len(its), common / len(others)
    leads = share(one.lead, others), share(other.lead, its)
    shorter = min(len(one.title), len(other.title))
    titles = len(one.title & other.title) / shorter if shorter else 0.0
    score = BIAS + MOST * max(shares) + LEAST * min(shares)
    score += LEAD_MOST * max(leads) + LEAD_LEAST * min(leads) + TITLE * titles
    if min(shares) >= SURELY:
        return 1.0
    # One that begins otherwise and is titled otherwise tells something else, however much it took over.
    if titles < OTHER_TITLE and min(leads) < OTHER_LEAD and min(shares) < COPY:
        return 0.0
    return 1 / (1 + math.exp(-score))


@dataclass(frozen=True)
class TextOrigin:
    """Who has the text of an article: `of` is what it was made from, `copies` are those that were made from it."""

    of: Duplicate | None
    copies: tuple[Duplicate, ...] = ()


def near_duplicates(article: Carried, others: Iterable[tuple[float, Carried]]) -> TextOrigin:
    """Of articles with their likeness those that have the same text, by citation and time.

    An original that arrives late has copies already.
    """
    found = [(alike, other) for alike, other in others if alike >= SAME and other.id != article.id]
    copies = [(alike, other) for alike, other in found if is_source(article, other)]
    sources = [each for each in found if each not in copies]
    of = min(sources, key=lambda each: preference(*each), default=None)
    return TextOrigin(
        None if of is None else _duplicate(article, of[1], of[0]),
        tuple(_duplicate(other, article, alike) for alike, other in copies),
    )


def duplicate_of(article: Carried, others: Iterable[Carried]) -> Duplicate | None:
    """The text that this one is made from: the most alike, the earlier of two. None if it is new."""
    return near_duplicates(article, ((likeness(article.text, other.text), other) for other in others)).of


def preference(alike: float, source: Carried) -> tuple[float, datetime, str]:
    """Of several sources of a text the least: the most alike, then the earliest."""
    return -round(alike, 3), source.published or NEVER, source.id


def _duplicate(article: Carried, source: Carried, alike: float) -> Duplicate:
    credit, confidence = credit_of(article, source)
    return Duplicate(article.id, source.id, _kind(article, source), round(alike, 3), credit, confidence)


def is_source(article: Carried, other: Carried) -> bool:
    """Whether the other was surely made from this article: it cites its outlet, or else it came out later."""
    cites, cited = _cites(article, other), _cites(other, article)
    return cited if cites != cited else _is_earlier(article, other)


def credit_of(article: Carried, source: Carried) -> tuple[str, float]:
    """Who wrote the text, and how sure that is: the agency that both name, or one does, or else the source's outlet."""
    wires = [_wires(each) for each in (article, source)]
    both = [wire for wire in wires[0] if wire in wires[1]]
    if both:
        return both[0], 0.95
    if wires[0] or wires[1]:
        return (wires[0] or wires[1])[0], 0.8
    if _cites(article, source) or article.outlet == source.outlet:
        return source.outlet, 0.9
    return source.outlet, 0.6 if _is_earlier(source, article) else 0.4


def _cites(article: Carried, other: Carried) -> bool:
    return article.outlet != other.outlet and key_of(other.outlet) in {key_of(source) for source in article.sources}


def _is_earlier(article: Carried, other: Carried) -> bool:
    """Surely: a day without a time tells only an earlier day."""
    first, second = article.published, other.published
    if first is None or second is None:
        return False
    if MIDNIGHT in (first.time(), second.time()):
        return first.date() < second.date()
    return first < second


def _kind(article: Carried, other: Carried) -> DuplicateKind:
    its, others = article.text.shingles, other.text.shingles
    shares = share(its, others), share(others, its)
    if article.outlet == other.outlet:
        return (
            DuplicateKind.COPY if min(shares) >= COPY and article.published == other.published else DuplicateKind.UPDATE
        )
    if min(shares) >= SAME_TEXT and (_wires(article) or _wires(other)):
        return DuplicateKind.WIRE
    return DuplicateKind.COPY if min(shares) >= COPY else DuplicateKind.REWRITE


def _wires(article: Carried) -> Sequence[str]:
    """Agencies that an article is of, or names as its source."""
    names = (article.outlet, *article.sources)
    return list(dict.fromkeys(wire for name in names if (wire := WIRE_OF.get(key_of(name)))))
