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
from stores.frontier import FrontierStore
from tests.stores.conftest import OpenEngine
from tests.stores.crawl import due_keys, fetch, fetched, lease_one
from tests.stores.samples import NOON, later, link

KEY = link().url_key


@pytest.fixture
def store(engine: Engine) -> FrontierStore:
    return FrontierStore(engine)


@pytest.fixture
def owner(store: FrontierStore) -> Owner:
    return store.claim("frontier", "links", 0)


def test_a_lease_hands_out_each_slot_once(store: FrontierStore, owner: Owner) -> None:
    store.write(owner, [link(f"https://kabar.example/{n}", found_at=later(seconds=n)) for n in range(3)])
    lease = lease_one(store, later(seconds=9))

    taken = [store.due_urls(lease, now=later(seconds=9), limit=2) for _ in range(3)]

    keys = [[due.url_key for due in some] for some in taken]
    assert keys == [["kabar.example/0", "kabar.example/1"], ["kabar.example/2"], []]


def test_an_expired_lease_hands_out_the_same_slot_to_the_next(store: FrontierStore, owner: Owner) -> None:
    store.write(owner, [link()])
    dead = lease_one(store, by="dead")
    before = store.due_urls(dead, now=NOON, limit=1)
    assert store.lease_hosts("heir", now=later(seconds=29), limit=1, ttl_s=30) == []

    heir = lease_one(store, later(seconds=30), by="heir")

    assert store.due_urls(heir, now=later(seconds=30), limit=1) == before
    assert heir.epoch == dead.epoch + 1


@pytest.mark.parametrize("call", ["due_urls", "finish_fetches", "renew_host"])
def test_who_lost_the_lease_is_told_and_changes_nothing(store: FrontierStore, owner: Owner, call: str) -> None:
    store.write(owner, [link()])
    dead = lease_one(store)
    (due,) = store.due_urls(dead, now=NOON, limit=1)
    heir = lease_one(store, later(seconds=31))
    calls: dict[str, Callable[[], object]] = {
        "due_urls": lambda: store.due_urls(dead, now=NOON, limit=1),
        "finish_fetches": lambda: store.finish_fetches(dead, [fetched(due)]),
        "renew_host": lambda: store.renew_host(dead, now=NOON, ttl_s=30, ready_at=NOON, failures=0),
    }

    with pytest.raises(StaleOwnerError, match=r"host kabar\.example"):
        calls[call]()

    store.release_host(dead, ready_at=later(days=1), failures=9)
    assert [again.slot for again in store.due_urls(heir, now=NOON, limit=1)] == ["1"]
    assert store.lease_hosts("third", now=later(seconds=32), limit=1, ttl_s=30) == []


def test_the_ends_of_many_hosts_are_written_but_for_those_of_a_lost_lease(store: FrontierStore, owner: Owner) -> None:
    store.write(owner, [link(), link("https://lain.example/2")])
    mine, lost = sorted(
        store.lease_hosts("fetch", now=NOON, limit=2, ttl_s=30), key=lambda lease: lease.host != "lain.example"
    )
    ends = [(lease, [fetched(due) for due in store.due_urls(lease, now=NOON, limit=9)]) for lease in (lost, mine)]
    store.renew_host(mine, now=NOON, ttl_s=90, ready_at=NOON, failures=0)
    lease_one(store, later(seconds=31), by="heir")

    assert store.finish_hosts(ends) == [lost]
    assert store.counts(NOON) == FrontierCounts(leased=0, due=1, waiting=1)


def test_a_slot_is_finished_once(store: FrontierStore, owner: Owner) -> None:
    store.write(owner, [link()])
    lease = lease_one(store)
    (due,) = store.due_urls(lease, now=NOON, limit=1)
    store.finish_fetches(lease, [fetched(due)])

    store.finish_fetches(lease, [fetched(due, Outcome.DROPPED, reason=Reason.TIMEOUT)])

    assert store.counts(NOON) == FrontierCounts(waiting=1)


