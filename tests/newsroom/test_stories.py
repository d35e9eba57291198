"""The stories are consistent and between them hold every case that the demo promises."""

from collections import Counter

import pytest

from newsroom.outlets import BY_ID, OUTLETS
from newsroom.stories.edition import STORIES
from newsroom.story import PRINTED, Kind, Story, check_unique

ON_TOPIC = [story for story in STORIES if story.kind in (Kind.ARTICLE, Kind.PAYWALLED)]
TEXTS = [" ".join(story.final_paragraphs) for story in ON_TOPIC]


def test_six_outlets_announce_at_least_thirty_four_addresses() -> None:
    assert len(OUTLETS) == 6
    assert len(STORIES) >= 34
    assert {story.outlet for story in STORIES} == set(BY_ID)


def test_at_least_twenty_two_stories_are_on_the_topic_and_every_outlet_has_three() -> None:
    by_outlet = Counter(story.outlet for story in ON_TOPIC)

    assert len(ON_TOPIC) >= 22
    assert min(by_outlet[outlet.id] for outlet in OUTLETS) >= 3


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_page_is_present(kind: Kind) -> None:
    assert any(story.kind is kind for story in STORIES)


def test_at_least_five_stories_are_off_the_topic() -> None:
    assert sum(story.kind is Kind.OFF_TOPIC for story in STORIES) >= 5


def test_two_stories_may_not_share_an_address() -> None:
    story = STORIES[0]

    with pytest.raises(ValueError, match="two stories"):
        check_unique((story, story))


def test_one_wire_text_stands_in_three_outlets_under_three_titles() -> None:
    copies = [story for story in STORIES if story.wire == "thanks"]

    assert len({story.outlet for story in copies}) == 3
    assert len({story.title for story in copies}) == 3
    assert len({story.paragraphs for story in copies}) == 1


@pytest.mark.parametrize("story", ON_TOPIC, ids=lambda story: story.path)
def test_a_story_on_the_topic_names_both_countries_at_its_head(story: Story) -> None:
    head = " ".join((story.final_title, *story.final_paragraphs[:2]))

    assert "Rusia" in head or "Moskow" in head
    assert "Korea Utara" in head or "Korut" in head


@pytest.mark.parametrize("story", [s for s in STORIES if s.kind is Kind.OFF_TOPIC], ids=lambda story: story.path)
def test_a_story_off_the_topic_never_names_north_korea(story: Story) -> None:
    text = " ".join((story.title, story.caption, *story.paragraphs))

    assert not any(name in text for name in ("Korea Utara", "Korut", "Pyongyang", "Kim Jong Un"))


@pytest.mark.parametrize("figure", ["10.000", "12.000", "15.000", "600", "2.000"])
def test_conflicting_figures_stand_in_at_least_two_texts_each(figure: str) -> None:
    assert sum(figure in text for text in TEXTS) >= 2


@pytest.mark.parametrize("story", [s for s in STORIES if s.kind in PRINTED], ids=lambda story: story.path)
def test_a_whole_story_has_four_to_nine_paragraphs_of_prose(story: Story) -> None:
    stub = story.kind in (Kind.PAYWALLED, Kind.DISALLOWED)

    assert 2 <= len(story.paragraphs) <= 9
    assert stub or len(story.paragraphs) >= 4
    assert sum(map(len, story.paragraphs)) >= (300 if stub else 600)
    assert all(paragraph.strip() == paragraph and len(paragraph) > 30 for paragraph in story.paragraphs[:2])


def test_corrections_change_title_and_figures_and_one_update_changes_nothing() -> None:
    updated = [story for story in STORIES if story.update]
    corrected = [story for story in updated if story.revisions == 2]

    assert len(corrected) >= 1
    assert all(story.title != story.final_title and story.paragraphs != story.final_paragraphs for story in corrected)
    assert sum(story.revisions == 1 for story in updated) == 1


def test_both_kinds_of_quotes_and_dashes_occur() -> None:
    everything = "".join(TEXTS)

    assert all(mark in everything for mark in '"“”–—')


def test_about_a_third_is_out_from_the_start_and_the_rest_has_its_moment() -> None:
    at_start = [story for story in STORIES if story.release == 0]

    assert 0.25 <= len(at_start) / len(STORIES) <= 0.45
    assert all(story.age_min > 0 for story in at_start)
    assert all(story.age_min == 0 and story.release <= 1 for story in STORIES if story.release > 0)


def test_two_outlets_count_the_same_soldiers_differently_and_one_has_corrected_itself() -> None:
    counting = {story.outlet: story for story in STORIES if story.counts == "sent"}

    assert {outlet: story.number for outlet, story in counting.items()} == {"antenawarta": 15_000, "namamedia": 11_000}
    corrected = counting["antenawarta"]
    assert "12.000" in " ".join(corrected.paragraphs)
    assert "12.000" not in " ".join(corrected.final_paragraphs)
    assert all(f"{story.number:,}".replace(",", ".") in " ".join(story.final_paragraphs) for story in counting.values())
