"""Stories: which articles come together, what each step says of it, and that hostile input changes neither."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from processors.relate.features import Features
from processors.relate.members import StoryChange, StoryState
from processors.relate.relate import relate, withdraw
from processors.relate.room import ACTIVE, KEPT_DAYS, Room
from tests.processors.relate.told import EVENTS, MONDAY, article, stream


def told(articles: Iterable[Features]) -> Room:
    room = Room()
    for each in articles:
        relate(room, each)
    return room


def groups(room: Room) -> set[frozenset[str]]:
    found = defaultdict(set)
    for each in room.members:
        found[room.story_of(each)].add(each)
    return {frozenset(ids) for ids in found.values()}


def test_each_event_becomes_one_story() -> None:
    room = told(stream())

    assert groups(room) == {frozenset(f"{event}-{number}" for number in range(6)) for event in EVENTS}


def test_an_article_says_why_it_joined() -> None:
    room = told(stream(3))
    related = relate(room, article("tanggul", 7, hours=5))

    assert related.why.story == room.story_of("tanggul-0")
    assert related.why.score > 0
    assert {"kalimega", "tanggul"} & set(related.why.shared)
    assert str(related.why).startswith(f"joined {related.why.story}: 0.")
    assert [event.change for event in related.events] == [StoryChange.UPDATED]


def test_an_article_about_nothing_known_begins_a_story() -> None:
    room = told(stream(2))
    related = relate(room, replace(article("guru", 0, hours=4), id="lain", title="Panen Teh", paragraphs=("Teh.",)))

    assert [event.change for event in related.events] == [StoryChange.CREATED]
    assert related.why.shared == ()


def test_the_same_stream_gives_the_same_events() -> None:
    first, second = Room(), Room()
    articles = stream()

    assert [relate(first, each) for each in articles] == [relate(second, each) for each in articles]


def test_an_event_of_last_week_is_another_story() -> None:
    room = told(stream(3))
    later = [article("tanggul", number, hours=24 * 7 + number) for number in range(3, 6)]
    stories = {relate(room, each).why.story for each in later}

    assert room.story_of("tanggul-0") not in stories
    assert len(stories) == 1


def test_the_same_article_a_thousand_times_changes_nothing() -> None:
    room = told(stream(2))
    before = (dict(room.stories), room.background.articles)
    answers = {str(relate(room, article("guru", 1, hours=1)).why) for _ in range(1_000)}

    assert (dict(room.stories), room.background.articles) == before
    assert answers == {f"{room.story_of('guru-1')}: already_related"}


def test_a_revised_article_moves_to_the_story_it_now_tells() -> None:
    room = told(stream())
    moved = replace(article("dermaga", 8, hours=6), id="guru-0", revision=2)
    related = relate(room, moved)

    assert related.why.story == room.story_of("dermaga-0")
    assert "guru-0" not in room.stories[room.story_of("guru-1") or ""].members
    assert [event.change for event in related.events] == [StoryChange.UPDATED, StoryChange.UPDATED]


def test_an_article_taken_down_leaves_and_an_empty_story_closes() -> None:
    room = told([article("guru", 0, hours=0)])
    story = room.story_of("guru-0") or ""
    events = withdraw(room, "guru-0")

    assert [(event.story, event.change, event.why) for event in events] == [(story, StoryChange.CLOSED, "withdrawn")]
    assert room.stories[story].size == 0
    assert withdraw(room, "guru-0") == ()


def test_a_story_closes_after_its_window_and_a_late_article_opens_it_again() -> None:
    room = told(stream(3))
    story = room.story_of("guru-0") or ""
    events = [event for at in range(4) for event in relate(room, article("tanggul", 10 + at, hours=24 * 5)).events]

    assert (story, StoryChange.CLOSED) in [(event.story, event.change) for event in events]
    late = relate(room, article("guru", 5, hours=8))
    assert late.why.story == story
    assert [event.change for event in late.events] == [StoryChange.UPDATED, StoryChange.REOPENED]
    assert room.stories[story].state is StoryState.OPEN
    assert room.stories[story].version == late.events[-1].version


def test_versions_of_a_story_rise_by_one() -> None:
    room, versions = Room(), defaultdict(list)
    for each in [*stream(), *(article("guru", 20 + at, hours=24 * (5 + at)) for at in range(4))]:
        for event in relate(room, each).events:
            versions[event.story].append(event.version)

    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in versions.values())


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        pytest.param({"published": None}, "no_date", id="no date"),
        pytest.param({"published": MONDAY + timedelta(days=20_000)}, "", id="a date far ahead"),
        pytest.param({"paragraphs": ("kata " * 40_000,)}, "", id="200,000 characters"),
        pytest.param({"paragraphs": ("Dua kata.",), "title": ""}, "", id="two words"),
        pytest.param({"paragraphs": (), "title": "", "entities": (), "speakers": ()}, "", id="nothing"),
        pytest.param({"paragraphs": ("قال الوزير في جاكرتا",), "title": "الوزير"}, "", id="another script"),
    ],
)
def test_a_strange_article_has_a_story_and_disturbs_none(changed: dict[str, object], reason: str) -> None:
    room = told(stream(3))
    before = groups(room)
    related = relate(room, replace(article("guru", 9, hours=3), id="aneh", **changed))  # type: ignore[arg-type]

    assert related.why.reason == reason
    assert related.events
    assert {group - {"aneh"} for group in groups(room)} - {frozenset()} == before


def test_an_article_without_a_date_is_related_once() -> None:
    room = told(stream(2))
    undated = replace(article("guru", 9, hours=3), id="aneh", published=None)
    first, again = relate(room, undated), relate(room, undated)

    assert (first.why.reason, again.why.reason) == ("no_date", "already_related")
    assert again.why.story == first.why.story
    assert again.events == ()


def test_one_date_far_ahead_does_not_empty_the_memory() -> None:
    room = told(stream(3))
    ahead = MONDAY + timedelta(days=400)
    relate(room, replace(article("guru", 9, hours=3), id="keliru", published=ahead))

    assert relate(room, article("guru", 5, hours=8)).why.story == room.story_of("guru-0")


def test_memory_keeps_the_window_alone() -> None:
    room = told(article("guru", day, hours=24 * day) for day in range(60))

    assert len(room.members) <= KEPT_DAYS + 4
    assert len(room.stories) <= KEPT_DAYS + 4
    assert len(room.background.days) <= KEPT_DAYS + 4
    assert all(ids for index in (room.postings, room.bands) for ids in index.values())


@pytest.mark.slow
def test_a_flood_of_one_story_stays_one_story_in_bounded_memory() -> None:
    room = told(article("tanggul", number, hours=number / 1_000) for number in range(600))
    story = room.stories[room.story_of("tanggul-599") or ""]

    assert story.size >= 590
    assert max(len(ids) for ids in room.postings.values()) <= 120
    assert sum(member.seen is not None for member in room.members.values()) <= ACTIVE + 600 - story.size
    assert len(room.links) <= ACTIVE + 600 - story.size
    other = relate(room, article("guru", 0, hours=1)).why.story
    assert other != story.id
