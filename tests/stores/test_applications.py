"""Applications of watches: one that was cut off is found again by the same question, and numbers only grow."""

import pytest
from sqlalchemy import Engine

from runtime.state import StaleOwnerError
from stores.applications import Application, Applications
from tests.stores.samples import NOON


@pytest.fixture
def kept(engine: Engine) -> Applications:
    return Applications(engine)


def test_one_that_was_cut_off_goes_on_with_what_it_had_in_hand(kept: Applications) -> None:
    owner = kept.claim()
    begun = kept.begin(owner, "all", "w1", phase="texts", above=0, now=NOON)
    at = Application(begun.number, "texts", "id7", ("id6", "id7"), {"read": 7, "added kursk": 2})
    kept.save(owner, at)

    assert kept.open("all", "w1") == at
    assert kept.open("kursk", "w1") is None
    assert kept.open("all", "w2") is None


def test_one_that_has_ended_is_not_found_again(kept: Applications) -> None:
    owner = kept.claim()
    begun = kept.begin(owner, "all", "w1", phase="texts", above=0, now=NOON)
    kept.save(owner, begun, ended_at=NOON)

    assert kept.open("all", "w1") is None
    assert kept.begin(owner, "all", "w1", phase="texts", above=0, now=NOON).number > begun.number


def test_one_that_a_later_one_has_passed_begins_anew(kept: Applications) -> None:
    owner = kept.claim()
    kept.begin(owner, "all", "w1", phase="texts", above=0, now=NOON)
    later = kept.begin(owner, "all", "w2", phase="texts", above=0, now=NOON)
    kept.save(owner, later, ended_at=NOON)

    assert kept.open("all", "w1") is None
    assert kept.open("all", "w2") is None


def test_a_number_is_above_what_the_stores_have_seen(kept: Applications) -> None:
    numbers = [
        kept.begin(kept.claim(), "all", "w1", phase="texts", above=above, now=NOON).number for above in (0, 41, 3)
    ]

    assert numbers == [1, 42, 43]
    assert [each.number for each in kept.all()] == numbers


def test_a_second_one_shuts_the_first_out(kept: Applications) -> None:
    first = kept.claim()
    begun = kept.begin(first, "all", "w1", phase="texts", above=0, now=NOON)
    kept.claim()

    with pytest.raises(StaleOwnerError):
        kept.save(first, begun)
    with pytest.raises(StaleOwnerError):
        kept.begin(first, "all", "w1", phase="texts", above=0, now=NOON)
