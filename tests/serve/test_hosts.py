"""A name that a stranger leads to this machine reads nothing: pages, API and stream answer to known names alone."""

import httpx
import pytest
from httpx import ASGITransport

from serve.access import Scope
from serve.app import create_app
from stores.tokens import TokenStore
from tests.serve.conftest import Newsroom


def asking(newsroom: Newsroom, host: str, *, hosts: tuple[str, ...] = (), tokens: bool = False) -> httpx.AsyncClient:
    app = create_app(newsroom.views(), hosts=hosts, tokens_required=tokens)
    return httpx.AsyncClient(transport=ASGITransport(app), base_url="http://127.0.0.1", headers={"host": host})


@pytest.mark.parametrize(
    "host",
    [
        pytest.param("127.0.0.1:8700", id="loopback"),
        pytest.param("localhost:8700", id="its name"),
        pytest.param("LocalHost.", id="its name, written otherwise"),
        pytest.param("warta.localhost", id="a name below it, which is loopback too"),
        pytest.param("[::1]:8700", id="IPv6"),
        pytest.param("192.168.1.7:8700", id="another address"),
        pytest.param("desk.example:8700", id="a name that is set"),
        pytest.param("Desk.Example", id="a name that is set, in other letters"),
    ],
)
async def test_known_names_are_answered(newsroom: Newsroom, host: str) -> None:
    client = asking(newsroom, host, hosts=("desk.example",))

    assert [(await client.get(path)).status_code for path in ("/", "/v1/articles")] == [200, 200]


@pytest.mark.parametrize(
    "host",
    [
        pytest.param("jahat.example:8700", id="a stranger's name"),
        pytest.param("127.0.0.1.jahat.example", id="one that begins as an address"),
        pytest.param("localhost.jahat.example", id="one that begins as loopback's"),
        pytest.param("jahatlocalhost", id="one that ends as loopback's"),
        pytest.param("x.desk.example", id="one below a name that is set"),
        pytest.param("jahat.example@127.0.0.1.example", id="one with a user"),
        pytest.param("[::1", id="half an address"),
        pytest.param("", id="none"),
    ],
)
async def test_a_strangers_name_reads_nothing(newsroom: Newsroom, host: str) -> None:
    client = asking(newsroom, host, hosts=("desk.example",))
    for path in ("/", "/search?q=kursk", "/v1/articles", "/v1/stream", "/v1/openapi.json", "/static/site.css"):
        answer = await client.get(path)

        assert (answer.status_code, answer.json()["error"]) == (421, "unknown_host"), path
        assert "WARTA_SERVE_HOSTS" in answer.json()["detail"]


async def test_a_strangers_name_writes_nothing(newsroom: Newsroom) -> None:
    answer = await asking(newsroom, "jahat.example").post("/letters", headers={"origin": "http://jahat.example"})

    assert answer.status_code == 421


async def test_health_and_metrics_are_asked_by_the_names_of_containers(newsroom: Newsroom) -> None:
    client = asking(newsroom, "serve:8700")

    assert {(await client.get(path)).status_code for path in ("/health/live", "/metrics")} == {200}


async def test_any_name_will_do_where_it_is_so_set(newsroom: Newsroom) -> None:
    assert (await asking(newsroom, "siapa.example", hosts=("*",)).get("/v1/articles")).status_code == 200


async def test_where_a_token_is_needed_names_are_known_only_if_some_are_set(newsroom: Newsroom) -> None:
    secret = TokenStore(newsroom.engine).create("uji", [Scope.READ], per_minute=99)[1]
    sent = {"authorization": f"Bearer {secret}"}
    anyone, bound = (asking(newsroom, "siapa.example", hosts=each, tokens=True) for each in ((), ("desk.example",)))

    assert (await anyone.get("/v1/articles", headers=sent)).status_code == 200
    assert (await bound.get("/v1/articles", headers=sent)).status_code == 421
