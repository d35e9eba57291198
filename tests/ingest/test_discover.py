"""The source `discover` against a site on loopback: links, ends of polls, and staying up without a network."""

import asyncio
import hashlib
from contextlib import aclosing
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from ingest.discover.poll import Discover
from ingest.fetch.web import Web
from runtime.source import Emission
from runtime.state import StoreUnavailableError
from schemas.frontier import DuePoll, Validators
from schemas.link import Link
from schemas.outcomes import Outcome, Reason
from schemas.outlet import Crawl, Outlet
from tests.ingest.fake_frontier import FakeFrontier
from tests.ingest.local_site import LocalSite, answer

NOW = datetime(2025, 4, 28, 9, 0, tzinfo=UTC)


def feed(*urls: str) -> str:
    items = "".join(f"<item><title>Kabar {n}</title><link>{url}</link></item>" for n, url in enumerate(urls))
    return f"<rss version='2.0'><channel>{items}</channel></rss>"


def sitemap(*urls: str) -> str:
    return "<urlset>" + "".join(f"<url><loc>{url}</loc></url>" for url in urls) + "</urlset>"


def poll(site: LocalSite, path: str, *, channel: str = "feed", failures: int = 0, **known: str) -> DuePoll:
    return DuePoll(
        url=site.url(path),
        source="kabar",
        channel=channel,
        slot="2025-04-28T09:00:00+00:00",
        due_at=NOW,
        validators=Validators(**known),
        failures=failures,
    )


def discovering(frontier: FakeFrontier, web: Web, site: LocalSite) -> Discover:
    outlet = Outlet(id="kabar", name="Kabar", hosts=(site.address,), crawl=Crawl(poll_s=100.0, delay_s=0.0))
    return Discover(frontier=frontier, web=web, outlets=[outlet], owner="d-0", now=lambda: NOW, idle_s=0.01)


async def run(source: Discover, count: int) -> list[Emission]:
    taken: list[Emission] = []
    await source.open()
    async with aclosing(source.emissions()) as emissions:
        async for emission in emissions:
            taken.append(emission)
            await asyncio.to_thread(source.finish, [emission.done])
            if len(taken) == count:
                break
    await source.close()
    return taken


def links(emission: Emission) -> list[Link]:
    return [record for record in emission.records if isinstance(record, Link)]


async def test_a_feed_gives_the_outlets_own_links_once_and_counts_the_rest(site: LocalSite, web: Web) -> None:
    own = site.url("/1?utm_source=rss")
    site.answers["/rss"] = answer(feed(own, site.url("/1"), site.url("/2"), "https://lain.test/3"))
    frontier = FakeFrontier(polls=[poll(site, "/rss")])

    (emission,) = await run(discovering(frontier, web, site), 1)

    assert [link.url for link in links(emission)] == [own, site.url("/2")]
    first = links(emission)[0]
    assert (first.title, first.channel, first.found_on) == ("Kabar 0", "feed", site.url("/rss"))
    assert (emission.fate.outcome, emission.fate.detail) == (Outcome.PASSED, "1 foreign_host")
    (end,) = frontier.poll_ends
    assert (end.reason, end.found, end.failures, end.detail) == (None, 4, 0, "1 foreign_host")
    assert end.validators.body_hash
    assert timedelta(seconds=90) <= end.next_due_at - NOW <= timedelta(seconds=110)
    assert frontier.declared == ["kabar"]


async def test_the_same_poll_emitted_twice_gives_the_same_ids(site: LocalSite, web: Web) -> None:
    site.answers["/rss"] = answer(feed(site.url("/1")))

    first = await run(discovering(FakeFrontier(polls=[poll(site, "/rss")]), web, site), 1)
    second = await run(discovering(FakeFrontier(polls=[poll(site, "/rss")]), web, site), 1)

    assert links(first[0])[0].event_id() == links(second[0])[0].event_id()
    assert first[0].fate.id == second[0].fate.id


async def test_an_index_leads_to_its_sub_sitemaps(site: LocalSite, web: Web) -> None:
    index = "".join(
        f"<sitemap><loc>{url}</loc></sitemap>"
        for url in (site.url("/a.xml"), "https://lain.test/b.xml", site.url("/hilang.xml"))
    )
    site.answers |= {
        "/index.xml": answer(f"<sitemapindex>{index}</sitemapindex>"),
        "/a.xml": answer(sitemap(site.url("/1"))),
    }
    frontier = FakeFrontier(polls=[poll(site, "/index.xml", channel="news_sitemap")])

    (emission,) = await run(discovering(frontier, web, site), 1)

    assert [link.url for link in links(emission)] == [site.url("/1")]
    assert site.paths() == ["/robots.txt", "/index.xml", "/a.xml", "/hilang.xml"]
    assert "hilang.xml: http_client_error" in emission.fate.detail
    assert frontier.poll_ends[0].validators == Validators(), "an unchanged index may lead to changed sitemaps"


RSS = feed()
RSS_HASH = hashlib.blake2b(RSS.encode(), digest_size=16).hexdigest()


