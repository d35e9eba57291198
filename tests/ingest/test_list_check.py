"""A check judges a list as a reader of news would: moved, foreign and stale lists fail, odd but good ones pass."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from ingest.discover.list_check import check_outlet, wanted_of
from ingest.web.turns import Turns
from ingest.web.web import Web
from schemas.checked import ListCheck, RobotsSay
from schemas.frontier import PollResult
from schemas.outlet import Crawl, Outlet
from tests.ingest.clock import Clock
from tests.ingest.local_site import LocalSite, answer, redirect

# An hour after midnight in Jakarta.
NOW = datetime(2025, 4, 27, 18, 0, tzinfo=UTC)
CONTACT = "https://warta.example/about"


@pytest.fixture
async def other() -> AsyncIterator[LocalSite]:
    async with LocalSite() as running:
        yield running


def feed(*entries: tuple[str, str]) -> bytes:
    items = "".join(
        f"<item><title>Kabar</title><link>{url}</link><pubDate>{at}</pubDate></item>" for url, at in entries
    )
    return answer(f"<rss version='2.0'><channel>{items}</channel></rss>")


def page(*paths: str) -> bytes:
    return answer(
        "<html><body>" + "".join(f"<a href='{path}'>Kabar dari utara</a>" for path in paths) + "</body></html>"
    )


async def checked(site: LocalSite, other: LocalSite, **lists: tuple[str, ...]) -> ListCheck:
    outlet = Outlet(id="kabar", name="Kabar", hosts=(site.address,), crawl=Crawl(delay_s=0.5), **lists)
    clock = Clock()
    turns = Turns(now=clock.now, sleep=clock.sleep)
    web = Web(contact_url=CONTACT, allowed=[site.address, other.address], now=clock.now, turns=turns)
    await web.open()
    try:
        wanted = wanted_of(outlet, query="Rusia", now=NOW)
        (check,) = [check async for check in check_outlet(outlet, wanted, web=web, now=lambda: NOW)]
    finally:
        await web.close()
    return check


TODAY = "Sun, 27 Apr 2025 17:30:00 GMT"


async def test_a_feed_that_another_host_serves_passes_if_its_links_are_the_outlets(
    site: LocalSite, other: LocalSite
) -> None:
    site.answers["/rss"] = redirect(other.url("/umpan"))
    other.answers["/umpan"] = feed((site.url("/a"), TODAY))

    check = await checked(site, other, feeds=(site.url("/rss"),))

    assert (check.passed, check.status, check.delay_s) == (True, 200, 0.5)


async def test_a_feed_that_leads_to_the_feed_of_another_has_moved(site: LocalSite, other: LocalSite) -> None:
    site.answers["/rss"] = redirect(other.url("/umpan"))
    other.answers["/umpan"] = feed((other.url("/a"), TODAY))

    check = await checked(site, other, feeds=(site.url("/rss"),))

    assert (check.entry.result, check.entry.reason) == (PollResult.INVALID, "list_moved")
    assert check.entry.detail == f"leads to {other.url('/umpan')}"


async def test_a_date_that_lies_ahead_makes_no_list_fresh(site: LocalSite, other: LocalSite) -> None:
    old, ahead = "Mon, 03 Feb 2025 09:00:00 GMT", "Tue, 27 Apr 2055 09:00:00 GMT"
    site.answers["/rss"] = feed((site.url("/a"), old), (site.url("/b"), ahead))

    check = await checked(site, other, feeds=(site.url("/rss"),))

    assert (check.entry.result, check.entry.reason) == (PollResult.STALE, "stale_list")
    assert check.latest == datetime(2025, 2, 3, 9, 0, tzinfo=UTC)


async def test_an_index_whose_day_is_still_empty_is_judged_by_the_day_before(site: LocalSite, other: LocalSite) -> None:
    template = site.url("/indeks?hari={date:%Y-%m-%d}")
    site.answers |= {
        "/indeks?hari=2025-04-28": page(),
        "/indeks?hari=2025-04-27": page("/2025/04/27/kabar-dari-utara", "/2025/04/27/kabar-dari-timur"),
    }

    check = await checked(site, other, index=(template,))

    assert (check.passed, check.entry.found, check.entry.url) == (True, 2, template)
    assert check.latest == datetime(2025, 4, 26, 17, 0, tzinfo=UTC)


async def test_a_search_is_asked_for_the_subject_and_told_under_its_template(site: LocalSite, other: LocalSite) -> None:
    template = site.url("/cari?q={query}&hal={page}")
    site.answers["/cari?q=Rusia&hal=1"] = page("/read/100001/kabar-dari-utara")

    check = await checked(site, other, search=(template,))

    assert (check.passed, check.entry.channel, check.entry.url) == (True, "search", template)


async def test_an_index_that_leads_to_the_front_page_has_moved_though_it_lists_articles(
    site: LocalSite, other: LocalSite
) -> None:
    site.answers |= {"/indeks": redirect(site.url("/")), "/": page("/read/100001/kabar-dari-utara")}

    check = await checked(site, other, index=(site.url("/indeks"),))

    assert (check.entry.reason, check.entry.found) == ("list_moved", 1)


@pytest.mark.parametrize(
    ("robots", "said", "delay_s"),
    [
        pytest.param(answer("User-agent: *\nCrawl-delay: 7\n"), RobotsSay.ALLOWED, 7.0, id="a delay"),
        pytest.param(answer("User-agent: *\nDisallow: /rss\n"), RobotsSay.FORBIDDEN, None, id="forbidden"),
        pytest.param(answer(status=503), RobotsSay.UNREACHABLE, None, id="down"),
        pytest.param(answer(status=404), RobotsSay.ALLOWED, 0.5, id="none"),
    ],
)
async def test_what_robots_says_is_told(
    site: LocalSite, other: LocalSite, robots: bytes, said: RobotsSay, delay_s: float | None
) -> None:
    site.answers |= {"/robots.txt": robots, "/rss": feed((site.url("/a"), TODAY))}

    check = await checked(site, other, feeds=(site.url("/rss"),))

    assert (check.robots, check.delay_s) == (said, delay_s)
