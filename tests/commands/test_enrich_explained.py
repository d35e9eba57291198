"""`warta enrich` shows what a text says: of a file of articles, of a saved page, in the terminal and as a page."""

import json
from pathlib import Path

import pytest

from bench.corpus import made_pages
from tests.pipeline.command import warta

ROW = {
    "id": "a1",
    "published": "2025-04-28",
    "title": "Ucapan terima kasih",
    "paragraphs": [
        "“Kami tidak lupa,” kata Vladimir Putin, Senin (28/4/2025).",
        "Sedikitnya 600 tentara tewas di Kursk.",
    ],
}


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps(ROW) + "\n", "utf-8")
    return path


def test_the_text_stands_whole_with_what_was_read(articles: Path) -> None:
    told = warta("enrich", articles, "--explain", env={"COLUMNS": "200"}).out

    assert all(paragraph in told for paragraph in ROW["paragraphs"])
    assert "Vladimir Putin: Kami tidak lupa," in told
    assert "Sedikitnya 600 tentara: at least 600 tentara, dead" in told


def test_it_is_written_as_one_page_that_needs_nothing_else(articles: Path, tmp_path: Path) -> None:
    ran = warta("enrich", articles, "--explain", "--html", tmp_path / "said.html")
    html = (tmp_path / "said.html").read_text("utf-8")

    assert ran.code == 0
    assert '<span class="entity per" title="Vladimir Putin">' in html
    assert "href=" not in html
    assert "src=" not in html


def test_a_saved_page_is_cleaned_first(tmp_path: Path) -> None:
    page = made_pages(1, seed=5)[0]
    (tmp_path / "page.html").write_bytes(page.body)
    ran = warta("enrich", tmp_path / "page.html", "--url", page.url, "--json")

    assert json.loads(ran.out)["entities"]
    assert warta("enrich", tmp_path / "page.html", "--html", "x.html").err.endswith("give --explain too\n")


def test_a_page_that_is_no_article_is_told(tmp_path: Path) -> None:
    (tmp_path / "kosong.html").write_text("<html><body></body></html>")
    ran = warta("enrich", tmp_path / "kosong.html", "--url", "https://kabar.example/kosong", "--explain")

    assert ran.code == 2
    assert ran.err.startswith("warta: ")
    assert "kosong.html" in ran.err
