"""`warta stories cluster` prints the story of each article, and says which line of its file is no article."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from commands.main import app_for
from pipeline.errors import UsageError
from tests.processors.relate.told import stream


def lines(count: int) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "id": each.id,
            "title": each.title,
            "text": each.text,
            "outlet": each.outlet,
            "published": "2025-03-03",
            "published_time": each.published.strftime("%H:%M") if each.published else None,
            "topic": "not read",
        }
        for each in stream(count)
    ]


def ran(path: Path, articles: Sequence[Mapping[str, Any]], *more: str) -> str:
    path.write_text("\n".join(json.dumps(each) for each in articles) + "\n", "utf-8")
    result = CliRunner().invoke(app_for(["stories", "cluster"]), ["stories", "cluster", str(path), *more])
    if result.exception:
        raise result.exception
    return result.stdout


def test_every_article_has_a_story_in_the_order_of_the_file(tmp_path: Path) -> None:
    articles = lines(3)
    rows = [json.loads(line) for line in ran(tmp_path / "articles.jsonl", articles, "--json").splitlines()]

    assert [row["id"] for row in rows] == [each["id"] for each in articles]
    assert all(set(row) == {"id", "story", "near_dup_of"} for row in rows)
    stories = {row["story"]: {row["id"].split("-")[0]} for row in rows}
    for row in rows:
        stories[row["story"]].add(row["id"].split("-")[0])
    assert sorted(len(events) for events in stories.values()) == [1, 1, 1, 1]


def test_the_order_of_a_file_of_times_changes_nothing(tmp_path: Path) -> None:
    articles = lines(3)
    one = ran(tmp_path / "one.jsonl", articles, "--json").splitlines()
    other = ran(tmp_path / "other.jsonl", articles[::-1], "--json").splitlines()

    assert sorted(one) == sorted(other)


@pytest.mark.parametrize("published", ["2025", "2025-03", "2025-03-03T10:00:00+07:00", None])
def test_a_vague_or_missing_date_is_taken(tmp_path: Path, published: str | None) -> None:
    articles = [*lines(1), {"id": "x", "title": "Teh", "text": "Panen teh.", "outlet": "a", "published": published}]
    rows = [json.loads(line) for line in ran(tmp_path / "articles.jsonl", articles, "--json").splitlines()]

    assert rows[-1]["story"] not in {row["story"] for row in rows[:-1]}


def test_people_are_shown_why(tmp_path: Path) -> None:
    shown = ran(tmp_path / "articles.jsonl", lines(2))

    assert "joined s-" in shown
    assert "2025-03-03" in shown


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        pytest.param("{", "no JSON", id="no JSON"),
        pytest.param('{"id": "a"}', "text", id="no text"),
        pytest.param('{"id": "a", "text": "", "published": "besok"}', "published", id="no date"),
        pytest.param("[]", "the line", id="no object"),
        pytest.param('{"id": "tanggul-0", "text": ""}', "came before", id="an id twice"),
    ],
)
def test_a_line_that_is_no_article_is_named(tmp_path: Path, line: str, problem: str) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps(lines(1)[0]) + "\n" + line + "\n", "utf-8")
    result = CliRunner().invoke(app_for(["stories", "cluster"]), ["stories", "cluster", str(path), "--json"])

    assert isinstance(result.exception, UsageError)
    assert f"{path}:2" in str(result.exception)
    assert problem in str(result.exception)
