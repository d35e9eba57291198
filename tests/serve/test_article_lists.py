"""Lists of articles: filters, orders, fields, counts, long formats; and nothing that was asked for is overlooked."""

import csv
import gzip
import io
import json
from datetime import timedelta
from typing import Any

import brotli  # type: ignore[import-untyped]
import httpx
import pytest

from schemas.article import EnrichedArticle, Flag
from schemas.outlet import Outlet, Rights
from serve.compressed import accepted
from serve.cursors import to_word
from serve.rows import PAGE
from tests.serve.conftest import Newsroom
from tests.serve.samples import NOON, PARAGRAPHS, article
from tests.serve.test_api import read, read_all

HOUR = timedelta(hours=1)


def numbered(number: int, **others: Any) -> EnrichedArticle:
    return article(f"https://kabar.example/{number}", published=NOON + number * HOUR, **others)


async def titles(client: httpx.AsyncClient, query: str) -> list[str]:
    return [item["title"] for item in (await read(client, f"/v1/articles?{query}"))["items"]]


@pytest.fixture
def three(newsroom: Newsroom) -> Newsroom:
    """Three articles an hour apart: the last in English and flagged, the second of another source and revised."""
    newsroom.publish(
        numbered(0, title="Nol kursk"),
        numbered(1, title="Satu", source="lain"),
        numbered(1, title="Satu lagi", source="lain", revision=2),
        numbered(2, title="Two").model_copy(update={"language": "en", "flags": (Flag.PAYWALLED,), "watches": ()}),
    )
    newsroom.outlets = {
        name: Outlet(id=name, name=name, hosts=(f"{name}.example",), owner_group=f"Grup {name}")
        for name in ("kabar", "lain", "ketiga")
    }
    return newsroom


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("", ["Two", "Satu lagi", "Nol kursk"], id="all"),
        pytest.param("source=kabar&source=lain", ["Two", "Satu lagi", "Nol kursk"], id="any of two sources"),
        pytest.param("source=lain&source=tak-ada", ["Satu lagi"], id="one of two sources is there"),
        pytest.param("source=kabar&language=id", ["Nol kursk"], id="both hold"),
        pytest.param("language=en", ["Two"], id="language"),
        pytest.param("language=en&language=id", ["Two", "Satu lagi", "Nol kursk"], id="any of two languages"),
        pytest.param("flag=paywalled", ["Two"], id="flag"),
        pytest.param("flag=live_blog&flag=paywalled", ["Two"], id="any of two flags"),
        pytest.param("flag=live_blog", [], id="a flag that none has"),
        pytest.param("change=figures", ["Satu lagi"], id="change"),
        pytest.param("change=first&change=figures", ["Two", "Satu lagi", "Nol kursk"], id="any change of two"),
        pytest.param("since=2025-04-28T13:00:00Z", ["Two", "Satu lagi"], id="published since"),
        pytest.param("until=2025-04-28T20:00:00%2B07:00", ["Nol kursk"], id="published before, in another zone"),
        pytest.param("since=2025-04-28T13:00:00Z&until=2025-04-28T14:00:00Z", ["Satu lagi"], id="published within"),
        pytest.param("seen_since=2025-04-28T13:10:00Z&seen_until=2025-04-28T14:00:00Z", ["Satu lagi"], id="first seen"),
        pytest.param("watch=rusia-korut&until=2025-04-28T13:00:00Z", ["Nol kursk"], id="watch and time"),
        pytest.param("watch=rusia-korut&watch=lain", ["Satu lagi", "Nol kursk"], id="any of two watches"),
        pytest.param("owner=Grup+lain", ["Satu lagi"], id="owner"),
        pytest.param("owner=Grup+ketiga&owner=Grup+kabar", ["Two", "Nol kursk"], id="any of two owners"),
        pytest.param("owner=Grup+ketiga&source=kabar", [], id="a source of another owner"),
        pytest.param("q=NOL+kursk", ["Nol kursk"], id="text"),
        pytest.param("q=kursk&language=en", ["Two"], id="text and language"),
        pytest.param("q=kursk&q=", None, id="text twice"),
        pytest.param("q=kursk+-two", ["Satu lagi", "Nol kursk"], id="text without a word"),
        pytest.param("q=title:kursk", ["Nol kursk"], id="text of the title"),
        pytest.param("q=kursk+source:lain", ["Satu lagi"], id="text of a source"),
        pytest.param("q=kursk+-source:kabar", ["Satu lagi"], id="text not of a source"),
        pytest.param("q=kurs*&language=en", ["Two"], id="text that begins so, and language"),
        pytest.param("sort=seen&watch=rusia-korut", ["Satu lagi", "Nol kursk"], id="sorted by first sight"),
        pytest.param(f"id={numbered(0).id},{numbered(2).id}", ["Two", "Nol kursk"], id="ids in one word"),
        pytest.param(f"id={numbered(0).id}&id=tak-ada", ["Nol kursk"], id="an id that is not there"),
    ],
)
async def test_articles_are_narrowed(
    client: httpx.AsyncClient, three: Newsroom, query: str, found: list[str] | None
) -> None:
    answer = await client.get(f"/v1/articles?{query}")

    assert found == ([item["title"] for item in answer.json()["items"]] if answer.status_code == 200 else None)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        pytest.param("/v1/articles?sources=kabar", "unknown_parameter", id="misspelled"),
        pytest.param("/v1/search?q=kursk&source=kabar", "unknown_parameter", id="another list's"),
        pytest.param("/v1/sources?limit=5", "unknown_parameter", id="where there are none"),
        pytest.param("/v1/openapi.json?x=1", None, id="the description takes what comes"),
        pytest.param("/v1/articles?limit=5&limit=6", "repeated_parameter", id="one value given twice"),
        pytest.param("/v1/articles?since=2025-04-28T13:00:00", "bad_time", id="time without a zone"),
        pytest.param("/v1/articles?since=kemarin", "invalid_request", id="no time"),
        pytest.param("/v1/articles?flag=merah", "invalid_request", id="unknown flag"),
        pytest.param("/v1/articles?change=baru", "invalid_request", id="unknown change"),
        pytest.param("/v1/articles?sort=oldest", "invalid_request", id="unknown order"),
        pytest.param("/v1/articles?format=xml", "invalid_request", id="unknown format"),
        pytest.param("/v1/articles?fields=id,judul", "unknown_field", id="unknown field"),
        pytest.param("/v1/articles?include=raw", "invalid_request", id="unknown part"),
        pytest.param("/v1/articles?owner=Grup+lian", "unknown_owner", id="unknown owner"),
        pytest.param(f"/v1/articles?source={'a' * 201}", "invalid_request", id="value too long"),
        pytest.param("/v1/articles?" + "&".join(f"source=s{n}" for n in range(51)), "invalid_request", id="too many"),
        pytest.param("/v1/articles?id=" + ",".join("a" * 201), "invalid_request", id="too many ids"),
        pytest.param("/v1/articles?id=,", "invalid_request", id="no id"),
        pytest.param("/v1/articles?q=!!", "empty_query", id="text of marks alone"),
        pytest.param(f"/v1/articles?q={'a' * 201}", "query_too_long", id="text too long"),
        pytest.param(f"/v1/articles?sort=seen&cursor={to_word((1, 'a'))}", "bad_cursor", id="cursor of another order"),
        pytest.param(f"/v1/articles?sort=seen&cursor={to_word(('x', 1, 'a'))}", "bad_cursor", id="cursor of no order"),
        pytest.param(f"/v1/articles?cursor={to_word(('seen', 1, 'a'))}", "bad_cursor", id="cursor of first sight"),
        pytest.param(f"/v1/articles?format=csv&cursor={to_word((1,))}", "bad_cursor", id="bad cursor, long format"),
        pytest.param("/v1/letters?step=tak-ada", "unknown_step", id="unknown step"),
    ],
)
async def test_what_cannot_be_heeded_is_refused(
    client: httpx.AsyncClient, three: Newsroom, path: str, code: str | None
) -> None:
    body = await read(client, path, 200 if code is None else 422)

    assert body.get("error") == code


