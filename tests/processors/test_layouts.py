"""Thousands of generated pages: the article comes out whole and alone, however a site lays it out."""

import os
from functools import partial

import pytest

from processors.clean.rules import load_rules
from tests.processors.layouts.generator import generate, generate_held
from tests.processors.layouts.report import named
from tests.processors.layouts.scoring import mean, score

# Fewer while one works on a step: `WARTA_LAYOUT_PAGES=500 make test`.
PAGES = int(os.environ.get("WARTA_LAYOUT_PAGES", "5000"))
PAGES_A_TEST = 250
HELD_PAGES = 500
MIN_MEAN, MIN_WORST, MAX_SURVIVAL = 0.995, 0.95, 0.01
# Nothing was built on these kinds: a page may be lost, but the figure is told.
MIN_HELD_MEAN, MAX_HELD_SURVIVAL = 0.985, 0.02
score_page = partial(score, rules=load_rules())


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
