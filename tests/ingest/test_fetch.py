"""The source `fetch` against a site on loopback: pages, fates, politeness and leases."""

import asyncio
import hashlib
import random
import threading
from collections.abc import Sequence
from contextlib import aclosing
from datetime import datetime, timedelta

import pytest

from ingest.fetch.fetch import Fetch
from ingest.fetch.fetch import fetching as leasing
from ingest.fetch.lease_keeper import LEASE_S
from ingest.fetch.schedule import MAX_TRIES
from ingest.release import Release
from ingest.web.ask import Ask, RequestTerms
from ingest.web.errors import HostRestingError
from ingest.web.web import Web
from runtime.source import Emission, SourceWork
from runtime.state import StoreUnavailableError
from schemas.frontier import DueUrl, FetchDone, HostLease, Validators
from schemas.ids import host_of, url_key
from schemas.outcomes import Outcome, Reason
from schemas.outlet import Crawl, Outlet
from schemas.page import Page
from schemas.topics import PAGES
from tests.ingest.clock import NOW, Clock
from tests.ingest.fake_frontier import FakeHosts, FakeUrls
from tests.ingest.local_site import LocalSite, answer, redirect
from tests.ingest.running import run
from tests.ingest.tap import Tap

PAGE = b"<!doctype html><title>Kabar</title><p>Pasukan tiba di Kursk."
HASH = hashlib.blake2b(PAGE, digest_size=16).hexdigest()


def due(site: LocalSite, path: str, *, tries: int = 0, validators: Validators | None = None) -> DueUrl:
    url = site.url(path)
    return DueUrl(
        url=url,
        url_key=url_key(url),
        source="kabar",
        host=host_of(url),
        slot="1",
        tries=tries,
        validators=validators or Validators(),
        link_title="Judul di umpan",
    )


def fetching(
    hosts: FakeHosts,
    web: Web,
    *,
    crawl: Crawl | None = None,
    full_view: str = "",
    lease_s: float = LEASE_S,
    release: Release | None = None,
) -> Fetch:
    outlet = Outlet(
        id="kabar", name="Kabar", hosts=("127.0.0.1",), full_view=full_view, crawl=crawl or Crawl(delay_s=0.0)
    )
    return Fetch(
        hosts=hosts,
        urls=hosts.due,
        web=web,
        outlets=[outlet],
        leasing=leasing("fetch-0", idle_s=0.01, lease_s=lease_s),
        now=lambda: NOW,
        release=release,
    )


async def test_a_page_is_handed_over_with_all_that_later_stages_need(site: LocalSite, web: Web) -> None:
    site.answers |= {"/lama": redirect("/1"), "/1": answer(PAGE, headers={"ETag": '"a"'})}
    hosts = FakeHosts(FakeUrls([due(site, "/lama")]))

    (emission,) = await run(fetching(hosts, web), 1)

    (page,) = emission.records
    assert isinstance(page, Page)
    assert (page.url, page.final_url, page.redirects) == (site.url("/lama"), site.url("/1"), (site.url("/lama"),))
    assert (page.body, page.slot, page.source, page.link_title) == (PAGE, "1", "kabar", "Judul di umpan")
    assert (page.fetched_at, page.status, page.headers["etag"]) == (NOW, 200, '"a"')
    assert (emission.fate.outcome, emission.fate.id) == (Outcome.PASSED, page.event_id())
    (end,) = hosts.due.ends
    assert (end.outcome, end.next_due_at, end.status) == (Outcome.PASSED, None, 200)
    assert end.validators == Validators(etag='"a"', body_hash=HASH)


@pytest.mark.parametrize(
    ("sent", "validators", "reason"),
    [
        pytest.param(answer(status=304), Validators(etag='"a"', body_hash="x"), Reason.NOT_MODIFIED, id="304"),
        pytest.param(answer(PAGE), Validators(etag='"a"', body_hash=HASH), Reason.UNCHANGED, id="the same bytes"),
    ],
)
async def test_a_page_that_did_not_change_is_not_published_again(
    site: LocalSite, web: Web, sent: bytes, validators: Validators, reason: Reason
) -> None:
    site.answers["/1"] = sent
    hosts = FakeHosts(FakeUrls([due(site, "/1", validators=validators)]))

    (emission,) = await run(fetching(hosts, web), 1)

    assert emission.records == ()
    assert (emission.fate.outcome, emission.fate.reason) == (Outcome.DROPPED, reason)
    assert hosts.due.ends[0].validators.body_hash == validators.body_hash


