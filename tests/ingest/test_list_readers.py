"""JSON Feed, robots.txt, index pages, and which reader an address gets."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from ingest.discover.feed import read_feed
from ingest.discover.index_page import read_index
from ingest.discover.json_feed import read_json_feed
from ingest.discover.listing import FoundLink, Listing, UnreadableListError
from ingest.discover.readers import read_any
from ingest.discover.robots_sitemaps import read_robots_sitemaps
from ingest.web.fetched import Fetched
from schemas.article_address import is_article
from schemas.outcomes import Reason
from schemas.outlet import Channel

ZONE = ZoneInfo("Asia/Jakarta")
SITE = "https://kabar.test"
MORNING = datetime(2025, 4, 28, 1, 0, tzinfo=UTC)


def read_json(text: str) -> Listing:
    return read_json_feed(text.encode(), base_url=f"{SITE}/feed.json", zone=ZONE)


def test_a_json_feed_gives_addresses_titles_and_dates() -> None:
    listing = read_json(
        '{"version": "https://jsonfeed.org/version/1.1", "title": "Kabar", "items": ['
        '{"id": "1", "url": "/satu", "title": "Kabar &amp; satu", "date_published": "2025-04-28T08:00:00+07:00",'
        '"date_modified": "2025-04-28T02:00:00Z"}, {"id": "2", "external_url": "https://lain.test/dua"}, {"id": "3"}]}'
    )

    assert listing.links == (
        FoundLink(f"{SITE}/satu", "Kabar & satu", MORNING, MORNING.replace(hour=2)),
        FoundLink("https://lain.test/dua"),
    )
    assert listing.error == "1 entries without a usable link"


def test_the_posts_of_wordpress_are_read() -> None:
    listing = read_json(
        f'[{{"link": "{SITE}/satu", "title": {{"rendered": "Kabar &#8211; satu"}}, "date": "2025-04-28T08:00:00",'
        '"date_gmt": "2025-04-28T01:00:00", "modified_gmt": "2025-04-28T01:00:00"}]'
    )

    assert listing.links == (FoundLink(f"{SITE}/satu", "Kabar \u2013 satu", MORNING, MORNING),)


def test_an_empty_json_feed_is_not_an_invalid_one() -> None:
    assert read_json('{"items": []}') == Listing()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{", id="cut off"),
        pytest.param('{"code": "rest_no_route"}', id="an error in JSON"),
        pytest.param('{"items": 3}', id="items that are none"),
        pytest.param("[" * 100_000, id="nested without end"),
        pytest.param("\x00", id="not JSON"),
    ],
)
def test_what_is_no_json_feed_is_refused(text: str) -> None:
    with pytest.raises(UnreadableListError) as refused:
        read_json(text)

    assert refused.value.reason is Reason.FEED_INVALID


def test_entries_of_the_wrong_kind_are_left_out() -> None:
    assert read_json('[1, null, "x", {"url": 5}, {"url": "/satu", "title": 7, "date_published": 9}]').links == (
        FoundLink(f"{SITE}/satu"),
    )


def test_robots_txt_gives_the_sitemaps_it_names_once() -> None:
    text = f"\ufeffUser-agent: *\nDisallow: /x\nSITEMAP:{SITE}/a.xml\n sitemap: /b.xml # baru\nSitemap: {SITE}/a.xml\n"

    listing = read_robots_sitemaps(text.encode(), base_url=f"{SITE}/robots.txt")

    assert [sub.url for sub in listing.sub_sitemaps] == [f"{SITE}/a.xml", f"{SITE}/b.xml"]
    assert read_robots_sitemaps(b"User-agent: *", base_url=f"{SITE}/robots.txt") == Listing()


@pytest.mark.parametrize(
    ("head", "period_s"),
    [
        pytest.param("<ttl>30</ttl>", 1800.0, id="ttl in minutes"),
        pytest.param("<sy:updatePeriod> Hourly </sy:updatePeriod>", 3600.0, id="a period"),
        pytest.param(
            "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
            21_600.0,
            id="several times in a period",
        ),
        pytest.param("<ttl>5</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", 3600.0, id="the longer counts"),
        pytest.param(
            "<ttl>sering</ttl><sy:updatePeriod>kadang</sy:updatePeriod>", 0.0, id="neither a number nor known"
        ),
        pytest.param("<ttl>-5</ttl>", 0.0, id="less than nothing"),
        pytest.param("", 0.0, id="nothing said"),
    ],
)
def test_a_feed_says_how_often_it_changes(head: str, period_s: float) -> None:
    text = f"<rss version='2.0' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel>{head}</channel></rss>"

    assert read_feed(text.encode(), base_url=SITE, zone=ZONE).period_s == period_s


INDEX = """<html><head><title>Indeks</title></head><body>
<nav><a href="/berita/2025/04/28/yang-di-menu-bukan-kabar">Di menu</a></nav>
<main><h1>Indeks berita</h1>
<article><a href="/berita/d-7891011/putin-kirim-surat-kepada-kim"><img src="x.jpg"></a>
<h2><a href="/berita/d-7891011/putin-kirim-surat-kepada-kim?utm_source=indeks">Putin Kirim
 Surat kepada <b>Kim</b></a></h2></article>
