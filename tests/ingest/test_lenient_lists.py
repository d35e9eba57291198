"""Faults of lists that lose no entry: in the text, in an entry's fields, in its dates."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.discover.dates import stated_date
from ingest.discover.decoding import decoded
from ingest.discover.feed import read_feed
from ingest.discover.index_page import read_index
from ingest.discover.lenient_xml import mended
from ingest.discover.listing import MAX_LINKS, web_url
from ingest.discover.sitemap import read_sitemap
from schemas.article_address import is_article

JAKARTA = ZoneInfo("Asia/Jakarta")
SITE = "https://warta.example/umpan"
FAULTS = [
    "Harga < 5 juta",
    "naik 3 <5 persen",
    "A & B",
    "a &lt b",
    "tahun&nbsp;ini &hellip; &tidakada;",
    "<br>baris<br>",
    "<img src='a.jpg' alt='x'>",
    "bel\x07 &#7; &#x0; &#99999999;",
    "<!-- catatan -- ganda -->",
    "<![CDATA[a & b < c]]>",
    "a <b c",
]


def item(number: int, title: str = "Kabar") -> str:
    return f"<item><title>{title}</title><link>https://warta.example/b.php?id={number}&kanal=2</link></item>"


def links(items: str) -> list[str]:
    found = read_feed(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), base_url=SITE, zone=JAKARTA)
    return [link.url for link in found.links]


def address(number: int) -> str:
    return f"https://warta.example/b.php?id={number}&kanal=2"


@given(st.lists(st.sampled_from(FAULTS), min_size=1, max_size=3), st.integers(0, 4))
def test_a_fault_in_one_entry_costs_no_other(faults: Sequence[str], place: int) -> None:
    items = "".join(item(number, " ".join(faults) if number == place else "Kabar") for number in range(5))

    assert links(items) == [address(number) for number in range(5)]


@given(st.lists(st.sampled_from(FAULTS), min_size=1, max_size=3))
def test_a_sitemap_with_faults_keeps_its_entries(faults: Sequence[str]) -> None:
    urls = [f"<url><loc>{address(number)}</loc><title>{' '.join(faults)}</title></url>" for number in range(3)]
    body = f"<urlset>{''.join(urls)}</urlset>".encode("utf-8", "replace")
    found = read_sitemap(body, base_url=SITE, zone=JAKARTA, max_bytes=10**6)

    assert [link.url for link in found.links] == [address(number) for number in range(3)]


@given(st.text(alphabet="<>&;![]CDATA-?ab# x", max_size=200))
def test_mending_ends_and_is_done_after_the_first_time(text: str) -> None:
    once = mended(f"<rss>{text}</rss>")

    assert mended(once) == once


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        pytest.param("<link> </link><link>/a</link>", "https://warta.example/a", id="an empty one first"),
        pytest.param("<link>/a</link><x:g xmlns:x='x'><link>/q</link></x:g>", "https://warta.example/a", id="deep"),
        pytest.param("<link/><guid>https://warta.example/a</guid>", "https://warta.example/a", id="a permanent guid"),
        pytest.param("<link>//warta.example/a</link>", "https://warta.example/a", id="no scheme"),
        pytest.param("<link>warta.example/a</link>", "https://warta.example/a", id="neither scheme nor slashes"),
        pytest.param("<link>www.warta.example/a</link>", "https://www.warta.example/a", id="the same with www"),
        pytest.param("<link>\u200bhttps://warta.example/a\ufeff</link>", "https://warta.example/a", id="unseen marks"),
        pytest.param("<link>https://warta.example/\n  a</link>", "https://warta.example/  a", id="a line break inside"),
        pytest.param("<link><![CDATA[/a?x=1&y=2]]></link>", "https://warta.example/a?x=1&y=2", id="CDATA"),
        pytest.param("<link>/a?x=1&amp;y=2</link>", "https://warta.example/a?x=1&y=2", id="an escaped ampersand"),
    ],
)
def test_the_first_link_of_its_own_is_the_entrys(entry: str, url: str) -> None:
    assert links(f"<item><title>Kabar</title>{entry}</item>") == [url]


def test_of_a_list_of_any_length_the_first_entries_are_read() -> None:
    listing = read_feed(
        f"<rss><channel>{''.join(item(number) for number in range(100_000))}</channel></rss>".encode(),
        base_url=SITE,
        zone=JAKARTA,
    )

    assert [link.url for link in listing.links] == [address(number) for number in range(MAX_LINKS)]


def test_a_long_list_that_is_no_xml_is_read_in_part_and_says_so() -> None:
    broken = f"<rss><channel>{item(1)}{'<kotak>' * 200_000}{item(2)}</channel></rss>"
    listing = read_feed(broken.encode(), base_url=SITE, zone=JAKARTA)

    assert listing.links[0].url == address(1)
    assert listing.error.startswith("not well-formed")


def test_an_atom_entry_leads_to_a_page_before_another_form_of_it() -> None:
    body = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>Kabar</title>"
        "<link rel='alternate' type='application/pdf' href='/a.pdf'/><link type='text/html' href='/a'/>"
        "<source><link href='/sumber'/><title>Sumber</title></source></entry></feed>"
    )
    (link,) = read_feed(body.encode(), base_url=SITE, zone=JAKARTA).links

    assert (link.url, link.title) == ("https://warta.example/a", "Kabar")


@pytest.mark.parametrize(
    ("body", "said", "text"),
    [
        pytest.param("é".encode("utf-16"), "", "é", id="UTF-16 by its mark"),
        pytest.param("<é".encode("utf-16-be"), "", "<é", id="UTF-16 without one"),
        pytest.param("é".encode("utf-32"), "", "é", id="UTF-32"),
        pytest.param("é“".encode("cp1252"), "text/xml; charset=ISO-8859-1", "é“", id="Latin-1 is Windows'"),
        pytest.param(
            b"<?xml version='1.0' encoding='koi8-r'?>\xc1", "", "<?xml version='1.0' encoding='koi8-r'?>а", id="XML"
        ),
        pytest.param(b"\xff", "text/xml; charset=base64", "\ufffd", id="a codec of no text"),
    ],
)
def test_a_list_is_decoded_by_what_it_is(body: bytes, said: str, text: str) -> None:
    assert decoded(body, said) == text


@pytest.mark.parametrize(
    ("stated", "instant"),
    [
        ("12:30 PM", None),
        ("Sen, 5 Mei 2025 12:05 AM", datetime(2025, 5, 4, 17, 5, tzinfo=UTC)),
        ("Senin, 5 Mei 2025 pukul 10.15 WIB", datetime(2025, 5, 5, 3, 15, tzinfo=UTC)),
        ("5 Agustus 2025 10:00 WITA", datetime(2025, 8, 5, 2, 0, tzinfo=UTC)),
        ("5 maart 2025 10:00:00 +0100", datetime(2025, 3, 5, 9, 0, tzinfo=UTC)),
        ("17 Desember 2025", datetime(2025, 12, 16, 17, 0, tzinfo=UTC)),
        ("May 5, 2025 3:07 pm", datetime(2025, 5, 5, 8, 7, tzinfo=UTC)),
        ("2025-04-30T24:00:00+07:00", datetime(2025, 4, 30, 17, 0, tzinfo=UTC)),
        ("2025-04-30 24:00", datetime(2025, 4, 30, 17, 0, tzinfo=UTC)),
        ("2025-04-01T10:00:00 0700", datetime(2025, 4, 1, 3, 0, tzinfo=UTC)),
        ("2025-04-01 10:00:00WITA", datetime(2025, 4, 1, 2, 0, tzinfo=UTC)),
        ("1743476400000", datetime(2025, 4, 1, 3, 0, tzinfo=UTC)),
        ("2025/4/1 10:00", datetime(2025, 4, 1, 3, 0, tzinfo=UTC)),
        ("Tue Apr 01 10:00:00 WIB 2025", datetime(2025, 4, 1, 3, 0, tzinfo=UTC)),
        ("Tue Apr  1 10:00:00 2025", datetime(2025, 4, 1, 3, 0, tzinfo=UTC)),
        ("Sabtu, 05/04/2025 10:00 WIB", datetime(2025, 4, 5, 3, 0, tzinfo=UTC)),
        ("31-03-2025 10.30", datetime(2025, 3, 31, 3, 30, tzinfo=UTC)),
        ("2025-4-1 10:00", datetime(2025, 4, 1, 3, 0, tzinfo=UTC)),
        ("2025-04-01T10:00:00 GMT+0700", datetime(2025, 4, 1, 3, 0, tzinfo=UTC)),
        ("April 1, 2025 at 10:00 am", datetime(2025, 4, 1, 3, 0, tzinfo=UTC)),
        ("1 April 2025 | 10:00 WIB", datetime(2025, 4, 1, 3, 0, tzinfo=UTC)),
        ("13/13/2025 10:00", None),
        ("32 Mei 2025 10:00", None),
        ("5 Bulan 2025", None),
    ],
)
def test_a_date_is_read_as_it_is_written(stated: str, instant: datetime | None) -> None:
    assert stated_date(stated, zone=JAKARTA) == instant


def test_an_entry_whose_date_nobody_can_read_says_so() -> None:
    entries = "".join(
        f"<url><loc>/berita/{number}</loc>{date}</url>"
        for number, date in enumerate(("<lastmod>kemarin sore</lastmod>", "<lastmod>2025-04-01</lastmod>", ""))
    )
    found = read_sitemap(f"<urlset>{entries}</urlset>".encode(), base_url=SITE, zone=JAKARTA, max_bytes=10**6)

    assert [link.date_unread for link in found.links] == [True, False, False]


@pytest.mark.parametrize(
    "text",
    [
        "https://warta.example/1\r\nhttps://warta.example/2\n",
        "\ufeffhttps://warta.example/1\n\nhttps://warta.example/2",
    ],
)
def test_a_sitemap_may_be_a_file_of_addresses(text: str) -> None:
    found = read_sitemap(text.encode(), base_url=SITE, zone=JAKARTA, max_bytes=10**6)

    assert [link.url for link in found.links] == ["https://warta.example/1", "https://warta.example/2"]


def test_relative_addresses_of_a_page_follow_its_base() -> None:
    body = b"<base href='/lama/'><a href='kapal-latih-tiba-di-surabaya'>Kapal latih tiba</a>"
    (link,) = read_index(body, base_url="https://warta.example/indeks").links

    assert link.url == "https://warta.example/lama/kapal-latih-tiba-di-surabaya"


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<article><header>{}</header></article>", 1),
        ("<ul><li><header>{}</header></li></ul>", 1),
        ("<header>{}</header>", 0),
        ("<article><nav>{}</nav></article>", 0),
        ("<footer><ul><li>{}</li></ul></footer>", 0),
    ],
)
def test_the_header_of_a_card_is_no_furniture(markup: str, found: int) -> None:
    link = "<h2><a href='/berita/kapal-latih-tiba-di-surabaya'>Kapal latih tiba</a></h2>"

    assert len(read_index(markup.format(link).encode(), base_url="https://warta.example/").links) == found


@pytest.mark.parametrize(
    ("url", "article"),
    [
        ("https://warta.example/baca.php?id=1234567", True),
        ("https://warta.example/?p=98765", True),
        ("https://warta.example/baca.php?page=1234567", False),
        ("https://warta.example/search?id=1234567", False),
        ("https://warta.example/baca.php?id=12", False),
    ],
)
def test_an_article_may_be_named_in_the_query(url: str, article: bool) -> None:
    assert is_article(url) is article


@pytest.mark.parametrize("href", ["lain.example/a", "berita.html/satu", "", "\u200b", "mailto:a@b.example"])
def test_what_only_looks_like_a_host_is_a_path(href: str) -> None:
    url = web_url("https://warta.example/umpan", href)

    assert url is None or url.startswith("https://warta.example/")
