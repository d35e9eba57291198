"""Compares a demo's stories with what its newsroom knows: who printed one text, who counts otherwise, who corrected."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from schemas.ids import article_id
from schemas.story import Story
from stores.story_reads import StoryReads

ALL = 10_000
AGREES = "agrees"
Rows = Sequence[Mapping[str, Any]]


class FieldDifference(NamedTuple):
    """`pair` is what was expected and what is stored."""

    url: str
    name: str
    pair: Sequence[Any]


def story_differences(rows: Rows, stories: StoryReads) -> Iterator[FieldDifference]:
    """`rows` are the articles that the newsroom expects, as its JSON Lines have them."""
    for wire in sorted({row["wire"] for row in rows} - {""}):
        yield from _of_wire([row["url"] for row in rows if row["wire"] == wire], stories)
    for counts in sorted({row["counts"] for row in rows} - {""}):
        yield from _of_numbers([row for row in rows if row["counts"] == counts], stories)


def _of_wire(urls: Sequence[str], stories: StoryReads) -> Iterator[FieldDifference]:
    """The outlets that print one wire text are in one story, and all but one are a near-duplicate of another."""
    yield from _apart(urls, stories)
    ids = {article_id(url) for url in urls}
    found = [each for story in _stories_of(urls[0], stories) for each in stories.members(story, limit=ALL)]
    credited = sum(bool(each.near_dup_of and each.credit) for each in found if each.article_id in ids)
    if credited != len(urls) - 1:
        yield FieldDifference(urls[0], "near-duplicates", [len(urls) - 1, credited])


def _of_numbers(rows: Rows, stories: StoryReads) -> Iterator[FieldDifference]:
    """Those who count one thing differently are in one story, which marks that they disagree. What was corrected is
    told as it is now, and no more as it was."""
    yield from _apart([row["url"] for row in rows], stories)
    for row in rows:
        told = _numbers(row["url"], stories)
        if row["number"] not in told:
            yield FieldDifference(row["url"], "number", [row["number"], sorted(told)])
        if row["number_before"] in told:
            yield FieldDifference(row["url"], "number before the correction", [[], [row["number_before"]]])
        is_disputed = told.get(row["number"], AGREES) != AGREES
        if is_disputed != (len(rows) > 1):
            yield FieldDifference(row["url"], "disagreement", [len(rows) > 1, is_disputed])


def _numbers(url: str, stories: StoryReads) -> Mapping[float, str]:
    """What the stories of an article say that it claims, each with how it stands: a disagreement outweighs."""
    id_, told = article_id(url), dict[float, str]()
    for story in map(stories.story, _stories_of(url, stories)):
        for claim in _claims(story):
            if id_ in claim.carriers and told.get(claim.value, AGREES) == AGREES:
                told[claim.value] = claim.stand
    return told


def _claims(story: Story | None) -> Sequence[Any]:
    return [] if story is None else [claim for figure in story.figures for claim in figure.claims]


def _apart(urls: Sequence[str], stories: StoryReads) -> Iterator[FieldDifference]:
    """Those that are not in the one story of the first."""
    first = _stories_of(urls[0], stories)
    for url in urls:
        found = _stories_of(url, stories)
        if len(found) != 1 or found != first:
            yield FieldDifference(url, "story", [first, found])


def _stories_of(url: str, stories: StoryReads) -> Sequence[str]:
    return sorted({each.story_id for each in stories.of_article(article_id(url))})