@pytest.mark.parametrize(
    ("sent", "tries", "outcome", "reason"),
    [
        pytest.param(answer(status=404), 0, Outcome.DROPPED, Reason.HTTP_CLIENT_ERROR, id="not found"),
        pytest.param(answer(status=410), 0, Outcome.DROPPED, Reason.HTTP_GONE, id="gone"),
        pytest.param(answer(status=403), 0, Outcome.RETRIED, Reason.HTTP_CLIENT_ERROR, id="denied: one more look"),
        pytest.param(answer(status=403), 1, Outcome.DROPPED, Reason.HTTP_CLIENT_ERROR, id="denied twice"),
        pytest.param(answer(status=500), 0, Outcome.RETRIED, Reason.HTTP_SERVER_ERROR, id="server error"),
        pytest.param(answer(status=500), 7, Outcome.DROPPED, Reason.TOO_MANY_TRIES, id="once too often"),
        pytest.param(b"", 0, Outcome.RETRIED, Reason.CONNECTION_FAILED, id="hangs up"),
        pytest.param(answer(b"a" * 2000), 0, Outcome.DROPPED, Reason.TOO_LARGE, id="too large"),
        pytest.param(
            answer(PAGE, headers={"Content-Encoding": "br"}), 0, Outcome.DROPPED, Reason.BAD_ENCODING, id="no brotli"
        ),
        pytest.param(
            answer(PAGE, headers={"Content-Type": "image/png"}), 0, Outcome.DROPPED, Reason.NOT_HTML, id="an image"
        ),
        pytest.param(redirect("/1"), 0, Outcome.DROPPED, Reason.REDIRECT_LOOP, id="redirects to itself"),
        pytest.param(
            redirect("http://169.254.169.254/"), 0, Outcome.DROPPED, Reason.FORBIDDEN_ADDRESS, id="to metadata"
        ),
        pytest.param(
            redirect("http://127.0.0.1:9/"), 0, Outcome.DROPPED, Reason.FORBIDDEN_ADDRESS, id="to another port"
        ),
        pytest.param(redirect("/tertutup"), 0, Outcome.DROPPED, Reason.ROBOTS_DISALLOWED, id="to what robots forbids"),
    ],
)
async def test_every_refusal_has_one_fate_and_one_end(
    site: LocalSite, web: Web, sent: bytes, tries: int, outcome: Outcome, reason: Reason
) -> None:
    site.answers |= {"/1": sent, "/robots.txt": answer("User-agent: *\nDisallow: /tertutup")}
    hosts = FakeHosts(FakeUrls([due(site, "/1", tries=tries)]))

    (emission,) = await run(fetching(hosts, web, crawl=Crawl(delay_s=0.0, max_bytes=1000)), 1)

    (end,) = hosts.due.ends
    assert emission.records == ()
    assert (emission.fate.outcome, emission.fate.reason) == (end.outcome, end.reason) == (outcome, reason)
    assert (end.next_due_at is not None) == (outcome is Outcome.RETRIED)


async def test_a_body_that_does_not_fit_into_a_record_is_dropped(site: LocalSite, web: Web) -> None:
    size = PAGES.max_record_bytes
    site.answers["/1"] = answer(PAGE + random.Random(7).randbytes(size - len(PAGE)).replace(b"\0", b"1"))
    hosts = FakeHosts(FakeUrls([due(site, "/1")]))

    (emission,) = await run(fetching(hosts, web, crawl=Crawl(delay_s=0.0, max_bytes=size)), 1)

    assert (emission.records, emission.fate.reason) == ((), Reason.TOO_LARGE)


