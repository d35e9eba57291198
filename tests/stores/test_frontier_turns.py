"""The frontier's turns: one request at a time to a host, its delay between two, whoever makes them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import pairwise

import pytest
from sqlalchemy import Engine

from runtime.state import Owner
from stores.database import open_engine
from stores.frontier.store import Frontier
from tests.stores.samples import NOON, later, link

HOST = "kabar.example"


@pytest.fixture
def store(engine: Engine) -> Frontier:
    return Frontier.open(engine)


def take(store: Frontier, by: str, seconds: float = 0.0, *, delay_s: float = 10.0) -> datetime | None:
    return store.turns.take(HOST, by, now=later(seconds=seconds), delay_s=delay_s, ttl_s=30)


def test_a_host_is_asked_by_one_at_a_time_and_rests_between_two(store: Frontier) -> None:
    assert take(store, "fetch") is None
    assert take(store, "discover", 1) == later(seconds=10)
    store.turns.end(HOST, "fetch", ready_at=later(seconds=12))

    assert take(store, "discover", 10) == later(seconds=12)
    assert take(store, "discover", 12) is None


def test_nobody_comes_between_while_an_answer_takes_longer_than_the_delay(store: Frontier) -> None:
    take(store, "fetch")

    again_at = take(store, "discover", 20)

    assert again_at is not None
    assert later(seconds=20) < again_at < later(seconds=21)


def test_the_turn_of_a_killed_process_runs_out(store: Frontier) -> None:
    take(store, "killed")

    assert take(store, "heir", 29.9) is not None
    assert take(store, "heir", 30) is None


def test_the_delay_outlasts_a_process_that_is_killed_before_the_answer(store: Frontier) -> None:
    take(store, "killed", delay_s=45)

    assert take(store, "heir", 30) == later(seconds=45)


def test_who_waits_comes_before_who_had_the_last_turn(store: Frontier) -> None:
    take(store, "fetch")
    take(store, "discover", 1)
    store.turns.end(HOST, "fetch", ready_at=later(seconds=10))

    again_at = take(store, "fetch", 10)

    assert again_at is not None
    assert take(store, "discover", 10) is None
    store.turns.end(HOST, "discover", ready_at=later(seconds=20))
    assert take(store, "fetch", 19) == later(seconds=20)
    assert take(store, "fetch", 20) is None


def test_who_is_next_in_line_and_does_not_come_holds_nobody_up_for_long(store: Frontier) -> None:
    take(store, "fetch")
    take(store, "killed", 1)
    store.turns.end(HOST, "fetch", ready_at=later(seconds=10))

    assert take(store, "fetch", 14.9) is not None
    assert take(store, "fetch", 15) is None


def test_no_rest_gets_shorter_by_what_another_says(store: Frontier) -> None:
    store.turns.end(HOST, "discover", ready_at=later(seconds=600))
    store.turns.end(HOST, "fetch", ready_at=later(seconds=2))

    assert take(store, "fetch", 3) == later(seconds=600)


def test_the_end_of_a_turn_that_ran_out_leaves_the_next_ones_alone(store: Frontier) -> None:
    take(store, "late")
    take(store, "heir", 31, delay_s=1)
    store.turns.end(HOST, "late", ready_at=later(seconds=32))

    again_at = take(store, "third", 33)

    assert again_at is not None


def test_hosts_have_turns_of_their_own(store: Frontier) -> None:
    take(store, "fetch")

    assert store.turns.take("lain.example", "discover", now=NOON, delay_s=10, ttl_s=30) is None


@pytest.fixture
def owner(store: Frontier) -> Owner:
    return store.links.claim("frontier", "links", 0)


def test_who_leases_a_host_hears_of_the_rest_that_others_learnt(store: Frontier, owner: Owner) -> None:
    store.links.write(owner, [link()])
    store.turns.end(HOST, "discover", ready_at=later(seconds=600))

    (lease,) = store.hosts.lease("fetch", now=NOON, limit=1, ttl_s=30)

    assert lease.ready_at == later(seconds=600)


def test_a_race_for_the_turns_of_a_host_keeps_the_delay_between_any_two(url: str) -> None:
    engines = [open_engine(url) for _ in range(4)]
    stores = [Frontier.open(engine) for engine in engines]

    def ask(number: int) -> list[datetime]:
        """Steps through the same minute as the others do, at a pace of its own."""
        taken = []
        for second in range(60):
            now = later(seconds=second + number / 4)
            if stores[number].turns.take(HOST, str(number), now=now, delay_s=7, ttl_s=1) is None:
                taken.append(now)
                stores[number].turns.end(HOST, str(number), ready_at=now)
        return taken

    with ThreadPoolExecutor(len(stores)) as pool:
        taken = sorted(at for each in pool.map(ask, range(len(stores))) for at in each)
    for engine in engines:
        engine.dispose()

    assert len(taken) > 1
    assert min((after - before).total_seconds() for before, after in pairwise(taken)) >= 7
