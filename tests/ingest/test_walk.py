"""A backfill walks day by day and page by page, ends where the site ends, and goes on where it was cut off."""

from datetime import UTC, date, datetime

import pytest

from ingest.discover.polite_get import polite_get
from ingest.discover.title_filter import Admit, admit_all
from ingest.discover.walk import Walk, WalkedPage, dated, walk, walks_of
from ingest.web.web import Web
from schemas.frontier import WalkState
from schemas.outcomes import Reason
from schemas.outlet import Crawl, Outlet
from schemas.record import Lane
from schemas.watch import ConceptGroup, Watch
from tests.ingest.local_site import LocalSite, answer

NOW = datetime(2025, 4, 28, 9, 0, tzinfo=UTC)
SINCE, UNTIL = date(2025, 4, 26), date(2025, 4, 27)


def page(site: LocalSite, *numbers: int) -> bytes:
    links = "".join(f"<a href='{site.url(f'/read/{100000 + n}/kabar-{n}')}'>Kabar {n}</a>" for n in numbers)
    return answer(f"<html><body>{links}</body></html>")


def outlet(site: LocalSite, *, index: str = "", search: str = "") -> Outlet:
    return Outlet(
        id="kabar",
        name="Kabar",
        hosts=(site.address,),
        index=(site.url(index),) if index else (),
        search=(site.url(search),) if search else (),
        crawl=Crawl(delay_s=0.0),
    )


async def steps(
    site: LocalSite, web: Web, way: Walk, state: WalkState | None = None, admit: Admit = admit_all
) -> list[WalkedPage]:
    await web.close()
    await web.open()
    get = polite_get(web, way.outlet.crawl)
    return [step async for step in walk(way, state or WalkState(), get=get, now=NOW, admit=admit)]


def archive(site: LocalSite) -> Walk:
    (way,) = walks_of(outlet(site, index="/indeks/{date:%Y-%m-%d}/{page}"), [], since=SINCE, until=UNTIL)
    return way


def found(taken: list[WalkedPage]) -> list[str]:
    return [link.url.rsplit("-", 1)[-1] for step in taken for link in step.links]


async def test_an_archive_is_walked_from_the_newest_day_until_each_day_ends(site: LocalSite, web: Web) -> None:
    site.answers |= {
        "/indeks/2025-04-27/1": page(site, 1, 2),
        "/indeks/2025-04-27/2": page(site, 3, 2),
        "/indeks/2025-04-27/3": page(site, 3, 2),
        "/indeks/2025-04-26/1": page(site, 4),
    }

    taken = await steps(site, web, archive(site))

    assert found(taken) == ["1", "2", "3", "4"]
    assert site.paths()[1:] == [
        *(f"/indeks/2025-04-27/{n}" for n in (1, 2, 3)),
        *("/indeks/2025-04-26/1", "/indeks/2025-04-26/2"),
    ]
    assert (taken[-1].state.pages, taken[-1].state.links, taken[-1].state.ended) == (5, 4, "done")
    link = taken[0].links[0]
    assert (link.lane, link.channel, link.source) == (Lane.BACKFILL, "archive", "kabar")
    assert link.found_on == site.url("/indeks/2025-04-27/1")


async def test_a_walk_that_was_cut_off_goes_on_at_its_page(site: LocalSite, web: Web) -> None:
    site.answers |= {
        "/indeks/2025-04-27/1": page(site, 1),
        "/indeks/2025-04-27/2": [answer(status=503), page(site, 2)],
    }
    way = archive(site)
    first = await steps(site, web, way)
    again = await steps(site, web, way, first[-1].state)

    assert found(first) == ["1"]
    assert "http_server_error" in first[-1].problem
    assert first[-1].state.cursor == "2025-04-27 2"
    assert found(again) == ["2"]
    assert again[-1].state.ended == "done"


async def test_a_walk_that_is_done_asks_for_nothing(site: LocalSite, web: Web) -> None:
    assert await steps(site, web, archive(site), WalkState("2025-04-26 1", 5, 4, "done")) == []
    assert site.asked == []


async def test_the_ids_of_a_walk_are_the_same_in_every_run(site: LocalSite, web: Web) -> None:
    site.answers["/indeks/2025-04-27/1"] = page(site, 1)
    way = archive(site)
    one, other = await steps(site, web, way), await steps(site, web, archive(site))

    assert one[0].links[0].event_id() == other[0].links[0].event_id()
    assert way.id == archive(site).id != Walk(way.outlet, way.template, date(2025, 4, 25), UNTIL).id


async def test_a_search_is_walked_by_the_terms_of_the_watch(site: LocalSite, web: Web) -> None:
    korut = ConceptGroup(id="korut", aliases=("Korea Utara", "Korut"))
    watch = Watch(
        id="uji", name="Uji", version="1", threshold=1.0, groups=(korut, ConceptGroup(id="rusia", aliases=("Rusia",)))
    )
    ways = list(walks_of(outlet(site, search="/cari?q={query}&hal={page}"), [watch], since=SINCE, until=UNTIL))
    site.answers |= {
        "/cari?q=Korea%20Utara&hal=1": page(site, 1, 2),
        "/cari?q=Korea%20Utara&hal=2": page(site, 1),
    }

    taken = await steps(site, web, ways[0])

    assert [way.query for way in ways] == ["Korea Utara", "Korut"]
    assert found(taken) == ["1", "2"]
    assert taken[0].links[0].channel == "search"
    assert [path for path in site.paths() if "hal=3" in path] == []