async def test_what_robots_txt_disallows_is_never_asked_for(site: LocalSite, web: Web) -> None:
    site.answers["/robots.txt"] = answer("User-agent: *\nDisallow: /tertutup")
    hosts = FakeHosts(FakeUrls([due(site, "/tertutup/1")]))

    (emission,) = await run(fetching(hosts, web), 1)

    assert (emission.fate.outcome, emission.fate.reason) == (Outcome.DROPPED, Reason.ROBOTS_DISALLOWED)
    assert site.paths() == ["/robots.txt"]


async def test_a_host_without_an_answer_for_robots_txt_is_left_alone(site: LocalSite, web: Web) -> None:
    site.answers |= {"/robots.txt": answer(status=500), "/1": answer(PAGE)}
    hosts = FakeHosts(FakeUrls([due(site, "/1")]))

    (emission,) = await run(fetching(hosts, web), 1)

    assert (emission.fate.outcome, emission.fate.reason) == (Outcome.RETRIED, Reason.ROBOTS_UNREACHABLE)
    assert site.paths() == ["/robots.txt"]


@pytest.mark.parametrize(
    "target",
    [
        pytest.param("http://169.254.169.254/robots.txt", id="to metadata"),
        pytest.param("http://127.0.0.1:9/robots.txt", id="to another port of the machine"),
        pytest.param("file:///etc/passwd", id="to a file"),
        pytest.param("http://[::1", id="to no address"),
    ],
)
async def test_a_robots_txt_that_leads_inside_is_none_and_the_pages_are_fetched(
    site: LocalSite, web: Web, target: str
) -> None:
    site.answers |= {"/robots.txt": redirect(target), "/1": answer(PAGE), "/2": redirect("http://169.254.169.254/")}
    hosts = FakeHosts(FakeUrls([due(site, "/1"), due(site, "/2")]))

    emissions = await run(fetching(hosts, web), 2)

    assert [emission.fate.reason for emission in emissions] == [None, Reason.FORBIDDEN_ADDRESS]


async def test_the_full_view_is_asked_for_unless_robots_txt_disallows_it(site: LocalSite, web: Web) -> None:
    site.answers |= {
        "/robots.txt": answer("User-agent: *\nDisallow: /2?"),
        "/1?page=all": answer(PAGE),
        "/2": answer(PAGE),
    }
    hosts = FakeHosts(FakeUrls([due(site, "/1"), due(site, "/2")]))

    emissions = await run(fetching(hosts, web, full_view="?page=all"), 2)

    assert [emission.fate.outcome for emission in emissions] == [Outcome.PASSED] * 2
    assert site.paths() == ["/robots.txt", "/1?page=all", "/2"]


ARTICLE = "/perjanjian-di-pyongyang-1234567"


def numbered(number: int, *, following: int | None = None) -> bytes:
    """A page of an article whose only text names its number; it links to the page `following`."""
    link = f'<a href="{ARTICLE}?page={following}">{following}</a>' if following else ""
    line = f"Bagian {number} dari perjanjian itu mengatur bantuan militer antara kedua negara yang bertetangga."
    return f"<!doctype html><title>Perjanjian</title><p>{line}</p>{link}".encode()


