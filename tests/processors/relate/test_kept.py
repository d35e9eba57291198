"""The memory of stories as small values: a restart anywhere changes nothing that comes after it."""

from collections.abc import Sequence

import pytest

from processors.relate.features import Features
from processors.relate.kept import Kept, changes, room_of
from processors.relate.members import Related
from processors.relate.relate import relate, withdraw
from processors.relate.room import Room
from tests.processors.relate.told import EVENTS, article

STREAM = [article(event, number, hours=number * 20) for number in range(16) for event in EVENTS]
MAX_BYTES = 64_000


def with_restarts(articles: Sequence[Features], every: int) -> tuple[list[Related], dict[str, bytes]]:
    """Relates, with the room made anew of its encoded values every so many articles."""
    stored: dict[str, bytes] = {}
    room, told = Room(), []
    for at, each in enumerate(articles, start=1):
        told.append(relate(room, each))
        for key, value in changes(room).items():
            if value is None:
                stored.pop(key, None)
            else:
                stored[key] = value.encode()
        if at % every == 0:
            room = room_of((key, Kept.decode(data)) for key, data in sorted(stored.items()))
    return told, stored


@pytest.mark.parametrize("every", [1, 7])
def test_a_restart_changes_no_story(every: int) -> None:
    room = Room()

    assert with_restarts(STREAM, every)[0] == [relate(room, each) for each in STREAM]


@pytest.mark.parametrize(
    "stream",
    [
        pytest.param(STREAM, id="four stories a day"),
        pytest.param([article("guru", number, hours=number / 10) for number in range(50)], id="one large story"),
    ],
)
def test_what_is_stored_is_the_room(stream: Sequence[Features]) -> None:
    room = Room()
    for each in stream:
        relate(room, each)
    _, stored = with_restarts(stream, every=1_000)
    again = room_of((key, Kept.decode(data)) for key, data in sorted(stored.items()))

    assert again.members == room.members
    assert again.stories == room.stories
    assert again.links == room.links
    assert again.postings == room.postings
    assert again.bands == room.bands
    assert +again.background.ever == +room.background.ever
    assert again.background.days == room.background.days
    assert again.latest == room.latest


def test_values_are_small_and_leave_with_the_window() -> None:
    _, stored = with_restarts(STREAM, every=1_000)
    days = {int(article.rsplit("-", 1)[1]) * 20 // 24 for article in stored if article.startswith("article/")}

    assert max(len(data) for data in stored.values()) <= MAX_BYTES
    assert min(days) >= max(days) - 11
    assert not any(key.startswith("terms/") and key.replace("terms/", "article/") not in stored for key in stored)


def test_only_what_changed_is_written() -> None:
    room = Room()
    for each in STREAM[:20]:
        relate(room, each)
    changes(room)
    relate(room, STREAM[3])

    assert set(changes(room)) == {"clock"}


def test_a_withdrawn_article_is_deleted() -> None:
    room = Room()
    relate(room, STREAM[0])
    changes(room)
    withdraw(room, STREAM[0].id)
    written = changes(room)

    assert written[f"article/{STREAM[0].id}"] is None
    assert written[f"links/{STREAM[0].id}"] is None


def test_bytes_that_are_no_value_are_refused() -> None:
    with pytest.raises(ValueError, match="Kept"):
        Kept.decode(b"{")
