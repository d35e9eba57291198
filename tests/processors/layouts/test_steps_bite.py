"""The generated pages bite: without any one step of the cleaner, they come out worse."""

import json
from dataclasses import fields, replace
from functools import cache
from typing import Any

import pytest

from processors.clean.clean import clean_html
from processors.clean.lines import CleanedLines
from processors.clean.rules import load_rules
from processors.clean.steps import STEPS, Steps
from schemas.outcomes import Drop
from tests.processors.layouts.generator import generate_with
from tests.processors.layouts.laid_out import LaidOut
from tests.processors.layouts.scoring import FETCHED_AT, Mean, mean, score
from tests.processors.own_pages import BODY, LEAD, OTHERS, TITLE
from tests.processors.own_pages import page as own_page

RULES = load_rules()
PAGES = 30
LEFT_OUT: dict[str, Any] = {
    "drop_cards": lambda body: [],
    "drop_image_boxes": lambda body, allowed: [],
    "name_buttons": lambda body: [],
    "wrap": lambda body: None,
    "isolate": lambda body, blocks, heading, rules: list(body),
    "prune": lambda article, rules, allowed: [],
    "drop_link_lists": lambda article, rules, title: [],
    "make_plain": lambda article: [],
    "clean_lines": lambda lines, **_: CleanedLines(tuple(lines), ()),
    "second_reading": False,
}
# The kinds of page that a step was written for; what else stands on them is ordinary.
WRITTEN_FOR: dict[str, dict[str, str]] = {
    "drop_image_boxes": {"inside": "picture_plain"},
    "wrap": {"form": "rows"},
    "isolate": {"below": "next_h1"},
    "prune": {"end": "tags_nameless", "inside": "named_related"},
    "drop_link_lists": {"inside": "headline_card"},
    "make_plain": {"inline": "time"},
    "clean_lines": {"amid": "also"},
}
CARDS = "".join(
    f"<div class='c'><h4><a href='/{at}'>{title}</a></h4><p>{line}</p></div>"
    for at, (title, line) in enumerate(zip(OTHERS, (BODY[1], BODY[2], BODY[5]), strict=True))
)
STATED = {"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n".join(BODY)}
# What no generated page needs by itself.
OWN_PAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "drop_cards": (f"<article><h1>{TITLE}</h1><div><img src='/k.jpg'><p>{LEAD}</p></div></article>{CARDS}", (LEAD,)),
    "name_buttons": (
        f"<h1>{TITLE}</h1>{''.join(f'<p>{line}</p>' for line in BODY)}<p><button>Daftarkan diri</button></p>",
        BODY,
    ),
    "second_reading": (
        f"<h1>{TITLE}</h1><p>{LEAD}</p><script type='application/ld+json'>{json.dumps(STATED)}</script>", BODY
    ),
}  # fmt: skip


def test_every_step_can_be_left_out() -> None:
    assert set(LEFT_OUT) == {field.name for field in fields(Steps)} == {*WRITTEN_FOR, *OWN_PAGES}


@pytest.mark.slow
@pytest.mark.parametrize("step", WRITTEN_FOR)
def test_without_a_step_the_pages_that_it_was_written_for_come_out_worse(step: str) -> None:
    whole, less = scored(step, STEPS), scored(step, replace(STEPS, **{step: LEFT_OUT[step]}))

    assert whole.f1 >= 0.995
    assert less.f1 < whole.f1 - 0.003 or less.survival > whole.survival + 0.02


@pytest.mark.parametrize("step", OWN_PAGES)
def test_without_a_step_the_page_that_it_was_written_for_reads_otherwise(step: str) -> None:
    html, paragraphs = OWN_PAGES[step]

    assert read(html, STEPS) == paragraphs
    assert read(html, replace(STEPS, **{step: LEFT_OUT[step]})) != paragraphs


def read(html: str, steps: Steps) -> tuple[str, ...]:
    body, url = own_page(html).encode(), "https://x.id/a/1"
    try:
        return clean_html(body, url=url, source="x", fetched_at=FETCHED_AT, rules=RULES, steps=steps).paragraphs
    except Drop:
        return ()


def scored(step: str, steps: Steps) -> Mean:
    return mean(score(page(step, seed), RULES, steps) for seed in range(1, PAGES + 1))


@cache
def page(step: str, seed: int) -> LaidOut:
    return generate_with(seed, WRITTEN_FOR[step])
