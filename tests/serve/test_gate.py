"""Tokens: who is let in and who is not, what each scope lets go, and how often."""

import base64
from collections.abc import Sequence

import httpx
import pytest
from httpx import ASGITransport
from structlog.testing import capture_logs

from serve.access import Scope
from serve.gate import Gate, secret_of
from stores.tokens import AccessToken, TokenStore, hash_of
from tests.serve.conftest import Newsroom
from tests.serve.samples import NOON, PARAGRAPHS
from tests.serve.test_api import ID

READ, TEXT = Scope.READ, Scope.TEXT


def made(newsroom: Newsroom, *scopes: Scope, per_minute: int = 100) -> str:
    return TokenStore(newsroom.engine).create("pembaca", scopes, per_minute=per_minute)[1]


def asking(newsroom: Newsroom, token: str = "", *, required: bool = True) -> httpx.AsyncClient:
    newsroom.tokens_required = required
    headers = {"authorization": f"Bearer {token}"} if token else {}
    transport = ASGITransport(newsroom.app())
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=headers)


async def test_who_has_no_token_is_asked_for_one(filled: Newsroom) -> None:
    client = asking(filled)
    answers = [await client.get(path) for path in ("/v1/articles", "/", f"/articles/{ID}", "/v1/stream")]
    unasked = [await client.get(path) for path in ("/health/live", "/metrics", "/static/style.css")]

    assert [(answer.status_code, answer.json()["error"]) for answer in answers] == [(401, "token_required")] * 4
    assert answers[0].headers["www-authenticate"].startswith("Basic ")
    assert 401 not in [answer.status_code for answer in unasked]


@pytest.mark.parametrize(
    ("scopes", "api", "page", "text"),
    [
        ((READ,), 200, 403, [PARAGRAPHS[0]]),
        ((READ, TEXT), 200, 200, list(PARAGRAPHS)),
        ((Scope.WRITE,), 403, 403, None),
    ],
)
async def test_a_token_lets_go_what_its_scopes_say(
    filled: Newsroom, scopes: Sequence[Scope], api: int, page: int, text: list[str] | None
) -> None:
    client = asking(filled, made(filled, *scopes))
    listed, shown = await client.get("/v1/articles?include=text"), await client.get(f"/articles/{ID}")

    assert (listed.status_code, shown.status_code) == (api, page)
    assert text == (listed.json()["items"][0]["text"] if api == 200 else None)


@pytest.mark.parametrize("required", [True, False])
@pytest.mark.parametrize("token", ["warta_salah", "lain", "warta_\u00e9"])
async def test_a_wrong_token_is_never_the_desk(filled: Newsroom, token: str, required: bool) -> None:
    client = asking(filled, required=required)
    answer = await client.get("/v1/articles", headers=[(b"authorization", f"Bearer {token}".encode())])

    assert (answer.status_code, answer.json()["error"]) == (401, "bad_token")


async def test_the_desk_needs_none_on_its_own_machine(filled: Newsroom) -> None:
    assert (await asking(filled, required=False).get("/v1/articles")).status_code == 200


async def test_a_revoked_token_lets_nobody_in(filled: Newsroom) -> None:
    store = TokenStore(filled.engine)
    token, secret = store.create("pembaca", [READ], per_minute=9)

    assert (store.revoke(token.id), store.revoke(token.id), store.revoke("tak-ada")) == (True, False, False)
    assert (await asking(filled, secret).get("/v1/articles")).status_code == 401
    assert [each.revoked_at is None for each in store.all()] == [False]


@pytest.mark.parametrize("query", ["token=x", "access_token=x", "q=warta_rahasia", "Api_Key="])
async def test_a_token_in_an_address_is_refused_and_not_repeated(filled: Newsroom, query: str) -> None:
    answer = await asking(filled, required=False).get(f"/v1/articles?{query}")

    assert (answer.status_code, answer.json()["error"]) == (400, "token_in_address")
    assert "rahasia" not in answer.text


async def test_a_token_may_ask_so_often_and_no_more(filled: Newsroom) -> None:
    client = asking(filled, made(filled, READ, per_minute=2))
    answers = [await client.get("/v1/sources") for _ in range(3)]
    other = await asking(filled, made(filled, READ)).get("/v1/sources")

    assert [answer.status_code for answer in answers] in ([200, 200, 429], [200, 200, 200])
    assert [answer.headers["ratelimit-limit"] for answer in answers] == ["2"] * 3
    assert answers[0].headers["ratelimit-remaining"] == "1"
    assert other.status_code == 200


async def test_a_minute_later_it_may_ask_again() -> None:
    now = [0.0]

    async def app(scope: object, receive: object, send: object) -> None:
        await httpx_ok(send)

    token = AccessToken("t", "pembaca", (READ,), 1, NOON, None)
    gate = Gate(app, lambda _: token, is_required=True, clock=lambda: now[0])
    client = httpx.AsyncClient(transport=ASGITransport(gate), base_url="http://x")
    codes = []
    for at in (1.0, 2.0, 61.0):
        now[0] = at
        answer = await client.get("/v1/x", headers={"authorization": "Bearer warta_x"})
        codes.append((answer.status_code, answer.headers.get("retry-after")))

    assert codes == [(200, None), (429, "58"), (200, None)]


async def httpx_ok(send: object) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[operator]
    await send({"type": "http.response.body", "body": b""})  # type: ignore[operator]


def test_only_a_hash_is_kept(filled: Newsroom) -> None:
    secret = made(filled, READ)

    assert secret not in str(TokenStore(filled.engine).all())
    assert TokenStore(filled.engine).by_secret(secret) is not None
    assert TokenStore(filled.engine).by_secret(hash_of(secret)) is None


@pytest.mark.parametrize(
    ("header", "secret"),
    [
        ("Bearer warta_x", "warta_x"),
        ("bearer  warta_x ", "warta_x"),
        ("Basic " + base64.b64encode(b"siapa:warta_x").decode(), "warta_x"),
        ("Basic " + base64.b64encode(b"\xff:x").decode(), None),
        ("Basic !", None),
        ("Digest x", None),
        ("warta_x", None),
    ],
)
def test_secrets_are_read_from_headers(header: str, secret: str | None) -> None:
    assert secret_of(header) == secret


@pytest.mark.parametrize(("scopes", "noted"), [((READ,), 0), ((READ, TEXT), 1)])
async def test_who_asks_for_what_with_whole_texts_is_noted_without_the_secret_and_the_query(
    filled: Newsroom, scopes: Sequence[Scope], noted: int
) -> None:
    secret = made(filled, *scopes)
    with capture_logs() as logs:
        await asking(filled, secret).get("/v1/articles?q=kursk")

    asked = [each for each in logs if each["event"] == "texts_asked"]
    assert len(asked) == noted
    assert all((each["name"], each["path"]) == ("pembaca", "/v1/articles") for each in asked)
    assert secret not in str(logs)
    assert "kursk" not in str(logs)
