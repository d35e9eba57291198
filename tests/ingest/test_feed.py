"""Feeds of every dialect, well-formed and not."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from ingest.discover.feed import read_feed
from ingest.discover.listing import Listing, UnreadableListError
from schemas.outcomes import Reason

JAKARTA = ZoneInfo("Asia/Jakarta")


def read(text: str | bytes) -> Listing:
    body = text.encode() if isinstance(text, str) else text
    return read_feed(body, base_url="https://berita.test/rss/dunia.xml", zone=JAKARTA)


def rss(items: str) -> str:
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Dunia</title>{items}</channel></rss>"


def test_an_rss_item_gives_its_address_title_and_date() -> None:
    listing = read(
        rss(
            "<item><title>Kim &amp;quot;siap&amp;quot; kirim <![CDATA[<b>pasukan</b>]]></title>"
            "<link>https://berita.test/1?utm_source=rss</link><pubDate>Mon, 28 Apr 2025 16:00:00 +0700</pubDate></item>"
        )
    )

    assert listing.error == ""
    assert [link.url for link in listing.links] == ["https://berita.test/1?utm_source=rss"]
    assert listing.links[0].title == 'Kim "siap" kirim pasukan'
    assert listing.links[0].published == datetime(2025, 4, 28, 9, 0, tzinfo=UTC)
    assert listing.links[0].modified is None


def test_an_atom_entry_gives_its_alternate_link_and_both_dates() -> None:
    listing = read(
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>Kabar</title><link rel='self' href='/x'/>"
        "<link rel='alternate' href='../2'/><published>2025-04-28T09:00:00Z</published>"
        "<updated>2025-04-28T10:00:00Z</updated></entry></feed>"
    )

    assert listing.links[0].url == "https://berita.test/2"
    assert listing.links[0].published == datetime(2025, 4, 28, 9, 0, tzinfo=UTC)
    assert listing.links[0].modified == datetime(2025, 4, 28, 10, 0, tzinfo=UTC)


def test_an_rdf_item_is_read() -> None:
    listing = read(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' "
        "xmlns:dc='http://purl.org/dc/elements/1.1/'><item rdf:about='https://berita.test/3'><title>Kabar</title>"
        "<link>https://berita.test/3</link><dc:date>2025-04-28T16:00+07:00</dc:date></item></rdf:RDF>"
    )

    assert listing.links[0].url == "https://berita.test/3"
    assert listing.links[0].published == datetime(2025, 4, 28, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("item", "urls"),
    [
        pytest.param("<guid>https://berita.test/g</guid>", ["https://berita.test/g"], id="a permanent guid"),
        pytest.param("<guid isPermaLink='false'>https://berita.test/g</guid>", [], id="a guid that is no link"),
        pytest.param("<guid>12345</guid>", [], id="a guid that is a number"),
        pytest.param("<link>/berita/4</link>", ["https://berita.test/berita/4"], id="a relative link"),
        pytest.param("<link>https://berita.test/?a=1&b=2</link>", ["https://berita.test/?a=1&b=2"], id="a bare &amp;"),
        pytest.param("<link>  https://berita.test/5\n</link>", ["https://berita.test/5"], id="white space"),
        pytest.param("<link>mailto:redaksi@berita.test</link>", [], id="no web address"),
        pytest.param("<link>http://[bad</link>", [], id="no URL"),
        pytest.param("<link/>", [], id="an empty link"),
        pytest.param(f"<link>https://berita.test/{'a' * 3000}</link>", [], id="too long for any address"),
        pytest.param("<link>https://berita.test/a&#x1;b</link>", ["https://berita.test/ab"], id="a control character"),
    ],
)
def test_links_are_taken_where_there_is_one(item: str, urls: list[str]) -> None:
    listing = read(rss(f"<item><title>Kabar</title>{item}</item>"))

    assert [link.url for link in listing.links] == urls
    assert bool(urls) or "1 entries without a usable link" in listing.error


def test_a_feed_cut_off_gives_what_can_be_read_and_says_so() -> None:
    whole = rss("".join(f"<item><title>Kabar</title><link>https://berita.test/{n}</link></item>" for n in range(3)))

    listing = read(whole[: whole.index("/2<")])

    assert [link.url for link in listing.links][:2] == ["https://berita.test/0", "https://berita.test/1"]
    assert listing.error


def test_a_feed_of_another_encoding_than_it_declares_is_read() -> None:
    text = rss("<item><title>Café Korut</title><link>https://berita.test/1</link></item>")

    listing = read(text.replace("'1.0'", "'1.0' encoding='us-ascii'").encode())

    assert [link.url for link in listing.links] == ["https://berita.test/1"]


def test_an_empty_feed_is_not_an_invalid_one() -> None:
    assert read(rss("")) == Listing()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html><body><p>Halaman tidak ditemukan</p></body></html>", id="a web page"),
        pytest.param(b"\xff\xfe\x00\x01", id="binary"),
        pytest.param(b'{"items": []}', id="JSON"),
        pytest.param(b"/etc/passwd", id="the name of a file"),
    ],
)
def test_what_is_no_feed_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableListError) as refused:
        read(body)
    assert refused.value.reason is Reason.FEED_INVALID


def test_external_entities_are_never_read() -> None:
    listing = read(
        "<!DOCTYPE rss [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><rss version='2.0'><channel><item>"
        "<title>&f;</title><link>https://berita.test/1</link></item></channel></rss>"
    )

    assert "root" not in (listing.links[0].title or "")


def test_entities_that_multiply_do_not_fill_the_memory() -> None:
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))

    listing = read(
        f"<!DOCTYPE rss [<!ENTITY e0 'pasukan'>{entities}]><rss version='2.0'><channel><item>"
        "<title>&e11;</title><link>https://berita.test/1</link></item></channel></rss>"
    )

    assert all(len(link.title or "") < 1000 for link in listing.links)


@pytest.mark.parametrize(
    ("title", "read_as"),
    [
        pytest.param("a" * 2_000_000, "a" * 500, id="too long for a record"),
        pytest.param("Kim&amp;#xD800;\u200b Jong &amp;#0;Un", "Kim\ufffd Jong \ufffdUn", id="what JSON cannot carry"),
        pytest.param("&lt;a" * 500_000, "<a" * 250, id="tags that never end"),
        pytest.param("  Kim\n\tJong\xa0Un ", "Kim Jong Un", id="white space"),
        pytest.param(" ", None, id="nothing"),
    ],
)
def test_titles_are_fit_for_a_record(title: str, read_as: str | None) -> None:
    listing = read(rss(f"<item><title>{title}</title><link>https://berita.test/1</link></item>"))

    assert listing.links[0].title == read_as
