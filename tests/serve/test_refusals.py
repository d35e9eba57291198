"""Every route of the API gives the errors that its description says, in one shape. A new route needs its row here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from runtime.state import StoreUnavailableError
from serve.access import Scope
from serve.app import create_app
from serve.refusals import CODES, COMMON
from stores import outbox
from stores.takedown import Takedown
from stores.tokens import TokenStore
from tests.serve.conftest import Newsroom
from tests.serve.samples import KEY, NOON, URL, article
from tests.serve.test_api import ID
from tests.serve.test_changes import ALL_TIME

# Of each route: the query that it needs, and what it refuses besides what all do, with an address that is so refused.
GONE_OR_UNKNOWN = {"not_found": "/v1/articles/none{tail}", "taken_down": f"/v1/articles/{ID}{{tail}}"}
FAR, LOST = "after=4711", "after=0"
TYPED = {
    "empty_query": "!!",
    "query_too_long": "a" * 201,
    "too_many_words": "ab%20" * 40,
    "only_excluded": "-kursk",
    "only_sources": "source:kabar",
    "open_quote": '"kim jong',
    "empty_field": "title:",
    "short_prefix": "a*",
    "or_alone": "OR%20kursk",
    "or_excluded": "rudal%20OR%20-kursk",
    "or_of_sources": "rudal%20OR%20source:kabar",
    "two_sources": "rudal%20source:kabar%20source:lain",
    "bad_source": "rudal%20source:ka,bar",
}


def of_words(path: str, *codes: str) -> Mapping[str, str]:
    return {code: f"{path}?q={TYPED[code]}" for code in codes}


def of_cursor(path: str) -> Mapping[str, str]:
    return {"bad_cursor": f"{path}cursor=bukan"}


def of_article(tail: str) -> Mapping[str, str]:
    return {code: path.format(tail=tail) for code, path in GONE_OR_UNKNOWN.items()}


ROUTES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "/v1/archive": ("", {"not_found": "/v1/archive"}),
    "/v1/articles": (
        "",
        {
            **of_words("/v1/articles", *TYPED),
            **of_cursor("/v1/articles?"),
            "bad_time": "/v1/articles?since=2025-04-28T13:00:00",
            "unknown_field": "/v1/articles?fields=judul",
            "unknown_owner": "/v1/articles?owner=lian",
        },
    ),
    "/v1/articles/{article_id}": ("", of_article("")),
    "/v1/articles/{article_id}/diff": ("from=1&to=1", of_article("/diff?from=1&to=1")),
    "/v1/articles/{article_id}/raw": ("", of_article("/raw")),
    "/v1/articles/{article_id}/stories": ("", {}),
    "/v1/articles/{article_id}/warc": ("", of_article("/warc")),
    "/v1/changes": (
        "",
        {
            "changes_unknown": f"/v1/changes?{FAR}",
            "changes_forgotten": f"/v1/changes?{LOST}",
            "unknown_field": "/v1/changes?fields=judul",
        },
    ),
    "/v1/entities": ("", {"bad_time": "/v1/entities?since=2025-04-28T13:00:00"}),
    "/v1/fates": ("", {**of_cursor("/v1/fates?"), "bad_url": "/v1/fates?subject=http://[a"}),
    "/v1/flow": ("", {}),
    "/v1/health": ("", {}),
    "/v1/letters": ("", {"unknown_step": "/v1/letters?step=cuci"}),
    "/v1/quotes": (
        "",
        {**of_words("/v1/quotes", "empty_query", "query_too_long"), **of_cursor("/v1/quotes?")},
    ),
    "/v1/search": ("q=kapal", {**of_words("/v1/search", *TYPED), **of_cursor("/v1/search?q=kapal&")}),
    "/v1/sources": ("", {}),
    "/v1/stories": (
        "",
        {**of_words("/v1/stories", "empty_query", "query_too_long"), **of_cursor("/v1/stories?")},
    ),
    "/v1/stories/{story_id}": ("", {"not_found": "/v1/stories/none"}),
    "/v1/stream": (
        "",
        {
            "changes_unknown": f"/v1/stream?{FAR}",
            "changes_forgotten": f"/v1/stream?{LOST}",
            # test_stream.py fills a process with subscribers.
            "too_many_subscribers": "",
            "unknown_field": "/v1/stream?fields=judul",
            # Of a header, in test_stream.py.
            "bad_event_id": "",
        },
    ),
    "/v1/topics": ("", {}),
    "/v1/trace": ("url=https://kabar.example/1", {"bad_url": "/v1/trace?url=http://[a"}),
    "/v1/watches": ("", {}),
    "/v1/webhooks": ("", {}),
    "/v1/webhooks/{webhook_id}": ("", {"not_found": "/v1/webhooks/none"}),
}
# Who is told of changes is the desk's to know.
ADMIN = {"/v1/webhooks", "/v1/webhooks/{webhook_id}"}
# Those that give whole texts, or pages as they were fetched, and nothing less.
WHOLE = {f"/v1/articles/{{article_id}}/{what}" for what in ("diff", "raw", "warc")}


def described(newsroom: Newsroom) -> Mapping[str, Any]:
    found = newsroom.app().openapi()["paths"]
    return {path: route["get"] for path, route in found.items() if path.startswith("/v1/")}


def examples(route: Mapping[str, Any]) -> dict[str, tuple[int, Mapping[str, Any]]]:
    """By the code: the status, and the example."""
    return {
        code: (int(status), example["value"])
        for status, answer in route["responses"].items()
        if status != "200"
        for code, example in answer["content"]["application/json"]["examples"].items()
    }


def asking(app: FastAPI, secret: str = "") -> httpx.AsyncClient:
    headers = {"authorization": f"Bearer {secret}"} if secret else {}
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1", headers=headers)


def address(path: str, query: str, more: str = "") -> str:
    named = path.format(article_id=ID, story_id="s", webhook_id="w")
    return f"{named}?{'&'.join(part for part in (query, more) if part)}"


def told(answer: httpx.Response) -> tuple[int, str]:
    body = answer.json()
    assert set(body) == {"error", "detail"}, body
    return answer.status_code, body["error"]


def test_every_route_is_described_with_the_errors_of_its_row(newsroom: Newsroom) -> None:
    routes = described(newsroom)

    assert set(routes) == set(ROUTES)
    for path, route in routes.items():
        assert route["description"].endswith("."), path
        assert set(examples(route)) == {*COMMON, *ROUTES[path][1]}, path


def test_every_error_is_of_one_shape(newsroom: Newsroom) -> None:
    for route in described(newsroom).values():
        for status, answer in route["responses"].items():
            if status != "200":
                assert answer["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/ErrorBody"}
        for code, (status, example) in examples(route).items():
            assert (status, example) == (CODES[code][0], {"error": code, "detail": CODES[code][1]})


async def test_every_route_refuses_whom_the_gate_refuses(newsroom: Newsroom) -> None:
    tokens = TokenStore(newsroom.engine)
    reading, writing = (tokens.create("uji", [scope], per_minute=999)[1] for scope in (Scope.READ, Scope.WRITE))
    newsroom.tokens_required = True
    app = newsroom.app()
    nobody, wrong, writer, reader = (asking(app, secret) for secret in ("", "warta_salah", writing, reading))
    for path, (query, _) in ROUTES.items():
        plain = address(path, query)
        answers = [
            await reader.get(address(path, query, "token=x")),
            *[await each.get(plain) for each in (nobody, wrong, writer)],
            await reader.get(address(path, query, "tidakada=1")),
            await reader.get(address(path, query, "tidakada=1&tidakada=2")),
        ]

        assert [told(answer) for answer in answers] == [
            *[(400, "token_in_address"), (401, "token_required"), (401, "bad_token"), (403, "forbidden")],
            *[(422, "unknown_parameter")] * 2,
        ], path


async def test_routes_that_give_more_than_readers_may_have_need_another_scope(newsroom: Newsroom) -> None:
    newsroom.publish(article())
    client = asking(newsroom.app(), TokenStore(newsroom.engine).create("uji", [Scope.READ], per_minute=999)[1])
    statuses = {path: (await client.head(address(path, query))).status_code for path, (query, _) in ROUTES.items()}

    assert {path for path, status in statuses.items() if status == 403} == WHOLE | ADMIN


async def test_every_route_refuses_a_token_that_asks_too_often(newsroom: Newsroom) -> None:
    app, tokens = newsroom.app(), TokenStore(newsroom.engine)
    for path, (query, _) in ROUTES.items():
        # The stream of a reader that does not go away has no end, so the first request asks for its head alone.
        client = asking(app, tokens.create("uji", [Scope.READ], per_minute=1)[1])
        answers = [await client.head(address(path, query)), *[await client.get(address(path, query)) for _ in "ab"]]

        assert told(answers[2]) == (429, "rate_limited"), path
        assert int(answers[2].headers["retry-after"]) <= 60


async def test_every_route_says_that_a_store_is_away(newsroom: Newsroom) -> None:
    def away(secret: str) -> None:
        raise StoreUnavailableError("the database is locked")

    client = asking(create_app(replace(newsroom.views(), token=away), tokens_required=True), "warta_x")
    answers = {path: await client.get(address(path, query)) for path, (query, _) in ROUTES.items()}

    assert {path: told(answer) for path, answer in answers.items()} == dict.fromkeys(ROUTES, (503, "store_unavailable"))


def refusals(is_meant: Callable[[str], bool]) -> Sequence[Any]:
    return [
        pytest.param(code, asked, id=f"{path} {code}")
        for path, (_, own) in ROUTES.items()
        for code, asked in own.items()
        if asked and is_meant(code)
    ]


@pytest.mark.parametrize(("code", "asked"), refusals(lambda code: code == "changes_forgotten"))
async def test_a_feed_says_what_it_has_forgotten(newsroom: Newsroom, code: str, asked: str) -> None:
    newsroom.publish(article())
    outbox.forget(newsroom.engine, before=ALL_TIME)

    assert told(await asking(newsroom.app()).get(asked)) == (CODES[code][0], code)


@pytest.mark.parametrize(("code", "asked"), refusals(lambda code: code != "changes_forgotten"))
async def test_a_route_gives_the_errors_of_its_row(newsroom: Newsroom, code: str, asked: str) -> None:
    newsroom.publish(article())
    newsroom.articles.forget(Takedown("t1", NOON, "redaksi", "permintaan penulis", URL, (KEY,), (ID,), {}))

    assert told(await asking(newsroom.app()).get(asked)) == (CODES[code][0], code)


def test_every_code_that_is_described_is_in_the_document() -> None:
    document = (Path(__file__).parents[2] / "docs" / "api.md").read_text()

    rows = [line for line in document.splitlines() if line.startswith("| ")]
    for code, (status, _) in CODES.items():
        # Those of a query have a table of their own, where it is told what can be asked.
        assert any(f"`{code}`" in row and (row.startswith(f"| {status} |") or code in TYPED) for row in rows), code
