"""`warta enrich` prints one object a line, and says which line of its file is no article."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from commands.main import app_for
from pipeline.errors import UsageError

ARTICLE = {
    "id": "a1",
    "published": "2025-06-16T10:00:00+07:00",
    "paragraphs": ["Presiden Prabowo Subianto tiba di Garut, Minggu (15/6/2025).", '"Kami siap," kata Prabowo.'],
    "title": None,
    "more": "ignored",
}


def test_every_article_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps(ARTICLE) + "\n\n" + json.dumps(ARTICLE | {"id": "a2"}) + "\n", "utf-8")

    result = CliRunner().invoke(app_for(["enrich"]), ["enrich", str(path), "--json"])

    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["a1", "a2"]
    assert [quote["speaker"] for quote in rows[0]["quotes"]] == ["Prabowo Subianto"]
    assert rows[0]["event_date"] == "2025-06-15"
    assert {each["canonical"] for each in rows[0]["entities"]} == {"Prabowo Subianto", "Garut"}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        pytest.param("{", "no JSON", id="no JSON"),
        pytest.param('{"id": "a", "published": "2025-06-16"}', "paragraphs", id="no paragraphs"),
        pytest.param('{"id": "a", "published": "besok", "paragraphs": []}', "published", id="no date"),
        pytest.param("[]", "the line", id="no object"),
    ],
)
def test_a_line_that_is_no_article_is_named(tmp_path: Path, line: str, problem: str) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps(ARTICLE) + "\n" + line + "\n", "utf-8")

    result = CliRunner().invoke(app_for(["enrich"]), ["enrich", str(path), "--json"])

    assert isinstance(result.exception, UsageError)
    assert f"{path}:2" in str(result.exception)
    assert problem in str(result.exception)
