"""Thousands of generated pages: the article comes out whole and alone, however a site lays it out."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from processors.clean.clean import clean_html
from processors.clean.isolate import isolate
from processors.clean.rules import load_rules
from processors.clean.steps import STEPS
from tests.processors.layouts.generator import generate, generate_held
from tests.processors.layouts.laid_out import LaidOut
from tests.processors.layouts.report import named
from tests.processors.layouts.scoring import FETCHED_AT, mean, score

# Fewer while one works on a step: `WARTA_LAYOUT_PAGES=500 make test`.
PAGES = int(os.environ.get("WARTA_LAYOUT_PAGES", "5000"))
PAGES_A_TEST = 250
HELD_PAGES = 500
MIN_MEAN, MIN_WORST, MAX_SURVIVAL = 0.995, 0.95, 0.01
# Nothing was built on these kinds: a page may be lost, but the figure is told.
MIN_HELD_MEAN, MAX_HELD_SURVIVAL = 0.985, 0.02
# What a reader of `removed` can count on.
ACCOUNTED_PAGES = 300
WORD = re.compile(r"[^\W_]+")
RULES = load_rules()
score_page = partial(score, rules=RULES)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(1, PAGES + 1, PAGES_A_TEST), ids="from seed {}".format)
def test_every_page_gives_its_article_whole_and_alone(first: int) -> None:
    rows = [score_page(generate(seed)) for seed in range(first, first + PAGES_A_TEST)]

    assert [named(row) for row in rows if row.text.f1 < MIN_WORST or not row.facts_right] == []
    assert mean(rows).f1 >= MIN_MEAN
    assert mean(rows).survival <= MAX_SURVIVAL


@pytest.mark.slow
def test_pages_that_nothing_was_built_on_give_nearly_as_much() -> None:
    rows = [score_page(generate_held(seed)) for seed in range(1, HELD_PAGES + 1)]

    assert mean(rows).f1 >= MIN_HELD_MEAN
    assert mean(rows).survival <= MAX_HELD_SURVIVAL


@pytest.mark.slow
def test_no_word_of_the_chosen_parts_vanishes_untold() -> None:
    unaccounted = {seed: words for seed in range(1, ACCOUNTED_PAGES + 1) if (words := [*_vanished(generate(seed))])}

    assert unaccounted == {}


def _vanished(page: LaidOut) -> Iterator[str]:
    """Words of the parts that are neither in the article nor in what was removed."""
    chosen: list[str] = []

    def telling(*page_and_rules: Any) -> Any:
        parts = isolate(*page_and_rules)
        chosen.extend(str(text) for part in parts for text in part.itertext())
        return parts

    steps = replace(STEPS, isolate=telling)
    article = clean_html(
        page.html.encode(), url=page.url, source="uji", fetched_at=FETCHED_AT, rules=RULES, steps=steps
    )
    if article.quality.second_opinion:
        return
    told = _solid(article.title, *article.paragraphs, *(piece.text for piece in article.removed))
    yield from (word for word in WORD.findall(" ".join(chosen)) if word not in told)


def _solid(*texts: str) -> str:
    """Without what parts words: a letter may stand in an element of its own."""
    return "".join(word for text in texts for word in WORD.findall(text))
