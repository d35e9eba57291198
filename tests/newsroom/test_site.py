"""The six sites over real sockets: pages, validators, refusals and bad behaviour."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from xml.etree.ElementTree import fromstring

import aiohttp
import pytest

from newsroom.desk import Desk, announced_path
from newsroom.outlets import BY_ID
from newsroom.pages import HUGE_BYTES, photo_path
from newsroom.serving import Ports, bind, serving
from newsroom.site import METADATA_URL
from newsroom.stories.edition import STORIES
from newsroom.story import Kind, Story
from tests.newsroom.moment import PUBLISH_S, DeskAt

MOVED = next(story for story in STORIES if story.announced_path)
LATE = max(STORIES, key=lambda story: story.release)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Reader:
    """A client of the sites; `pauses` is how long each answer was told to wait, in seconds."""

    ports: Ports
    session: aiohttp.ClientSession
    pauses: list[float]

    async def get(self, url: str, **headers: str) -> Answer:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.session.get(url, headers=sent, allow_redirects=False) as response:
            return Answer(response.status, response.headers, await response.read())

    async def get_story(self, story: Story) -> Answer:
        return await self.get(self.ports.bases[story.outlet] + announced_path(story))


@asynccontextmanager
async def reading(desk: Desk) -> AsyncIterator[Reader]:
    pauses: list[float] = []

    async def note(seconds: float) -> None:
        pauses.append(seconds)

    ports = bind()
    async with serving(ports, desk, pause=note), aiohttp.ClientSession() as session:
        yield Reader(ports, session, pauses)


@pytest.fixture
async def reader(desk_at: DeskAt) -> AsyncIterator[Reader]:
    """A reader who comes when everything is out."""
    async with reading(desk_at(PUBLISH_S * 2)) as reader:
        yield reader


def story_of(kind: Kind) -> Story:
    return next(story for story in STORIES if story.kind is kind)


async def test_every_whole_story_is_served(reader: Reader) -> None:
    for story in STORIES:
        if story.kind in (Kind.ARTICLE, Kind.OFF_TOPIC, Kind.PAYWALLED):
            answer = await reader.get(reader.ports.bases[story.outlet] + story.path)

            assert answer.status == 200
            assert answer.headers["Content-Type"].startswith("text/html")


async def test_a_storys_photo_is_a_drawing(reader: Reader) -> None:
    answer = await reader.get(reader.ports.bases["antenawarta"] + photo_path(STORIES[0].path))

    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert fromstring(answer.body).tag.endswith("svg")


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (Kind.NOT_FOUND, 404),
        (Kind.GONE, 410),
        (Kind.METADATA_REDIRECT, 302),
        (Kind.PDF, 200),
        (Kind.BROKEN, 200),
        (Kind.LISTING, 200),
    ],
)
async def test_odd_addresses_answer_oddly(reader: Reader, kind: Kind, status: int) -> None:
    assert (await reader.get_story(story_of(kind))).status == status


async def test_a_story_answers_404_until_it_is_out(desk_at: DeskAt) -> None:
    async with reading(desk_at(LATE.release * PUBLISH_S - 1)) as reader:
        assert (await reader.get_story(LATE)).status == 404


async def test_one_redirect_leads_to_the_metadata_service(reader: Reader) -> None:
    assert (await reader.get_story(story_of(Kind.METADATA_REDIRECT))).headers["Location"] == METADATA_URL


async def test_another_redirect_leads_to_the_article(reader: Reader) -> None:
    answer = await reader.get_story(MOVED)

    assert answer.status == 301
    assert answer.headers["Location"] == reader.ports.bases[MOVED.outlet] + MOVED.path


async def test_the_pdf_is_no_html(reader: Reader) -> None:
    assert (await reader.get_story(story_of(Kind.PDF))).headers["Content-Type"] == "application/pdf"


async def test_the_huge_page_comes_in_chunks_and_does_not_state_its_length(reader: Reader) -> None:
    answer = await reader.get_story(story_of(Kind.HUGE))

    assert "Content-Length" not in answer.headers
    assert len(answer.body) > HUGE_BYTES


async def test_the_huge_page_survives_a_reader_who_leaves(reader: Reader) -> None:
    story = story_of(Kind.HUGE)
    url = reader.ports.bases[story.outlet] + story.path
    async with reader.session.get(url) as response:
        assert await response.content.readany()
        response.close()

    assert (await reader.get(reader.ports.bases[story.outlet] + "/robots.txt")).status == 200


async def test_one_host_is_slow_and_the_others_are_not(reader: Reader) -> None:
    for base in reader.ports.bases.values():
        await reader.get(base + "/")

    assert sorted(reader.pauses) == [0.0, 0.0, 0.0, 0.0, 0.0, 0.7]


@pytest.mark.parametrize(
    ("outlet", "path"),
    [
        pytest.param("antenawarta", "/rss/internasional.xml", id="RSS"),
        pytest.param("suarapelabuhan", "/atom.xml", id="Atom"),
        pytest.param("kabarselasar", "/news-sitemap.xml", id="sitemap"),
        pytest.param("antenawarta", STORIES[0].path, id="article"),
        pytest.param("lensasenja", "/", id="home page"),
    ],
)
@pytest.mark.parametrize("validator", ["If_None_Match", "If_Modified_Since"])
async def test_a_conditional_get_of_the_same_thing_answers_304(
    reader: Reader, outlet: str, path: str, validator: str
) -> None:
    url = reader.ports.bases[outlet] + path
    first = await reader.get(url)
    known = first.headers["ETag" if validator == "If_None_Match" else "Last-Modified"]

    again = await reader.get(url, **{validator: known})

    assert (first.status, again.status) == (200, 304)
    assert again.body == b""


@pytest.mark.parametrize("path", ["/rss/internasional.xml", "/sitemap-news.xml"])
async def test_a_list_that_has_grown_answers_200_to_old_validators(desk_at: DeskAt, path: str) -> None:
    async with reading(desk_at(0.0)) as early:
        old = await early.get(early.ports.bases["antenawarta"] + path)
    async with reading(desk_at(PUBLISH_S)) as late:
        url = late.ports.bases["antenawarta"] + path
        by_etag = await late.get(url, If_None_Match=old.headers["ETag"])
        by_date = await late.get(url, If_Modified_Since=old.headers["Last-Modified"])

    assert (by_etag.status, by_date.status) == (200, 200)


@pytest.mark.parametrize(
    ("outlet", "status", "line"),
    [
        pytest.param("antenawarta", 200, "Disallow: /premium/", id="disallows a path"),
        pytest.param("lensasenja", 200, "Crawl-delay: 1", id="asks for a delay"),
        pytest.param("kabarselasar", 404, "", id="has no robots.txt"),
    ],
)
async def test_robots_txt(reader: Reader, outlet: str, status: int, line: str) -> None:
    answer = await reader.get(reader.ports.bases[outlet] + "/robots.txt")

    assert answer.status == status
    assert line in answer.body.decode()


async def test_the_disallowed_story_lies_under_the_disallowed_path() -> None:
    story = story_of(Kind.DISALLOWED)

    assert story.path.startswith("/premium/")
    assert "Disallow: /premium/" in (BY_ID[story.outlet].robots or "")


async def test_one_feed_is_dead(reader: Reader) -> None:
    base = reader.ports.bases["namamedia"]

    assert (await reader.get(base + "/feed/nasional")).status == 404
    assert (await reader.get(base + "/feed/internasional")).status == 200


async def test_kabar_selasar_names_no_charset_in_its_header(reader: Reader) -> None:
    answer = await reader.get(reader.ports.bases["kabarselasar"] + "/")

    assert answer.headers["Content-Type"] == "text/html"


async def test_reading_a_story_is_noted_for_its_correction(desk_at: DeskAt) -> None:
    story = next(story for story in STORIES if story.revisions == 2)
    desk = desk_at(5.0)
    async with reading(desk) as reader:
        await reader.get_story(story)

    assert desk.first_read == {(story.outlet, story.path): 5.0}


async def test_status_is_served_on_a_port_of_its_own(reader: Reader) -> None:
    async with reader.session.get(reader.ports.status_url) as response:
        status = await response.json()

    assert status == {"published": len(STORIES), "announced": len(STORIES), "done": True}


def test_a_taken_port_is_refused_and_nothing_stays_open() -> None:
    ports = bind()
    taken = ports.control.getsockname()[1]

    with pytest.raises(OSError, match="in use"):
        bind(taken)

    for listener in (*ports.outlets.values(), ports.control):
        listener.close()
