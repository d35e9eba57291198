"""Feeds and news sitemaps list what is out, and nothing that is not."""

from calendar import timegm
from xml.etree.ElementTree import fromstring

import feedparser
import pytest

from newsroom.desk import Desk, announced_path
from newsroom.feeds import NEWS, SITEMAP, render_channel
from newsroom.outlets import OUTLETS, Channel, Outlet
from newsroom.stories.edition import STORIES
from tests.newsroom.moment import PUBLISH_S, DeskAt

BASE = "http://127.0.0.1:8001"
PLACES = {"s": SITEMAP, "news": NEWS}
CHANNELS = [(outlet, channel) for outlet in OUTLETS for channel in outlet.channels]
FEEDS = [pair for pair in CHANNELS if pair[1].kind in ("rss", "atom")]
SITEMAPS = [pair for pair in CHANNELS if pair[1].kind == "sitemap"]


def name_of(value: object) -> str | None:
    return value.id if isinstance(value, Outlet) else value.kind if isinstance(value, Channel) else None


def rendered(desk: Desk, outlet: Outlet, channel: Channel) -> bytes:
    return render_channel(channel, outlet, desk.released(outlet.id), BASE)


def paths_out(outlet: Outlet, elapsed_s: float) -> set[str]:
    mine = (story for story in STORIES if story.outlet == outlet.id)
    return {announced_path(story) for story in mine if story.release * PUBLISH_S <= elapsed_s}


def path_of(url: str) -> str:
    return url.removeprefix(BASE).partition("?")[0]


def test_outlets_have_the_channels_that_the_demo_promises() -> None:
    kinds = [channel.kind for _, channel in CHANNELS]

    assert kinds.count("rss") >= 3
    assert kinds.count("atom") >= 1
    assert kinds.count("sitemap") >= 4
    assert kinds.count("dead") == 1
    assert any({"rss", "sitemap"} <= {c.kind for c in outlet.channels} for outlet in OUTLETS)


@pytest.mark.parametrize("elapsed_s", [0.0, PUBLISH_S / 2, PUBLISH_S])
@pytest.mark.parametrize(("outlet", "channel"), FEEDS, ids=name_of)
def test_a_feed_parses_and_lists_what_is_out(
    desk_at: DeskAt, outlet: Outlet, channel: Channel, elapsed_s: float
) -> None:
    feed = feedparser.parse(rendered(desk_at(elapsed_s), outlet, channel))

    assert not feed.bozo
    assert {path_of(entry.link) for entry in feed.entries} == paths_out(outlet, elapsed_s)
    assert all(entry.link.endswith(channel.tracking) for entry in feed.entries)


@pytest.mark.parametrize(("outlet", "channel"), FEEDS, ids=name_of)
def test_a_feed_states_title_published_and_updated(desk_at: DeskAt, outlet: Outlet, channel: Channel) -> None:
    desk = desk_at(PUBLISH_S * 2)
    editions = {announced_path(edition.story): edition for edition in desk.released(outlet.id)}

    for entry in feedparser.parse(rendered(desk, outlet, channel)).entries:
        edition = editions[path_of(entry.link)]

        assert entry.title == edition.title
        assert timegm(entry.published_parsed) == int(edition.published.timestamp())
        assert timegm(entry.updated_parsed) == int(edition.modified.timestamp())


@pytest.mark.parametrize("elapsed_s", [0.0, PUBLISH_S / 2, PUBLISH_S])
@pytest.mark.parametrize(("outlet", "channel"), SITEMAPS, ids=name_of)
def test_a_sitemap_lists_what_is_out_with_news_title_and_date(
    desk_at: DeskAt, outlet: Outlet, channel: Channel, elapsed_s: float
) -> None:
    desk = desk_at(elapsed_s)
    titles = {edition.title for edition in desk.released(outlet.id)}
    root = fromstring(rendered(desk, outlet, channel))
    urls = root.findall("s:url", PLACES)

    assert root.tag == f"{{{SITEMAP}}}urlset"
    assert {path_of(url.findtext("s:loc", "", PLACES)) for url in urls} == paths_out(outlet, elapsed_s)
    assert {url.findtext("news:news/news:title", "", PLACES) for url in urls} == titles
    assert all(url.findtext("news:news/news:publication_date", "", PLACES).endswith("+07:00") for url in urls)
    assert all(url.findtext("s:lastmod", "", PLACES) for url in urls)


def test_a_correction_shows_in_feed_and_sitemap(desk_at: DeskAt) -> None:
    story = next(story for story in STORIES if story.revisions == 2)
    outlet = next(outlet for outlet in OUTLETS if outlet.id == story.outlet)

    for channel in outlet.channels:
        before, after = (rendered(desk_at(s), outlet, channel).decode() for s in (1.0, PUBLISH_S * 2))

        assert story.title in before
        assert story.final_title not in before
        assert story.final_title in after
