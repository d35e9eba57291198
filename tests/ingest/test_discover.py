"""The source `discover` against a site on loopback: links, ends of polls, and staying up without a network."""

import asyncio
import hashlib
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs

from ingest.discover.poll import Discover, polling
from ingest.discover.read_list import address
from ingest.discover.title_filter import Admit, admit_all
from ingest.web.web import Web
from runtime.source import Emission
from runtime.state import StoreUnavailableError
from schemas.frontier import DuePoll, PollDone, Validators
from schemas.link import Link
from schemas.outcomes import Outcome, Reason
from schemas.outlet import Crawl, Outlet
from tests.ingest.fake_frontier import FakePolls
from tests.ingest.local_site import LocalSite, answer
from tests.ingest.running import run

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


def discovering(polls: FakePolls, web: Web, site: LocalSite, admit: Admit = admit_all) -> Discover:
    outlet = Outlet(id="kabar", name="Kabar", hosts=(site.address,), crawl=Crawl(poll_s=100.0, delay_s=0.0))
    return Discover(
        polls=polls, web=web, outlets=[outlet], leasing=polling("d-0", idle_s=0.01), now=lambda: NOW, admit=admit
    )


def links(emission: Emission) -> list[Link]:
    return [record for record in emission.records if isinstance(record, Link)]


async def test_a_feed_gives_the_outlets_own_links_once_and_counts_the_rest(site: LocalSite, web: Web) -> None:
    own = site.url("/1?utm_source=rss")
    site.answers["/rss"] = answer(feed(own, site.url("/1"), site.url("/2"), "https://lain.test/3"))
    polls = FakePolls([poll(site, "/rss")])

    (emission,) = await run(discovering(polls, web, site), 1)

    assert [link.url for link in links(emission)] == [own, site.url("/2")]
    first = links(emission)[0]
    assert (first.title, first.channel, first.found_on) == ("Kabar 0", "feed", site.url("/rss"))
    assert (emission.fate.outcome, emission.fate.detail) == (Outcome.PASSED, "1 foreign_host")
    (end,) = polls.ends
    assert (end.reason, end.found, end.failures, end.detail) == (None, 4, 0, "1 foreign_host")
    assert end.validators.body_hash
    assert timedelta(seconds=90) <= end.next_due_at - NOW <= timedelta(seconds=110)
    assert polls.declared == ["kabar"]


async def test_the_same_poll_emitted_twice_gives_the_same_ids(site: LocalSite, web: Web) -> None:
    site.answers["/rss"] = answer(feed(site.url("/1")))

    first = await run(discovering(FakePolls([poll(site, "/rss")]), web, site), 1)
    second = await run(discovering(FakePolls([poll(site, "/rss")]), web, site), 1)

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
    polls = FakePolls([poll(site, "/index.xml", channel="news_sitemap")])

    (emission,) = await run(discovering(polls, web, site), 1)

    assert [link.url for link in links(emission)] == [site.url("/1")]
    assert site.paths() == ["/robots.txt", "/index.xml", "/a.xml", "/hilang.xml"]
    assert "hilang.xml: http_client_error" in emission.fate.detail
    assert polls.ends[0].validators == Validators(), "an unchanged index may lead to changed sitemaps"


def again(end: PollDone, polled: int = 1) -> DuePoll:
    """The next poll of the same list, with what the first one left behind."""
    return DuePoll(
        url=end.url,
        source="kabar",
        channel="feed",
        slot="2025-04-28T09:05:00+00:00",
        due_at=NOW,
        validators=end.validators,
        failures=end.failures,
        polled=polled,
        seen=end.seen,
        tempo=end.tempo,
    )


async def test_only_what_is_new_since_the_last_poll_is_handed_over(site: LocalSite, web: Web) -> None:
    site.answers["/rss"] = [
        answer(feed(site.url("/1"), site.url("/2"))),
        answer(feed(site.url("/3"), site.url("/1"), site.url("/2"))),
    ]
    polls = FakePolls([poll(site, "/rss")])
    await run(discovering(polls, web, site), 1)
    second = FakePolls([again(polls.ends[0])])

    (emission,) = await run(discovering(second, web, site), 1)

    assert [link.url for link in links(emission)] == [site.url("/3")]
    (first_end, end) = (*polls.ends, *second.ends)
    assert (first_end.new, first_end.known, first_end.refused) == (2, 0, 0)
    assert (end.found, end.new, end.known, end.refused) == (3, 1, 2, 0)