@pytest.mark.parametrize(
    ("pages", "joined", "reason"),
    [
        pytest.param({2: answer(numbered(2, following=3)), 3: answer(numbered(3))}, 3, None, id="all to the last"),
        pytest.param({2: answer(numbered(1, following=3))}, 1, None, id="a page that repeats the first"),
        pytest.param(
            {2: answer(numbered(2, following=3)), 3: redirect(ARTICLE)},
            2,
            None,
            id="a page that leads back to the first",
        ),
        pytest.param(
            {n: answer(numbered(n, following=n + 1)) for n in range(2, 30)}, 20, Reason.TOO_MANY_PAGES, id="no end"
        ),
        pytest.param({2: answer(status=404)}, 1, Reason.HTTP_CLIENT_ERROR, id="a page that is not there"),
        pytest.param({2: answer(b"<p>" + b"isi " * 1000)}, 1, Reason.TOO_LARGE, id="a page too large"),
        pytest.param(
            {2: answer(numbered(2) + b" " * 3000)}, 1, Reason.TOO_LARGE, id="pages that are too large together"
        ),
        pytest.param({2: redirect("/tertutup")}, 1, Reason.ROBOTS_DISALLOWED, id="a page that robots.txt disallows"),
        pytest.param({2: redirect("http://127.0.0.1:9/")}, 1, Reason.FORBIDDEN_ADDRESS, id="a page that lies inside"),
    ],
)
async def test_the_numbered_pages_of_an_article_are_joined(
    site: LocalSite, web: Web, pages: dict[int, bytes], joined: int, reason: Reason | None
) -> None:
    first = numbered(1, following=2)
    site.answers |= {ARTICLE: answer(first), "/robots.txt": answer("User-agent: *\nDisallow: /tertutup")}
    site.answers |= {f"{ARTICLE}?page={number}": page for number, page in pages.items()}
    hosts = FakeHosts(FakeUrls([due(site, ARTICLE)]))
    max_bytes = 10_000 if joined > 3 else 3200

    (emission,) = await run(fetching(hosts, web, crawl=Crawl(delay_s=0.0, max_bytes=max_bytes)), 1)

    (page,) = emission.records
    assert isinstance(page, Page)
    expected = [numbered(n, following=n + 1 if n < max(pages) else None) for n in range(2, joined + 1)]
    assert page.body == first + b"".join(expected)
    assert [part.url for part in page.parts] == [site.url(f"{ARTICLE}?page={n}") for n in range(2, joined + 1)]
    assert [part.body_bytes for part in page.parts] == [len(body) for body in expected]
    assert page.lacks_page == (joined + 1 if reason else None)
    assert (emission.fate.outcome, emission.fate.reason) == (Outcome.PASSED, reason)
    assert hosts.due.ends[0].outcome is Outcome.PASSED


async def again(site: LocalSite, web: Web, known: Validators, *, tries: int = 0) -> tuple[Emission, FetchDone]:
    """The article is fetched, with what the last fetch of it left behind."""
    hosts = FakeHosts(FakeUrls([due(site, ARTICLE, tries=tries, validators=known)]))
    (emission,) = await run(fetching(hosts, web), 1)
    return emission, hosts.due.ends[0]


async def test_a_change_in_a_later_page_alone_is_noticed(site: LocalSite, web: Web) -> None:
    etag = {"ETag": '"sama"'}
    site.answers |= {
        ARTICLE: answer(numbered(1, following=2), headers=etag),
        f"{ARTICLE}?page=2": [answer(numbered(2)), answer(numbered(2)), answer(numbered(3))],
    }

    _, first = await again(site, web, Validators())
    same, second = await again(site, web, first.validators)
    changed, _ = await again(site, web, second.validators)

    # By the first page's ETag the others would never be asked for again.
    assert [asked.headers.get("if-none-match") for asked in site.asked] == [None] * len(site.asked)
    assert (same.fate.outcome, same.fate.reason, same.records) == (Outcome.DROPPED, Reason.UNCHANGED, ())
    assert second.validators == first.validators
    (page,) = changed.records
    assert isinstance(page, Page)
    assert page.body == numbered(1, following=2) + numbered(3)


GONE_FOR_A_WHILE = answer(status=500, headers={"Retry-After": "600"})


async def test_an_article_that_lacks_a_page_says_so_and_is_asked_for_again_soon(site: LocalSite, web: Web) -> None:
    site.answers |= {
        ARTICLE: answer(numbered(1, following=2)),
        f"{ARTICLE}?page=2": answer(numbered(2, following=3)),
        f"{ARTICLE}?page=3": GONE_FOR_A_WHILE,
    }

    emission, end = await again(site, web, Validators(), tries=1)

    (page,) = emission.records
    assert isinstance(page, Page)
    assert (page.lacks_page, len(page.parts)) == (3, 1)
    assert (emission.fate.reason, emission.fate.detail) == (Reason.HTTP_SERVER_ERROR, "without page 3: HTTP 500")
    assert (end.outcome, end.partial) == (Outcome.PASSED, True)
    assert end.next_due_at == NOW + timedelta(seconds=600)


