"""Webhooks over the API: made, looked at, paused, replayed and removed by whoever may; what is wrong is refused."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from serve.access import Scope
from serve.bounded import MAX_BODY_BYTES
from stores import outbox
from stores.tokens import TokenStore
from stores.webhook_rows import Move, Sent
from tests.serve.conftest import Newsroom
from tests.serve.samples import NOON, article
from tests.serve.test_changes import ALL_TIME
from tests.serve.test_refusals import asking, told

ADDRESS = "https://desk.example/hooks/rahasia?kunci=1"
HERE = {"origin": "http://127.0.0.1", "sec-fetch-site": "same-origin"}


async def made(client: httpx.AsyncClient, **asked: Any) -> dict[str, Any]:
    answer = await client.post("/v1/webhooks", json={"address": ADDRESS, **asked})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_webhook_is_made_from_now_on_and_its_secret_is_shown_once(
    newsroom: Newsroom, client: httpx.AsyncClient
) -> None:
    newsroom.publish(article())
    webhook = await made(client, name="meja", filters={"kind": ["stored"], "watch": ["rusia-korut"]})
    listed = (await client.get("/v1/webhooks")).text
    one = await client.get(f"/v1/webhooks/{webhook['id']}")

    assert webhook["secret"].startswith("whsec_")
    assert (webhook["cursor"], webhook["state"], webhook["address"]) == (1, "active", "https://desk.example/…")
    assert one.json() == {name: value for name, value in webhook.items() if name != "secret"} | {"log": []}
    assert not any(word in listed + one.text for word in ("whsec_", "rahasia", "kunci"))


async def test_a_chat_hears_of_what_is_new_unless_it_asks_for_more(client: httpx.AsyncClient) -> None:
    plain, more = await made(client, shape="slack"), await made(client, shape="slack", filters={"kind": ["revised"]})

    assert plain["filters"] == {"kind": ["stored"], "lane": ["live"]}
    assert more["filters"] == {"kind": ["revised"], "lane": ["live"]}


async def test_a_webhook_is_paused_replayed_and_removed(newsroom: Newsroom, client: httpx.AsyncClient) -> None:
    newsroom.publish(article())
    id_ = (await made(client))["id"]
    path = f"/v1/webhooks/{id_}"
    paused = (await client.patch(path, json={"is_active": False})).json()
    replayed = (await client.patch(path, json={"is_active": True, "after": 0})).json()
    removed = [(await client.delete(path)).status_code for _ in range(2)]

    assert (paused["state"], paused["cursor"]) == ("paused", 1)
    assert (replayed["state"], replayed["cursor"]) == ("active", 0)
    assert removed == [204, 404]
    assert (await client.get("/v1/webhooks")).json() == {"items": []}


async def test_one_that_was_given_up_says_why_with_its_log(newsroom: Newsroom, client: httpx.AsyncClient) -> None:
    id_ = (await made(client))["id"]
    found = newsroom.webhooks.one(id_)
    assert found is not None
    newsroom.webhooks.lease("uji", now=NOON, ttl_s=60)
    sent = Sent(1, 1, NOON, 410, "http_gone", "HTTP 410", 12.34)
    newsroom.webhooks.save("uji", [Move(id_, 1, found.course, sent, ("http_gone", "HTTP 410"))])
    one = (await client.get(f"/v1/webhooks/{id_}")).json()

    assert (one["state"], one["reason"]) == ("disabled", "http_gone")
    assert [(each["status"], each["reason"], each["ms"]) for each in one["log"]] == [(410, "http_gone", 12.3)]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"address": "http://10.0.0.1/a"}, "forbidden_address"),
        ({"address": "http://[::1]:8700/a"}, "forbidden_address"),
        ({"address": "http://127.0.0.1:9/a"}, "forbidden_address"),
        ({"address": "http://169.254.169.254/latest"}, "forbidden_address"),
        ({"address": "ftp://desk.example/a"}, "forbidden_scheme"),
        ({"address": "desk.example"}, "forbidden_scheme"),
        ({"address": "https://"}, "bad_url"),
        ({"address": "https://nama:kunci@desk.example/"}, "bad_url"),
        ({"address": "https://desk.example:0x50/"}, "bad_url"),
        ({"address": "https://desk.example/" + "a" * 2000}, "invalid_request"),
        ({"filters": {"sorce": ["detik"]}}, "unknown_filter"),
        ({"filters": {"kind": ["tidakada"]}}, "invalid_request"),
        ({"filters": {"source": ["a" * 201]}}, "invalid_request"),
        ({"filters": {"source": ["a"] * 51}}, "invalid_request"),
        ({"shape": "telegram"}, "no_chat"),
        ({"shape": "fax"}, "invalid_request"),
        ({"after": -1}, "invalid_request"),
        ({"secret": "whsec_milikku"}, "invalid_request"),
    ],
)
async def test_what_cannot_be_is_refused(client: httpx.AsyncClient, asked: Mapping[str, Any], code: str) -> None:
    answer = await client.post("/v1/webhooks", json={"address": ADDRESS, **asked})

    assert told(answer) == (422, code)
    assert (await client.get("/v1/webhooks")).json() == {"items": []}


@pytest.mark.parametrize(("after", "code"), [(4711, "changes_unknown"), (0, "changes_forgotten")])
async def test_a_change_that_the_feed_does_not_go_back_to_is_refused(
    newsroom: Newsroom, client: httpx.AsyncClient, after: int, code: str
) -> None:
    newsroom.publish(article())
    path = f"/v1/webhooks/{(await made(client))['id']}"
    outbox.forget(newsroom.engine, before=ALL_TIME)

    assert told(await client.post("/v1/webhooks", json={"address": ADDRESS, "after": after})) == (410, code)
    assert told(await client.patch(path, json={"is_active": True, "after": after})) == (410, code)


@pytest.mark.parametrize("is_streamed", [False, True], ids=["said before", "piece by piece"])
async def test_a_body_is_read_to_its_bound(client: httpx.AsyncClient, is_streamed: bool) -> None:
    sent = 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1000
            yield b" " * 1000

    content = pieces() if is_streamed else b" " * (MAX_BODY_BYTES + 1)
    answer = await client.post("/v1/webhooks", content=content, headers={"content-type": "application/json"})

    assert told(answer) == (413, "body_too_large")
    assert sent <= MAX_BODY_BYTES + 2000


async def test_one_token_cannot_ask_for_a_million(newsroom: Newsroom, client: httpx.AsyncClient) -> None:
    newsroom.webhooks_max = 3
    limited = asking(newsroom.app())
    answers = [await limited.post("/v1/webhooks", json={"address": ADDRESS}) for _ in range(5)]

    assert [answer.status_code for answer in answers] == [201] * 3 + [409] * 2
    assert told(answers[-1]) == (409, "too_many_webhooks")
    assert len(newsroom.webhooks.all()) == 3


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
async def test_only_the_scope_admin_may(newsroom: Newsroom, method: str) -> None:
    tokens = TokenStore(newsroom.engine)
    others = [scope for scope in Scope if scope is not Scope.ADMIN]
    reader, admin = (
        asking(newsroom.app(), tokens.create("uji", scopes, per_minute=99)[1]) for scopes in (others, [*Scope])
    )
    id_ = (await made(admin))["id"]
    path = "/v1/webhooks" if method == "POST" else f"/v1/webhooks/{id_}"
    body = {"POST": {"address": ADDRESS}, "PATCH": {"is_active": True}}.get(method)
    [refused, allowed] = [await each.request(method, path, json=body) for each in (reader, admin)]

    assert told(refused) == (403, "forbidden")
    assert allowed.status_code < 300
    assert {each.by for each in newsroom.webhooks.all()} <= {token.id for token in tokens.all()}


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"sec-fetch-site": "cross-site"}, id="said by the browser"),
        pytest.param({"origin": "https://jahat.example"}, id="said by an older one"),
    ],
)
@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
async def test_no_page_from_elsewhere_can_make_a_browser_ask(
    client: httpx.AsyncClient, method: str, headers: dict[str, str]
) -> None:
    id_ = (await made(client))["id"]
    path = "/v1/webhooks" if method == "POST" else f"/v1/webhooks/{id_}"
    body = {"POST": {"address": ADDRESS}, "PATCH": {"is_active": False}}.get(method)
    refused = await client.request(method, path, json=body, headers=headers)
    allowed = await client.request(method, path, json=body, headers=HERE)

    assert told(refused) == (403, "forbidden")
    assert allowed.status_code < 300


async def test_who_makes_and_removes_a_webhook_stands_in_the_log(newsroom: Newsroom) -> None:
    token, secret = TokenStore(newsroom.engine).create("redaksi", [*Scope], per_minute=99)
    client = asking(newsroom.app(), secret)
    with capture_logs() as logged:
        id_ = (await made(client))["id"]
        await client.delete(f"/v1/webhooks/{id_}")
    noted = [(line["event"], line["webhook"], line["by"]) for line in logged if "webhook" in line["event"]]

    assert noted == [("webhook_made", id_, token.id), ("webhook_removed", id_, token.id)]
    assert not any(word in str(logged) for word in ("whsec_", "rahasia"))
