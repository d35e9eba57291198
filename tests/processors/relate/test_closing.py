"""Closing: a few stories a record, each told with all that it says, whatever the window leaps over."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest

from processors.relate.closing import MAX_AT_ONCE
from processors.relate.kept import Kept
from processors.relate.members import StoryState
from processors.relate.room import KEPT_DAYS, MAX_FORGOTTEN, WITNESSES
from processors.relate.step import Relating
from schemas.match import Match
from schemas.story import Story, StoryEvent
from tests.memory import DictMemory
from tests.processors.relate.matches import match
from tests.processors.relate.told import MONDAY

CROWD = 5 * MAX_AT_ONCE
LEAP = 10 * 24
SYLLABLES = ("ba", "cu", "di", "gor", "hem", "ka", "lun", "mer", "no", "pat", "ri", "su")


def alone(number: int, hours: float) -> Match:
    """An article that shares no word with another."""
    random = Random(number)
    words = ["".join(random.choices(SYLLABLES, k=5)) for _ in range(40)]
    changed = {
        "article": f"alone-{number}",
        "title": " ".join(words[:5]).title(),
        "paragraphs": (" ".join(words),),
        "layers": None,
        "published_at": MONDAY + timedelta(hours=hours),
        "fetched_at": MONDAY + timedelta(hours=hours + 1),
    }
    return match("guru", 1, hours).model_copy(update=changed)


# A crowded day, then one article an hour.
LEAPING = [
    *(alone(number, number / 10) for number in range(CROWD)),
    *(match("guru", number, LEAP + number) for number in range(12)),
]


def related(matches: Sequence[Match], *, every: int = 10_000) -> tuple[list[list[Story]], Relating]:
    """By record; with another process every so many."""
    memory, relating, told = DictMemory[Kept](), Relating(), []
    for at, each in enumerate(matches, start=1):
        told.append(list(relating.relate(each, memory)))
        if at % every == 0:
            relating = Relating()
            memory = DictMemory(**{key: Kept.decode(value.encode()) for key, value in memory.kept.items()})
    return told, relating


def test_no_record_closes_more_than_a_few_and_all_are_closed_at_last() -> None:
    told, _ = related(LEAPING)
    closed = [[story.id for story in each if story.event is StoryEvent.CLOSED] for each in told]

    assert [len(each) for each in closed if each] == [MAX_AT_ONCE] * 5
    assert len({story for each in closed for story in each}) == CROWD


def test_a_story_that_closes_long_after_its_window_still_says_all_that_it_said() -> None:
    told, _ = related(LEAPING)
    newest = {story.id: story for each in told for story in each}
    closed = [each for each in newest.values() if each.event is StoryEvent.CLOSED]

    assert len(closed) == CROWD
    assert all(each.headline and each.members and not each.open and each.size == 1 for each in closed)


@pytest.mark.parametrize("every", [1, 3])
def test_a_restart_between_two_closings_changes_nothing(every: int) -> None:
    again, told = related(LEAPING, every=every)[0], related(LEAPING)[0]

    assert [[story.encode() for story in each] for each in again] == [
        [story.encode() for story in each] for each in told
    ]


def test_a_day_is_forgotten_a_few_articles_a_record() -> None:
    crowd = [alone(number, number / 50) for number in range(3 * MAX_FORGOTTEN)]
    memory, relating, held = DictMemory[Kept](), Relating(), []
    for each in [*crowd, *(match("guru", number, LEAP + 12 * number) for number in range(24))]:
        relating.relate(each, memory)
        held.append(sum(key.startswith("daerah/article/alone") for key in memory.kept))
    left = [before - after for before, after in pairwise(held) if after < before]

    assert held[-1] == 0
    assert max(left) <= MAX_FORGOTTEN


def test_closed_stories_leave_the_memory_with_the_day_after() -> None:
    later = [match("guru", 20 + number, LEAP + 24 * (1 + number)) for number in range(WITNESSES + KEPT_DAYS)]
    _, relating = related([*LEAPING, *later])
    (room,) = relating.rooms.values()

    assert not any(each.startswith("alone") for each in room.members)
    assert all(
        each.state is StoryState.OPEN or each.first_day > MONDAY.toordinal() + 5 for each in room.stories.values()
    )
    assert room.closed_to is None