@pytest.mark.parametrize(
    ("third", "reason"),
    [
        pytest.param(answer(status=500), Reason.UNCHANGED, id="still missing: nothing new"),
        pytest.param(answer(numbered(3)), None, id="it is there now"),
    ],
)
async def test_what_was_missing_is_published_once_it_is_there(
    site: LocalSite, web: Web, third: bytes, reason: Reason | None
) -> None:
    site.answers |= {
        ARTICLE: answer(numbered(1, following=2)),
        f"{ARTICLE}?page=2": answer(numbered(2, following=3)),
        f"{ARTICLE}?page=3": [answer(status=500), third],
    }

    _, first = await again(site, web, Validators())
    emission, end = await again(site, web, first.validators, tries=1)

    assert emission.fate.reason is reason
    assert [page.lacks_page for page in emission.records if isinstance(page, Page)] == ([] if reason else [None])
    assert end.partial is (reason is Reason.UNCHANGED)
    assert (end.next_due_at is not None) is end.partial


async def test_half_an_article_never_takes_the_place_of_the_whole_one(site: LocalSite, web: Web) -> None:
    site.answers |= {
        ARTICLE: [answer(numbered(1, following=2)), answer(numbered(1, following=2) + b"<p>diperbarui")],
        f"{ARTICLE}?page=2": [answer(numbered(2)), answer(status=500)],
    }

    _, first = await again(site, web, Validators())
    emission, end = await again(site, web, first.validators)

    assert emission.records == ()
    assert (emission.fate.outcome, emission.fate.reason) == (Outcome.RETRIED, Reason.HTTP_SERVER_ERROR)
    assert (end.outcome, end.next_due_at) == (Outcome.RETRIED, NOW + timedelta(seconds=30))


async def test_a_page_that_stays_away_is_not_asked_for_on_and_on(site: LocalSite, web: Web) -> None:
    site.answers |= {ARTICLE: answer(numbered(1, following=2)), f"{ARTICLE}?page=2": answer(status=500)}

    emission, end = await again(site, web, Validators(), tries=MAX_TRIES - 1)

    assert (emission.fate.outcome, end.outcome, end.next_due_at) == (Outcome.PASSED, Outcome.PASSED, None)


async def test_the_full_view_needs_no_numbered_pages(site: LocalSite, web: Web) -> None:
    site.answers[f"{ARTICLE}?page=all"] = answer(numbered(1, following=2))
    hosts = FakeHosts(FakeUrls([due(site, ARTICLE)]))

    await run(fetching(hosts, web, full_view="?page=all"), 1)

    assert site.paths() == ["/robots.txt", f"{ARTICLE}?page=all"]


async def test_urls_of_a_host_are_fetched_one_after_the_other(site: LocalSite, web: Web) -> None:
    site.answers |= {f"/{n}": answer(PAGE) for n in range(30)}
    hosts = FakeHosts(FakeUrls([due(site, f"/{n}") for n in range(30)]))

    emissions = await run(fetching(hosts, web), 30)

    assert [emission.fate.outcome for emission in emissions] == [Outcome.PASSED] * 30
    assert site.paths() == ["/robots.txt", *(f"/{n}" for n in range(30))]
    assert len(hosts.due.ends) == 30


@pytest.mark.parametrize(
    ("robots", "sent", "rest_s", "failures"),
    [
        pytest.param("", answer(PAGE), 30.0, 0, id="the outlet's delay"),
        pytest.param("User-agent: *\nCrawl-delay: 45", answer(PAGE), 45.0, 0, id="the Crawl-delay, if longer"),
        pytest.param("", answer(status=429, headers={"Retry-After": "600"}), 600.0, 0, id="Retry-After"),
        pytest.param("", answer(status=503), 60.0, 0, id="twice the delay after a push-back"),
        pytest.param("", b"", 30.0, 1, id="down once: no less than the delay"),
    ],
)
async def test_a_host_that_must_rest_is_given_back_with_its_time(
    site: LocalSite, web: Web, clock: Clock, robots: str, sent: bytes, rest_s: float, failures: int
) -> None:
    site.answers |= {"/robots.txt": answer(robots), "/1": sent, "/2": answer(PAGE)}
    hosts = FakeHosts(FakeUrls([due(site, "/1"), due(site, "/2")]))
    await know_robots(web, site, clock)

    await run(fetching(hosts, web, crawl=Crawl(delay_s=30.0)), 1)

    assert hosts.released == {site.address: (clock.at + timedelta(seconds=rest_s), failures)}
    assert site.paths() == ["/robots.txt", "/1"]


