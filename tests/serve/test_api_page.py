"""The page of the API shows what its description tells: every route, its parameters, an answer and its errors."""

from pathlib import Path

import pytest

from serve.api_page import Route, api_page
from serve.refusals import COMMON
from tests.serve.answers import ASKED, newsroom_in


@pytest.fixture
def routes(tmp_path: Path) -> dict[str, Route]:
    """By the path; those that write have their method before it."""
    found = api_page(newsroom_in(tmp_path).app().openapi())["routes"]
    return {route.path if route.method == "GET" else f"{route.method} {route.path}": route for route in found}


def test_every_route_is_there_and_can_be_linked_to(routes: dict[str, Route]) -> None:
    assert set(ASKED) < set(routes)
    assert {"POST /v1/webhooks", "PATCH /v1/webhooks/{webhook_id}"} < set(routes)
    assert len({route.anchor for route in routes.values()}) == len(routes)


def test_a_parameter_says_what_it_takes(routes: dict[str, Route]) -> None:
    takes = {each.name: each.takes for each in routes["/v1/articles"].parameters}

    assert (takes["source"], takes["since"], takes["limit"], takes["count"]) == (
        "one or more",
        "time",
        "integer",
        "boolean",
    )
    assert takes["format"] == "json, jsonl, csv"
    assert takes["flag"].startswith("any of: paywalled, ")
    assert [each.name for each in routes["/v1/search"].parameters if each.is_required] == ["q"]


def test_a_route_has_its_own_errors_and_an_answer_or_what_it_answers_with(routes: dict[str, Route]) -> None:
    assert {each.code for each in routes["/v1/stories/{story_id}"].problems} == {"not_found"}
    assert not {each.code for route in routes.values() for each in route.problems} & set(COMMON)
    assert '"s-1"' in routes["/v1/stories"].answer
    assert (routes["/v1/stream"].answer, list(routes["/v1/stream"].media)) == ("", ["text/event-stream"])
