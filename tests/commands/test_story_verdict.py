"""The demo's check of its stories finds each thing that can be wrong with them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from commands.story_verdict import story_differences
from schemas.ids import article_id
from schemas.story import Story, StoryClaim, StoryFigure, StoryMember
from stores.database import open_engine
from stores.stories import StoryStore
from tests.stores.storied import story

A, B, C = ("https://a.example/1", "https://b.example/1", "https://c.example/1")
IDS = {url: article_id(url) for url in (A, B, C)}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StoryStore]:
    engine = open_engine(f"sqlite:///{tmp_path / 'stories.db'}")
    yield StoryStore(engine, stem=str)
    engine.dispose()


def expected(url: str, **said: object) -> Mapping[str, Any]:
    return {"url": url, "wire": "", "counts": "", "number": 0, "number_before": 0} | said


def told(*urls: str, id_: str = "s-1", credited: bool = True, claims: tuple[StoryClaim, ...] = ()) -> Story:
    """A story of the articles at these addresses; all but the first are near-duplicates of it."""
    members = tuple(
        StoryMember(
            article=IDS[url],
            outlet=url[8],
            title="Prajurit tiba",
            near_dup_of=IDS[urls[0]] if credited and at else "",
            credit="kcna" if credited and at else "",
        )
        for at, url in enumerate(urls)
    )
    figures = (StoryFigure(what="tiba", unit="orang", claims=claims),)
    ids = tuple(each.article for each in members)
    return story(1, id_=id_, size=len(urls), members=members, articles=ids, figures=figures)


def claim(url: str, value: float, stand: str = "disagrees") -> StoryClaim:
    return StoryClaim(value=value, text=str(value), carriers=(IDS[url],), stand=stand)


def found(store: StoryStore, rows: list[Mapping[str, Any]], *stories: Story) -> list[tuple[str, str, object]]:
    store.write(store.claim("stories", "stories", 0), stories)
    return [(each.url, each.name, each.pair) for each in story_differences(rows, store)]


WIRE = [expected(url, wire="thanks") for url in (A, B, C)]
COUNTS = [expected(A, counts="sent", number=15_000, number_before=12_000), expected(B, counts="sent", number=11_000)]


def test_a_wire_text_in_one_story_with_credit_is_as_expected(store: StoryStore) -> None:
    assert found(store, WIRE, told(A, B, C)) == []


def test_an_outlet_that_stands_apart_is_told(store: StoryStore) -> None:
    apart = found(store, WIRE, told(A, B), told(C, id_="s-2"))

    assert apart == [(C, "story", [["s-1"], ["s-2"]]), (A, "near-duplicates", [2, 1])]


def test_a_text_without_credit_is_told(store: StoryStore) -> None:
    assert found(store, WIRE, told(A, B, C, credited=False)) == [(A, "near-duplicates", [2, 0])]


def test_numbers_that_disagree_in_one_story_are_as_expected(store: StoryStore) -> None:
    assert found(store, COUNTS, told(A, B, claims=(claim(A, 15_000), claim(B, 11_000)))) == []


@pytest.mark.parametrize(
    ("claims", "difference"),
    [
        pytest.param(
            (claim(A, 15_000, "agrees"), claim(B, 11_000)), (A, "disagreement", [True, False]), id="not marked"
        ),
        pytest.param((claim(A, 15_000), claim(B, 9_000)), (B, "number", [11_000, [9_000.0]]), id="another number"),
        pytest.param(
            (claim(A, 15_000), claim(A, 12_000), claim(B, 11_000)),
            (A, "number before the correction", [[], [12_000]]),
            id="what was corrected is told still",
        ),
    ],
)
def test_a_number_that_is_not_told_as_it_should_be_is_found(
    store: StoryStore, claims: tuple[StoryClaim, ...], difference: tuple[str, str, object]
) -> None:
    assert difference in found(store, COUNTS, told(A, B, claims=claims))


def test_those_who_disagree_in_two_stories_are_found(store: StoryStore) -> None:
    apart = found(store, COUNTS, told(A, claims=(claim(A, 15_000),)), told(B, id_="s-2", claims=(claim(B, 11_000),)))

    assert (B, "story", [["s-1"], ["s-2"]]) in apart
