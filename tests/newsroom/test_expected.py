"""Expected records equal the stories, and the catalogue files are what a crawler reads."""

import json
import tomllib
from collections import Counter
from typing import Any

import pytest

from newsroom.desk import published_at
from newsroom.expected import expected_lines, plain
from newsroom.outlets import BY_ID, OUTLETS, Outlet
from newsroom.sources import source_toml
from newsroom.stories.edition import STORIES
from newsroom.story import PRINTED, Kind
from schemas.outcomes import Reason
from schemas.outlet import Outlet as CatalogueOutlet
from tests.newsroom.moment import PUBLISH_S, START

BASES = {outlet.id: f"http://127.0.0.1:{8001 + i}" for i, outlet in enumerate(OUTLETS)}
RECORDS: list[dict[str, Any]] = [
    json.loads(line) for line in expected_lines(STORIES, bases=BASES, start=START, publish_s=PUBLISH_S)
]


def record_of(kind: Kind) -> dict[str, Any]:
    return next(record for story, record in zip(STORIES, RECORDS, strict=True) if story.kind is kind)


def test_every_story_has_one_record_with_its_final_text() -> None:
    for story, record in zip(STORIES, RECORDS, strict=True):
        assert record["title"] == plain(story.final_title)
        assert record["paragraphs"] == [plain(p) for p in story.final_paragraphs if story.kind in PRINTED]
        assert record["authors"] == list(story.authors)
        assert record["source"] == story.outlet
        assert record["published"] == published_at(story, start=START, publish_s=PUBLISH_S).isoformat()


def test_urls_are_unique_and_announced_ones_carry_each_channels_tracking() -> None:
    assert max(Counter(record["url"] for record in RECORDS).values()) == 1

    base = BASES["antenawarta"]
    path = STORIES[0].path
    assert RECORDS[0]["announced"] == [f"{base}{path}", f"{base}{path}?utm_source=rss&utm_medium=feed"]


def test_articles_match_the_watch_and_count_their_revisions() -> None:
    articles = [record for record in RECORDS if record["outcome"] == "article"]

    assert len(articles) >= 22
    assert all(record["watches"] == ["rusia-korut"] and record["stage"] is None for record in articles)
    assert Counter(record["revisions"] for record in articles)[2] >= 1


@pytest.mark.parametrize(
    ("kind", "stage", "reason"),
    [
        (Kind.OFF_TOPIC, "enrich", "off_watch"),
        (Kind.DISALLOWED, "fetch", "robots_disallowed"),
        (Kind.NOT_FOUND, "fetch", "http_client_error"),
        (Kind.GONE, "fetch", "http_gone"),
        (Kind.PDF, "fetch", "not_html"),
        (Kind.HUGE, "fetch", "too_large"),
        (Kind.METADATA_REDIRECT, "fetch", "forbidden_address"),
        (Kind.BROKEN, "clean", "no_article"),
        (Kind.LISTING, "clean", "listing_page"),
    ],
)
def test_drops_name_stage_and_reason(kind: Kind, stage: str, reason: str) -> None:
    record = record_of(kind)

    assert (record["outcome"], record["stage"], record["watches"]) == ("dropped", stage, [])
    assert reason in record["reason_any"]
    assert all(Reason(code) for code in record["reason_any"])


def test_a_redirected_article_is_expected_under_its_final_address() -> None:
    story = next(story for story in STORIES if story.announced_path)
    record = RECORDS[STORIES.index(story)]

    assert record["url"] == BASES[story.outlet] + story.path
    assert record["announced"] == [BASES[story.outlet] + story.announced_path]


def test_datelines_stand_apart_from_the_first_paragraph() -> None:
    with_dateline = [record for record in RECORDS if record["dateline"]]

    assert RECORDS[0]["dateline"] == {"place": "MOSKOW", "outlet": "ANTENAWARTA.COM"}
    assert any(record["dateline"]["outlet"] == "" for record in with_dateline)
    assert not any(r["paragraphs"][0].startswith(r["dateline"]["place"] + ",") for r in with_dateline)


def test_the_paywalled_article_is_flagged() -> None:
    assert record_of(Kind.PAYWALLED)["flags"] == ["paywalled"]


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        pytest.param("“satu” dan ‘dua’", "\"satu\" dan 'dua'", id="quotes"),
        pytest.param("tiga – empat — lima", "tiga - empat - lima", id="dashes"),
        pytest.param(" enam\u00a0 tujuh\n", "enam tujuh", id="spaces"),
        pytest.param("kafe\u0301", "kafé", id="composed"),
    ],
)
def test_plain_text_is_what_the_pipeline_keeps(text: str, normal: str) -> None:
    assert plain(text) == normal


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.id)
def test_a_source_file_is_a_valid_declaration(outlet: Outlet) -> None:
    base = BASES[outlet.id]

    declared = CatalogueOutlet.model_validate(tomllib.loads(source_toml(outlet, base)))

    assert (declared.id, declared.name, declared.evidence) == (outlet.id, outlet.name, "newsroom")
    assert declared.owns(base.removeprefix("http://"))
    assert set(declared.feeds) | set(declared.news_sitemaps) == {base + channel.path for channel in outlet.channels}


def test_one_source_has_a_dead_feed_beside_a_working_one() -> None:
    feeds = [[c for c in outlet.channels if c.kind != "sitemap"] for outlet in BY_ID.values()]

    assert any({"dead", "rss"} <= {channel.kind for channel in channels} for channels in feeds)
