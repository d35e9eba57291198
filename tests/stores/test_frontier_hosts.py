"""The frontier's hosts: who may fetch from which, what a lost lease means, when the next is due."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from sqlalchemy import Engine

from runtime.state import Owner, StaleOwnerError
from schemas.frontier import FrontierCounts
from schemas.link import Link
from schemas.outcomes import Outcome, Reason
from stores.database import open_engine
from stores.frontier.store import Frontier
from tests.stores.conftest import OpenEngine
from tests.stores.crawl import due_keys, fetch, fetched, finish, lease_one
from tests.stores.samples import NOON, later, link

KEY = link().url_key


@pytest.fixture
def store(engine: Engine) -> Frontier:
    return Frontier.open(engine)


@pytest.fixture
def owner(store: Frontier) -> Owner:
    return store.links.claim("frontier", "links", 0)


def test_a_lease_hands_out_each_slot_once(store: Frontier, owner: Owner) -> None:
    store.links.write(owner, [link(f"https://kabar.example/{n}", found_at=later(seconds=n)) for n in range(3)])
    lease = lease_one(store, later(seconds=9))

    taken = [store.urls.due(lease, now=later(seconds=9), limit=2) for _ in range(3)]

    keys = [[due.url_key for due in some] for some in taken]
    assert keys == [["kabar.example/0", "kabar.example/1"], ["kabar.example/2"], []]


def test_an_expired_lease_hands_out_the_same_slot_to_the_next(store: Frontier, owner: Owner) -> None:
    store.links.write(owner, [link()])
    dead = lease_one(store, by="dead")
    before = store.urls.due(dead, now=NOON, limit=1)
    assert store.hosts.lease("heir", now=later(seconds=29), limit=1, ttl_s=30) == []

    heir = lease_one(store, later(seconds=30), by="heir")

    assert store.urls.due(heir, now=later(seconds=30), limit=1) == before
    assert heir.epoch == dead.epoch + 1


@pytest.mark.parametrize("call", ["due", "renew"])
def test_who_lost_the_lease_is_told_and_changes_nothing(store: Frontier, owner: Owner, call: str) -> None:
    store.links.write(owner, [link()])
    dead = lease_one(store)
    (due,) = store.urls.due(dead, now=NOON, limit=1)
    heir = lease_one(store, later(seconds=31))
    calls: dict[str, Callable[[], object]] = {
        "due": lambda: store.urls.due(dead, now=NOON, limit=1),
        "renew": lambda: store.hosts.renew(dead, now=NOON, ttl_s=30, ready_at=NOON, failures=0),
    }

    with pytest.raises(StaleOwnerError, match=r"host kabar\.example"):
        calls[call]()
    assert store.urls.finish([(dead, [fetched(due)])]) == [dead]

    store.hosts.release(dead, ready_at=later(days=1), failures=9)
    assert [again.slot for again in store.urls.due(heir, now=NOON, limit=1)] == ["1"]
    assert store.hosts.lease("third", now=later(seconds=32), limit=1, ttl_s=30) == []


def test_the_ends_of_many_hosts_are_written_but_for_those_of_a_lost_lease(store: Frontier, owner: Owner) -> None:
    store.links.write(owner, [link(), link("https://lain.example/2")])
    mine, lost = sorted(
        store.hosts.lease("fetch", now=NOON, limit=2, ttl_s=30), key=lambda lease: lease.host != "lain.example"
    )
    ends = [(lease, [fetched(due) for due in store.urls.due(lease, now=NOON, limit=9)]) for lease in (lost, mine)]
    store.hosts.renew(mine, now=NOON, ttl_s=90, ready_at=NOON, failures=0)
    lease_one(store, later(seconds=31), by="heir")

    assert store.urls.finish(ends) == [lost]
    assert store.health.counts(NOON) == FrontierCounts(leased=0, due=1, waiting=1)


def test_a_slot_is_finished_once(store: Frontier, owner: Owner) -> None:
    store.links.write(owner, [link()])
    lease = lease_one(store)
    (due,) = store.urls.due(lease, now=NOON, limit=1)
    finish(store, lease, [fetched(due)])

    finish(store, lease, [fetched(due, Outcome.DROPPED, reason=Reason.TIMEOUT)])

    assert store.health.counts(NOON) == FrontierCounts(waiting=1)


def test_fetches_that_brought_no_page_are_counted_by_source_and_reason(store: Frontier, owner: Owner) -> None:
    pages = [link(f"https://kabar.example/{number}") for number in range(5)]
    store.links.write(owner, pages)
    lease = lease_one(store)
    due = store.urls.due(lease, now=NOON, limit=10)
    outcomes = (
        (Outcome.DROPPED, Reason.ROBOTS_DISALLOWED),
        (Outcome.RETRIED, Reason.TIMEOUT),
        (Outcome.RETRIED, Reason.TIMEOUT),
        (Outcome.DROPPED, Reason.UNCHANGED),
        (Outcome.PASSED, None),
    )
    done = [fetched(each, outcome, reason=reason) for each, (outcome, reason) in zip(due, outcomes, strict=True)]
    finish(store, lease, done)
    finish(store, lease, done)

    assert store.health.unbrought() == {("kabar", "robots_disallowed"): 1, ("kabar", "timeout"): 2}
    told = {(sample.figure.name, *sample.values): sample.value for sample in store.figures(NOON)}
    assert told["unbrought", "kabar", "timeout"] == 2


def test_a_page_that_changes_while_it_is_fetched_is_fetched_again(store: Frontier, owner: Owner) -> None:
    store.links.write(owner, [link(modified=NOON)])
    fetch(store)
    lease = lease_one(store, later(hours=1))
    (due,) = store.urls.due(lease, now=later(hours=1), limit=1)
    store.links.write(owner, [link(modified=later(hours=1), found_at=later(hours=1))])
    finish(store, lease, [fetched(due, at=later(hours=1))])
    store.hosts.release(lease, ready_at=NOON, failures=0)

    assert due_keys(store, later(hours=1)) == [KEY]


def test_a_renewed_lease_lasts_and_carries_the_hosts_pace(store: Frontier, owner: Owner) -> None:
    store.links.write(owner, [link()])
    lease = lease_one(store)

    renewed = store.hosts.renew(lease, now=later(seconds=20), ttl_s=30, ready_at=later(seconds=25), failures=2)

    assert (renewed.until, renewed.ready_at, renewed.failures) == (later(seconds=50), later(seconds=25), 2)
    assert store.hosts.lease("other", now=later(seconds=49), limit=1, ttl_s=30) == []
    heir = lease_one(store, later(seconds=50))
    assert (heir.ready_at, heir.failures) == (later(seconds=25), 2)


def test_no_host_is_leased_before_it_is_ready(store: Frontier, owner: Owner) -> None:
    store.links.write(owner, [link()])
    store.hosts.release(lease_one(store), ready_at=later(seconds=10), failures=1)

    assert store.hosts.lease("other", now=later(seconds=9), limit=1, ttl_s=30) == []
    assert store.hosts.next_due_at(now=NOON) == later(seconds=10)
    assert lease_one(store, later(seconds=10)).failures == 1


def test_two_processes_share_the_hosts_and_never_hold_one_together(
    store: Frontier, owner: Owner, open_same: OpenEngine
) -> None:
    store.links.write(owner, [link(f"https://h{n}.example/artikel") for n in range(7)])
    processes = (store, Frontier.open(open_same()))
    held: list[str] = []
    for turn in count():
        taken = processes[turn % 2].hosts.lease(f"fetch-{turn % 2}", now=NOON, limit=2, ttl_s=30)
        held += [lease.host for lease in taken]
        if not taken:
            break

    assert sorted(held) == [f"h{n}.example" for n in range(7)]


def test_a_race_for_the_hosts_gives_each_to_one(url: str) -> None:
    engines = [open_engine(url) for _ in range(4)]
    stores = [Frontier.open(engine) for engine in engines]
    owner = stores[0].links.claim("frontier", "links", 0)
    stores[0].links.write(owner, [link(f"https://h{n}.example/artikel") for n in range(40)])

    def grab(number: int) -> list[str]:
        held: list[str] = []
        while taken := stores[number].hosts.lease(f"fetch-{number}", now=NOON, limit=1, ttl_s=30):
            held += [lease.host for lease in taken]
        return held

    with ThreadPoolExecutor(len(stores)) as pool:
        held = [host for hosts in pool.map(grab, range(len(stores))) for host in hosts]
    for engine in engines:
        engine.dispose()

    assert len(held) == len(set(held)) == 40


def test_a_host_waits_for_its_first_due_url(store: Frontier, owner: Owner) -> None:
    store.links.write(
        owner, [link(found_at=later(minutes=5)), link("https://kabar.example/2", found_at=later(minutes=3))]
    )

    assert store.hosts.next_due_at(now=NOON) == later(minutes=3)
    assert due_keys(store, later(minutes=4)) == ["kabar.example/2"]


def test_what_is_due_already_is_due_now(store: Frontier, owner: Owner) -> None:
    store.links.write(owner, [link()])

    assert store.hosts.next_due_at(now=later(hours=3)) == later(hours=3)


def test_rows_are_counted_by_state(store: Frontier, owner: Owner) -> None:
    def found(name: str) -> Link:
        return link(f"https://{name}.example/a")

    store.links.write(owner, [found("passed"), found("held"), found("due")])
    first, second, _ = sorted(store.hosts.lease("f", now=NOON, limit=3, ttl_s=30), key=lambda at: at.host, reverse=True)
    (due,) = store.urls.due(first, now=NOON, limit=1)
    finish(store, first, [fetched(due)])
    store.urls.due(second, now=NOON, limit=1)

    assert store.health.counts(NOON) == FrontierCounts(due=1, leased=1, waiting=1)
    assert store.health.counts(later(seconds=31)) == FrontierCounts(due=2, leased=0, waiting=1)
