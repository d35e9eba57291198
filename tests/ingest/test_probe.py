"""A probe finds the lists of a site and declares them; a check asks those that are declared."""

from datetime import UTC, datetime
from pathlib import Path

from catalogue.outlets import load_outlets
from ingest.discover.declaration import declaration
from ingest.discover.list_check import check_outlet, wanted_of
from ingest.discover.polite_get import polite_get
from ingest.discover.probe import Probed, probe
from ingest.web.web import Web
from schemas.frontier import PollResult
from schemas.outlet import Crawl, Outlet, OutletKind
from tests.ingest.local_site import LocalSite, answer

NOW = datetime(2025, 4, 28, 9, 0, tzinfo=UTC)
CRAWL = Crawl(delay_s=0.0)


def rss(url: str) -> bytes:
    return answer(f"<rss version='2.0'><channel><item><title>Kabar</title><link>{url}</link></item></channel></rss>")


def sitemap(url: str, title: str = "") -> bytes:
    news = f"<news><title>{title}</title></news>" if title else ""
    return answer(f"<urlset><url><loc>{url}</loc>{news}</url></urlset>")


async def probed(site: LocalSite, web: Web) -> Probed:
    await web.open()
    return await probe(site.url("/berita/satu"), get=polite_get(web, CRAWL), now=NOW, crawl=CRAWL)


FRONT = """<html><title>Kabar &amp; Warta | Beranda</title><meta property="og:site_name" content="Kabar &amp; Warta"
><link rel="alternate" type="application/rss+xml" href="/umpan"><link rel="alternate" type="application/atom+xml"
href="/mati.xml"><link rel="alternate" hreflang="en" href="/en"><link rel="stylesheet" href="/x.css"></html>"""


async def test_what_a_site_names_itself_is_found(site: LocalSite, web: Web) -> None:
    site.answers |= {
        "/": answer(FRONT),
        "/umpan": rss(site.url("/1")),
        "/robots.txt": answer(
            f"User-agent: *\nSitemap: {site.url('/berita.xml')}\nSitemap: {site.url('/laman.xml')}\nSitemap: https://lain.test/x"
        ),
        "/berita.xml": sitemap(site.url("/1"), "Kabar"),
        "/laman.xml": sitemap(site.url("/tentang")),
        "/indeks": answer("<a href='/read/123456/kabar-satu'>Kabar satu</a>"),
    }

    found = await probed(site, web)

    outlet = found.outlet
    assert (outlet.name, outlet.hosts) == ("Kabar & Warta", (site.address,))
    assert outlet.feeds == (site.url("/umpan"),)
    assert outlet.news_sitemaps == (site.url("/berita.xml"),)
    assert outlet.sitemaps == (site.url("/laman.xml"),)
    assert outlet.index == (site.url("/indeks"),)
    assert "[probed 2025-04-28]: 4 of 8 addresses" in outlet.evidence
    results = {entry.url.rsplit("/", 1)[-1]: entry.result for entry in found.entries}
    assert (results["mati.xml"], results["terbaru"]) == (PollResult.ERROR, PollResult.ERROR)
    assert "/feed" not in site.paths(), "well-known paths are for sites that name none"


async def test_well_known_paths_are_tried_where_a_site_names_none(site: LocalSite, web: Web) -> None:
    site.answers |= {
        "/rss": rss(site.url("/1")),
        "/feed": rss(site.url("/1")),
        "/sitemap.xml": sitemap(site.url("/2")),
    }

    outlet = (await probed(site, web)).outlet

    assert outlet.feeds == (site.url("/feed"),), "one list under two addresses is one list"
    assert outlet.sitemaps == (site.url("/sitemap.xml"),)
    assert outlet.name == site.address


async def test_a_site_without_lists_gives_none(site: LocalSite, web: Web) -> None:
    found = await probed(site, web)

    assert found.outlet.lists == ()
    assert {entry.result for entry in found.entries} == {PollResult.ERROR}


async def test_a_check_asks_every_list_and_tells_what_came(site: LocalSite, web: Web) -> None:
    site.answers |= {"/rss": rss(site.url("/1")), "/kosong": answer("<rss version='2.0'><channel/></rss>")}
    feeds = tuple(site.url(path) for path in ("/rss", "/kosong", "/hilang"))
    outlet = Outlet(id="kabar", name="Kabar", hosts=(site.address,), feeds=feeds, index=(site.url("/rss?{page}"),))
    await web.open()

    wanted = wanted_of(outlet, query="", now=NOW)
    checks = [checked.entry async for checked in check_outlet(outlet, wanted, web=web, now=lambda: NOW)]

    assert [(each.result, each.reason, each.found) for each in checks] == [
        (PollResult.READ, None, 1),
        (PollResult.EMPTY, "empty_list", 0),
        (PollResult.ERROR, "http_client_error", 0),
        (PollResult.ERROR, "http_client_error", 0),
    ]
    assert checks[3].url == site.url("/rss?{page}")


def test_a_declaration_reads_back_as_the_outlet_it_was_written_from(tmp_path: Path) -> None:
    outlet = Outlet(
        id="kabar",
        name='Kabar "Baru" \\ Kita',
        hosts=("kabar.test", "warta.test"),
        kind=OutletKind.REGIONAL,
        feeds=("https://kabar.test/rss",),
        sitemaps=("https://kabar.test/a.xml", "https://kabar.test/b.xml"),
        index=("https://kabar.test/{date:%Y/%m/%d}?hal={page}",),
        search=("https://kabar.test/cari?q={query}",),
        full_view="?page=all",
        owner_group="Grup Kabar",
        last_seen=2025,
        evidence="dilihat sendiri [probed 2025-04-28]",
        crawl=Crawl(poll_s=600, delay_s=2.5),
    )
    (tmp_path / "kabar.toml").write_text(declaration(outlet), encoding="utf-8")

    assert load_outlets(tmp_path) == [outlet]
