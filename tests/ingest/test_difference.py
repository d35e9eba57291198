"""A list is compared with itself: what is new, what changed, what is known."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.discover.difference import ENTRY_BYTES, MAX_KEPT, MIN_KEPT, difference
from ingest.discover.listing import FoundLink

NOON = datetime(2025, 4, 28, 12, 0, tzinfo=UTC)


def link(number: int, *, modified: datetime | None = None, query: str = "") -> FoundLink:
    return FoundLink(f"https://kabar.test/berita/{number}{query}", modified=modified)


def test_all_of_a_list_is_new_at_first_and_nothing_of_the_same_list_after() -> None:
    first = difference([link(1), link(2)], b"")
    again = difference([link(2), link(1)], first.seen)

    assert (first.new, first.known) == ((link(1), link(2)), 0)
    assert (again.new, again.changed, again.known) == ((), (), 2)


def test_only_what_was_not_there_is_new() -> None:
    before = difference([link(1), link(2)], b"")
    after = difference([link(3), link(2)], before.seen)

    assert (after.new, after.known) == ((link(3),), 1)


def test_a_link_that_says_it_changed_is_told_apart() -> None:
    before = difference([link(1), link(2, modified=NOON)], b"")
    changed = link(1, modified=NOON)
    after = difference([changed, link(2, modified=NOON)], before.seen)

    assert (after.new, after.changed, after.known) == ((), (changed,), 1)


def test_two_addresses_of_one_page_are_one_link() -> None:
    told = difference([link(1, query="?utm_source=rss"), link(1)], b"")

    assert told.new == (link(1, query="?utm_source=rss"),)
    assert difference([link(1)], told.seen).new == ()


def test_a_link_that_flickers_is_not_new_each_time() -> None:
    there = difference([link(1), link(2)], b"")
    gone = difference([link(2)], there.seen)

    assert difference([link(1), link(2)], gone.seen).new == ()


def test_what_is_remembered_is_bounded() -> None:
    seen = b""
    for start in range(0, 5 * MIN_KEPT, 20):
        seen = difference([link(start + n) for n in range(20)], seen).seen
    long = difference([link(n) for n in range(MAX_KEPT + 5)], b"").seen

    assert len(seen) == MIN_KEPT * ENTRY_BYTES
    assert len(long) == MAX_KEPT * ENTRY_BYTES


@settings(deadline=None)
@given(st.binary(max_size=100))
def test_a_memory_that_cannot_be_read_costs_nothing_but_itself(seen: bytes) -> None:
    told = difference([link(1)], seen)

    assert told.known + len(told.new) + len(told.changed) == 1