<a href="https://lain.test/luar-negeri/kabar-dari-situs-yang-lain">Situs lain</a>
<a href="/tag/korea-utara-dan-rusia-lagi">Tag</a> <a href="/indeks?page=2">2</a>
<a href="javascript:void(0)">Bagikan</a>
<a href="/read/2025/04/28/kabar-pendek">Kabar pendek</a>
<a href="#">Ke atas</a></main>
<footer><a href="/tentang/siapa-kami-dan-apa-kami">Tentang</a></footer></body></html>"""


def test_an_index_page_gives_the_articles_it_lists() -> None:
    listing = read_index(INDEX.encode(), base_url=f"{SITE}/indeks")

    assert listing.links == (
        FoundLink(f"{SITE}/berita/d-7891011/putin-kirim-surat-kepada-kim", "Putin Kirim Surat kepada Kim"),
        FoundLink("https://lain.test/luar-negeri/kabar-dari-situs-yang-lain", "Situs lain"),
        FoundLink(f"{SITE}/read/2025/04/28/kabar-pendek", "Kabar pendek"),
    )


def test_a_page_without_articles_is_an_empty_list() -> None:
    assert read_index(b"<html><body><a href='/'>Beranda</a></body></html>", base_url=SITE) == Listing()


@pytest.mark.parametrize("body", [b"", b"tidak ada", b"\x00\x01\x02<", b"   "])
def test_what_is_no_page_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableListError) as refused:
        read_index(body, base_url=SITE)

    assert refused.value.reason is Reason.INDEX_INVALID


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        pytest.param("Müsik".encode("latin-1"), "text/html; charset=iso-8859-1", id="said in the header"),
        pytest.param(b"<meta charset=windows-1252>M\xfcsik", "text/html", id="said in the page"),
        pytest.param("Müsik".encode(), "text/html; charset=iso-8859-1", id="UTF-8 whatever is said"),
        pytest.param("Müsik".encode("utf-16"), "", id="a mark"),
        pytest.param("Müsik".encode(), "text/html; charset=utf-42", id="a charset that does not exist"),
    ],
)
def test_an_index_page_is_read_in_its_charset(body: bytes, content_type: str) -> None:
    if body[:2] == b"\xff\xfe":
        around = ["<a href='/berita/kapal-latih-tiba-di-surabaya'>".encode("utf-16-le"), "</a>".encode("utf-16-le")]
        body = b"\xff\xfe" + around[0] + body[2:] + around[1]
    else:
        body = b"<a href='/berita/kapal-latih-tiba-di-surabaya'>" + body + b"</a>"

    (link,) = read_index(body, base_url=SITE, content_type=content_type).links

    assert link.title == "Müsik"


@pytest.mark.parametrize(
    ("path", "article"),
    [
        pytest.param("/berita/d-7891011/putin-kirim-surat", True, id="a number and a slug"),
        pytest.param("/internasional/20250428103000-134-99/putin-kirim", True, id="a time in the path"),
        pytest.param("/putin-kirim-surat-kepada-kim.html", True, id="a headline alone"),
        pytest.param("/2025/04/28/surat-putin/", True, id="a dated path"),
        pytest.param("/internasional", False, id="a section"),
        pytest.param("/internasional/asia-pasifik", False, id="a section in two words"),
        pytest.param("/tag/korea-utara-dan-rusia", False, id="a tag"),
        pytest.param("/foto/putin-kirim-surat-kepada-kim.jpg", False, id="a picture"),
        pytest.param("/", False, id="the front page"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_an_article_is_known_by_its_path(path: str, article: bool) -> None:
    assert is_article(SITE + path) is article


RSS = f"<rss version='2.0'><channel><item><link>{SITE}/satu</link></item></channel></rss>"
SITEMAP = f"<urlset><url><loc>{SITE}/satu</loc></url></urlset>"


@pytest.mark.parametrize(
    ("channel", "path", "text"),
    [
        pytest.param(Channel.FEED, "/rss", RSS, id="a feed"),
        pytest.param(Channel.FEED, "/feed.json", '{"items": [{"url": "/satu"}]}', id="a feed in JSON"),
        pytest.param(Channel.NEWS_SITEMAP, "/news.xml", SITEMAP, id="a news sitemap"),
        pytest.param(Channel.SITEMAP, "/sitemap.xml", SITEMAP, id="a sitemap"),
        pytest.param(Channel.INDEX, "/rss?tag=kim", '<?xml version="1.0"?>' + RSS, id="an index that is a feed"),
        pytest.param(Channel.INDEX, "/wp-json/wp/v2/posts", '[{"link": "/satu"}]', id="an index in JSON"),
    ],
)
def test_a_list_is_read_as_what_it_is(channel: Channel, path: str, text: str) -> None:
    fetched = Fetched(200, {}, text.encode(), SITE + path, (), 1.0)

    assert [link.url for link in read_any(fetched, channel, zone=ZONE, max_bytes=10_000).links] == [f"{SITE}/satu"]
