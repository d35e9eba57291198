"""Every route that answers in JSON is described with an answer, and it is the one that is given."""

import json
from pathlib import Path

from serve.api.articles import ListedArticle
from serve.described import ANSWERS
from serve.shown import FIELDS
from tests.serve.answers import ASKED, answers, newsroom_in


async def test_the_answers_of_the_description_are_those_that_are_given(tmp_path: Path) -> None:
    kept = json.loads(ANSWERS.read_text(encoding="utf-8"))

    # `python -m tests.serve.answers` writes them anew.
    assert kept == await answers(newsroom_in(tmp_path))


def test_every_route_that_answers_in_json_has_one(tmp_path: Path) -> None:
    paths = newsroom_in(tmp_path).app().openapi()["paths"]
    told = {
        path: route["get"]["responses"]["200"]["content"] for path, route in paths.items() if path.startswith("/v1/")
    }

    assert {path for path, content in told.items() if "examples" in content.get("application/json", {})} == set(ASKED)
    assert {path for path in told if path not in ASKED} == {
        "/v1/articles/{article_id}/raw",
        "/v1/articles/{article_id}/warc",
        "/v1/stream",
    }


def test_the_description_of_a_listed_article_has_every_field_that_may_be_asked_for() -> None:
    assert tuple(ListedArticle.model_fields) == FIELDS
