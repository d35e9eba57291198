"""The frontier's URLs: what a link makes due, and when an address that was fetched is due again."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from runtime.state import Owner, StaleOwnerError
from schemas.frontier import DueUrl, FrontierCounts, Validators
from schemas.link import Link
from schemas.outcomes import Outcome, Reason
from schemas.record import Lane
from stores.frontier.store import Frontier
from tests.stores.crawl import due_keys, fetch, fetched, finish, lease_one
from tests.stores.samples import NOON, URL, later, link

KEY = link().url_key


@pytest.fixture
def store(engine: Engine) -> Frontier:
    return Frontier.open(engine)


@pytest.fixture
def owner(store: Frontier) -> Owner:
    return store.links.claim("frontier", "links", 0)


def test_a_new_link_is_due_at_once_with_what_was_said_of_it(store: Frontier, owner: Owner) -> None:
    found = link(title="Judul", modified=NOON, requested=True).model_copy(update={"lane": Lane.BACKFILL})

    assert store.links.write(owner, [found]) == [None]

    (due,) = store.urls.due(lease_one(store), now=NOON, limit=10)
    assert due == DueUrl(
        url=URL,
        url_key=KEY,
        source="kabar",
        host="kabar.example",
        slot="1",
        lane=Lane.BACKFILL,
        requested=True,
        link_title="Judul",
        link_modified=NOON,
    )


def test_a_link_that_is_found_again_is_known(store: Frontier, owner: Owner) -> None:
    assert store.links.write(owner, [link(), link()]) == [None, Reason.ALREADY_KNOWN]
    assert store.links.write(owner, [link(title="Judul")]) == [Reason.ALREADY_KNOWN]

    due = fetch(store)
    assert (due.slot, due.link_title) == ("1", "Judul")
    assert store.links.write(owner, [link()]) == [Reason.ALREADY_KNOWN]


def test_a_link_without_a_usable_address_stops_nothing_behind_it(store: Frontier, owner: Owner) -> None:
    bad = link().model_copy(update={"url": "https://[broken", "url_key": "broken"})

    assert store.links.write(owner, [bad, link()]) == [Reason.BAD_URL, None]


def test_a_zombie_writes_no_link(store: Frontier, owner: Owner) -> None:
    store.links.claim("frontier", "links", 0)

    with pytest.raises(StaleOwnerError):
        store.links.write(owner, [link()])

    assert store.health.counts(NOON) == FrontierCounts()


@pytest.mark.parametrize(
    ("known_modified", "modified", "taken"),
    [
        pytest.param(NOON, later(minutes=10), True, id="later than the change that was known"),
        pytest.param(NOON, NOON, False, id="the same change again"),
        pytest.param(NOON, later(minutes=-5), False, id="an earlier change"),
        pytest.param(later(hours=-7), later(hours=-6), True, id="a list whose clock is behind is held to itself"),
        pytest.param(None, later(minutes=10), True, id="no change known: later than the fetch"),
        pytest.param(None, later(minutes=-10), False, id="no change known: before the fetch"),
        pytest.param(NOON, None, False, id="nothing said"),
    ],
)
def test_a_page_that_is_said_to_have_changed_is_due_again(
    store: Frontier, owner: Owner, known_modified: datetime | None, modified: datetime | None, taken: bool
) -> None:
    store.links.write(owner, [link(modified=known_modified)])
    fetch(store)
    again = link(modified=modified, found_at=later(minutes=11))

    reasons = store.links.write(owner, [again])

    assert reasons == [None if taken else Reason.ALREADY_KNOWN]
    assert due_keys(store, later(minutes=11)) == ([KEY] if taken else [])
    assert store.links.write(owner, [again]) == [Reason.ALREADY_KNOWN]


def test_a_changed_page_gets_a_new_slot_and_keeps_its_validators(store: Frontier, owner: Owner) -> None:
    store.links.write(owner, [link()])
    fetch(store)
    store.links.write(owner, [link(modified=later(minutes=10), found_at=later(minutes=11))])

    due = fetch(store, at=later(minutes=11))

    assert due.slot == "3"
    assert due.validators == Validators('"1"', "", "hash")


def test_a_list_that_tells_of_a_change_at_every_poll_does_not_have_the_page_fetched_each_time(
    store: Frontier, owner: Owner
) -> None:
    store.links.write(owner, [link()])
    fetch(store)
    for minute in (1, 2, 3):
        store.links.write(owner, [link(modified=later(minutes=minute), found_at=later(minutes=minute))])

    assert due_keys(store, later(minutes=9)) == []
    assert due_keys(store, later(minutes=11)) == [KEY]


def test_a_change_before_the_first_fetch_schedules_nothing_more(store: Frontier, owner: Owner) -> None:
    store.links.write(owner, [link(modified=NOON)])

    assert store.links.write(owner, [link(modified=later(minutes=1))]) == [Reason.ALREADY_KNOWN]


@pytest.mark.parametrize(
    ("outcome", "reason", "taken"),
    [
        pytest.param(Outcome.DROPPED, Reason.TIMEOUT, True, id="given up on"),
        pytest.param(Outcome.PASSED, None, False, id="fetched before"),
        pytest.param(Outcome.DROPPED, Reason.HTTP_GONE, False, id="gone for good"),
    ],
)
def test_a_request_revives_only_what_was_never_fetched(
    store: Frontier, owner: Owner, outcome: Outcome, reason: Reason | None, taken: bool
) -> None:
    store.links.write(owner, [link()])
    fetch(store, outcome, reason=reason)

    (given,) = store.links.write(owner, [link(requested=True, found_at=later(minutes=1))])

    assert (given is None) is taken
    assert due_keys(store, later(minutes=1)) == ([KEY] if taken else [])


def test_a_gone_page_is_a_tombstone(store: Frontier, owner: Owner) -> None:
    store.links.write(owner, [link()])
    fetch(store, Outcome.DROPPED, reason=Reason.HTTP_GONE)

    assert store.links.write(owner, [link(modified=later(days=1))]) == [Reason.TOMBSTONED]


def test_an_article_is_visited_again_after_each_delay_and_then_no_more(store: Frontier, owner: Owner) -> None:
    store.links.write(owner, [link()])
    slots = [fetch(store).slot]
    for hours in (1, 6, 24):
        assert due_keys(store, later(hours=hours, seconds=-1)) == []
        slots.append(fetch(store, at=later(hours=hours)).slot)

    assert slots == ["1", "2", "3", "4"]
    assert store.hosts.next_due_at(now=NOON) is None


def test_visits_that_were_missed_are_not_caught_up_on(store: Frontier, owner: Owner) -> None:
    store.links.write(owner, [link()])
    fetch(store)
    fetch(store, at=later(hours=7))

    assert store.hosts.next_due_at(now=NOON) == later(hours=24)


@pytest.mark.parametrize("reason", [Reason.NOT_MODIFIED, Reason.UNCHANGED])
def test_an_unchanged_page_is_visited_again_and_keeps_its_validators(
    store: Frontier, owner: Owner, reason: Reason
) -> None:
    store.links.write(owner, [link()])
    fetch(store)
    lease = lease_one(store, later(hours=1))
    (due,) = store.urls.due(lease, now=later(hours=1), limit=1)
    finish(store, lease, [fetched(due, Outcome.DROPPED, later(hours=1), reason=reason)])
    store.hosts.release(lease, ready_at=NOON, failures=0)

    assert store.hosts.next_due_at(now=NOON) == later(hours=6)
    assert fetch(store, at=later(hours=6)).validators == Validators('"1"', "", "hash")


def test_the_time_that_fetch_asks_for_goes_before_the_stores_own(store: Frontier, owner: Owner) -> None:
    store.links.write(owner, [link()])
    lease = lease_one(store)
    (due,) = store.urls.due(lease, now=NOON, limit=1)
    finish(store, lease, [fetched(due, next_due_at=later(minutes=3))])
    store.hosts.release(lease, ready_at=NOON, failures=0)

    assert store.hosts.next_due_at(now=NOON) == later(minutes=3)


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        pytest.param(Outcome.PASSED, Reason.HTTP_SERVER_ERROR, id="published without a page"),
        pytest.param(Outcome.DROPPED, Reason.UNCHANGED, id="the same as before, still without it"),
    ],
)
def test_half_an_article_counts_as_a_try_and_keeps_its_visits(
    store: Frontier, owner: Owner, outcome: Outcome, reason: Reason
) -> None:
    store.links.write(owner, [link()])
    lease = lease_one(store)
    (due,) = store.urls.due(lease, now=NOON, limit=1)
    finish(store, lease, [fetched(due, outcome, reason=reason, next_due_at=later(minutes=1), partial=True)])
    store.hosts.release(lease, ready_at=NOON, failures=0)

    assert fetch(store, at=later(minutes=1)).tries == 1
    assert fetch(store, at=later(hours=1)).tries == 0


def test_a_retry_counts_its_tries_and_a_page_ends_the_count(store: Frontier, owner: Owner) -> None:
    store.links.write(owner, [link()])
    for tries in (0, 1):
        lease = lease_one(store, later(minutes=tries))
        (due,) = store.urls.due(lease, now=later(minutes=tries), limit=1)
        assert (due.tries, due.slot) == (tries, str(tries + 1))
        retried = fetched(due, Outcome.RETRIED, reason=Reason.TIMEOUT, next_due_at=later(minutes=tries + 1))
        finish(store, lease, [retried])
        store.hosts.release(lease, ready_at=NOON, failures=0)

    assert fetch(store, at=later(minutes=2)).tries == 2
    assert fetch(store, at=later(hours=2)).tries == 0


def test_a_dropped_url_is_over(store: Frontier, owner: Owner) -> None:
    store.links.write(owner, [link()])
    fetch(store, Outcome.DROPPED, reason=Reason.ROBOTS_DISALLOWED)

    assert store.health.counts(NOON) == FrontierCounts()
    assert store.hosts.next_due_at(now=NOON) is None


def numbered(number: int, lane: Lane) -> Link:
    old = link(f"https://kabar.example/{number}", found_at=NOON if lane is Lane.BACKFILL else later(seconds=5))
    return old.model_copy(update={"lane": lane})


def test_live_news_goes_before_a_backfill_of_the_same_host(store: Frontier, owner: Owner) -> None:
    store.links.write(owner, [numbered(n, Lane.BACKFILL) for n in range(5)])
    store.links.write(owner, [numbered(n, Lane.LIVE) for n in (7, 8)])

    lease = lease_one(store, now=later(seconds=9))
    due = store.urls.due(lease, now=later(seconds=9), limit=4)

    assert [each.url_key for each in due[:2]] == ["kabar.example/7", "kabar.example/8"]
    assert [each.lane for each in due] == [Lane.LIVE, Lane.LIVE, Lane.BACKFILL, Lane.BACKFILL]


def test_a_backfilled_address_that_is_in_the_news_becomes_live(store: Frontier, owner: Owner) -> None:
    store.links.write(owner, [numbered(1, Lane.BACKFILL)])
    store.links.write(owner, [numbered(1, Lane.LIVE), numbered(1, Lane.BACKFILL)])

    (due,) = store.urls.due(lease_one(store), now=NOON, limit=4)

    assert due.lane is Lane.LIVE


def test_an_address_too_long_for_any_article_stops_nothing_behind_it(store: Frontier, owner: Owner) -> None:
    endless = link("https://kabar.example/" + "".join(str(n) for n in range(2000)))

    assert store.links.write(owner, [endless, link(title="Judul\x00")]) == [Reason.BAD_URL, None]
    (due,) = store.urls.due(lease_one(store), now=NOON, limit=10)
    assert due.link_title == "Judul\ufffd"
