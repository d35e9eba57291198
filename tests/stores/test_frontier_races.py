"""The frontier under several processes at once: nothing is held twice, no time is lost, nobody waits in a ring."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import Connection, Engine, func, select, text

from schemas.frontier import PollDone
from schemas.outcomes import Reason
from schemas.outlet import Crawl, Outlet
from stores.database import open_engine, reading, writing
from stores.frontier import hosts as frontier_hosts
from stores.frontier import urls as frontier_urls
from stores.frontier.store import Frontier
from stores.tables import hosts, urls
from tests.stores.conftest import on_postgresql
from tests.stores.crawl import fetched, finish, lease_one
from tests.stores.samples import NOON, later, link

PROCESSES = range(4)
HOSTS = range(6)


@pytest.fixture
def engines(url: str) -> Iterator[list[Engine]]:
    opened = [open_engine(url) for _ in PROCESSES]
    yield opened
    for engine in opened:
        engine.dispose()


def test_finders_and_fetchers_of_the_same_hosts_agree_on_when_each_is_due(engines: list[Engine]) -> None:
    stores = [Frontier.open(engine) for engine in engines]

    def find(number: int) -> int:
        owner = stores[number].links.claim("frontier", "links", number)
        for turn in range(15):
            # In another order each time: who locks as they come meets another who does.
            order = [(host * (turn + number + 1)) % 7 for host in HOSTS]
            found = [link(f"https://h{host}.example/{number}-{turn}", found_at=later(seconds=-turn)) for host in order]
            stores[number].links.write(owner, found)
        return 0

    def fetch(number: int) -> int:
        ended = 0
        for _ in range(30):
            for lease in stores[number].hosts.lease(f"fetch-{number}", now=NOON, limit=3, ttl_s=30):
                due = stores[number].urls.due(lease, now=NOON, limit=4)
                finish(stores[number], lease, [fetched(one, next_due_at=later(hours=1)) for one in due])
                stores[number].hosts.release(lease, ready_at=NOON, failures=0)
                ended += len(due)
        return ended

    with ThreadPoolExecutor(len(stores)) as pool:
        ended = sum(pool.map(lambda number: (find if number % 2 else fetch)(number), PROCESSES))

    assert due_of_hosts(engines[0]) == due_of_urls(engines[0])
    assert stores[0].health.counts(NOON).waiting == ended


def due_of_hosts(engine: Engine) -> dict[str, datetime | None]:
    with reading(engine) as connection:
        return {row.host: row.next_due_at for row in connection.execute(select(hosts))}


def due_of_urls(engine: Engine) -> dict[str, datetime | None]:
    with reading(engine) as connection:
        rows = connection.execute(select(urls.c.host, func.min(urls.c.due_at)).group_by(urls.c.host))
        return {host: due_at for host, due_at in rows}


@on_postgresql
def test_a_link_that_meets_the_end_of_a_fetch_waits_and_undoes_nothing_of_it(engines: list[Engine]) -> None:
    fetcher, finder = (Frontier.open(engine) for engine in engines[:2])
    owner = finder.links.claim("frontier", "links", 0)
    finder.links.write(owner, [link()])
    lease = lease_one(fetcher)
    (due,) = fetcher.urls.due(lease, now=NOON, limit=1)

    with ThreadPoolExecutor(1) as pool:
        with writing(engines[0]) as connection:
            frontier_hosts.check(connection, lease)
            found = pool.submit(finder.links.write, owner, [link(title="Judul")])
            wait_for_a_waiter(engines[2], connection)
            assert frontier_urls.finish(connection, [(lease, [fetched(due)])], ()) == []
        assert found.result() == [Reason.ALREADY_KNOWN]

    with reading(engines[0]) as connection:
        row = connection.execute(select(urls)).one()
    assert (row.passed_at, row.due_at, row.link_title) == (NOON, None, "Judul")


def wait_for_a_waiter(engine: Engine, holder: Connection) -> None:
    """Until somebody waits for what `holder` has locked; the other's own lock timeout is the bound."""
    process = holder.execute(text("SELECT pg_backend_pid()")).scalar_one()
    waits = text("SELECT count(*) FROM pg_stat_activity WHERE :process = ANY(pg_blocking_pids(pid))")
    with engine.connect() as observer:
        while not observer.execute(waits, {"process": process}).scalar_one():
            observer.rollback()


def test_a_race_for_the_polls_gives_each_slot_to_one(engines: list[Engine]) -> None:
    stores = [Frontier.open(engine) for engine in engines]
    feeds = tuple(f"https://kabar.example/rss/{n}" for n in range(40))
    outlet = Outlet(id="kabar", name="Kabar Contoh", hosts=("kabar.example",), feeds=feeds, crawl=Crawl(delay_s=0))
    stores[0].polls.declare([outlet], now=NOON)

    def poll(number: int) -> list[str]:
        held: list[str] = []
        while taken := stores[number].polls.lease(f"discover-{number}", now=NOON, limit=3, ttl_s=30):
            held += [f"{due.url} {due.slot}" for due in taken]
            done = [PollDone(due.url, due.slot, NOON, later(minutes=5), None) for due in taken]
            stores[number].polls.finish(done)
        return held

    with ThreadPoolExecutor(len(stores)) as pool:
        held = Counter(slot for slots in pool.map(poll, PROCESSES) for slot in slots)

    assert set(held.values()) == {1}
    assert len(held) == len(feeds)