async def test_titles_that_no_watch_wants_are_counted_and_not_handed_over(site: LocalSite, web: Web) -> None:
    site.answers["/rss"] = answer(feed(site.url("/1"), site.url("/2"), site.url("/3")))
    polls = FakePolls([poll(site, "/rss")])

    (emission,) = await run(discovering(polls, web, site, lambda title: title == "Kabar 1"), 1)

    assert [link.url for link in links(emission)] == [site.url("/2")]
    (end,) = polls.ends
    assert (end.found, end.new, end.refused, end.detail) == (3, 1, 2, "2 off_title")


def entry(url: str, day: str) -> str:
    return f"<url><loc>{url}</loc><lastmod>{day}</lastmod></url>"


async def test_a_robots_txt_leads_to_the_sitemaps_of_its_indexes(site: LocalSite, web: Web) -> None:
    site.answers |= {
        "/robots.txt": answer(f"User-agent: *\nSitemap: {site.url('/indeks.xml')}\n"),
        "/indeks.xml": answer(f"<sitemapindex><sitemap><loc>{site.url('/a.xml')}</loc></sitemap></sitemapindex>"),
        "/a.xml": answer(
            f"<urlset>{entry(site.url('/1'), '2025-04-28')}{entry(site.url('/2'), '2019-01-01')}"
            f"<url><loc>{site.url('/3')}</loc></url></urlset>"
        ),
    }
    polls = FakePolls([poll(site, "/robots.txt", channel="sitemap")])

    (emission,) = await run(discovering(polls, web, site), 1)

    assert [link.url for link in links(emission)] == [site.url("/1")]
    (end,) = polls.ends
    assert (end.found, end.new, end.refused, end.detail) == (3, 1, 2, "2 too_old")


async def test_sitemap_indexes_that_name_each_other_come_to_an_end(site: LocalSite, web: Web) -> None:
    def index(*names: str) -> bytes:
        subs = "".join(f"<sitemap><loc>{site.url(name)}</loc></sitemap>" for name in names)
        return answer(f"<sitemapindex>{subs}</sitemapindex>")

    site.answers |= {"/a.xml": index("/b.xml", "/a.xml"), "/b.xml": index("/a.xml", "/b.xml")}
    polls = FakePolls([poll(site, "/a.xml", channel="sitemap")])

    (emission,) = await run(discovering(polls, web, site), 1)

    assert site.paths() == ["/robots.txt", "/a.xml", "/b.xml"]
    assert emission.fate.reason is Reason.EMPTY_LIST


@pytest.mark.parametrize(
    ("now", "polled", "day"),
    [
        pytest.param(NOW, 0, "2025-04-28", id="today in Jakarta"),
        pytest.param(datetime(2025, 4, 28, 17, 30, tzinfo=UTC), 0, "2025-04-29", id="after midnight there"),
        pytest.param(datetime(2025, 4, 28, 17, 30, tzinfo=UTC), 1, "2025-04-28", id="every other look is at yesterday"),
        pytest.param(datetime(2025, 4, 28, 18, 30, tzinfo=UTC), 1, "2025-04-29", id="an hour later no more"),
    ],
)
def test_the_address_of_an_index_is_that_of_the_outlets_day(now: datetime, polled: int, day: str) -> None:
    due = DuePoll("https://a.id/{date:%Y-%m-%d}/{page}", "kabar", "index", "1", NOW, polled=polled)

    assert address(due, zone=ZoneInfo("Asia/Jakarta"), now=now) == f"https://a.id/{day}/1"


async def test_an_index_page_is_polled_by_its_template(site: LocalSite, web: Web) -> None:
    path = "/indeks?tanggal=28/04/2025&hal=1"
    site.answers[path] = answer('<ul><li><a href="/read/123456/putin-kirim-surat">Putin Kirim Surat</a></li></ul>')
    due = poll(site, "/indeks?tanggal={date:%d/%m/%Y}&hal={page}", channel="index")
    polls = FakePolls([due])

    (emission,) = await run(discovering(polls, web, site), 1)

    (link,) = links(emission)
    assert (link.url, link.title, link.channel) == (
        site.url("/read/123456/putin-kirim-surat"),
        *("Putin Kirim Surat", "index"),
    )
    assert polls.ends[0].url == due.url


async def test_a_period_that_the_feed_states_is_kept_also_while_it_is_unchanged(site: LocalSite, web: Web) -> None:
    stated = feed(site.url("/1")).replace("<channel>", "<channel><ttl>30</ttl>")
    site.answers["/rss"] = [answer(stated), answer(status=304)]
    polls = FakePolls([poll(site, "/rss")])
    await run(discovering(polls, web, site), 1)
    second = FakePolls([again(polls.ends[0])])
    await run(discovering(second, web, site), 1)

    for end in (*polls.ends, *second.ends):
        assert end.next_due_at - NOW >= timedelta(minutes=30)


