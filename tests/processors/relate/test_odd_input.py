"""Odd articles: whatever comes is in one story, in bounded time and memory, and an older memory is read on."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.relate.features import MAX_ENTITIES, MAX_FIGURES, MAX_QUOTES
from processors.relate.kept import Kept
from processors.relate.matching import features_of_match
from processors.relate.snapshots import MAX_ROWS
from processors.relate.step import Relating
from schemas.knowledge import EntityType
from schemas.layers import Entity, Figure, Layers, Quote
from schemas.match import Match
from schemas.story import Story
from tests.memory import DictMemory
from tests.processors.relate.matches import match
from tests.processors.relate.told import MONDAY

MAX_STORY_BYTES, MAX_KEPT_BYTES = 400_000, 120_000
MEGABYTE = 1_000_000
FROZEN = Path(__file__).with_name("kept.v1.jsonl")


def odd(**changed: object) -> Match:
    return match("guru", 1, 0).model_copy(update={"layers": None, **changed})


def of_many(count: int) -> Layers:
    """What a table of a megabyte gives."""
    return Layers(
        figures=tuple(Figure(n, n + 1, f"{n}", float(n), "", "orang", what=f"warga desa {n}") for n in range(count)),
        quotes=tuple(Quote(n, n + 1, f"kutipan ke-{n} yang panjang", "direct", "Darto") for n in range(count)),
        entities=tuple(Entity(f"per:{n}", f"Nama {n}", EntityType.PER, "", (), 0.5) for n in range(count)),
    )


@pytest.mark.parametrize(
    "article",
    [
        pytest.param(odd(paragraphs=("kata lain lagi nanti " * (MEGABYTE // 21),)), id="a megabyte"),
        pytest.param(odd(paragraphs=("a" * MEGABYTE,)), id="one word of a megabyte"),
        pytest.param(odd(paragraphs=("1234 5678 90 " * 5_000,), title="2025"), id="only digits"),
        pytest.param(odd(paragraphs=("قال الوزير في جاكرتا " * 500,), title="الوزير"), id="another script"),
        pytest.param(odd(paragraphs=("\x00\u200b\ufeff", " "), title="\u202e"), id="nothing to see"),
        pytest.param(odd(layers=of_many(5_000)), id="a table of thousands"),
    ],
)
def test_an_odd_article_is_one_story_and_takes_little_memory(article: Match) -> None:
    memory, relating = DictMemory[Kept](), Relating()
    (first,) = relating.relate(article, memory)
    told = relating.relate(article.model_copy(update={"article": "again"}), memory)

    assert [each.article for each in first.members] == ["guru-1"]
    assert sum(len(each.encode()) for each in told) <= MAX_STORY_BYTES
    assert max(len(each.encode()) for each in memory.kept.values()) <= MAX_KEPT_BYTES


def test_of_a_table_the_first_are_read() -> None:
    features = features_of_match(odd(layers=of_many(5_000)))

    assert len(features.figures) == MAX_FIGURES
    assert len(features.quotes) == MAX_QUOTES
    assert len(features.entities) == MAX_ENTITIES


def test_a_number_that_is_told_anew_all_day_has_its_first_claims_and_its_newest() -> None:
    memory, relating, told = DictMemory[Kept](), Relating(), list[Story]()
    for number in range(12):
        counts = (
            Figure(n, n + 1, "", float(1_000 * number + n), "", "orang", what="korban banjir desa") for n in range(90)
        )
        changed = {"article": f"a{number}", "published_at": MONDAY + timedelta(minutes=number)}
        told += relating.relate(odd(layers=Layers(figures=tuple(counts)), **changed), memory)
    (row,) = told[-1].figures

    assert len(told[-1].figures) <= MAX_ROWS
    assert [claim.value for claim in (row.claims[0], row.claims[-1])] == [0, 11_000 + MAX_FIGURES - 1]
    assert len(row.claims) == 40


texts = st.text(max_size=300)
moments = st.integers(-700_000, 2_900_000).map(lambda days: MONDAY + timedelta(days=days))
odd_articles = st.builds(
    lambda title, paragraphs, published, number: odd(
        article=f"a{number}", title=title, paragraphs=tuple(paragraphs), published_at=published
    ),
    texts,
    st.lists(texts, max_size=3),
    st.none() | moments,
    st.integers(0, 5),
)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(odd_articles, min_size=1, max_size=8, unique_by=lambda each: each.article))
def test_whatever_comes_is_in_exactly_one_story(articles: list[Match]) -> None:
    memory, relating = DictMemory[Kept](), Relating()
    newest: dict[str, Story] = {}
    for each in articles:
        newest |= {story.id: story for story in relating.relate(each, memory)}
    where = [member.article for story in newest.values() if story.event != "merged" for member in story.members]
    stored = DictMemory(**{key: Kept.decode(value.encode()) for key, value in memory.kept.items()})
    last = odd(article="last")

    assert sorted(where) == sorted(each.article for each in articles)
    assert relating.relate(last, memory) == Relating().relate(last, stored)


def frozen() -> Iterator[tuple[str, Kept]]:
    """Written when a clock had no `closed_to` yet."""
    for line in FROZEN.read_bytes().splitlines():
        key, _, value = line.partition(b"\t")
        yield json.loads(key), Kept.decode(value)


def test_a_memory_that_an_earlier_version_wrote_goes_on() -> None:
    memory = DictMemory(**dict(frozen()))
    (told,) = Relating().relate(match("tanggul", 2, hours=40), memory)

    assert (told.id, told.version, told.size) == ("s-c551ba4f43de", 3, 3)
    assert [each.article for each in told.members] == ["tanggul-0", "tanggul-1", "tanggul-2"]
