"""How the cleaner does on generated pages: a row a page, and the means by kind."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bench.score.measures import TextScore, survivors, text_score, words
from processors.clean.clean import clean_html
from processors.clean.rules import Rules
from processors.clean.steps import STEPS, Steps
from schemas.article import CleanedArticle
from schemas.outcomes import Drop
from tests.processors.layouts.laid_out import LaidOut

FETCHED_AT = datetime(2025, 12, 30, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    """What came out of a page; `dropped` is why nothing did."""

    seed: int
    kinds: Mapping[str, str]
    text: TextScore
    marks: int
    survived: tuple[str, ...]
    facts_right: bool
    dropped: str = ""


@dataclass(frozen=True)
class Mean:
    """Over pages; `survival` is the share of the frame's marks that were found in the text."""

    pages: int
    f1: float
    worst: float
    survival: float


def clean_page(page: LaidOut, rules: Rules, steps: Steps = STEPS) -> CleanedArticle:
    """Raises Drop as the stage does."""
    body = page.html.encode()
    return clean_html(body, url=page.url, source="own", fetched_at=FETCHED_AT, rules=rules, steps=steps)


def paragraphs_of(page: LaidOut, rules: Rules) -> tuple[str, ...]:
    try:
        return clean_page(page, rules).paragraphs
    except Drop:
        return ()


def score(page: LaidOut, rules: Rules, steps: Steps = STEPS) -> Row:
    try:
        article = clean_page(page, rules, steps)
    except Drop as drop:
        return Row(page.seed, page.kinds, TextScore(0.0, 0.0), len(page.must_not), (), False, f"{drop.reason}: {drop}")
    text = "\n".join(article.paragraphs)
    day = article.published.at.date().isoformat() if article.published else ""
    # A contributor whom a line before the text names may be an author too.
    named = words(article.title) == words(page.title) and set(page.authors) <= set(article.authors)
    return Row(
        seed=page.seed,
        kinds=page.kinds,
        text=text_score("\n".join(page.paragraphs), text),
        marks=len(page.must_not),
        survived=survivors(text, page.must_not),
        facts_right=named and day == page.published[:10],
    )


def mean(rows: Iterable[Row]) -> Mean:
    rows = list(rows)
    marks = sum(row.marks for row in rows)
    return Mean(
        pages=len(rows),
        f1=sum(row.text.f1 for row in rows) / max(len(rows), 1),
        worst=min((row.text.f1 for row in rows), default=0.0),
        survival=sum(len(row.survived) for row in rows) / max(marks, 1),
    )


def by_kind(rows: Iterable[Row]) -> dict[str, dict[str, Mean]]:
    """Means by dimension and kind."""
    grouped: defaultdict[str, defaultdict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for dimension, kind in row.kinds.items():
            grouped[dimension][kind].append(row)
    return {name: {kind: mean(its) for kind, its in kinds.items()} for name, kinds in grouped.items()}
