"""What articles say, served: entities with their counts, quotes by speaker and words, articles by what they name."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from schemas.article import EnrichedArticle
from schemas.knowledge import EntityType
from schemas.layers import Citation, Entity, Layers, Quote, Statement, TextSpan
from serve.cursors import to_word
from tests.serve.conftest import Newsroom
from tests.serve.samples import NOON, PARAGRAPHS, article
from tests.serve.test_api import read, read_all

SPEECH = "Mereka bertempur seperti di tanah sendiri,"
OFFICIAL = "seorang pejabat"
ROLE = "role:seorang-pejabat"
START = "\n".join(PARAGRAPHS).index(SPEECH)
SAYS = Layers(
    entities=(
        Entity("gpe:korea-utara", "Korea Utara", EntityType.GPE, "KP", (TextSpan(11, 22),), 1.0),
        Entity("gpe:kursk", "Kursk", EntityType.GPE, "", (TextSpan(98, 103),), 0.5),
    ),
    quotes=(Quote(START, START + len(SPEECH), SPEECH, "direct", OFFICIAL, None, "kata"),),
    statements=(Statement(0, 10, "Bantuan akan mengirim beras", "Korea Utara", "mengakui"),),
    citations=(Citation(0, 4, "KCNA", "KCNA", ("AFP",)),),
)


def told(number: int = 1, layers: Layers | None = SAYS, *, hours: int = 0) -> EnrichedArticle:
    made = article(f"https://kabar.example/{number}", published=NOON + timedelta(hours=hours))
    return made.model_copy(update={"layers": layers})


async def items(client: httpx.AsyncClient, path: str, **asked: str) -> list[Any]:
    answer = await client.get(path, params=asked)
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json()["items"]
    return found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("entity=gpe:kursk", 1),
        ("entity=gpe:moskow", 0),
        ("entity=Kursk", 0),
        ("speaker=seorang+pejabat", 1),
        (f"speaker={ROLE}", 1),
        ("speaker=gpe:korea-utara", 1),
        ("speaker=gpe:kursk", 0),
        ("cites=KCNA", 1),
        ("cites=AFP&entity=gpe:kursk&watch=rusia-korut&source=kabar", 1),
        ("cites=Yonhap", 0),
        ("entity=gpe:kursk&watch=lain", 0),
        ("entity=%00", 0),
    ],
)
async def test_articles_are_narrowed_by_what_they_say(
    client: httpx.AsyncClient, newsroom: Newsroom, query: str, found: int
) -> None:
    newsroom.publish(told(), told(2, None))

    assert len((await read(client, f"/v1/articles?{query}"))["items"]) == found


async def test_paging_by_an_entity_reaches_every_article_once(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    stored = [told(number, hours=-number) for number in range(5)]
    newsroom.publish(*stored, told(9, None))

    found = await read_all(client, "/v1/articles?entity=gpe:kursk&limit=2", newsroom)

    assert [each["id"] for each in found] == [record.id for record in stored]


async def test_entities_are_counted_from_a_time(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    newsroom.publish(told(), told(2, hours=-24 * 8), told(3, Layers(entities=SAYS.entities[1:])))
    page = await read(client, "/v1/entities")

    kursk = {"id": "gpe:kursk", "name": "Kursk", "type": "GPE", "code": "", "articles": 2}
    korea = {"id": "gpe:korea-utara", "name": "Korea Utara", "type": "GPE", "code": "KP", "articles": 1}
    assert page == {"since": "2025-04-21T12:01:00Z", "items": [kursk, korea]}
    assert await items(client, "/v1/entities", limit="1") == [kursk]
    assert await items(client, "/v1/entities", name="kOrEa") == [korea]
    assert await items(client, "/v1/entities", type="PER") == await items(client, "/v1/entities", watch="lain") == []
    of_all = await items(client, "/v1/entities", since="2025-04-01T00:00:00+07:00", type="GPE", watch="rusia-korut")
    assert [each["articles"] for each in of_all] == [3, 2]
    assert await items(client, "/v1/entities", name="\0") == []
    assert await items(client, "/v1/entities", since="9999-12-31T23:59:59-14:00") == []
    assert len(await items(client, "/v1/entities", since="0001-01-01T00:00:00+14:00")) == 2


async def test_quotes_are_found_by_words_in_their_forms_and_by_speaker(
    client: httpx.AsyncClient, newsroom: Newsroom
) -> None:
    newsroom.publish(told(), told(2, None))
    (quote,) = await items(client, "/v1/quotes", q="TANAH sendiri", speaker=OFFICIAL)

    assert quote == {
        "article_id": told().id, "kind": "direct", "speaker_id": ROLE, "speaker": OFFICIAL, "text": SPEECH,
        "start": START, "end": START + len(SPEECH), "at": "2025-04-28T12:00:00Z", "title": told().title,
        "source": "kabar",
    }  # fmt: skip
    assert [each["kind"] for each in await items(client, "/v1/quotes")] == ["direct", "statement"]
    assert [each["speaker_id"] for each in await items(client, "/v1/quotes", q="mengirim")] == ["gpe:korea-utara"]
    assert len(await items(client, "/v1/quotes", article=told().id)) == 2
    assert await items(client, "/v1/quotes", article=told(2).id) == await items(client, "/v1/quotes", q="Kursk") == []


async def test_paging_reaches_every_quote_once_while_more_arrive(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    newsroom.publish(*(told(number, hours=-number) for number in range(5)))

    found = await read_all(client, "/v1/quotes?limit=3", newsroom)

    assert [each["kind"] for each in found] == ["direct", "statement"] * 5
    assert len({(each["article_id"], each["start"]) for each in found}) == 10


@pytest.mark.parametrize(
    ("path", "code"),
    [
        pytest.param("/v1/entities?type=SHIP", "invalid_request", id="unknown type"),
        pytest.param("/v1/entities?since=kemarin", "invalid_request", id="no time"),
        pytest.param("/v1/entities?since=2025-04-28T00:00:00", "bad_time", id="time without a zone"),
        pytest.param("/v1/entities?since=2025-04-28", "bad_time", id="day without a zone"),
        pytest.param("/v1/entities?limit=0", "invalid_request", id="limit too small"),
        pytest.param("/v1/entities?limit=201", "invalid_request", id="limit too large"),
        pytest.param(f"/v1/entities?name={'a' * 101}", "invalid_request", id="name too long"),
        pytest.param(f"/v1/articles?entity={'a' * 201}", "invalid_request", id="entity too long"),
        pytest.param(f"/v1/articles?entity=a&cursor={to_word((1, 'a', 1))}", "bad_cursor", id="cursor of quotes"),
        pytest.param(f"/v1/quotes?q={'a' * 201}", "query_too_long", id="query too long"),
        pytest.param("/v1/quotes?q=!", "empty_query", id="query without a word"),
        pytest.param("/v1/quotes?cursor=", "bad_cursor", id="empty cursor"),
        pytest.param(f"/v1/quotes?cursor={to_word((1, 'a'))}", "bad_cursor", id="cursor of articles"),
        pytest.param(f"/v1/quotes?cursor={to_word((1, 'a', 2**70))}", "bad_cursor", id="cursor beyond 64 bits"),
        pytest.param(f"/v1/quotes?cursor={to_word((1, chr(0xD800), 1))}", "bad_cursor", id="cursor of half a sign"),
        pytest.param(f"/v1/quotes?speaker={'a' * 201}", "invalid_request", id="speaker too long"),
    ],
)
async def test_bad_parameters_are_refused_with_a_code_and_a_sentence(
    client: httpx.AsyncClient, newsroom: Newsroom, path: str, code: str
) -> None:
    newsroom.publish(told())
    body = await read(client, path, 422)

    assert body["error"] == code
    assert len(body["detail"].split()) > 3


async def test_a_record_of_before_layers_is_served_without_them(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    newsroom.publish(told(1, None))

    assert (await read(client, f"/v1/articles/{told().id}"))["article"]["layers"] is None
    assert await items(client, "/v1/entities") == await items(client, "/v1/quotes") == []


async def test_an_article_is_served_with_all_that_it_says(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    newsroom.publish(told())
    layers = (await read(client, f"/v1/articles/{told().id}"))["article"]["layers"]

    assert [each["id"] for each in layers["entities"]] == ["gpe:korea-utara", "gpe:kursk"]
    assert layers["entities"][0]["mentions"] == [[11, 22]]
    assert layers["quotes"][0]["speaker"] == OFFICIAL
