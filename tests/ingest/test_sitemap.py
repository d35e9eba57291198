"""Sitemaps, news sitemaps and sitemap indexes, well-formed and not."""

import gzip
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ingest.discover.listing import MAX_LINKS, Listing, SubSitemap, UnreadableListError
from ingest.discover.sitemap import choose_sub_sitemaps, read_sitemap
from schemas.outcomes import Reason

NOW = datetime(2025, 4, 28, 9, 0, tzinfo=UTC)
NAMESPACES = (
    "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9' "
    "xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'"
)


def read(text: str | bytes, *, max_bytes: int = 1_000_000) -> Listing:
    body = text.encode() if isinstance(text, str) else text
    zone = ZoneInfo("Asia/Jakarta")
    return read_sitemap(body, base_url="https://berita.test/sitemap.xml", zone=zone, max_bytes=max_bytes)


def urlset(entries: str) -> str:
    return f"<?xml version='1.0' encoding='UTF-8'?><urlset {NAMESPACES}>{entries}</urlset>"


def test_a_news_entry_gives_its_own_address_title_and_dates() -> None:
    listing = read(
        urlset(
            "<url><image:image><image:loc>https://cdn.test/1.jpg</image:loc><image:title>Foto</image:title>"
            "</image:image><loc> https://berita.test/1 </loc><lastmod>2025-04-28T17:00:00+07:00</lastmod>"
            "<news:news><news:publication><news:name>Berita</news:name></news:publication>"
            "<news:publication_date>2025-04-28 16:00:00</news:publication_date>"
            "<news:title>Putin &amp; Kim\n bertemu</news:title></news:news></url>"
        )
    )

    assert listing.error == ""
    assert [link.url for link in listing.links] == ["https://berita.test/1"]
    assert listing.links[0].title == "Putin & Kim bertemu"
    assert listing.links[0].published == datetime(2025, 4, 28, 9, 0, tzinfo=UTC)
    assert listing.links[0].modified == datetime(2025, 4, 28, 10, 0, tzinfo=UTC)


def test_a_sitemap_without_namespaces_is_read() -> None:
    listing = read("\n  <urlset><url><loc>/relatif</loc></url></urlset>")

    assert [link.url for link in listing.links] == ["https://berita.test/relatif"]


def test_a_bare_ampersand_costs_no_parameter() -> None:
    listing = read(urlset("<url><loc>https://berita.test/?a=1&b=2&amp;c=3</loc></url>"))

    assert [link.url for link in listing.links] == ["https://berita.test/?a=1&b=2&c=3"]


def test_an_index_gives_its_sub_sitemaps() -> None:
    listing = read(
        f"<sitemapindex {NAMESPACES}><sitemap><loc>https://berita.test/a.xml</loc><lastmod>2025-04-28</lastmod>"
        "</sitemap><sitemap><loc>https://berita.test/b.xml</loc></sitemap></sitemapindex>"
    )

    assert listing.links == ()
    assert listing.sub_sitemaps == (
        SubSitemap("https://berita.test/a.xml", datetime(2025, 4, 27, 17, 0, tzinfo=UTC)),
        SubSitemap("https://berita.test/b.xml"),
    )


def test_a_gzipped_sitemap_is_inflated_within_the_limit() -> None:
    body = gzip.compress(urlset("<url><loc>https://berita.test/1</loc></url>").encode())

    assert len(read(body).links) == 1
    with pytest.raises(UnreadableListError, match="more than 50 bytes"):
        read(body, max_bytes=50)


def test_a_sitemap_cut_off_gives_what_can_be_read_and_says_so() -> None:
    listing = read(f"<urlset {NAMESPACES}><url><loc>https://berita.test/1</loc></url><url><loc>https://ber")

    assert "https://berita.test/1" in [link.url for link in listing.links]
    assert "line 1" in listing.error


def test_entries_without_an_address_are_counted() -> None:
    listing = read(urlset("<url><lastmod>2025-04-28</lastmod></url><url><loc>http://[bad</loc></url>"))

    assert (listing.links, listing.error) == ((), "2 entries without a usable link")


def test_an_empty_sitemap_is_not_an_invalid_one() -> None:
    assert read(urlset("")) == Listing()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html><body><p>Tidak ada</body></html>", id="a web page"),
        pytest.param(b"bukan XML", id="text"),
        pytest.param(b"\x1f\x8b\x08bukan gzip", id="broken gzip"),
        pytest.param(b"\x00\x01\x02", id="binary"),
    ],
)
def test_what_is_no_sitemap_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableListError) as refused:
        read(body)
    assert refused.value.reason is Reason.SITEMAP_INVALID


def test_entities_are_neither_read_from_files_nor_multiplied() -> None:
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))

    listing = read(
        f"<!DOCTYPE urlset [<!ENTITY f SYSTEM 'file:///etc/passwd'><!ENTITY e0 'x'>{entities}]>"
        "<urlset><url><loc>https://berita.test/&f;&e11;</loc></url></urlset>"
    )

    assert all("root:" not in link.url and len(link.url) < 200 for link in listing.links)


def sub(name: str, days_ago: float | None = None) -> SubSitemap:
    return SubSitemap(name, None if days_ago is None else NOW - timedelta(days=days_ago))


def chosen(subs: list[SubSitemap], turn: int = 0) -> list[str]:
    return [each.url for each in choose_sub_sitemaps(subs, now=NOW, turn=turn)]


def test_sub_sitemaps_changed_of_late_come_first_and_few() -> None:
    subs = [sub("old", 30), sub("undated-1"), sub("yesterday", 1), sub("today", 0), sub("undated-2")]

    assert chosen(subs) == ["today", "yesterday", "undated-1"]


def test_the_other_sub_sitemaps_have_their_turns() -> None:
    undated = [sub(f"undated-{n}") for n in range(7)]
    many = [sub("today", 0), sub("today-2", 0.1), sub("today-3", 0.2), *undated[:3]]

    assert {url for turn in range(3) for url in chosen(undated, turn)} == {each.url for each in undated}
    assert [chosen(many, turn)[2] for turn in range(4)] == ["today-3", "undated-0", "undated-1", "undated-2"]
    assert chosen([sub("old", 30)]) == []
    assert chosen(undated[:2], turn=5) in (["undated-0", "undated-1"], ["undated-1", "undated-0"])


def test_of_too_many_entries_the_newest_are_taken() -> None:
    entries = "".join(
        f"<url><loc>https://berita.test/{n}</loc><lastmod>2025-04-{n % 28 + 1:02}</lastmod></url>"
        for n in range(MAX_LINKS + 28)
    )

    links = read(urlset(entries), max_bytes=10_000_000).links

    assert len(links) == MAX_LINKS
    assert links[0].modified == datetime(2025, 4, 27, 17, tzinfo=UTC)
    assert min(link.modified for link in links if link.modified) >= datetime(2025, 3, 31, 17, tzinfo=UTC)
