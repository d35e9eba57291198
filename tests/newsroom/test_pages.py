"""Templates: every story's text is on its page, whole, amid that outlet's own clutter."""

import html
import json
import re
from datetime import datetime
from typing import Any

import pytest
import trafilatura

from newsroom.desk import Edition
from newsroom.expected import plain
from newsroom.outlets import BY_ID
from newsroom.pages import HUGE_BYTES, article_page, broken_page, end_code, huge_page, listing_page
from newsroom.stories.edition import STORIES
from newsroom.story import PRINTED, Kind, Story
from tests.newsroom.moment import PUBLISH_S, DeskAt

BASE = "http://127.0.0.1:8001"
STORIES_PRINTED = [story for story in STORIES if story.kind in PRINTED]
printed_stories = pytest.mark.parametrize("story", STORIES_PRINTED, ids=lambda story: story.path)


def edition_of(desk_at: DeskAt, story: Story) -> Edition:
    edition = desk_at(PUBLISH_S * 2).edition(story)
    assert edition is not None
    return edition


def page_of(desk_at: DeskAt, story: Story) -> str:
    return article_page(edition_of(desk_at, story), BY_ID[story.outlet], BASE)


def first_page_of(desk_at: DeskAt, outlet: str) -> str:
    return page_of(desk_at, next(story for story in STORIES_PRINTED if story.outlet == outlet))


def json_ld(page: str) -> Any:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


@printed_stories
def test_a_page_holds_title_and_every_paragraph(desk_at: DeskAt, story: Story) -> None:
    text = html.unescape(page_of(desk_at, story))

    assert f">{story.final_title}</h1>" in text
    assert all(f"{paragraph}</p>" in text for paragraph in story.final_paragraphs)


@printed_stories
def test_a_general_extractor_finds_every_paragraph_as_a_line_of_its_own(desk_at: DeskAt, story: Story) -> None:
    outlet = BY_ID[story.outlet]
    page = page_of(desk_at, story)

    extracted = trafilatura.extract(page, favor_precision=True, include_comments=False, include_tables=False)

    lines = {plain(line) for line in (extracted or "").splitlines()}
    head, *rest = map(plain, story.final_paragraphs)
    dateline = outlet.dateline_of(story.place)
    assert (plain(f"{dateline} {outlet.dash} {head}") if dateline else head) in lines
    assert set(rest) <= lines


@pytest.mark.parametrize(
    ("outlet", "clutter"),
    [
        ("antenawarta", r"<p><strong>Baca juga: <a "),
        ("antenawarta", r"<p>Baca juga: <a "),
        ("antenawarta", r"MOSKOW, ANTENAWARTA\.COM -</strong>"),
        ("antenawarta", r"Diperbarui \d\d/\d\d/2026, \d\d:\d\d WIB"),
        ("antenawarta", r"Penulis: Ratna Widuri"),
        ("antenawarta", r"Baca berita tanpa iklan"),
        ("antenawarta", r"Artikel Terkait"),
        ("antenawarta", r"ADVERTISEMENT"),
        ("antenawarta", r"saluran WhatsApp"),
        ("antenawarta", r"cookie-bar"),
        ("namamedia", r'<table class="linksisip">.*Baca juga:'),
        ("namamedia", r"SCROLL TO CONTINUE WITH CONTENT"),
        ("namamedia", r"\[Gambas:Video Nama TV\]"),
        ("namamedia", r"<strong>\(rid/nur\)</strong>"),
        ("namamedia", r"Simak juga: "),
        ("namamedia", r"Lihat juga Video: "),
        ("namamedia", r"Tonton juga video "),
        ("namamedia", r"<strong>Jakarta, Nama Media</strong> -- "),
        ("suarapelabuhan", r'<div class="baca-juga"><p><strong>Baca juga:</strong></p><ul>'),
        ("suarapelabuhan", r"BERITA TERKAIT:"),
        ("suarapelabuhan", r"Artikel ini sudah tayang di "),
        ("suarapelabuhan", r'og:title" content=".* - Suara Pelabuhan"'),
        ("suarapelabuhan", r"Lihat Semua"),
        ("suarapelabuhan", r"Belum ada komentar"),
        ("suarapelabuhan", r"article:published_time"),
        ("kabarselasar", r"charset=iso-8859-1"),
        ("kabarselasar", r'name="author" content="admin"'),
        ("kabarselasar", r"BACA JUGA:<a "),
        ("kabarselasar", r"Laporan: Rina"),
        ("kabarselasar", r"<p>\*\*\*</p>"),
        ("lensasenja", r"Perbesar"),
        ("lensasenja", r"Pilihan Editor: "),
        ("lensasenja", r"Simak Juga:"),
        ("lensasenja", r"Minggu, 22 November 2026 \d\d:\d\d WIB"),
        ("warnasatu", r"Lihat juga:</strong><table"),
        ("warnasatu", r"Next Article"),
        ("warnasatu", r"\[Gambas:Video Warna TV\]"),
        ("warnasatu", r"Most Popular"),
    ],
)
def test_outlets_have_their_own_bad_habits(desk_at: DeskAt, outlet: str, clutter: str) -> None:
    assert re.search(clutter, first_page_of(desk_at, outlet))