async def test_an_answer_that_stays_fresh_is_not_asked_for_before(site: LocalSite, web: Web) -> None:
    site.answers["/rss"] = answer(feed(site.url("/1")), headers={"Cache-Control": "public, max-age=900"})
    polls = FakePolls([poll(site, "/rss")])

    await run(discovering(polls, web, site), 1)

    assert polls.ends[0].next_due_at - NOW >= timedelta(minutes=15)


RSS = feed()
RSS_HASH = hashlib.blake2b(RSS.encode(), digest_size=16).hexdigest()


@pytest.mark.parametrize(
    ("sent", "known", "reason", "failures"),
    [
        pytest.param(answer(status=304), {"etag": '"1"'}, Reason.NOT_MODIFIED, 2, id="304 clears no failure"),
        pytest.param(answer(RSS), {"etag": '"1"', "body_hash": RSS_HASH}, Reason.UNCHANGED, 0, id="the same bytes"),
        pytest.param(answer(RSS), {}, Reason.EMPTY_LIST, 3, id="a list without entries"),
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
    polls = FakePolls([poll(site, "/rss", failures=2, **known)])

    (emission,) = await run(discovering(polls, web, site), 1)

    (end,) = polls.ends
    assert (emission.fate.outcome, emission.fate.reason, emission.records) == (Outcome.DROPPED, reason, ())
    assert (end.reason, end.failures) == (reason, failures)
    # An empty list is read again, and so told again, however long it stays the same.
    assert end.validators.body_hash == ("" if reason is Reason.EMPTY_LIST else known.get("body_hash", ""))


async def test_a_feed_that_asks_for_time_gets_it(site: LocalSite, web: Web) -> None:
    site.answers["/rss"] = answer(status=429, headers={"Retry-After": "7200"})
    polls = FakePolls([poll(site, "/rss")])

    await run(discovering(polls, web, site), 1)

    assert polls.ends[0].next_due_at == NOW + timedelta(hours=2)


async def test_robots_txt_holds_for_feeds_too(site: LocalSite, web: Web) -> None:
    site.answers |= {"/robots.txt": answer("User-agent: *\nDisallow: /rss"), "/rss": answer(RSS)}
    polls = FakePolls([poll(site, "/rss")])

    (emission,) = await run(discovering(polls, web, site), 1)

    assert emission.fate.reason is Reason.ROBOTS_DISALLOWED
    assert site.paths() == ["/robots.txt"]


async def test_a_source_of_another_catalogue_is_not_polled(site: LocalSite, web: Web) -> None:
    polls = FakePolls([DuePoll(site.url("/rss"), "lain", "feed", "1", NOW)])

    (emission,) = await run(discovering(polls, web, site), 1)

    assert emission.fate.reason is Reason.UNKNOWN_SOURCE
    assert site.asked == []


async def test_a_source_that_cannot_be_reached_is_told_once_and_when_it_is_back(web: Web, site: LocalSite) -> None:
    site.answers |= {"/robots.txt": [answer(status=404)], "/rss": [b"", b"", answer(RSS)]}
    polls = FakePolls([poll(site, "/rss")])
    source = discovering(polls, web, site)

    with capture_logs() as logs:
        await source.open()
        async with aclosing(source.emissions()) as emissions:
            for _ in range(3):
                emission = await anext(emissions)
                await asyncio.to_thread(source.finish, [emission.done])
                polls.polls = [poll(site, "/rss")]
        await source.close()

    assert [(entry["event"], entry["source"]) for entry in logs] == [
        ("source cannot be reached", "kabar"),
        ("source can be reached again", "kabar"),
    ]


async def test_an_idle_source_says_until_when_and_whom_it_cannot_reach(web: Web, site: LocalSite) -> None:
    site.answers["/rss"] = b""
    polls = FakePolls([poll(site, "/rss")], next_due=NOW + timedelta(seconds=190))
    source = discovering(polls, web, site)
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
    polls = FakePolls([poll(site, "/rss"), poll(site, "/rss"), poll(site, "/rss2")])

    await run(discovering(polls, web, site), 2)

    assert sorted(site.paths()) == ["/robots.txt", "/rss", "/rss2"]


async def test_a_frontier_that_cannot_be_used_is_waited_for(web: Web, site: LocalSite) -> None:
    site.answers["/rss"] = answer(feed(site.url("/1")))
    polls = FakePolls([poll(site, "/rss")], failing=[StoreUnavailableError("locked")])

    (emission,) = await run(discovering(polls, web, site), 1)

    assert emission.fate.outcome is Outcome.PASSED
