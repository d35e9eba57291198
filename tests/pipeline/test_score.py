"""`warta bench score` over pages of our own: its tables, its files, and a tool that hangs or falls over."""

import sys
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from lxml.html import fromstring

from bench.score.chart import chart
from bench.score.figures import Score
from bench.score.gold import Gold, GoldPage, read_pages
from bench.score.measures import survivors
from bench.score.race import fits, row_of
from bench.score.report import scores_page, table
from bench.score.tools import BY_NAME, OURS, TOOLS, UNSEEN, ours_without_the_site
from bench.score.worker import read_page, stay_offline
from tests.pipeline.command import ROOT, Ran, warta
from tests.processors.forms.boilerplate import boilerplate_pages
from tests.processors.forms.dates import dated_pages
from tests.processors.own_folder import Page, own_pages, template_pages, write_folder

DOCS = ROOT / "docs"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three pages of our own with their gold."""
    write_folder(list(template_pages())[:3], tmp_path / "pages")
    return tmp_path / "pages"


def page_of_its_own_site(page: Page) -> GoldPage:
    gold = Gold(id=page.name, site=page.name, body=page.paragraphs)
    return GoldPage(page.url, page.html.encode(), gold)


def failed_in_one_line(ran: Ran, *words: str) -> None:
    assert ran.code == 2, ran.err
    assert ran.err.startswith("warta: ")
    assert len(ran.err.strip().splitlines()) == 1
    for word in words:
        assert word in ran.err


@pytest.mark.slow
def test_the_command_prints_a_table_and_writes_the_page_the_chart_and_the_figures(folder: Path, tmp_path: Path) -> None:
    doc = tmp_path / "scores.md"
    ran = warta(
        "bench", "score", folder, tmp_path / "elsewhere",
        "--tool", "Warta", "--tool", "trafilatura favor_precision", "--rounds", "1", "--doc", doc,
    )  # fmt: skip
    assert ran.code == 0, ran.err

    score = Score.model_validate_json(ran.lines[-1])
    ours, other = score.sets[0].rows
    assert (ours.tool, other.tool) == ("Warta", "trafilatura favor_precision")
    assert ours.figures is not None
    assert other.figures is not None
    assert ours.figures.f1 == 1.0
    assert ours.figures.f1 > other.figures.f1
    assert ours.timing is not None
    assert "no folder elsewhere" in ran.err
    assert table(score.sets[0]) in ran.err
    assert doc.read_text("utf-8") == scores_page(score)
    assert (tmp_path / "scores.svg").read_text("utf-8") == chart(score)
    assert Score.model_validate_json((tmp_path / "scores.json").read_text("utf-8")) == score


def test_the_page_in_the_docs_is_made_of_the_figures_beside_it() -> None:
    score = Score.model_validate_json((DOCS / "scores.json").read_text("utf-8"))

    assert (DOCS / "scores.md").read_text("utf-8") == scores_page(score)
    assert (DOCS / "scores.svg").read_text("utf-8") == chart(score)
    assert {row.tool for some in score.sets for row in some.rows} == set(BY_NAME)


def test_the_chart_is_a_picture_with_a_bar_for_each_figure() -> None:
    score = Score.model_validate_json((DOCS / "scores.json").read_text("utf-8"))

    root = ET.fromstring(chart(score))

    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    for some in score.sets:
        for row in some.rows:
            assert row.tool in texts
            assert row.figures is None or f"{row.figures.f1:.3f}" in texts


@pytest.mark.parametrize(
    ("program", "note"),
    [
        pytest.param("import signal; signal.pause()", "stopped after 0.5 s", id="hangs"),
        pytest.param("raise SystemExit('no such model')", "ended with code 1: no such model", id="falls over"),
        pytest.param("import os; os.kill(os.getpid(), 9)", "ended with code -9: no message", id="is killed"),
    ],
)
def test_a_tool_that_does_not_finish_costs_its_row_alone(folder: Path, program: str, note: str) -> None:
    row = row_of(OURS, read_pages(folder), [sys.executable, "-c", program], limit_s=0.5)

    assert (row.figures, row.note) == (None, note)


def test_a_page_that_a_tool_cannot_read_costs_it_that_page(folder: Path) -> None:
    def refuse(_: object) -> None:
        raise ValueError("not my kind of page")

    read = read_page(refuse, read_pages(folder)[0], 1)  # type: ignore[arg-type]  # it never returns

    assert (read.prediction.lines, read.error) == ((), "ValueError: not my kind of page")


@pytest.mark.parametrize("event", ["socket.connect", "socket.getaddrinfo"])
def test_no_tool_may_fetch_anything(event: str) -> None:
    with pytest.raises(OSError, match="saved pages only"):
        stay_offline(event, ())


def test_facts_that_a_tool_has_no_function_for_are_a_dash(tmp_path: Path) -> None:
    folder = tmp_path / "boilerplate"
    write_folder(islice(boilerplate_pages(), 3), folder)
    justext = BY_NAME["jusText"]
    command = [sys.executable, "-m", "bench.score.worker", justext.name, str(folder), "1"]

    row = row_of(justext, read_pages(folder), command, limit_s=60)

    assert row.figures is not None
    assert row.figures.recall > 0
    assert (row.figures.title, row.figures.minute, row.figures.authors) == (None, None, None)


def test_a_site_is_left_out_with_the_rules_that_nobody_else_calls_for(folder: Path) -> None:
    codes = next(page for page in template_pages() if page.name == "template-link-table")
    plain = next(page for page in template_pages() if page.name == "template-wordpress")
    pages = [page_of_its_own_site(page) for page in (codes, plain)]

    whole, left_out = OURS.make(pages), ours_without_the_site(pages)

    assert fits(UNSEEN, pages)
    assert [page.gold.id for page in pages if "[Gambas" in whole(page).text] == []
    assert [page.gold.id for page in pages if "[Gambas" in left_out(page).text] == [codes.name]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        pytest.param("no-index", ("urls.tsv",), id="an index that is missing"),
        pytest.param("no-address", ("urls.tsv", "template-bare-breaks.html"), id="a page without an address"),
        pytest.param("bad-gold", ("template-plain-blog.gold.json", "body"), id="gold without a body"),
        pytest.param("no-page", ("template-plain-blog.html",), id="gold without a page"),
    ],
)
def test_a_broken_folder_is_named_with_what_is_wrong(folder: Path, spoil: str, words: tuple[str, ...]) -> None:
    match spoil:
        case "no-index":
            (folder / "urls.tsv").unlink()
        case "no-address":
            (folder / "urls.tsv").write_text("lain.html\thttps://uji.example/lain\n")
        case "bad-gold":
            (folder / "template-plain-blog.gold.json").write_text('{"id": "template-plain-blog"}')
        case _:
            (folder / "template-plain-blog.html").unlink()

    failed_in_one_line(warta("bench", "score", folder, "--tool", "Warta"), *words)


@pytest.mark.slow
def test_an_unknown_tool_and_no_folder_at_all_are_wrong_usage(folder: Path, tmp_path: Path) -> None:
    failed_in_one_line(warta("bench", "score", folder, "--tool", "boilerpipe"), "boilerpipe", "Warta")
    assert warta("bench", "score", tmp_path / "elsewhere").code == 2


def test_names_of_own_pages_are_given_once() -> None:
    names = [page.name for page in own_pages()]

    assert sorted(set(names)) == sorted(names)


def test_every_mark_of_a_form_stands_on_its_page_and_not_in_its_story() -> None:
    """A mark that is not on the page could never survive, one in the story always would."""
    for page in (*template_pages(), *boilerplate_pages(), *dated_pages()):
        text = "\n".join(map(str, fromstring(page.html).itertext()))

        assert survivors(text, page.must_not) == page.must_not, page.name
        assert survivors("\n".join(page.paragraphs), page.must_not) == (), page.name


def test_the_lock_of_the_other_tools_has_the_versions_that_our_cleaner_runs_with() -> None:
    def locked(name: str) -> dict[str, str]:
        lines = (ROOT / "requirements" / name).read_text("utf-8").splitlines()
        pins = [line.split(" ")[0].split("==") for line in lines if "==" in line and not line.startswith(" ")]
        return {package: version for package, version in pins}

    run, bench = locked("run.txt"), locked("bench.txt")

    for package in ("trafilatura", "htmldate", "lxml", "courlan", "justext", "dateparser", "pydantic"):
        assert bench[package] == run[package]
    assert {tool.distribution.lower() for tool in TOOLS} - {"warta"} <= bench.keys()
