"""The stream of changes over real connections: in order, from any number on, whoever else is slow or leaves."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest

from serve.access import DESK
from serve.api.changes import Wish
from serve.event_stream import EventStream
from serve.feed import Feed
from serve.shown import ItemFields
from stores import outbox
from stores.outbox import Chosen
from tests.serve.conftest import Newsroom
from tests.serve.samples import NOON, article
from tests.serve.served import served

WISH = Wish(Chosen(), ItemFields(("id",)), DESK)


def numbered(number: int, **others: Any) -> Any:
    return article(f"https://kabar.example/{number}", published=NOON + timedelta(hours=number), **others)


@pytest.fixture
def address(newsroom: Newsroom) -> Iterator[tuple[str, int]]:
    with served(newsroom) as address:
        yield address


@asynccontextmanager
async def subscribed(address: tuple[str, int], query: str = "", **headers: str) -> AsyncIterator[AsyncIterator[Any]]:
    """Events as (number, kind, data), those without data left out; the stream is open when it is entered."""
    url = f"http://127.0.0.1:{address[1]}/v1/stream?{query}"
    async with httpx.AsyncClient(timeout=60) as client, client.stream("GET", url, headers=headers) as answer:
        assert answer.status_code == 200
        lines = answer.aiter_lines()
        while not (await anext(lines)).startswith("id:"):
            pass
        yield _events(lines)


async def _events(lines: AsyncIterator[str]) -> AsyncIterator[Any]:
    told: dict[str, str] = {}
    async for line in lines:
        name, _, value = line.partition(": ")
        told[name] = value
        if not line and "data" in told:
            yield int(told["id"]) if "id" in told else None, told["event"], json.loads(told["data"])
            told = {}


async def some(events: AsyncIterator[Any], count: int) -> list[Any]:
    return [await anext(events) for _ in range(count)]


async def test_changes_come_as_they_are_stored(address: tuple[str, int], newsroom: Newsroom) -> None:
    newsroom.publish(numbered(0))
    async with subscribed(address, "fields=title") as events:
        newsroom.publish(numbered(1, title="Satu"), numbered(2))
        newsroom.publish(numbered(1, title="Satu lagi", revision=2))
        found = await some(events, 3)

    assert [(n, kind) for n, kind, _ in found] == [(2, "stored"), (3, "stored"), (4, "revised")]
    assert found[2][2]["article"] == {"title": "Satu lagi"}


async def test_a_reader_resumes_after_its_last_number(address: tuple[str, int], newsroom: Newsroom) -> None:
    newsroom.publish(*(numbered(number) for number in range(5)))
    again = subscribed(address, "after=1", **{"last-event-id": "3"})
    async with again as resumed, subscribed(address, "after=1") as late:
        numbers = [[n for n, *_ in await some(events, count)] for events, count in ((resumed, 2), (late, 4))]

    assert numbers == [[4, 5], [2, 3, 4, 5]]


async def test_only_what_is_wanted_comes(address: tuple[str, int], newsroom: Newsroom) -> None:
    async with subscribed(address, "source=lain&kind=revised") as events:
        newsroom.publish(numbered(1), numbered(2, source="lain"), numbered(2, source="lain", revision=2))
        ((n, kind, _),) = await some(events, 1)

    assert (n, kind) == (3, "revised")


@pytest.mark.parametrize(
    ("query", "header", "status", "code"),
    [
        ("after=9", "", 410, "changes_unknown"),
        ("after=0", "", 410, "changes_forgotten"),
        ("", "0", 410, "changes_forgotten"),
        ("", "tiga", 422, "bad_event_id"),
        ("", "-1", 422, "bad_event_id"),
        ("", str(2**62), 422, "bad_event_id"),
        ("since=1", "", 422, "unknown_parameter"),
    ],
)
async def test_a_reader_that_cannot_be_served_is_told_why(
    client: httpx.AsyncClient, newsroom: Newsroom, query: str, header: str, status: int, code: str
) -> None:
    newsroom.publish(numbered(0))
    outbox.forget(newsroom.engine, before=NOON + timedelta(days=36500))
    answer = await client.get(f"/v1/stream?{query}", headers={"last-event-id": header} if header else {})

    assert (answer.status_code, answer.json()["error"]) == (status, code)


async def test_the_head_of_a_stream_has_an_end(client: httpx.AsyncClient) -> None:
    assert (await client.head("/v1/stream")).headers["content-type"].startswith("text/event-stream")


async def test_a_reader_that_takes_nothing_is_cut(newsroom: Newsroom) -> None:
    ended, cut = asyncio.Event(), asyncio.Event()

    async def events() -> AsyncIterator[bytes]:
        try:
            while True:
                yield b"data: 1\n\n"
        finally:
            ended.set()

    async def send(message: Any) -> None:
        if message["type"] == "http.response.body":
            await asyncio.Event().wait()

    async def receive() -> Any:
        await asyncio.Event().wait()

    await EventStream(events(), cut_s=0.01, on_cut=cut.set)({"type": "http"}, receive, send)

    assert ended.is_set()
    assert cut.is_set()


async def test_readers_who_stand_still_cost_the_others_nothing(address: tuple[str, int], newsroom: Newsroom) -> None:
    stuck = []
    for _ in range(20):
        stuck.append(socket.create_connection(address))
        stuck[-1].sendall(b"GET /v1/stream?include=text HTTP/1.1\r\nhost: x\r\n\r\n")
    async with subscribed(address) as events:
        newsroom.publish(*(numbered(number) for number in range(300)))
        found = await some(events, 300)
    for each in stuck:
        each.close()

    assert [n for n, *_ in found] == list(range(1, 301))


async def test_a_reader_who_leaves_is_forgotten(newsroom: Newsroom) -> None:
    views = newsroom.views()
    feed = Feed(views, heartbeat_s=0.01)
    lines = await feed.events(None, WISH)
    first, beat = await anext(lines), await anext(lines)
    heard, told = feed.subscribers, views.metrics_registry.get_sample_value("warta_stream_subscribers")
    await lines.aclose()  # type: ignore[attr-defined]

    assert first.endswith(b"id: 0\n\n")
    assert beat == b"id: 0\n: here\n\n"
    assert (heard, feed.subscribers) == (1, 0)
    assert (told, views.metrics_registry.get_sample_value("warta_stream_subscribers")) == (1, 0)