async def test_a_misspelled_parameter_is_answered_with_the_nearest(client: httpx.AsyncClient) -> None:
    body = await read(client, "/v1/articles?sourse=kabar", 422)

    assert body["detail"] == "no parameter 'sourse'; did you mean source?"


async def test_an_owner_is_answered_with_the_nearest(client: httpx.AsyncClient, three: Newsroom) -> None:
    body = await read(client, "/v1/articles?owner=Grup+lian", 422)

    assert body["detail"] == "no outlet belongs to 'Grup lian'; did you mean Grup lain?"


async def test_paging_by_first_sight_reaches_every_article_once(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    stored = [numbered(number) for number in range(5)]
    newsroom.publish(*stored)

    found = await read_all(client, "/v1/articles?sort=seen&limit=2", newsroom)

    assert [item["id"] for item in found] == [record.id for record in reversed(stored)]


async def test_fields_are_those_that_are_asked_for(client: httpx.AsyncClient, three: Newsroom) -> None:
    page = await read(client, "/v1/articles?fields=title,id&limit=1&count=true")

    assert page["items"] == [{"title": "Two", "id": numbered(2).id}]
    assert page["count"] == 3


async def test_a_text_comes_only_where_it_is_asked_for(client: httpx.AsyncClient, three: Newsroom) -> None:
    without = await read(client, "/v1/articles?limit=1")
    with_text = await read(client, "/v1/articles?limit=1&include=text")

    assert "text" not in without["items"][0]
    assert with_text["items"][0]["text"] == list(PARAGRAPHS)
    assert with_text["items"][0]["rights"] == Rights.SNIPPET


@pytest.mark.parametrize(
    ("query", "count"), [("", 3), ("language=en", 1), ("q=kursk&language=id", 2), ("flag=partial", 0)]
)
async def test_counts_are_of_all_that_a_list_would_show(
    client: httpx.AsyncClient, three: Newsroom, query: str, count: int
) -> None:
    assert (await read(client, f"/v1/articles?{query}&limit=1&count=1"))["count"] == count


async def test_a_list_longer_than_a_page_is_streamed_whole(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    many = PAGE + 3
    newsroom.publish(*(numbered(number) for number in range(many)))
    answer = await client.get("/v1/articles?format=jsonl&fields=id,published_at")

    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert [line["id"] for line in lines] == [numbered(number).id for number in reversed(range(many))]
    assert set(lines[0]) == {"id", "published_at"}


async def test_a_table_is_safe_for_spreadsheets(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    title = '=HYPERLINK("https://jahat.example"), "klik"'
    newsroom.publish(numbered(1, title=title), numbered(2, title="Dua\nbaris"))
    answer = await client.get("/v1/articles?format=csv&fields=title,published_at,flags,watches")

    rows = list(csv.reader(io.StringIO(answer.text, newline="")))
    assert rows == [
        ["title", "published_at", "flags", "watches"],
        ["Dua\nbaris", "2025-04-28T14:00:00Z", "", '{"rusia-korut": 2.5}'],
        [f"'{title}", "2025-04-28T13:00:00Z", "", '{"rusia-korut": 2.5}'],
    ]


@pytest.mark.parametrize("form", ["jsonl", "csv"])
async def test_the_head_of_a_long_list_has_no_body(client: httpx.AsyncClient, three: Newsroom, form: str) -> None:
    answer = await client.head(f"/v1/articles?format={form}")

    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(("coding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
@pytest.mark.parametrize("path", ["/v1/articles", "/v1/articles?format=jsonl"])
async def test_answers_are_packed_as_they_are_taken(
    client: httpx.AsyncClient, three: Newsroom, coding: str, unpack: Any, path: str
) -> None:
    plain = await client.get(path, headers={"accept-encoding": "identity"})
    async with client.stream("GET", path, headers={"accept-encoding": coding}) as answer:
        packed = b"".join([chunk async for chunk in answer.aiter_raw()])

    assert answer.headers["content-encoding"] == coding
    assert unpack(packed) == plain.content
    assert "content-encoding" not in plain.headers


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        ("", set()),
        ("gzip, br", {"gzip", "br"}),
        ("br;q=0, gzip;q=0.5", {"gzip"}),
        ("BR ; q=1.0", {"br"}),
        ("gzip;q=0.000", set()),
        ("x-gzip", {"x-gzip"}),
    ],
)
def test_codings_are_taken_unless_refused(header: str, taken: set[str]) -> None:
    assert accepted(header) - {""} == taken
