"""What is declared and what waits, served: watches, topics, dead letters."""

import httpx

from broker.port import Message, PartitionLag, Position
from runtime.dead_letters import Letter
from schemas.watch import ConceptGroup, Watch
from tests.serve.conftest import Newsroom
from tests.serve.test_api import read

WATCH = Watch(
    id="kapal", name="Kapal", version="1", threshold=1.0, groups=(ConceptGroup(id="kapal", aliases=("kapal",)),)
)


async def test_watches_come_with_what_is_stored_of_them(client: httpx.AsyncClient, filled: Newsroom) -> None:
    filled.watches = [WATCH]
    found = (await read(client, "/v1/watches"))["items"]

    assert [(each["id"], each["articles"], each["is_declared"]) for each in found] == [
        ("kapal", 0, True),
        ("rusia-korut", 1, False),
    ]
    assert found[0]["groups"][0]["aliases"] == ["kapal"]


async def test_topics_tell_who_has_yet_to_read_them(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    newsroom.lags = lambda: [PartitionLag("clean", "warta.pages", n, settled=1, end=4, oldest_at=None) for n in (0, 1)]
    (topic,) = (await read(client, "/v1/topics"))["items"]

    assert (topic["name"], topic["messages"], topic["cleanup"]) == ("warta.pages", 9, "delete")
    assert topic["groups"] == [{"group": "clean", "unread": 6}]


async def test_letters_tell_who_refused_what_and_why(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    origin = Position("warta.pages", 2, 40)
    newsroom.letters = [
        Letter(
            Position("warta.dead.clean", 0, 7), "clean", "clean-0", 1745841600.0, "warta.pages", origin, "undecodable",
            "bytes", 1, "Traceback", Message("warta.pages", b"k", b"v"),
        )
    ]  # fmt: skip
    (letter,) = (await read(client, "/v1/letters?step=clean"))["items"]

    assert letter == {
        "step": "clean", "number": 7, "at": "2025-04-28T12:00:00Z", "reason": "undecodable", "detail": "bytes",
        "attempts": 1, "worker": "clean-0", "topic": "warta.pages", "origin_partition": 2, "origin_offset": 40,
    }  # fmt: skip
    assert (await read(client, "/v1/letters?step=fetch"))["items"] == []
