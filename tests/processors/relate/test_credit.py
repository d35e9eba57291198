"""Credit for a text goes by citation and by the time of publication, in whatever order the articles arrive."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import permutations

import pytest

from processors.relate.credit import credited
from processors.relate.features import Features
from processors.relate.members import StoryChange
from processors.relate.relate import relate
from processors.relate.room import Room
from processors.relate.signals import Weights
from tests.processors.relate.told import article

MORNING = datetime(2025, 3, 3, 1, tzinfo=UTC)
WIB, WIT = timezone(timedelta(hours=7)), timezone(timedelta(hours=9))


def text(key: str, hours: float, *, outlet: str = "", sources: tuple[str, ...] = ()) -> Features:
    """One and the same text, carried by its own outlet."""
    of_one = article("tanggul", 1, 0)
    published = MORNING + timedelta(hours=hours)
    return replace(of_one, id=key, outlet=outlet or f"{key}.example", published=published, sources=sources)


def credits_of(articles: Sequence[Features]) -> Mapping[str, tuple[str, str]]:
    """Of each article with somebody else's text, what it was made from, and who is credited."""
    room = Room()
    for each in articles:
        relate(room, each)
    found = ((member.id, member.duplicate) for member in room.members.values())
    return {key: (each.of, credited(each, room.members)[0]) for key, each in found if each is not None}


@pytest.mark.parametrize("arriving", list(permutations(range(3))), ids=lambda order: "".join(map(str, order)))
def test_the_first_outlet_is_credited_in_whatever_order_the_copies_arrive(arriving: Sequence[int]) -> None:
    articles = [text("pagi", 0), text("siang", 3), text("sore", 6)]

    assert credits_of([articles[at] for at in arriving]) == {
        "siang": ("pagi", "pagi.example"),
        "sore": ("pagi", "pagi.example"),
    }


@pytest.mark.parametrize("turned", [False, True], ids=["in order", "late"])
def test_whoever_is_cited_wrote_it_though_its_own_page_is_dated_later(turned: bool) -> None:
    articles = [text("sore", 2, sources=("Pagi Example",)), text("pagi", 3)]

    assert credits_of(articles[::-1] if turned else articles) == {"sore": ("pagi", "pagi.example")}


def test_a_wire_is_credited_to_its_agency_when_the_first_to_carry_it_arrives_late() -> None:
    late = [text("sore", 4, sources=("Antara",)), text("pagi", 1, sources=("Antara",))]

    assert credits_of(late) == {"sore": ("pagi", "antara")}


def test_whoever_copied_a_copy_has_it_from_the_first() -> None:
    """`sore` cites the outlet that it took it from; that one took it from `pagi`."""
    room = Room()
    for each in (text("pagi", 0), text("siang", 3), text("sore", 6, sources=("siang.example",))):
        relate(room, each)
    sore = room.members["sore"].duplicate

    assert sore is not None
    siang = replace(sore, of="siang", credit="siang.example", confidence=0.9)
    assert credited(siang, room.members) == ("pagi.example", 0.6)


def test_a_chain_that_runs_in_a_circle_ends() -> None:
    room = Room()
    for each in (text("pagi", 0), text("siang", 3)):
        relate(room, each)
    siang = room.members["siang"].duplicate

    assert siang is not None
    back = replace(siang, id="pagi", of="siang", credit="siang.example")
    room.members["pagi"] = replace(room.members["pagi"], duplicate=back)
    assert credited(siang, room.members)[0] in {"pagi.example", "siang.example"}


def test_moments_are_compared_whatever_clock_they_are_told_in() -> None:
    """9.30 in Jakarta is later than 10.00 in Jayapura."""
    jakarta = replace(text("jakarta", 0), published=datetime(2025, 3, 3, 9, 30, tzinfo=WIB))
    jayapura = replace(text("jayapura", 0), published=datetime(2025, 3, 3, 10, 0, tzinfo=WIT))

    assert credits_of([jakarta, jayapura]) == {"jakarta": ("jayapura", "jayapura.example")}


def test_a_day_without_a_time_is_earlier_than_no_time_of_that_day() -> None:
    dated = replace(text("pagi", 0), published=datetime(2025, 3, 3, tzinfo=UTC))

    assert credits_of([text("sore", 8), dated]) == {"pagi": ("sore", "sore.example")}
    assert credits_of([text("sore", 32), dated]) == {"sore": ("pagi", "pagi.example")}


def test_a_story_is_told_again_when_the_credit_for_its_text_goes_elsewhere() -> None:
    apart = Weights(-10.0, {})
    room = Room()
    first = relate(room, text("sore", 5), apart)
    events = relate(room, text("pagi", 1), apart).events

    assert [(each.story == first.why.story, each.change, each.version) for each in events] == [
        (False, StoryChange.CREATED, 1),
        (True, StoryChange.UPDATED, 2),
    ]
    assert (events[1].articles, events[1].why) == (("sore",), "credited anew")