async def know_robots(web: Web, site: LocalSite, clock: Clock) -> None:
    """Asks for robots.txt alone, and waits long enough for any rest."""
    await web.open()
    with pytest.raises(HostRestingError):
        await web.get(Ask(site.url("/"), terms=RequestTerms(delay_s=30.0, patience_s=0.0)))
    await web.close()
    clock.at += timedelta(minutes=30)


async def test_a_host_whose_robots_txt_asks_for_a_long_rest_is_given_back_before_its_first_page(
    site: LocalSite, web: Web
) -> None:
    site.answers |= {"/robots.txt": answer("User-agent: *\nCrawl-delay: 45"), "/1": answer(PAGE)}
    hosts = FakeHosts(FakeUrls([due(site, "/1")]))
    source = fetching(hosts, web)
    await source.open()
    reading = asyncio.create_task(anext(source.emissions()))
    while hosts.released.get(site.address, (NOW, -1))[1] < 0:
        await asyncio.sleep(0)
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    await source.close()

    assert hosts.released == {site.address: (NOW + timedelta(seconds=45), 0)}
    assert site.paths() == ["/robots.txt"]


async def test_a_slow_host_costs_the_others_nothing(site: LocalSite) -> None:
    async with LocalSite(hangs={"/1"}) as slow:
        slow.answers["/1"] = b""
        site.answers["/2"] = answer(PAGE)
        web = Web(contact_url="https://warta.example", allowed=[site.address, slow.address], now=lambda: NOW)
        hosts = FakeHosts(FakeUrls([due(slow, "/1"), due(site, "/2")]))

        (emission,) = await run(fetching(hosts, web), 1)

    assert emission.fate.subject == url_key(site.url("/2"))
    assert [end.url_key for end in hosts.due.ends] == [url_key(site.url("/2"))]
    assert set(hosts.released) == {site.address, slow.address}


async def test_a_redirect_to_another_site_is_followed_by_its_own_robots_txt(site: LocalSite) -> None:
    async with LocalSite() as other:
        site.answers |= {"/1": redirect(other.url("/a")), "/2": redirect(other.url("/tertutup"))}
        other.answers |= {"/a": answer(PAGE), "/robots.txt": answer("User-agent: *\nDisallow: /tertutup")}
        web = Web(contact_url="https://warta.example", allowed=[site.address, other.address], now=lambda: NOW)
        hosts = FakeHosts(FakeUrls([due(site, "/1"), due(site, "/2")]))

        first, second = await run(fetching(hosts, web), 2)

    assert [record.final_url for record in first.records if isinstance(record, Page)] == [other.url("/a")]
    assert second.fate.reason is Reason.ROBOTS_DISALLOWED


async def test_a_lost_lease_stops_the_visit(site: LocalSite, web: Web) -> None:
    site.answers |= {"/1": answer(PAGE), "/2": answer(PAGE)}
    taken = threading.Event()

    class Slow(FakeHosts):
        """Renews the lease a second time only when somebody else has it."""

        def renew(
            self, lease: HostLease, *, now: datetime, ttl_s: float, ready_at: datetime, failures: int
        ) -> HostLease:
            assert self.renewals == 0 or taken.wait(30)
            return super().renew(lease, now=now, ttl_s=ttl_s, ready_at=ready_at, failures=failures)

    hosts = Slow(FakeUrls([due(site, "/1"), due(site, "/2")]), lease_ends_early=True)
    source = fetching(hosts, web)
    await source.open()

    async with aclosing(source.emissions()) as emissions:
        first = await anext(emissions)
        hosts.due.stale.add(site.address)
        taken.set()
        await asyncio.to_thread(source.finish, [first.done])
        other = due(site, "/3")
        hosts.due.urls = [DueUrl(**{**vars(other), "host": "lain.test", "url": "http://lain.test:bad/"})]
        second = await anext(emissions)
    await source.close()

    assert second.fate.reason is Reason.BAD_URL
    assert hosts.due.ends == []
    assert hosts.released[site.address] == (NOW, -1)


