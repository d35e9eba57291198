"""Commands as a user sees them: what they print, one-line errors that say what to do, exit codes."""

import fcntl
import json
import re
import shutil
import socket
import sqlite3
from pathlib import Path

import pytest

from bench.corpus import made_pages
from pipeline.settings import Settings
from schemas.article import Article
from tests.pipeline.command import ROOT, Ran, warta
from tests.pipeline.places import engines, pipeline

__all__ = ["engines", "pipeline"]

pytestmark = pytest.mark.slow

NAMED = {"WARTA_CONTACT": "https://your.site/about-the-crawler"}


def one_line_error(ran: Ran, *words: str, code: int) -> None:
    assert ran.code == code, ran.err
    assert ran.err.startswith("warta: ")
    assert len(ran.err.strip().splitlines()) == 1
    for word in words:
        assert word in ran.err


@pytest.fixture
def config(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "config", tmp_path / "config", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "config"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of three saved pages, the last of them no article."""
    folder = tmp_path / "pages"
    folder.mkdir()
    rows = []
    for number, page in enumerate(made_pages(2, seed=5)):
        (folder / f"{number}.html").write_bytes(page.body)
        rows.append(f"{number}.html\t{page.url}")
    (folder / "kosong.html").write_text("<html><body><img src='/kosong.png'></body></html>")
    (folder / "urls.tsv").write_text("\n".join([*rows, "kosong.html\thttps://uji.warta.example/kosong"]) + "\n")
    return folder


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param('id = "x"\nname = \n', ("x.toml:2",), id="broken syntax"),
        pytest.param('id = "x"\nname = "X"\nhosts = ["x.id"]\npoll = 5\n', ("x.toml:4", "poll"), id="unknown key"),
        pytest.param(
            'id = "x"\nname = "X"\nhosts = ["x.id"]\n\n[crawl]\ndelay_s = "fast"\n',
            ("x.toml:6", "delay_s"),
            id="wrong value",
        ),
        pytest.param('id = "x"\nname = "X"\n', ("x.toml", "hosts"), id="missing key"),
    ],
)
def test_a_broken_declaration_is_named_with_file_line_and_key(config: Path, text: str, words: tuple[str, ...]) -> None:
    (config / "sources" / "x.toml").write_text(text)

    one_line_error(warta("sources", "check", "--config", config), *words, code=2)


def test_a_broken_watch_stops_a_run_before_it_starts(config: Path, tmp_path: Path) -> None:
    (config / "watches" / "x.toml").write_text('id = "x"\nthreshold = -1\n')
    ran = warta("run", "--config", config, "--data", tmp_path / "data", "--port", "0")

    one_line_error(ran, "x.toml", code=2)


def test_a_port_in_use_is_named_with_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ran = warta("run", "--data", tmp_path, "--port", port, env=NAMED)

    one_line_error(ran, port, "--port", code=1)


def test_two_pipelines_do_not_share_a_data_folder(tmp_path: Path) -> None:
    lock = tmp_path / "run" / "supervisor.lock"
    lock.parent.mkdir()
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write("4711")
        file.flush()
        ran = warta("run", "--data", tmp_path, "--port", "0", env=NAMED)

    one_line_error(ran, "4711", "--data", code=1)


def test_an_unknown_step_is_refused_with_the_steps_there_are(tmp_path: Path) -> None:
    one_line_error(warta("worker", "wash", "--data", tmp_path), "wash", "revise, enrich", code=2)


def test_a_data_file_that_is_no_log_is_named(tmp_path: Path) -> None:
    (tmp_path / "log.db").write_bytes(b"no database at all" * 100)

    one_line_error(warta("lag", "--data", tmp_path), "not a database", code=1)


def test_a_store_of_a_newer_warta_is_refused(pipeline: Settings) -> None:
    with sqlite3.connect(pipeline.data_dir / "articles.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    one_line_error(warta("search", "kursk", "--data", pipeline.data_dir), "9999", code=1)


def test_a_demo_does_not_clear_a_folder_that_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")

    one_line_error(warta("demo", "--data", tmp_path), "another --data", code=2)
    assert (tmp_path / "thesis.txt").exists()


def test_clean_prints_an_article_for_machines(pages: Path) -> None:
    url = made_pages(1, seed=5)[0].url
    ran = warta("clean", pages / "0.html", "--url", url, "--json")
    article = json.loads(ran.out)

    assert ran.code == 0
    assert article["file"] == "0.html"
    assert article["authors"] == ["Ratna Wulandari"]
    assert article["published"] == "2025-04-28T08:00:00+07:00"
    assert article["dates"]["published"]["provenance"] == "json-ld"
    assert len(article["paragraphs"]) == 12
    assert any("Baca juga" in piece["text"] for piece in article["removed"])


def test_clean_takes_a_folder_and_says_which_page_is_no_article(pages: Path) -> None:
    ran = warta("clean", pages, "--json")
    rows = [json.loads(line) for line in ran.lines]

    assert [row["file"] for row in rows] == ["0.html", "1.html", "kosong.html"]
    assert rows[2]["outcome"] == "dropped"
    assert "no_article" in rows[2]["reason"]


def test_clean_needs_an_address_for_a_single_page(pages: Path) -> None:
    one_line_error(warta("clean", pages / "0.html"), "--url", code=2)


def test_an_explanation_strikes_out_what_was_removed_and_tells_of_every_field(pages: Path) -> None:
    ran = warta("clean", pages / "0.html", "--url", made_pages(1, seed=5)[0].url, "--explain")

    assert ran.code == 0
    assert re.search(r"\[-Baca juga.*-\] \[\d\]", ran.out)
    for heading in ("what took what", "metadata", "figures", "time by step"):
        assert heading in ran.out
    assert "from label, confidence 95%" in ran.out
    assert "extract" in ran.out


def test_an_explanation_is_for_machines_too(pages: Path) -> None:
    ran = warta("clean", pages / "0.html", "--url", made_pages(1, seed=5)[0].url, "--explain", "--json")
    explanation = json.loads(ran.out)

    assert explanation["file"] == "0.html"
    assert sum(1 for block in explanation["blocks"] for run in block["runs"] if run["rule"]) == sum(
        took["pieces"] for took in explanation["took"]
    )
    assert {"title", "published", "authors", "flags"} <= {fact["name"] for fact in explanation["facts"]}
    assert [step["step"] for step in explanation["steps"]][:2] == ["parse", "facts"]


@pytest.mark.parametrize("to_file", [True, False], ids=["file", "standard output"])
def test_an_explanation_is_one_html_page(pages: Path, tmp_path: Path, to_file: bool) -> None:
    url, written = made_pages(1, seed=5)[0].url, tmp_path / "e.html"
    ran = warta("clean", pages / "0.html", "--url", url, "--explain", "--html", written if to_file else "-")
    html = written.read_text() if to_file else ran.out

    assert ran.code == 0
    assert html.startswith("<!doctype html>")
    assert "<del>" in html
    assert bool(ran.out) is not to_file


def test_a_text_is_cleaned_and_explained_without_an_address(tmp_path: Path) -> None:
    text = tmp_path / "satu.txt"
    prose = "Kapal itu tiba pada Senin pagi di pelabuhan dan disambut ratusan warga yang membawa bendera kecil. " * 2
    text.write_text(f"Judul Berita Kapal Itu Tiba\n{prose}\nBaca juga: Kapal Lain Tiba\n{prose}Ia pulang. (rin/bag)\n")

    article = json.loads(warta("clean", text, "--json").out)
    explained = warta("clean", text, "--explain")
    folder = warta("clean", tmp_path, "--json")

    assert article["title"] == "Judul Berita Kapal Itu Tiba"
    assert article["end_code"] == {"codes": ["rin", "bag"], "raw": "(rin/bag)"}
    assert "[-Baca juga: Kapal Lain Tiba-] [" in explained.out
    assert [json.loads(line)["file"] for line in folder.lines] == ["satu.txt"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        pytest.param(("--html", "x.html"), ("--explain",), id="html without explain"),
        pytest.param(("--explain", "--html", "-", "--json"), ("not both",), id="two forms"),
        pytest.param(("--explain", "--html", "-"), ("folder",), id="a folder as one page"),
    ],
)
def test_options_of_an_explanation_that_do_not_fit_are_told_so(
    pages: Path, options: tuple[str, ...], words: tuple[str, ...]
) -> None:
    one_line_error(warta("clean", pages, *options), *words, code=2)


def test_an_explanation_that_cannot_be_written_says_so(pages: Path, tmp_path: Path) -> None:
    url = made_pages(1, seed=5)[0].url
    ran = warta("clean", pages / "0.html", "--url", url, "--explain", "--html", tmp_path / "none" / "e.html")

    assert ran.code == 1
    assert "cannot write" in ran.out


def test_an_import_is_carried_through_and_can_be_looked_at_from_all_sides(pages: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    imported = warta("import", pages, "--until-idle", "--json", "--data", data)
    rows = [json.loads(line) for line in imported.lines]

    assert imported.code == 0, imported.err
    assert [row.get("outcome") for row in rows[:3]] == ["stored", "stored", "dropped"]
    assert rows[-1] == {
        "records": 3,
        "problems": 0,
        "outcomes": {"stored": 2, "dropped": 1},
        "reasons": {"no_article": 1},
        "counts": {"stored": 2, "no_article": 1},
    }

    again = warta("import", pages, "--until-idle", "--json", "--data", data)
    assert json.loads(again.lines[-1])["counts"]["stored"] == 2

    url = made_pages(1, seed=5)[0].url
    found = [json.loads(line) for line in warta("search", "uji0", "--json", "--data", data).lines]
    assert [hit["canonical_url"] for hit in found] == [url]
    assert found[0]["revision"] == 1

    traced = json.loads(warta("trace", f"{url}?utm_source=x", "--json", "--data", data).out)
    fates = [(fate["stage"], fate["outcome"]) for fate in traced["fates"]]
    # The archive reads pages beside the cleaner, the text store and the meter articles; stories are made of matches.
    steps = [fate for fate in fates if fate[0] not in ("archive", "meter", "relate", "stories", "texts")]
    assert ("archive", "passed") in fates
    assert ("texts", "passed") in fates
    assert steps[:5] == [(step, "passed") for step in ("import", "clean", "revise", "enrich", "articles")]
    assert ("revise", "dropped") in steps[4:]

    assert all(row["behind"] == 0 for row in map(json.loads, warta("lag", "--json", "--data", data).lines))
    assert "no dead letters" in warta("letters", "list", "--data", data).out


def test_an_import_of_nothing_readable_fails_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    ran = warta("import", tmp_path / "empty", "--until-idle", "--json", "--data", tmp_path / "data")

    assert ran.code == 1
    assert "urls.tsv" in ran.err
    one_line_error(warta("import", tmp_path / "nowhere.txt", "--data", tmp_path / "data"), "nowhere.txt", code=2)


def test_the_map_and_the_schemas_are_printed_for_machines(tmp_path: Path) -> None:
    steps = [json.loads(line) for line in warta("map", "--json").lines]
    ran = warta("schemas", "export", tmp_path)

    assert [step["step"] for step in steps][:3] == ["discover", "frontier", "fetch"]
    assert ran.code == 0
    assert json.loads((tmp_path / f"article.v{Article.VERSION}.json").read_text())["title"] == "Article"


def test_a_trace_of_nothing_known_says_so_by_its_exit_code(pipeline: Settings) -> None:
    assert warta("trace", "https://contoh.id/x", "--data", pipeline.data_dir).code == 1
    one_line_error(warta("trace", "not-a-url", "--data", pipeline.data_dir), "not-a-url", code=2)
