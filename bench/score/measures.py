"""How good a cleaned page is beside its gold: text, marked boilerplate, title, date and authors.

The definitions are those of Zyte's article-extraction benchmark for text (4-gram shingles, mean over pages) and our own
for the rest.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bench.score.gold import Gold

WORD = re.compile(r"\w+")
SPACE = re.compile(r"\s+")
CLOCK = re.compile(r"\d\d:\d\d")
BRACKET = re.compile(r"[()\[\]]")
NAME_BREAK = re.compile(r"\s*[;,&]\s*|\s+(?:dan|and)\s+")
SHINGLE_WORDS = 4
# A shorter mark without brackets ("Bagikan") may stand in a sentence: it counts only as a whole line.
MARK_INSIDE_CHARS = 12
# An optional line as short as this is a label, which may also begin a line of the text.
OPTIONAL_LABEL_CHARS = 14


@dataclass(frozen=True)
class Prediction:
    """What a tool made of a page; `published` is ISO 8601, empty where the tool says nothing."""

    lines: tuple[str, ...] = ()
    title: str = ""
    published: str = ""
    authors: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True)
class TextScore:
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True)
class PageScore:
    """None is what the gold does not judge. `authors` is of pages that name some, `no_authors` of those that do not."""

    id: str
    site: str
    text: TextScore
    marks: int
    survivors: tuple[str, ...]
    title: bool | None = None
    day: bool | None = None
    minute: bool | None = None
    authors: bool | None = None
    no_authors: bool | None = None


def score_page(gold: Gold, prediction: Prediction) -> PageScore:
    day, minute = date_right(gold, prediction.published) if gold.published else (None, None)
    authors = authors_right(gold, prediction.authors) if gold.authors is not None else None
    kept = without_optional(prediction.text, gold.optional)
    return PageScore(
        id=gold.id,
        site=gold.site or gold.id,
        text=text_score("\n".join(gold.body), kept),
        marks=len(gold.must_not),
        survivors=survivors(prediction.text, gold.must_not),
        title=words(prediction.title) == words(gold.title) if gold.title else None,
        day=day,
        minute=minute,
        authors=authors if gold.authors else None,
        no_authors=None if gold.authors else authors,
    )


def words(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text).lower())


def text_score(gold: str, predicted: str) -> TextScore:
    """Shared shingles by all that were predicted, and by all that were wanted; each counts as often as it stands."""
    wanted, got = _shingles(gold), _shingles(predicted)
    shared = (wanted & got).total()
    return TextScore(shared / got.total(), shared / wanted.total()) if shared else TextScore(0.0, 0.0)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    """Runs of four words; a shorter text is one run."""
    run = words(text)
    last = max(len(run) - SHINGLE_WORDS, 0) if run else -1
    return Counter(tuple(run[start : start + SHINGLE_WORDS]) for start in range(last + 1))


def without_optional(text: str, optional: Sequence[str]) -> str:
    """The text without optional lines, and without optional labels at the start of a line."""
    packed = {_packed(line) for line in optional}
    lines = [line for line in text.split("\n") if _packed(line) not in packed]
    for label in map(_packed, optional):
        if len(label) <= OPTIONAL_LABEL_CHARS:
            start = re.compile(r"^\s*" + r"\s*".join(map(re.escape, label)))
            lines = [start.sub("", line) for line in lines]
    return "\n".join(lines)


def survivors(text: str, marks: Iterable[str]) -> tuple[str, ...]:
    """The marks that the text still holds, white space ignored."""
    whole, lines = _packed(text), {_packed(line) for line in text.split("\n")}
    return tuple(mark for mark in marks if _packed(mark) in (lines if _is_short(_packed(mark)) else whole))


def _is_short(mark: str) -> bool:
    return len(mark) < MARK_INSIDE_CHARS and not BRACKET.search(mark)


def _packed(text: str) -> str:
    return SPACE.sub("", text)


def date_right(gold: Gold, published: str) -> tuple[bool, bool | None]:
    """Whether the day is right in the gold's zone, and the minute, which needs a time; None where gold has no minute.

    Where one of the two has no zone, the clocks are compared.
    """
    want, got = datetime.fromisoformat(gold.published), _instant(published)
    to_minute = gold.published_precision == "minute"
    if got is None:
        return False, False if to_minute else None
    if want.tzinfo is not None and got.tzinfo is not None:
        got = got.astimezone(want.tzinfo)
    want, got = want.replace(tzinfo=None), got.replace(tzinfo=None, second=0, microsecond=0)
    same_minute = got == want.replace(second=0, microsecond=0) and bool(CLOCK.search(published))
    return got.date() == want.date(), same_minute if to_minute else None


def _instant(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        # A tool's free text is a date it did not read.
        return None


def authors_right(gold: Gold, authors: Sequence[str]) -> bool:
    """Every author of the gold and nobody beyond the acceptable; where it has none, nobody but an editor."""
    want, got = _names(gold.authors or ()), _names(authors)
    acceptable = _names(gold.authors_acceptable)
    if want:
        return want <= got and got - want <= acceptable
    return got <= acceptable | _names(gold.editors)


def _names(values: Iterable[str]) -> set[str]:
    parts = (part for value in values for part in NAME_BREAK.split(value))
    return {" ".join(words(part)) for part in parts} - {""}
