"""Both sources over the frontier itself: what one finds the other fetches, and each is leased by its own part."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ingest.discover.poll import Discover
from ingest.fetch.fetch import Fetch
from ingest.web.web import Web
from schemas.frontier import FrontierCounts, PollResult
from schemas.link import Link
from schemas.outcomes import Outcome
from schemas.outlet import Crawl, Outlet
from schemas.page import Page
from stores.database import open_engine
from stores.frontier.store import Frontier
from tests.ingest.clock import NOW
from tests.ingest.local_site import LocalSite, answer
from tests.ingest.running import run

PAGE = b"<!doctype html><title>Kabar</title><p>Pasukan tiba di Kursk."


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    engine = open_engine(f"sqlite:///{tmp_path / 'frontier.db'}")
    yield Frontier.open(engine)
    engine.dispose()


async def test_what_discovery_finds_is_fetched(frontier: Frontier, site: LocalSite, web: Web) -> None:
    item = f"<item><title>Kabar</title><link>{site.url('/1')}</link></item>"
    site.answers |= {"/rss": answer(f"<rss version='2.0'><channel>{item}</channel></rss>"), "/1": answer(PAGE)}
    outlet = Outlet(
        id="kabar", name="Kabar", hosts=(site.address,), feeds=(site.url("/rss"),), crawl=Crawl(delay_s=0.0)
    )
    discover = Discover(
        polls=frontier.polls, web=web, outlets=[outlet], owner="d-0", now=lambda: NOW, concurrency=1, idle_s=0.01
    )
    fetch = Fetch(
        hosts=frontier.hosts,
        urls=frontier.urls,
        web=web,
        outlets=[outlet],
        owner="f-0",
        now=lambda: NOW,
        idle_s=0.01,
    )

    (polled,) = await run(discover, 1)
    links = [record for record in polled.records if isinstance(record, Link)]
    taken = frontier.links.write(frontier.links.claim("frontier", "links", 0), links)
    (fetched,) = await run(fetch, 1)

    (page,) = fetched.records
    assert isinstance(page, Page)
    assert (taken, page.body, page.link_title) == ([None], PAGE, "Kabar")
    assert fetched.fate.outcome is Outcome.PASSED
    assert [entry.result for entry in frontier.polls.history(limit=9)] == [PollResult.READ]
    assert frontier.health.counts(NOW) == FrontierCounts(waiting=1)
    assert frontier.hosts.next_due_at(now=NOW) == NOW + timedelta(hours=1)
