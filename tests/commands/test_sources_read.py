"""`warta sources read` shows what the reader of each kind makes of a file."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.command import Ran, warta

FEED = "<rss version='2.0'><channel><item><title>Kapal tiba</title><link>/a?x=1&y=2</link></item></channel></rss>"
SITEMAP = "<urlset><url><loc>https://warta.example/1</loc></url><url><loc>mailto:x</loc></url></urlset>"
INDEX = "<a href='/berita/kapal-latih-tiba-di-surabaya'>Kapal latih tiba</a>"
ROBOTS = "User-agent: Warta/0.1\nDisallow: /tertutup/\nCrawl-delay: 4\nSitemap: /peta.xml"
LIST = "https://warta.example/1\tKapal tiba\n<https://warta.example/2> # catatan\nbukan alamat\n"


def read(tmp_path: Path, kind: str, text: str, *more: str) -> tuple[Ran, list[dict[str, Any]]]:
    file = tmp_path / "daftar"
    file.write_text(text, encoding="utf-8")
    ran = warta("sources", "read", file, "--as", kind, "--url", "https://warta.example/umpan", "--json", *more)
    return ran, [json.loads(line) for line in ran.lines]


@pytest.mark.parametrize(
    ("kind", "text", "urls"),
    [
        ("feed", FEED, ["https://warta.example/a?x=1&y=2"]),
        ("sitemap", SITEMAP, ["https://warta.example/1"]),
        ("index", INDEX, ["https://warta.example/berita/kapal-latih-tiba-di-surabaya"]),
        ("robots", ROBOTS, ["https://warta.example/peta.xml"]),
        ("list", LIST, ["https://warta.example/1", "https://warta.example/2"]),
    ],
)
def test_each_kind_gives_its_links(tmp_path: Path, kind: str, text: str, urls: list[str]) -> None:
    ran, rows = read(tmp_path, kind, text)

    assert ran.code == 0
    assert [row["url"] for row in rows if "url" in row] == urls


def test_a_robots_txt_judges_the_paths_that_are_named(tmp_path: Path) -> None:
    _, rows = read(tmp_path, "robots", ROBOTS, "--path", "/tertutup/1", "--path", "/berita/1")

    assert {row["path"]: row["allowed"] for row in rows if "path" in row} == {"/tertutup/1": False, "/berita/1": True}
    assert [row["crawl_delay_s"] for row in rows if "crawl_delay_s" in row] == [4.0]


def test_what_is_no_such_list_says_why_and_fails(tmp_path: Path) -> None:
    ran, rows = read(tmp_path, "feed", "<p>Galat 500")

    assert ran.code == 1
    assert rows == [{"problem": "neither RSS nor Atom nor RDF", "reason": "feed_invalid", "kind": "refused"}]


def test_problems_stand_beside_the_links(tmp_path: Path) -> None:
    _, of_sitemap = read(tmp_path, "sitemap", SITEMAP)
    _, of_list = read(tmp_path, "list", LIST)

    assert [row["problem"] for row in of_sitemap if "problem" in row] == ["1 entries without a usable link"]
    assert [row["reason"] for row in of_list if "problem" in row] == ["bad_url"]


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    ran = warta("sources", "read", tmp_path / "tiada", "--as", "feed")

    assert (ran.code, ran.err.strip().splitlines()) == (
        2,
        [f"warta: cannot read {tmp_path / 'tiada'}: No such file or directory"],
    )
