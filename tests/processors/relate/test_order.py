"""Stories do not hang on the order in which articles of one hour arrive."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.relate.features import Features
from processors.relate.members import StoryChange
from processors.relate.relate import relate
from processors.relate.room import Room
from tests.processors.relate.told import EVENTS, MONDAY, article

HOUR = timedelta(hours=1)
MAY_CHANGE = 0.02
STREAM = [article(event, number, hours=number * 0.7) for number in range(10) for event in EVENTS]


def stories_of(articles: Sequence[Features]) -> tuple[Mapping[str, str], Sequence[StoryChange]]:
    room = Room()
    changes = [event.change for each in articles for event in relate(room, each).events]
    return {each.id: room.story_of(each.id) or "" for each in articles}, changes


def b_cubed(found: Mapping[str, str]) -> float:
    """F1 against the events that the articles were made of."""
    told = Counter(found.values())
    events = Counter(key.split("-")[0] for key in found)
    both = Counter((key.split("-")[0], story) for key, story in found.items())
    precision = sum(count * count / told[story] for (_, story), count in both.items()) / len(found)
    recall = sum(count * count / events[event] for (event, _), count in both.items()) / len(found)
    return float(2 * precision * recall / (precision + recall))


IN_ORDER = stories_of(sorted(STREAM, key=lambda each: (each.published or MONDAY, each.id)))


@pytest.mark.slow
@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_order_within_an_hour_changes_little(random: object) -> None:
    shuffled = list(STREAM)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    arriving = sorted(shuffled, key=lambda each: ((each.published or MONDAY) - MONDAY) // HOUR)
    found, changes = stories_of(arriving)

    assert abs(b_cubed(found) - b_cubed(IN_ORDER[0])) <= MAY_CHANGE
    # Nothing flaps: a story is not torn and joined again and again.
    assert changes.count(StoryChange.SPLIT) + changes.count(StoryChange.MERGED) <= len(EVENTS)


def test_stories_are_right_at_all() -> None:
    assert b_cubed(IN_ORDER[0]) >= 0.95