async def test_a_search_that_robots_txt_forbids_is_over(site: LocalSite, web: Web) -> None:
    site.answers["/robots.txt"] = answer("User-agent: *\nDisallow: /cari")
    way = Walk(outlet(site, search="/cari?q={query}"), site.url("/cari?q={query}"), SINCE, UNTIL, "Korut")

    (step,) = await steps(site, web, way)

    assert (step.state.ended, step.links) == ("robots_disallowed", ())
    assert site.paths() == ["/robots.txt"]


async def test_what_is_refused_is_counted_by_reason(site: LocalSite, web: Web) -> None:
    old, now = site.url("/2019/01/02/kabar-lama-sekali-ini"), site.url("/2025/04/27/kabar-baru-sekali-ini")
    other = site.url("/2025/04/27/harga-cabai-naik-lagi")
    body = f"<a href='{old}'>Kabar</a><a href='{now}'>Kabar</a><a href='{other}'>Harga</a>"
    site.answers["/indeks/2025-04-27/1"] = answer(body)

    taken = await steps(site, web, archive(site), admit=lambda title: title == "Kabar")

    assert [link.url for step in taken for link in step.links] == [now]
    assert taken[0].refused == {Reason.OUTSIDE_SPAN: 1, Reason.OFF_TITLE: 1}


async def test_an_index_in_one_page_is_read_once_a_day(site: LocalSite, web: Web) -> None:
    for day in ("2025-04-27", "2025-04-26"):
        site.answers[f"/{day}"] = page(site, int(day[-1]))
    (way,) = walks_of(outlet(site, index="/{date}"), [], since=SINCE, until=UNTIL)

    assert found(await steps(site, web, way)) == ["7", "6"]
    assert site.paths()[1:] == ["/2025-04-27", "/2025-04-26"]


def test_an_index_without_dates_is_no_archive(site: LocalSite) -> None:
    assert list(walks_of(outlet(site, index="/terbaru/{page}"), [], since=SINCE, until=UNTIL)) == []


@pytest.mark.parametrize(
    ("path", "day"),
    [
        pytest.param("/2025/04/27/judul", date(2025, 4, 27), id="in parts"),
        pytest.param("/read/2025-04-27/judul", date(2025, 4, 27), id="with hyphens"),
        pytest.param("/internasional/20250427103000-134-1/judul", date(2025, 4, 27), id="in one number"),
        pytest.param("/2025/13/27/judul", None, id="no such month"),
        pytest.param("/2025/02/31/judul", None, id="no such day"),
        pytest.param("/d-7891011/judul", None, id="another number"),
    ],
)
def test_an_address_may_name_its_day(path: str, day: date | None) -> None:
    assert dated(f"https://kabar.test{path}") == day


def feed(site: LocalSite, *stated: str) -> bytes:
    items = "".join(
        f"<item><title>Kabar {n}</title><link>{site.url(f'/read/{100000 + n}/kabar-{n}')}</link>"
        f"<pubDate>{at}</pubDate></item>"
        for n, at in enumerate(stated)
    )
    return answer(f"<rss version='2.0'><channel>{items}</channel></rss>")


def search(site: LocalSite) -> Walk:
    watch = Watch(id="w", name="W", version="1", threshold=1, groups=(ConceptGroup(id="g", aliases=("Rusia",)),))
    (way,) = walks_of(outlet(site, search="/cari?q={query}"), [watch], since=SINCE, until=UNTIL)
    return way


async def test_a_stated_date_is_inside_by_the_outlets_own_days(site: LocalSite, web: Web) -> None:
    last_of_the_day_before, first, last, day_after = (
        *("Fri, 25 Apr 2025 16:59:00 GMT", "Fri, 25 Apr 2025 17:00:00 GMT"),
        *("Sun, 27 Apr 2025 16:59:00 GMT", "Sun, 27 Apr 2025 17:00:00 GMT"),
    )
    site.answers["/cari?q=Rusia"] = feed(site, last_of_the_day_before, first, last, day_after)

    taken = await steps(site, web, search(site))

    assert found(taken) == ["1", "2"]
    assert taken[0].refused == {Reason.OUTSIDE_SPAN: 2}


async def test_a_search_is_held_to_the_day_in_an_address_and_an_archive_to_its_own(site: LocalSite, web: Web) -> None:
    days = ("2025/04/25", "2025/04/26", "2025/04/27", "2025/04/28")
    links = "".join(f"<a href='/{day}/kabar-dari-utara-{n}'>Kabar {n}</a>" for n, day in enumerate(days))
    undated = f"<a href='{site.url('/read/100009/kabar-9')}'>Kabar 9</a>"
    site.answers["/cari?q=Rusia"] = site.answers["/indeks/2025-04-27/1"] = answer(f"<p>{links}{undated}</p>")

    assert found(await steps(site, web, search(site))) == ["1", "2", "9"]
    assert found(await steps(site, web, archive(site))) == ["0", "1", "2", "3", "9"]
