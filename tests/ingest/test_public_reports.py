"""Inputs of the kinds that users of other crawlers and feed readers have reported, with the right answers.

They lie beside the project and are read in place; each kind has a test of our own in the test of its reader.
"""

import csv
import gzip
import io
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ingest.discover.dates import stated_date
from ingest.discover.listing import Listing
from ingest.discover.polite_get import polite_get
from ingest.discover.probe import probe
from ingest.discover.readers import read_any
from ingest.imports.problem import ImportProblem
from ingest.imports.url_list import lines_of, read_url_list
from ingest.imports.warc_file import read_warc
from ingest.web.ask import Ask, RequestLimits, RequestTerms
from ingest.web.errors import FetchRefused
from ingest.web.fetched import Fetched
from ingest.web.meta_refresh import refresh_target
from ingest.web.web import Web
from schemas.link import Link
from schemas.outcomes import Reason
from schemas.outlet import Channel, Crawl
from schemas.record import Lane
from tests.ingest.local_site import LocalSite, answer

CASES = Path(__file__).parents[3] / "shared" / "data" / "cases" / "crawl"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the folder of saved inputs is not here")

NOW = datetime(2025, 4, 28, 9, 0, tzinfo=UTC)
JAKARTA = ZoneInfo("Asia/Jakarta")
MAX_BYTES = 10_000_000
PAGE = "<!doctype html><title>Kabar</title><p>Pasukan tiba di Kursk pada hari Senin.</p>"
FEED = "<rss version='2.0'><channel><item><title>Kabar</title><link>/a-1</link></item></channel></rss>"


def rows(name: str) -> list[list[str]]:
    path = CASES / name
    if not path.is_file():
        return []
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def of_kind(*kinds: str) -> pytest.MarkDecorator:
    wanted = [row for row in rows("expected.tsv") if row[1] in kinds]
    return pytest.mark.parametrize(
        ("name", "kind", "argument", "expected"), [row[:4] for row in wanted], ids=[row[0] for row in wanted]
    )


def content(name: str) -> bytes:
    packed = CASES / f"{name}.gz"
    return gzip.decompress(packed.read_bytes()) if packed.exists() else (CASES / name).read_bytes()


def read(body: bytes, url: str, channel: Channel, content_type: str = "") -> Listing:
    headers = {"content-type": content_type} if content_type else {}
    fetched = Fetched(200, headers, body, url, (), 1.0)
    return read_any(fetched, channel, zone=JAKARTA, max_bytes=MAX_BYTES)


@of_kind("feed", "json", "sitemap", "index")
def test_a_list_is_read_into_its_links(name: str, kind: str, argument: str, expected: str) -> None:
    url = {"json": "https://warta.test/feed.json", "sitemap": "https://warta.test/sitemap.xml", "index": argument}.get(
        kind, "https://warta.test/feed"
    )
    channel = {"sitemap": Channel.SITEMAP, "index": Channel.INDEX}.get(kind, Channel.FEED)
    listing = read(content(name), url, channel, argument if kind == "feed" else "")
    # An address may hold a space and a bar itself.
    with_title = "|" in expected and f"{listing.links[0].url}" != expected
    found = [f"{link.url}|{link.title}" if with_title else link.url for link in listing.links]

    assert " ".join(found) == expected


@of_kind("refresh")
def test_a_page_that_leads_on_leads_where_it_says(name: str, kind: str, argument: str, expected: str) -> None:
    assert (refresh_target(content(name)) or "") == expected


@of_kind("list")
def test_a_list_of_addresses_is_read(name: str, kind: str, argument: str, expected: str) -> None:
    found = list(read_url_list(lines_of(content(name)), outlets=(), found_at=NOW))

    assert [each.url for each in found if isinstance(each, Link)] == expected.split()
    assert all(isinstance(each, Link) for each in found)


@of_kind("warc")
def test_a_warc_file_gives_its_pages(name: str, kind: str, argument: str, expected: str) -> None:
    found = list(read_warc(io.BytesIO(content(name)), outlets=(), lane=Lane.BACKFILL))
    pages = [each for each in found if not isinstance(each, ImportProblem)]
    good = [page for page in pages if b"<p>" in page.body and page.body.rstrip().endswith(b">")]

    assert f"{len(good)} good" == expected.partition(",")[0]
    assert len(pages) == len(good)
    assert bool(len(found) - len(pages)) is ("problem" in expected)


@of_kind("http")
async def test_an_answer_is_read_or_refused(
    name: str, kind: str, argument: str, expected: str, web: Web, site: LocalSite
) -> None:
    site.answers |= {"/robots.txt": answer("User-agent: *\nAllow: /\n"), "/a": content(name)}
    await web.open()
    try:
        await web.get(Ask(site.url("/a"), RequestLimits(), html=True))
        outcome = "read"
    except FetchRefused:
        outcome = "refused"

    assert outcome == expected


@of_kind("robots")
async def test_a_robots_txt_is_obeyed(
    name: str, kind: str, argument: str, expected: str, web: Web, site: LocalSite
) -> None:
    site.answers["/robots.txt"] = content(name)
    site.answers |= dict.fromkeys(("/privat/x-1", "/berita/a-1"), answer(PAGE))
    await web.open()

    outcomes = []
    for path in ("/privat/x-1", "/berita/a-1"):
        try:
            await web.get(Ask(site.url(path), RequestLimits(), terms=RequestTerms(), html=True))
            outcomes.append("read")
        except FetchRefused as refused:
            outcomes.append({Reason.ROBOTS_DISALLOWED: "disallowed"}.get(refused.reason, refused.reason.value))

    assert "|".join(outcomes) == expected


@of_kind("probe")
async def test_a_front_page_leads_to_its_feed(
    name: str, kind: str, argument: str, expected: str, web: Web, site: LocalSite
) -> None:
    site.answers |= {
        "/": answer(content(name)),
        expected: answer(FEED, headers={"Content-Type": "application/rss+xml"}),
    }
    await web.open()
    found = await probe(site.url("/"), get=polite_get(web, Crawl(delay_s=0.0)), now=NOW, crawl=Crawl(delay_s=0.0))

    assert found.outlet.feeds == (site.url(expected),)


@pytest.mark.parametrize(("stated", "instant"), [row[:2] for row in rows("dates.tsv")])
def test_a_date_of_a_list_is_its_instant(stated: str, instant: str) -> None:
    found = stated_date(stated, zone=JAKARTA)

    if instant:
        assert found == datetime.fromisoformat(instant)
    else:
        # Any instant is a guess.
        assert found is None or found.utcoffset() is not None


@pytest.mark.parametrize("path", [row[0] for row in rows("insisting_paths.tsv")])
async def test_an_address_is_asked_for_as_it_was_given(path: str, web: Web, site: LocalSite) -> None:
    site.answers |= {"/robots.txt": answer("", status=404), path: answer(PAGE)}
    await web.open()

    assert (await web.get(Ask(site.url(path), RequestLimits(), html=True))).body.decode() == PAGE
