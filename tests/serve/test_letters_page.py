"""Dead letters by the page: who may be rid of them, and what is no answer to the form."""

import httpx
import pytest

from broker.port import Message, Position
from runtime.dead_letters import Letter
from serve.access import Scope
from stores.tokens import TokenStore
from tests.serve.conftest import Newsroom
from tests.serve.samples import NOON

FORM = {"deed": "replay", "through": "7"}


def letter(number: int = 7, step: str = "clean") -> Letter:
    place, origin = Position(f"warta.dead.{step}", 0, number), Position("warta.pages", 2, 40)
    message = Message("warta.pages", b"k", b"v")
    return Letter(place, step, f"{step}-0", NOON.timestamp(), "warta.pages", origin, "undecodable", "", 1, "", message)


@pytest.fixture
def waiting(newsroom: Newsroom) -> Newsroom:
    newsroom.letters = [letter(6), letter(7), letter(8)]
    return newsroom


async def test_those_up_to_the_number_are_settled_and_the_rest_is_shown(
    client: httpx.AsyncClient, waiting: Newsroom
) -> None:
    answer = await client.post("/letters/clean", data=FORM)

    assert (answer.status_code, answer.headers["location"]) == (303, "/letters?done=replay&count=2")
    assert waiting.settled == [("clean", 7, True)]
    html = (await client.get(answer.headers["location"])).text
    assert "2 letters replayed." in html
    assert "number 8" in html


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"sec-fetch-site": "cross-site"}, id="from another site"),
        pytest.param({"sec-fetch-site": "same-site"}, id="from another port of this machine"),
        pytest.param({"origin": "https://jahat.example"}, id="by its origin"),
        pytest.param({"origin": "null"}, id="by an origin that is hidden"),
    ],
)
async def test_a_page_from_elsewhere_cannot_make_a_browser_do_it(
    client: httpx.AsyncClient, waiting: Newsroom, headers: dict[str, str]
) -> None:
    answer = await client.post("/letters/clean", data=FORM, headers=headers)

    assert answer.status_code == 403
    assert waiting.settled == []


@pytest.mark.parametrize(
    ("scopes", "status"), [((Scope.READ, Scope.TEXT), 403), ((Scope.READ, Scope.TEXT, Scope.WRITE), 303)]
)
async def test_it_needs_the_scope_write(
    client: httpx.AsyncClient, waiting: Newsroom, scopes: tuple[Scope, ...], status: int
) -> None:
    secret = TokenStore(waiting.engine).create("uji", [scope.value for scope in scopes], per_minute=60)[1]

    answer = await client.post("/letters/clean", data=FORM, headers={"authorization": f"Bearer {secret}"})

    assert answer.status_code == status
    assert len(waiting.settled) == (status == 303)


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        pytest.param("/letters/clean", {"deed": "burn", "through": "7"}, 422, id="no such deed"),
        pytest.param("/letters/clean", {"deed": "replay"}, 422, id="no number"),
        pytest.param("/letters/clean", {"deed": "replay", "through": "-1"}, 422, id="below nought"),
        pytest.param("/letters/clean", {"deed": "replay", "through": "9" * 30}, 422, id="too high"),
        pytest.param("/letters/clean", {"deed": "x" * 2000}, 422, id="too long"),
        pytest.param("/letters/discover", FORM, 404, id="a step that reads nothing"),
        pytest.param("/letters/none", FORM, 404, id="no such step"),
    ],
)
async def test_what_is_no_answer_to_the_form_is_refused_and_nothing_is_settled(
    client: httpx.AsyncClient, waiting: Newsroom, path: str, form: dict[str, str], status: int
) -> None:
    answer = await client.post(path, data=form)

    assert answer.status_code == status
    assert 'role="alert"' in answer.text
    assert waiting.settled == []


async def test_letters_of_one_step_can_be_looked_at_alone(client: httpx.AsyncClient, waiting: Newsroom) -> None:
    waiting.letters = [*waiting.letters, letter(3, "fates")]

    html = (await client.get("/letters?step=fates")).text

    assert "number 3" in html
    assert "number 7" not in html
