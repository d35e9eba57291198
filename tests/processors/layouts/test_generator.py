"""The generator: the same seed gives the same page, every kind occurs, and gold and marks stand where they should."""

import re
from random import Random

import pytest

from bench.score.measures import survivors, words
from tests.processors.layouts.articles import Pen
from tests.processors.layouts.boxes import BY_SCRIPT
from tests.processors.layouts.contents import Content
from tests.processors.layouts.generator import generate, generate_held, generate_with
from tests.processors.layouts.kinds import CONTENTS, HELD, TUNED, draw, draw_held
from tests.processors.layouts.laid_out import LaidOut

TAG = re.compile(r"<!--.*?-->|<script.*?</script>|<[^>]*>", re.DOTALL)
UNSEEN = re.compile(r"[\s|\u00ad\u200b]|&nbsp;|&raquo;")
# Their HTML says letters or words that a reader does not see, or writes characters as numbers.
TOLD_APART = frozenset(("drop_cap_twice", "new_tab", "references", "tooltip"))
SEEDS = range(1, 301)


@pytest.fixture(scope="module")
def pages() -> list[LaidOut]:
    return [page for seed in SEEDS for page in (generate(seed), generate_held(seed))]


def test_the_same_seed_gives_the_same_page() -> None:
    assert generate(7) == generate(7)
    assert generate_held(7) == generate_held(7)
    assert generate(7).html != generate(8).html


def test_every_kind_of_every_dimension_is_drawn() -> None:
    drawn = [draw(Random(seed)) for seed in range(4_000)]
    held = [draw_held(Random(seed)) for seed in range(1_000)]

    assert {name: {kinds[name] for kinds in drawn} for name in TUNED} == {
        name: set(all_) for name, all_ in TUNED.items()
    }
    assert all({kinds[name] for kinds in held} >= set(all_) for name, all_ in HELD.items())


def test_held_kinds_are_none_that_the_cleaner_is_built_on() -> None:
    assert [name for name, kinds in HELD.items() if set(kinds) & set(TUNED[name])] == []
    assert sum(map(len, HELD.values())) >= 20


def test_every_line_of_the_gold_stands_in_the_page_in_order(pages: list[LaidOut]) -> None:
    told = [page for page in pages if page.kinds["inline"] not in TOLD_APART and page.kinds["box"] != BY_SCRIPT]
    missing = [(page.name, line) for page in told for line in lost(page)]

    assert missing == []


def test_every_mark_of_the_frame_stands_in_the_page(pages: list[LaidOut]) -> None:
    assert [(page.name, mark) for page in pages for mark in page.must_not if packed(mark) not in shown(page)] == []


def test_no_mark_of_the_frame_stands_in_the_gold(pages: list[LaidOut]) -> None:
    assert [page.name for page in pages if survivors("\n".join(page.paragraphs), page.must_not)] == []


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_the_gold_of_what_an_article_holds_beside_prose_is_all_its_words(content: Content) -> None:
    laid = content(Pen(Random(3)), lambda _role: "")

    assert [words(TAG.sub(" ", p.html)) for p in laid if p.lines] == [words(" ".join(p.lines)) for p in laid if p.lines]


def test_a_page_is_ordinary_but_for_the_kinds_that_are_given() -> None:
    page = generate_with(1, {"form": "br", "below": "comments"})

    assert {name: kind for name, kind in page.kinds.items() if kind != TUNED[name][0]} == {
        "form": "br",
        "below": "comments",
    }


def packed(text: str) -> str:
    return UNSEEN.sub("", text)


def shown(page: LaidOut) -> str:
    return packed(TAG.sub("", page.html[page.html.index("<body") :]))


def lost(page: LaidOut) -> list[str]:
    """Lines that do not stand in the page after the line before them."""
    text, at, missing = shown(page), 0, []
    for line in page.paragraphs:
        found = text.find(packed(line), at)
        if found < 0:
            missing.append(line)
        else:
            at = found + len(packed(line))
    return missing
