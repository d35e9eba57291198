"""The frontier's polls: declared by outlets, leased by one process at a time, each slot finished once, audited."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Engine, select

from schemas.frontier import DuePoll, FrontierCounts, PollDone, PollEntry, PollResult, Validators, WalkState
from schemas.outcomes import Outcome, Reason
from schemas.outlet import Crawl, Outlet, Status
from stores.database import reading
from stores.frontier.store import Frontier
from stores.tables import poll_log
from tests.stores.conftest import OpenEngine
from tests.stores.crawl import fetch
from tests.stores.samples import NOON, later, link

FEED = "https://kabar.example/rss"
SITEMAP = "https://kabar.example/news.xml"
OUTLET = Outlet(
    id="kabar",
    name="Kabar Contoh",
    hosts=("kabar.example",),
    feeds=(FEED,),
    news_sitemaps=(SITEMAP,),
    crawl=Crawl(delay_s=0),
)


@pytest.fixture
def store(engine: Engine) -> Frontier:
    store = Frontier.open(engine)
    store.polls.declare([OUTLET], now=NOON)
    return store


def lease(store: Frontier, now: datetime = NOON, by: str = "discover-1") -> dict[str, DuePoll]:
    return {poll.url: poll for poll in store.polls.lease(by, now=now, limit=10, ttl_s=60)}


def done(poll: DuePoll, at: datetime = NOON, reason: Reason | None = None, failures: int = 0) -> PollDone:
    return PollDone(
        url=poll.url,
        slot=poll.slot,
        at=at,
        next_due_at=later(minutes=5),
        reason=reason,
        detail="404" if reason else "",
        found=0 if reason else 30,
        validators=Validators('"e"', "kemarin", "hash"),
        failures=failures,
    )


def log_of(engine: Engine) -> list[tuple[str, str | None, int]]:
    with reading(engine) as connection:
        rows = connection.execute(select(poll_log).order_by(poll_log.c.n))
        return [(row.url, row.reason, row.found) for row in rows]


def test_a_declared_poll_is_due_at_once_and_named_by_its_instant(store: Frontier) -> None:
    polls = lease(store)

    assert polls[FEED] == DuePoll(url=FEED, source="kabar", channel="feed", slot=NOON.isoformat(), due_at=NOON)
    assert polls[SITEMAP].channel == "news_sitemap"


def test_a_leased_poll_is_nobody_elses_until_the_lease_is_over(store: Frontier, open_same: OpenEngine) -> None:
    first, other = lease(store), Frontier.open(open_same())

    assert lease(other, later(seconds=59), by="discover-2") == {}
    assert lease(other, later(seconds=60), by="discover-2") == first


def test_released_polls_are_due_at_once_under_the_same_slot(store: Frontier) -> None:
    first = lease(store)
    store.polls.release("another")
    assert lease(store) == {}

    store.polls.release("discover-1")

    assert lease(store) == first


def test_a_finished_poll_is_due_again_with_its_validators(store: Frontier, engine: Engine) -> None:
    store.polls.finish([done(poll) for poll in lease(store).values()])

    assert lease(store, later(minutes=4)) == {}
    again = lease(store, later(minutes=5))[FEED]
    assert again.validators == Validators('"e"', "kemarin", "hash")
    assert again.slot == later(minutes=5).isoformat()
    assert sorted(log_of(engine)) == [(SITEMAP, None, 30), (FEED, None, 30)]


def test_a_slot_is_finished_once(store: Frontier, engine: Engine) -> None:
    poll = lease(store)[FEED]
    store.polls.finish([done(poll)])

    store.polls.finish([done(poll, reason=Reason.TIMEOUT, failures=1)])

    assert log_of(engine) == [(FEED, None, 30)]
    assert lease(store, later(minutes=5))[FEED].failures == 0


def test_the_next_poll_never_shares_the_slot_of_the_last(store: Frontier) -> None:
    poll = lease(store, later(hours=1))[FEED]
    at_once = PollDone(url=FEED, slot=poll.slot, at=later(hours=1), next_due_at=poll.due_at, reason=None)
    store.polls.finish([at_once])

    assert lease(store, later(hours=1))[FEED].slot > poll.slot


def test_declaring_again_keeps_the_times_of_known_polls(store: Frontier) -> None:
    store.polls.finish([done(poll) for poll in lease(store).values()])

    store.polls.declare([OUTLET], now=later(minutes=1))

    assert lease(store, later(minutes=2)) == {}


@pytest.mark.parametrize(
    "outlets",
    [
        pytest.param([], id="no outlet at all"),
        pytest.param([OUTLET.model_copy(update={"status": Status.PAUSED})], id="paused"),
        pytest.param([OUTLET.model_copy(update={"status": Status.UNVERIFIED})], id="never probed"),
    ],
)
def test_polls_of_outlets_that_are_not_active_go(store: Frontier, engine: Engine, outlets: list[Outlet]) -> None:
    poll = lease(store)[FEED]

    store.polls.declare(outlets, now=NOON)
    store.polls.finish([done(poll)])

    assert lease(store, later(days=1)) == {}
    assert log_of(engine) == []
    assert store.polls.next_due_at(now=NOON) is None


def test_lists_of_one_host_are_not_due_all_at_once(store: Frontier) -> None:
    other = Outlet(id="lain", name="Lain", hosts=("lain.example",), feeds=("https://lain.example/rss",))
    slow = OUTLET.model_copy(update={"crawl": Crawl(delay_s=30), "index": ("https://kabar.example/indeks",)})
    store.polls.declare([], now=NOON)

    store.polls.declare([slow, other], now=NOON)

    assert set(lease(store, later(seconds=29))) == {FEED, other.feeds[0]}
    assert set(lease(store, later(seconds=30), by="discover-2")) == {SITEMAP}
    assert set(lease(store, later(seconds=59), by="discover-3")) == set()


def check(url: str, result: PollResult, source: str = "kabar") -> PollEntry:
    return PollEntry(url, source, "feed", NOON, result, None if result is PollResult.READ else "timeout", "", 3)


@pytest.mark.parametrize(
    ("results", "polled"),
    [
        pytest.param([], False, id="never checked"),
        pytest.param([PollResult.READ], True, id="a list was there"),
        pytest.param([PollResult.ERROR], False, id="no list was there"),
        pytest.param([PollResult.EMPTY], False, id="nothing was in it"),
        pytest.param([PollResult.READ, PollResult.ERROR], False, id="gone since"),
        pytest.param([PollResult.ERROR, PollResult.READ], True, id="there at last"),
    ],
)
def test_an_unverified_address_is_polled_once_a_check_succeeded(
    store: Frontier, results: list[PollResult], polled: bool
) -> None:
    store.checks.record([check(FEED, result) for result in results])

    store.polls.declare([OUTLET.model_copy(update={"status": Status.UNVERIFIED})], now=NOON)

    assert set(lease(store)) == ({FEED} if polled else set())


def test_no_check_sets_a_paused_outlet_going(store: Frontier) -> None:
    store.checks.record([check(FEED, PollResult.READ)])

    store.polls.declare([OUTLET.model_copy(update={"status": Status.PAUSED})], now=NOON)

    assert lease(store) == {}


def test_checks_are_remembered_the_newest_first(store: Frontier) -> None:
    entries = [check(FEED, PollResult.ERROR), check("https://lain.example/rss", PollResult.READ, "lain")]
    store.checks.record(entries)

    assert store.checks.history(limit=9) == entries[::-1]
    assert store.checks.history("kabar", limit=9) == entries[:1]
    assert store.checks.history(limit=1) == entries[1:]


def test_the_audit_row_of_a_poll_tells_new_known_and_refused(store: Frontier) -> None:
    poll = lease(store)[FEED]
    store.polls.finish([replace(done(poll), new=2, known=27, refused=1)])
    store.polls.finish([done(lease(store, later(minutes=1))[SITEMAP], reason=Reason.EMPTY_LIST)])

    second, first = store.polls.history("kabar", limit=9)

    assert (first.result, first.found, first.new, first.known, first.refused) == (PollResult.READ, 30, 2, 27, 1)
    assert (second.result, second.reason) == (PollResult.EMPTY, "empty_list")


def test_a_poll_remembers_its_list_and_its_rhythm(store: Frontier) -> None:
    end = replace(done(lease(store)[FEED]), seen=b"\x00\xff", tempo="{}")
    store.polls.finish([end])

    again = lease(store, later(minutes=5))[FEED]

    assert (again.seen, again.tempo, again.polled) == (b"\x00\xff", "{}", 1)


def test_a_walk_goes_on_where_it_was(store: Frontier) -> None:
    assert store.walks.load("w") == WalkState()

    for state in (WalkState("2025-04-28 1", 1, 20), WalkState("2025-04-28 2", 2, 35, "empty_list")):
        store.walks.save("w", "kabar", state, at=NOON)

    assert store.walks.load("w") == WalkState("2025-04-28 2", 2, 35, "empty_list")


def test_an_address_that_moves_to_another_channel_or_outlet_follows(store: Frontier) -> None:
    heir = Outlet(id="warta-lain", name="Lain", hosts=("kabar.example",), news_sitemaps=(FEED,))

    store.polls.declare([heir], now=NOON)

    (poll,) = lease(store).values()
    assert (poll.source, poll.channel) == ("warta-lain", "news_sitemap")


def test_the_next_due_poll_counts_its_lease(store: Frontier) -> None:
    assert store.polls.next_due_at(now=NOON) == NOON
    polls = lease(store)
    assert store.polls.next_due_at(now=NOON) == later(seconds=60)

    store.polls.finish([done(poll) for poll in polls.values()])

    assert store.polls.next_due_at(now=NOON) == later(minutes=5)


def test_polls_are_counted_by_state(store: Frontier) -> None:
    assert store.health.counts(NOON) == FrontierCounts(polls_due=2)
    lease(store)

    assert store.health.counts(NOON) == FrontierCounts(polls_leased=2)


def test_the_health_of_a_source_is_that_of_its_polls_and_pages(store: Frontier) -> None:
    polls = lease(store)
    bad = done(polls[SITEMAP], at=later(seconds=5), reason=Reason.HTTP_CLIENT_ERROR, failures=3)
    store.polls.finish([done(polls[FEED]), bad])
    store.links.write(store.links.claim("frontier", "links", 0), [link()])
    fetch(store, Outcome.PASSED, at=later(minutes=1))

    (health,) = store.health.sources()

    assert health.source == "kabar"
    assert (health.last_poll.url, health.last_poll.last_reason) == (SITEMAP, "http_client_error")
    assert (health.failures, health.found, health.next_due_at) == (3, 30, later(minutes=5))
    assert health.last_page_at == later(minutes=1)


def test_a_source_that_was_never_polled_says_so(store: Frontier) -> None:
    (health,) = store.health.sources()

    assert health.last_poll.last_at is None
    assert health.last_page_at is None


def test_old_audit_rows_are_purged(store: Frontier, engine: Engine) -> None:
    polls = lease(store)
    store.polls.finish([done(polls[FEED]), done(polls[SITEMAP], at=later(seconds=5))])

    assert store.polls.purge(later(seconds=1)) == 1
    assert [url for url, _, _ in log_of(engine)] == [SITEMAP]
