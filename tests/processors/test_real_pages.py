"""Real saved pages, read in place and scored against their gold; skipped where the shared folder is absent."""

import importlib.util
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from processors.clean.clean import clean_html
from processors.clean.lines import clean_lines
from processors.clean.rules import load_rules
from processors.enrich.watch import judge
from processors.normalise import normalise, plain
from tests.processors.test_enrich import WATCH

SHARED = Path(__file__).parents[2].parent / "shared"
PAGES, SEEDS, SCORER = SHARED / "data" / "pages", SHARED / "data" / "seeds", SHARED / "tools" / "score_pages.py"
NOW = datetime(2026, 6, 1, tzinfo=UTC)
RULES = load_rules()

pytestmark = pytest.mark.skipif(not (PAGES.is_dir() and SCORER.is_file()), reason="the shared data folder is not here")


@cache
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_pages", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def rows() -> Sequence[Mapping[str, Any]]:
    """One row of scores a page."""
    lines = (PAGES / "urls.tsv").read_text("utf-8").splitlines()
    urls = dict(line.split("\t")[:2] for line in lines if line.strip())
    return [_row(path, urls[path.name]) for path in sorted(PAGES.glob("*.html"))]


def _row(path: Path, url: str) -> Mapping[str, Any]:
    gold = json.loads(path.with_suffix("").with_suffix(".gold.json").read_text("utf-8"))
    article = clean_html(path.read_bytes(), url=url, source="saved", fetched_at=NOW, rules=RULES)
    published = article.published.at.isoformat() if article.published else None
    predicted = {
        "title": article.title,
        "paragraphs": article.paragraphs,
        "authors": article.authors,
        "published": published,
    }
    row: Mapping[str, Any] = scorer().score_page(gold, predicted)
    assert judge(WATCH, article.title, normalise(article).paragraphs).matches is False
    return row


def test_every_page_reads_well() -> None:
    assert {row["id"]: row["f1"] for row in rows() if row["f1"] < 0.90} == {}


def test_the_pages_read_very_well_together() -> None:
    assert scorer().mean(row["f1"] for row in rows()) >= 0.97


def test_hardly_any_marked_boilerplate_survives() -> None:
    survivors = [mark for row in rows() for mark in row["survivors"]]

    assert len(survivors) <= 0.01 * sum(row["marks"] for row in rows()), survivors


@pytest.mark.parametrize(("figure", "least"), [("title", 0.98), ("day", 1.0), ("minute", 0.96), ("authors", 0.95)])
def test_the_facts_are_right(figure: str, least: float) -> None:
    assert scorer().mean(row.get(figure) for row in rows()) >= least


@pytest.mark.parametrize("gold", sorted(SEEDS.glob("gold/*.json")), ids=lambda path: path.stem)
def test_a_seed_loses_its_boilerplate_keeps_its_body_and_matches_the_watch(gold: Path) -> None:
    expected = json.loads(gold.read_text("utf-8"))
    lines = (SEEDS / gold.with_suffix(".txt").name).read_text("utf-8").splitlines()

    kept = [plain(line) for line in clean_lines(lines, RULES).kept]

    assert [line for line in map(plain, expected["body"]) if not any(own.endswith(line) for own in kept)] == []
    assert [piece["text"] for piece in expected["boilerplate"] if plain(piece["text"]) in kept] == []
    assert judge(WATCH, "", kept).matches