async def test_a_lost_lease_does_not_keep_other_hosts_from_their_ends(site: LocalSite) -> None:
    async with LocalSite(answers={"/2": answer(PAGE)}) as other:
        site.answers["/1"] = answer(PAGE)
        web = Web(contact_url="https://warta.example", allowed=[site.address, other.address], now=lambda: NOW)
        hosts = FakeHosts(FakeUrls([due(site, "/1"), due(other, "/2")], stale={site.address}))
        source = fetching(hosts, web)
        await source.open()
        async with aclosing(source.emissions()) as emissions:
            done = [(await anext(emissions)).done for _ in range(2)]

            await asyncio.to_thread(source.finish, done)
            await asyncio.to_thread(source.finish, done)
        await source.close()

    assert [end.url_key for end in hosts.due.ends] == [url_key(other.url("/2"))]


async def test_a_lease_is_renewed_while_it_is_held(site: LocalSite, web: Web) -> None:
    site.answers |= {"/1": answer(PAGE), "/2": answer(PAGE)}
    hosts = FakeHosts(FakeUrls([due(site, "/1"), due(site, "/2")]), lease_ends_early=True)

    await run(fetching(hosts, web), 2)

    assert hosts.renewals >= 2


async def test_a_lease_is_kept_while_a_request_hangs_and_its_loss_is_noticed(site: LocalSite, web: Web) -> None:
    site.answers |= {"/1": b"", "/2": answer(PAGE)}
    site.hangs.add("/1")
    hosts = FakeHosts(FakeUrls([due(site, "/1"), due(site, "/2")]), lease_ends_early=True)
    source = fetching(hosts, web, crawl=Crawl(delay_s=0.0, timeout_s=1.0), lease_s=0.01)
    await source.open()
    reading = asyncio.create_task(anext(source.emissions()))

    while "/1" not in site.paths() or hosts.renewals < 3:
        await asyncio.sleep(0)
    hosts.due.stale.add(site.address)
    emission = await reading
    await source.close()

    assert emission.fate.reason is Reason.TIMEOUT
    assert "/2" not in site.paths()
    assert hosts.released[site.address] == (NOW, -1)


async def test_a_frontier_that_cannot_be_used_is_waited_for_and_said(site: LocalSite, web: Web) -> None:
    site.answers["/1"] = answer(PAGE)
    hosts = FakeHosts(FakeUrls([due(site, "/1")]), failing=[StoreUnavailableError("disk full")] * 2)

    (emission,) = await run(fetching(hosts, web), 1)

    assert emission.fate.outcome is Outcome.PASSED


async def test_an_error_nobody_foresaw_reaches_the_engine(web: Web) -> None:
    source: SourceWork = fetching(FakeHosts(failing=[RuntimeError("rusak")]), web)
    await source.open()

    with pytest.raises(RuntimeError, match="rusak"):
        await anext(source.emissions())
    await source.close()


async def test_closing_ends_every_task_even_if_the_reader_just_went_away(site: LocalSite, web: Web) -> None:
    site.answers |= {f"/{n}": answer(PAGE) for n in range(9)}
    site.hangs.add("/5")
    site.answers["/5"] = b""
    hosts = FakeHosts(FakeUrls([due(site, f"/{n}") for n in range(9)]))
    before = asyncio.all_tasks()
    source = fetching(hosts, web)
    await source.open()
    emissions = source.emissions()
    first = await anext(emissions)
    await asyncio.to_thread(source.finish, [first.done])

    await source.close()

    assert {task.get_name() for task in asyncio.all_tasks() - before if "Crew" in repr(task)} == set()
    assert hosts.released[site.address][1] == 0
    await emissions.aclose()


