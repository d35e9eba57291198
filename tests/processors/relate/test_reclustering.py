"""Merges and splits: what happens to stories and their ids when the links between articles say otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import pytest

from processors.relate.average_link import average_link
from processors.relate.members import Event, RememberedStory, StoryChange, member_of
from processors.relate.reclustering import settle
from processors.relate.room import ACTIVE, Room
from tests.processors.relate.told import MONDAY, article

FLOOR = -0.2
DAY = MONDAY.toordinal()


def room_with(stories: Mapping[str, Sequence[str]], links: Mapping[tuple[str, str], float]) -> Room:
    """Members by story; pairs of one story have 0.2, unless said otherwise."""
    room = Room()
    for story, ids in stories.items():
        room.stories[story] = RememberedStory(story, tuple(ids), len(ids), DAY, DAY)
        for each in ids:
            join(room, each, story)
        for one, other in combinations(ids, 2):
            room.link(one, other, 0.2)
    for (one, other), score in links.items():
        room.link(one, other, score)
    return room


def join(room: Room, key: str, story: str = "") -> None:
    member = member_of(replace(article("guru", 0, hours=0), id=key), MONDAY)
    room.put_back(replace(member, story=story, bags={}))


def told(events: Sequence[Event]) -> set[tuple[str, StoryChange, str]]:
    return {(event.story, event.change, event.other) for event in events}


def test_an_article_that_is_like_both_merges_two_stories() -> None:
    cross = {(one, other): 0.05 for one in "ab" for other in "cd"}
    room = room_with({"s-1": "ab", "s-2": "cd"}, cross | {("x", each): 0.2 for each in "abcd"})
    join(room, "x")
    events = settle(room, "x", FLOOR)

    assert told(events) == {("s-1", StoryChange.UPDATED, ""), ("s-2", StoryChange.MERGED, "s-1")}
    assert room.resolve("s-2") == "s-1"
    assert {room.story_of(each) for each in "abcdx"} == {"s-1"}
    assert room.stories["s-1"].size == 5
    assert "s-2" not in room.stories


def test_members_that_nobody_weighs_again_follow_a_merged_story() -> None:
    many = [f"m{number:03}" for number in range(ACTIVE + 10)]
    newest = many[-ACTIVE:]
    links = {(one, other): 0.05 for one in "ab" for other in newest} | {
        ("x", each): 0.3 for each in ("a", "b", *newest)
    }
    room = room_with({"s-1": many, "s-2": "ab"}, links)
    join(room, "x")
    settle(room, "x", FLOOR)

    assert {room.story_of(each) for each in (*many, "a", "b", "x")} == {"s-1"}
    assert room.stories["s-1"].size == ACTIVE + 13


def test_a_story_splits_where_its_halves_speak_against_each_other() -> None:
    apart = {(one, other): -0.15 for one in "ab" for other in "cd"}
    room = room_with({"s-1": "abcd"}, apart | {("x", "a"): 0.2, ("x", "b"): 0.2})
    join(room, "x")
    events = settle(room, "x", FLOOR)
    new = room.story_of("c") or ""

    assert told(events) == {("s-1", StoryChange.UPDATED, ""), (new, StoryChange.SPLIT, "s-1")}
    assert [room.story_of(each) for each in "abcdx"] == ["s-1", "s-1", new, new, "s-1"]
    assert (room.stories["s-1"].size, room.stories[new].size) == (3, 2)


@pytest.mark.parametrize(
    ("cross", "stories"),
    [pytest.param(0.004, 2, id="apart stays apart"), pytest.param(0.05, 1, id="unless pairs speak for it")],
)
def test_two_stories_merge_only_for_a_reason(cross: float, stories: int) -> None:
    links = {(one, other): cross for one in "ab" for other in "cd"}
    links |= {("x", "a"): 0.2, ("x", "b"): 0.2, ("x", "c"): cross, ("x", "d"): cross}
    room = room_with({"s-1": "ab", "s-2": "cd"}, links)
    join(room, "x")
    settle(room, "x", FLOOR)

    assert len(room.stories) == stories


def test_a_story_does_not_split_for_a_hair() -> None:
    hair = {(one, other): -0.004 for one in "ab" for other in "cd"}
    room = room_with({"s-1": "abcd"}, hair | {("x", "a"): 0.2, ("x", "b"): 0.2, ("x", "c"): 0.0, ("x", "d"): 0.0})
    join(room, "x")

    assert told(settle(room, "x", FLOOR)) == {("s-1", StoryChange.UPDATED, "")}


def test_chains_of_merges_lead_to_the_last() -> None:
    room = Room()
    room.pointers["s-1"] = "s-2"
    room.pointers["s-2"] = "s-3"

    assert room.resolve("s-1") == "s-3"


@pytest.mark.parametrize("order", ["abc", "cba", "bca"])
def test_average_link_does_not_hang_on_the_order(order: str) -> None:
    scores = {frozenset("ab"): 0.1, frozenset("bc"): 0.1, frozenset("ac"): -0.15}
    found = average_link(order, lambda one, other: scores[frozenset((one, other))])

    assert sorted(found) == [["a", "b"], ["c"]]


def test_average_link_joins_what_speaks_for_it_on_the_whole() -> None:
    scores = {frozenset("ab"): 0.3, frozenset("bc"): 0.2, frozenset("ac"): -0.1}

    assert average_link("abc", lambda one, other: scores[frozenset((one, other))]) == [["a", "b", "c"]]
