"""A client that a stranger's tool made of the description asks the API, and reads what it answers."""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.serve.answers import ID, newsroom_in
from tests.serve.conftest import Newsroom

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
MAKER = ROOT / ".run" / "client-venv" / "bin" / "openapi-python-client"
PACKAGE = "made_client"


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return newsroom_in(tmp_path_factory.mktemp("newsroom"))


@pytest.fixture(scope="module")
def made(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The package that was made, and a client of it that asks the application in this process."""
    if not MAKER.exists():
        miss("the maker of clients is missing: `make client-maker` installs it")
    folder = tmp_path_factory.mktemp("client")
    description, config = folder / "openapi.json", folder / "config.yml"
    description.write_text(json.dumps(newsroom.app().openapi()))
    # It reads no media type that it has never heard of.
    config.write_text("content_type_overrides:\n  application/warc: application/octet-stream\n")
    ran = subprocess.run(
        [MAKER, "generate", "--path", description, "--meta", "none", "--output-path", folder / PACKAGE,
         "--config", config, "--fail-on-warning"],
        capture_output=True, text=True, check=False, env=os.environ | {"PATH": f"{MAKER.parent}:{os.environ['PATH']}"},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    sys.path.insert(0, str(folder))
    yield importlib.import_module(PACKAGE)
    sys.path.remove(str(folder))


def miss(why: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(why, pytrace=False)
    pytest.skip(why)


def client_of(made: Any, newsroom: Newsroom) -> Any:
    transport = httpx.ASGITransport(newsroom.app())
    return made.Client(
        base_url="http://127.0.0.1", httpx_args={"transport": transport}, raise_on_unexpected_status=True
    )


def route(name: str) -> Any:
    return importlib.import_module(f"{PACKAGE}.api.v1.{name}")


async def test_a_made_client_lists_articles_by_filters(made: Any, newsroom: Newsroom) -> None:
    page = await route("articles").asyncio(
        client=client_of(made, newsroom), source=["kabar"], include=["text"], count=True
    )

    (article,) = page.items
    assert (article.id, article.source, page.count) == (ID, "kabar", 1)
    assert article.published_at.tzinfo is not None
    assert len(article.text) == 3


async def test_it_follows_the_feed_of_changes(made: Any, newsroom: Newsroom) -> None:
    client, ask = client_of(made, newsroom), route("changes").asyncio
    first = await ask(client=client, limit=2)
    rest = await ask(client=client, after=first.last)

    assert [change.n for change in (*first.items, *rest.items)] == [1, 2, 3]
    assert rest.items[0].story.id == "s-1"
    assert rest.last == rest.head


async def test_it_reads_an_error_with_its_code(made: Any, newsroom: Newsroom) -> None:
    client = client_of(made, newsroom)
    missing = await route("story").asyncio_detailed("none", client=client)
    wrong = await route("search").asyncio_detailed(client=client, q="-kursk")

    assert (missing.status_code, missing.parsed.error) == (404, "not_found")
    assert (wrong.status_code, wrong.parsed.error) == (422, "only_excluded")


async def test_it_reads_every_route_that_answers_in_json(made: Any, newsroom: Newsroom) -> None:
    client = client_of(made, newsroom)
    plain = ("archive", "fates", "flow", "health", "letters", "quotes", "sources", "stories", "topics", "watches")

    told = {name: await route(name).asyncio(client=client) for name in plain}

    assert {name for name, answer in told.items() if answer is None} == set()