@pytest.mark.parametrize(
    ("sent", "known", "reason", "failures"),
    [
        pytest.param(answer(status=304), {"etag": '"1"'}, Reason.NOT_MODIFIED, 2, id="304 clears no failure"),
        pytest.param(answer(RSS), {"etag": '"1"', "body_hash": RSS_HASH}, Reason.UNCHANGED, 0, id="the same bytes"),
        pytest.param(answer("<p>Galat"), {}, Reason.FEED_INVALID, 3, id="a web page"),
        pytest.param(answer(status=404), {}, Reason.HTTP_CLIENT_ERROR, 3, id="not found"),
        pytest.param(answer(status=503), {}, Reason.HTTP_SERVER_ERROR, 3, id="server error"),
        pytest.param(b"", {}, Reason.CONNECTION_FAILED, 3, id="hangs up"),
    ],
)
async def test_a_poll_without_news_ends_with_its_reason(
    site: LocalSite, web: Web, sent: bytes, known: dict[str, str], reason: Reason, failures: int
) -> None:
    site.answers["/rss"] = sent
    frontier = FakeFrontier(polls=[poll(site, "/rss", failures=2, **known)])

    (emission,) = await run(discovering(frontier, web, site), 1)

    (end,) = frontier.poll_ends
    assert (emission.fate.outcome, emission.fate.reason, emission.records) == (Outcome.DROPPED, reason, ())
    assert (end.reason, end.failures) == (reason, failures)
    assert end.validators.body_hash == known.get("body_hash", "")


async def test_a_feed_that_asks_for_time_gets_it(site: LocalSite, web: Web) -> None:
    site.answers["/rss"] = answer(status=429, headers={"Retry-After": "7200"})
    frontier = FakeFrontier(polls=[poll(site, "/rss")])

    await run(discovering(frontier, web, site), 1)

    assert frontier.poll_ends[0].next_due_at == NOW + timedelta(hours=2)


async def test_robots_txt_holds_for_feeds_too(site: LocalSite, web: Web) -> None:
    site.answers |= {"/robots.txt": answer("User-agent: *\nDisallow: /rss"), "/rss": answer(RSS)}
    frontier = FakeFrontier(polls=[poll(site, "/rss")])

    (emission,) = await run(discovering(frontier, web, site), 1)

    assert emission.fate.reason is Reason.ROBOTS_DISALLOWED
    assert site.paths() == ["/robots.txt"]


async def test_a_source_of_another_catalogue_is_not_polled(site: LocalSite, web: Web) -> None:
    frontier = FakeFrontier(polls=[DuePoll(site.url("/rss"), "lain", "feed", "1", NOW)])

    (emission,) = await run(discovering(frontier, web, site), 1)

    assert emission.fate.reason is Reason.UNKNOWN_SOURCE
    assert site.asked == []


async def test_a_source_that_cannot_be_reached_is_told_once_and_when_it_is_back(web: Web, site: LocalSite) -> None:
    site.answers |= {"/robots.txt": [answer(status=404)], "/rss": [b"", b"", answer(RSS)]}
    frontier = FakeFrontier(polls=[poll(site, "/rss")])
    source = discovering(frontier, web, site)

    with capture_logs() as logs:
        await source.open()
        async with aclosing(source.emissions()) as emissions:
            for _ in range(3):
                emission = await anext(emissions)
                await asyncio.to_thread(source.finish, [emission.done])
                frontier.polls = [poll(site, "/rss")]
        await source.close()

    assert [(entry["event"], entry["source"]) for entry in logs] == [
        ("source cannot be reached", "kabar"),
        ("source can be reached again", "kabar"),
    ]


async def test_an_idle_source_says_until_when_and_whom_it_cannot_reach(web: Web, site: LocalSite) -> None:
    site.answers["/rss"] = b""
    frontier = FakeFrontier(polls=[poll(site, "/rss")], next_due=NOW + timedelta(seconds=190))
    source = discovering(frontier, web, site)
    await source.open()

    async with aclosing(source.emissions()) as emissions:
        emission = await anext(emissions)
        await asyncio.to_thread(source.finish, [emission.done])
        reading = asyncio.create_task(anext(emissions))
        while source.waiting() is None:
            await asyncio.sleep(0)
        waiting = source.waiting()
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
    await source.close()

    assert waiting == "nothing due until 09:03:10; cannot reach kabar"


async def test_a_poll_in_hand_is_not_started_again(web: Web, site: LocalSite) -> None:
    site.answers |= {"/rss": answer(RSS), "/rss2": answer(RSS)}
    frontier = FakeFrontier(polls=[poll(site, "/rss"), poll(site, "/rss"), poll(site, "/rss2")])

    await run(discovering(frontier, web, site), 2)

    assert sorted(site.paths()) == ["/robots.txt", "/rss", "/rss2"]


async def test_a_frontier_that_cannot_be_used_is_waited_for(web: Web, site: LocalSite) -> None:
    site.answers["/rss"] = answer(RSS)
    frontier = FakeFrontier(polls=[poll(site, "/rss")], failing=[StoreUnavailableError("locked")])

    (emission,) = await run(discovering(frontier, web, site), 1)

    assert emission.fate.outcome is Outcome.PASSED