def test_a_page_that_changes_while_it_is_fetched_is_fetched_again(store: FrontierStore, owner: Owner) -> None:
    store.write(owner, [link(modified=NOON)])
    fetch(store)
    lease = lease_one(store, later(hours=1))
    (due,) = store.due_urls(lease, now=later(hours=1), limit=1)
    store.write(owner, [link(modified=later(hours=1), found_at=later(hours=1))])
    store.finish_fetches(lease, [fetched(due, at=later(hours=1))])
    store.release_host(lease, ready_at=NOON, failures=0)

    assert due_keys(store, later(hours=1)) == [KEY]


def test_a_renewed_lease_lasts_and_carries_the_hosts_pace(store: FrontierStore, owner: Owner) -> None:
    store.write(owner, [link()])
    lease = lease_one(store)

    renewed = store.renew_host(lease, now=later(seconds=20), ttl_s=30, ready_at=later(seconds=25), failures=2)

    assert (renewed.until, renewed.ready_at, renewed.failures) == (later(seconds=50), later(seconds=25), 2)
    assert store.lease_hosts("other", now=later(seconds=49), limit=1, ttl_s=30) == []
    heir = lease_one(store, later(seconds=50))
    assert (heir.ready_at, heir.failures) == (later(seconds=25), 2)


def test_no_host_is_leased_before_it_is_ready(store: FrontierStore, owner: Owner) -> None:
    store.write(owner, [link()])
    store.release_host(lease_one(store), ready_at=later(seconds=10), failures=1)

    assert store.lease_hosts("other", now=later(seconds=9), limit=1, ttl_s=30) == []
    assert store.next_due_at(now=NOON) == later(seconds=10)
    assert lease_one(store, later(seconds=10)).failures == 1


def test_two_processes_share_the_hosts_and_never_hold_one_together(
    store: FrontierStore, owner: Owner, open_same: OpenEngine
) -> None:
    store.write(owner, [link(f"https://h{n}.example/artikel") for n in range(7)])
    processes = (store, FrontierStore(open_same()))
    held: list[str] = []
    for turn in count():
        taken = processes[turn % 2].lease_hosts(f"fetch-{turn % 2}", now=NOON, limit=2, ttl_s=30)
        held += [lease.host for lease in taken]
        if not taken:
            break

    assert sorted(held) == [f"h{n}.example" for n in range(7)]


def test_a_race_for_the_hosts_gives_each_to_one(url: str) -> None:
    engines = [open_engine(url) for _ in range(4)]
    stores = [FrontierStore(engine) for engine in engines]
    owner = stores[0].claim("frontier", "links", 0)
    stores[0].write(owner, [link(f"https://h{n}.example/artikel") for n in range(40)])

    def grab(number: int) -> list[str]:
        held: list[str] = []
        while taken := stores[number].lease_hosts(f"fetch-{number}", now=NOON, limit=1, ttl_s=30):
            held += [lease.host for lease in taken]
        return held

    with ThreadPoolExecutor(len(stores)) as pool:
        held = [host for hosts in pool.map(grab, range(len(stores))) for host in hosts]
    for engine in engines:
        engine.dispose()

    assert len(held) == len(set(held)) == 40


def test_a_host_waits_for_its_first_due_url(store: FrontierStore, owner: Owner) -> None:
    store.write(owner, [link(found_at=later(minutes=5)), link("https://kabar.example/2", found_at=later(minutes=3))])

    assert store.next_due_at(now=NOON) == later(minutes=3)
    assert due_keys(store, later(minutes=4)) == ["kabar.example/2"]


def test_what_is_due_already_is_due_now(store: FrontierStore, owner: Owner) -> None:
    store.write(owner, [link()])

    assert store.next_due_at(now=later(hours=3)) == later(hours=3)


def test_rows_are_counted_by_state(store: FrontierStore, owner: Owner) -> None:
    def found(name: str) -> Link:
        return link(f"https://{name}.example/a")

    store.write(owner, [found("passed"), found("held"), found("due")])
    first, second, _ = sorted(store.lease_hosts("f", now=NOON, limit=3, ttl_s=30), key=lambda at: at.host, reverse=True)
    (due,) = store.due_urls(first, now=NOON, limit=1)
    store.finish_fetches(first, [fetched(due)])
    store.due_urls(second, now=NOON, limit=1)

    assert store.counts(NOON) == FrontierCounts(due=1, leased=1, waiting=1)
    assert store.counts(later(seconds=31)) == FrontierCounts(due=2, leased=0, waiting=1)
