"""The desk: what is out at which moment, and when a correction comes."""

from datetime import timedelta

import pytest

from newsroom.dates import WIB, long_date, short_date, slashed_date
from newsroom.desk import published_at
from newsroom.stories.edition import STORIES
from newsroom.story import Story
from tests.newsroom.moment import PUBLISH_S, START, DeskAt

CORRECTED = next(story for story in STORIES if story.revisions == 2)
SURROUNDED = next(story for story in STORIES if story.update and story.revisions == 1)
LATE = max(STORIES, key=lambda story: story.release)


def key(story: Story) -> tuple[str, str]:
    return story.outlet, story.path


def test_a_story_is_nowhere_before_its_release(desk_at: DeskAt) -> None:
    release_s = LATE.release * PUBLISH_S

    assert desk_at(release_s - 0.1).edition(LATE) is None
    assert desk_at(release_s).edition(LATE) is not None


def test_a_story_is_never_published_after_the_moment_it_comes_out() -> None:
    for story in STORIES:
        out_at = START + timedelta(seconds=story.release * PUBLISH_S)

        assert published_at(story, start=START, publish_s=PUBLISH_S) <= out_at


def test_published_is_stated_to_the_minute_in_jakarta() -> None:
    published = published_at(LATE, start=START, publish_s=PUBLISH_S)

    assert (published.second, published.microsecond) == (0, 0)
    assert published.utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize(
    ("elapsed_s", "read_s", "number"),
    [
        pytest.param(59.0, 1.0, 1, id="read long ago, not yet due"),
        pytest.param(60.0, 1.0, 2, id="due and read"),
        pytest.param(62.0, 61.0, 1, id="due, but read a moment ago"),
        pytest.param(64.0, 61.0, 2, id="due and read three seconds ago"),
        pytest.param(70.0, None, 1, id="due, but nobody has read the first version"),
        pytest.param(120.0, None, 2, id="due for a minute and still unread"),
    ],
)
def test_a_correction_waits_until_the_first_version_was_read(
    desk_at: DeskAt, elapsed_s: float, read_s: float | None, number: int
) -> None:
    first_read = {} if read_s is None else {key(CORRECTED): read_s}

    edition = desk_at(elapsed_s, first_read).edition(CORRECTED)

    assert edition is not None
    assert edition.number == number
    assert edition.title == (CORRECTED.title if number == 1 else CORRECTED.final_title)
    assert edition.paragraphs == (CORRECTED.paragraphs if number == 1 else CORRECTED.final_paragraphs)


def test_a_correction_is_modified_later_and_keeps_its_publication(desk_at: DeskAt) -> None:
    first = desk_at(1.0).edition(CORRECTED)
    second = desk_at(99.0, {key(CORRECTED): 1.0}).edition(CORRECTED)

    assert first is not None
    assert second is not None
    assert second.published == first.published
    assert second.modified > first.modified >= first.published


def test_an_update_of_the_surroundings_keeps_title_and_text(desk_at: DeskAt) -> None:
    first = desk_at(1.0).edition(SURROUNDED)
    second = desk_at(99.0, {key(SURROUNDED): 1.0}).edition(SURROUNDED)

    assert first is not None
    assert second is not None
    assert (second.number, second.title, second.paragraphs) == (2, first.title, first.paragraphs)
    assert second.modified > first.modified


def test_only_the_first_reader_counts(desk_at: DeskAt) -> None:
    desk = desk_at(50.0, {key(CORRECTED): 7.0})

    desk.read(CORRECTED)

    assert desk.first_read[key(CORRECTED)] == 7.0


@pytest.mark.parametrize(
    ("elapsed_s", "done"),
    [
        pytest.param(0.0, False, id="at the start"),
        pytest.param(PUBLISH_S, False, id="all out, corrections still unread"),
        pytest.param(PUBLISH_S * 2, True, id="all out in their last versions"),
    ],
)
def test_status_counts_what_is_out(desk_at: DeskAt, elapsed_s: float, done: bool) -> None:
    status = desk_at(elapsed_s).status()

    out = sum(story.release * PUBLISH_S <= elapsed_s for story in STORIES)
    assert status == {"published": out, "announced": len(STORIES), "done": done}


def test_dates_are_printed_in_indonesian() -> None:
    at = START.astimezone(WIB)

    assert long_date(at) == "Minggu, 22 November 2026 14:30 WIB"
    assert short_date(at) == "Minggu, 22 Nov 2026 14:30 WIB"
    assert slashed_date(at) == "22/11/2026, 14:30 WIB"