@pytest.mark.parametrize("outlet", list(BY_ID))
def test_every_page_ends_in_a_copyright_line(desk_at: DeskAt, outlet: str) -> None:
    assert re.search(r"(?i)copyright|©|&copy;", first_page_of(desk_at, outlet).splitlines()[-3])


@pytest.mark.parametrize("outlet", ["antenawarta", "namamedia", "warnasatu"])
def test_json_ld_states_the_publication_to_the_minute(desk_at: DeskAt, outlet: str) -> None:
    for story in (s for s in STORIES_PRINTED if s.outlet == outlet):
        edition = edition_of(desk_at, story)
        data = json_ld(article_page(edition, BY_ID[outlet], BASE))
        nodes = data if isinstance(data, list) else data.get("@graph", [data])
        article = next(node for node in nodes if node["@type"] == "NewsArticle")

        assert datetime.fromisoformat(article["datePublished"]) == edition.published
        assert article["headline"] == edition.title


def test_one_outlet_breaks_its_json_ld_with_trailing_commas(desk_at: DeskAt) -> None:
    with pytest.raises(json.JSONDecodeError):
        json_ld(first_page_of(desk_at, "suarapelabuhan"))


@pytest.mark.parametrize("outlet", ["kabarselasar", "lensasenja"])
def test_two_outlets_have_no_json_ld(desk_at: DeskAt, outlet: str) -> None:
    assert "ld+json" not in first_page_of(desk_at, outlet)


def test_only_visible_text_dates_a_page_of_lensa_senja(desk_at: DeskAt) -> None:
    page = first_page_of(desk_at, "lensasenja")

    assert "published_time" not in page
    assert "<time" not in page


def test_the_paywalled_page_says_so_and_shows_the_teaser_alone(desk_at: DeskAt) -> None:
    story = next(story for story in STORIES if story.kind is Kind.PAYWALLED)
    page = page_of(desk_at, story)

    assert json_ld(page)["isAccessibleForFree"] is False
    assert "Lanjutkan membaca dengan berlangganan" in page


def test_a_page_that_is_declared_latin_1_needs_utf_8(desk_at: DeskAt) -> None:
    pages = [page_of(desk_at, story) for story in STORIES_PRINTED if story.outlet == "kabarselasar"]

    assert any("é" in page and "“" in page for page in pages)


def test_an_update_without_a_change_of_text_changes_the_page_around_it(desk_at: DeskAt) -> None:
    story = next(story for story in STORIES if story.update and story.revisions == 1)
    before = desk_at(1.0).edition(story)
    assert before is not None

    assert article_page(before, BY_ID[story.outlet], BASE) != page_of(desk_at, story)


def test_the_broken_page_stops_inside_a_tag(desk_at: DeskAt) -> None:
    story = next(story for story in STORIES if story.kind is Kind.BROKEN)
    page = broken_page(edition_of(desk_at, story))

    assert page.rfind("<") > page.rfind(">")
    assert len(page) < 800


def test_the_listing_page_is_links_and_little_else(desk_at: DeskAt) -> None:
    story = next(story for story in STORIES if story.kind is Kind.LISTING)
    page = listing_page(edition_of(desk_at, story), BY_ID[story.outlet])

    assert len(story.paragraphs) >= 12
    assert all(f">{headline}</a>" in page for headline in story.paragraphs)
    assert "<p>" not in page


def test_the_huge_page_is_over_twenty_megabytes(desk_at: DeskAt) -> None:
    story = next(story for story in STORIES if story.kind is Kind.HUGE)

    assert sum(map(len, huge_page(edition_of(desk_at, story)))) > HUGE_BYTES == 20 * 1024 * 1024


def test_end_codes_are_made_of_names() -> None:
    assert end_code(("Ridwan Nurcahya",)) == "rid/nur"
    assert end_code(()) == "red/red"
