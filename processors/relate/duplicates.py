"""Which of two articles is a near-duplicate of the other, of what kind, and to whom the text is credited."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from processors.relate.shingles import Shingled, share
from processors.text.words import key_of

# Fitted by logistic regression on pairs that people labelled; `warta bench stories` prints how well it does.
MOST, LEAST, LEAD_MOST, LEAD_LEAST, TITLE, BIAS = 7.6, 10.6, -1.8, 4.5, 5.4, -15.25
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


class Kind(StrEnum):
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
    kind: Kind
    alike: float
    credit: str
    confidence: float


def likeness(one: Shingled, other: Shingled) -> float:
    """How surely one text was made from the other, 0 to 1.

    A shared background block is not enough: the leads and the titles must be alike too.
    """
    its, others = one.shingles, other.shingles
    if min(len(its), len(others)) < MIN_SHINGLES:
        return float(bool(its) and its == others and one.title == other.title)
    common = len(its & others)
    if common < MIN_SHARED * min(len(its), len(others)):
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


def duplicate_of(article: Carried, others: Iterable[Carried], threshold: float = 0.5) -> Duplicate | None:
    """The text that this one is made from: the most alike, the earlier of two. None if it is new."""
    scored = [(likeness(article.text, other.text), other) for other in others if other.id != article.id]
    found = [(alike, other) for alike, other in scored if alike >= threshold]
    if not found:
        return None
    alike, other = min(found, key=lambda each: (-round(each[0], 3), _when(each[1]), each[1].id))
    kind = _kind(article, other)
    credit, confidence = credit_of(article, other)
    return Duplicate(article.id, other.id, kind, round(alike, 3), credit, confidence)


def credit_of(article: Carried, other: Carried) -> tuple[str, float]:
    """Who wrote the text, and how sure that is: the agency that both name, or one does, or else the first outlet."""
    wires = [_wires(each) for each in (article, other)]
    both = [wire for wire in wires[0] if wire in wires[1]]
    if both:
        return both[0], 0.95
    if wires[0] or wires[1]:
        return (wires[0] or wires[1])[0], 0.8
    cited = key_of(other.outlet) in {key_of(source) for source in article.sources}
    if cited:
        return other.outlet, 0.9
    if article.outlet == other.outlet:
        return other.outlet, 0.9
    # A day without a time tells only an earlier day.
    earlier = article.published and other.published and other.published < article.published
    return other.outlet, 0.6 if earlier else 0.4


def _kind(article: Carried, other: Carried) -> Kind:
    its, others = article.text.shingles, other.text.shingles
    shares = share(its, others), share(others, its)
    if article.outlet == other.outlet:
        return Kind.COPY if min(shares) >= COPY and article.published == other.published else Kind.UPDATE
    if min(shares) >= SAME_TEXT and (_wires(article) or _wires(other)):
        return Kind.WIRE
    return Kind.COPY if min(shares) >= COPY else Kind.REWRITE


def _wires(article: Carried) -> Sequence[str]:
    """Agencies that an article is of, or names as its source."""
    names = (article.outlet, *article.sources)
    return list(dict.fromkeys(wire for name in names if (wire := WIRE_OF.get(key_of(name)))))


def _when(article: Carried) -> tuple[bool, str]:
    return article.published is None, article.published.isoformat() if article.published else ""