async def test_no_host_is_leased_while_the_release_is_held(site: LocalSite, web: Web) -> None:
    site.answers["/1"] = answer(PAGE)
    hosts, tap = FakeHosts(FakeUrls([due(site, "/1")])), Tap("pages wait")
    source = fetching(hosts, web, release=Release(tap))
    await source.open()
    reading = asyncio.create_task(anext(source.emissions()))
    while source.waiting() is None and not reading.done():
        await asyncio.sleep(0)
    assert (source.waiting(), hosts.released) == ("the release is held back: pages wait", {})

    tap.why = None
    emission = await reading
    await source.close()

    assert emission.fate.outcome is Outcome.PASSED


async def test_a_host_in_hand_gets_no_more_addresses_once_the_release_is_held(site: LocalSite, web: Web) -> None:
    class OneByOne(FakeUrls):
        def due(self, lease: HostLease, *, now: datetime, limit: int) -> Sequence[DueUrl]:
            tap.why = "pages wait"
            return super().due(lease, now=now, limit=1)

    site.answers |= {"/1": answer(PAGE), "/2": answer(PAGE)}
    hosts, tap = FakeHosts(OneByOne([due(site, "/1"), due(site, "/2")])), Tap()

    source = fetching(hosts, web, release=Release(tap))
    await source.open()
    async with aclosing(source.emissions()) as emissions:
        await asyncio.to_thread(source.finish, [(await anext(emissions)).done])
        reading = asyncio.create_task(anext(emissions))
        while hosts.released[site.address] == (NOW, -1) and not reading.done():
            await asyncio.sleep(0)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
    await source.close()

    assert hosts.released == {site.address: (NOW, 0)}
    assert site.paths() == ["/robots.txt", "/1"]


async def test_a_host_in_hand_is_left_alone_once_it_is_paused(site: LocalSite, web: Web) -> None:
    site.answers |= {"/1": answer(PAGE), "/2": answer(PAGE)}
    hosts = FakeHosts(FakeUrls([due(site, "/1"), due(site, "/2")]))

    # Both were handed out at once; it is paused while the first is fetched.
    source = fetching(hosts, web, release=Release(stopped=lambda _: "/1" in site.paths()))
    await source.open()
    async with aclosing(source.emissions()) as emissions:
        await asyncio.to_thread(source.finish, [(await anext(emissions)).done])
        reading = asyncio.create_task(anext(emissions))
        while hosts.released[site.address] == (NOW, -1) and not reading.done():
            await asyncio.sleep(0)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
    await source.close()

    assert hosts.released == {site.address: (NOW, 0)}
    assert site.paths() == ["/robots.txt", "/1"]


@pytest.mark.parametrize(
    ("next_due", "why", "words"),
    [
        pytest.param(None, None, "nothing is due", id="nothing planned"),
        pytest.param(NOW + timedelta(seconds=70), None, "nothing due until 09:01:10", id="planned for later"),
        pytest.param(NOW, None, "nothing due that is free", id="due, and held by another"),
        pytest.param(NOW, "pages wait", "the release is held back: pages wait", id="due, and held back"),
        pytest.param(
            NOW + timedelta(seconds=70), "pages wait", "nothing due until 09:01:10", id="nothing to hold back"
        ),
    ],
)
async def test_an_idle_source_says_why_and_stops_at_once(
    web: Web, next_due: datetime | None, why: str | None, words: str
) -> None:
    asked = asyncio.Event()

    class Idle(FakeHosts):
        def next_due_at(self, *, now: datetime) -> datetime | None:
            loop.call_soon_threadsafe(asked.set)
            return next_due

    loop = asyncio.get_running_loop()
    release = Release(lambda: why)
    release.is_held()
    source = fetching(Idle(), web, release=release)
    await source.open()
    reading = asyncio.create_task(anext(source.emissions()))
    await asked.wait()
    while source.waiting() is None:
        await asyncio.sleep(0)
    waiting = source.waiting()

    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    await source.close()

    assert waiting == words
