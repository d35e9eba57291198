"""Cases: how an answer is held to what a file expects, their table, and the shared judge's agreement."""

import importlib.util
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bench.score.cases import Expected, has_cases, judge, judge_drop, read_cases, run_case
from bench.score.figures import Figures, KindScore, Lowest, Row, Score, SetScore, Timing, case_score
from bench.score.overview import cases, overview
from pipeline.errors import UsageError
from processors.clean.clean import clean_html
from processors.clean.rules import load_rules
from schemas.article import CleanedArticle, Flag, Image, Instant
from schemas.outcomes import Fated
from tests.pipeline.command import warta

SHARED = Path(__file__).parents[2].parent / "shared"
CASES, JUDGE = SHARED / "data" / "cases" / "clean", SHARED / "tools" / "check_cases.py"
URL = "https://kabar.example/kapal"
NOON = datetime(2025, 4, 28, 12, 0, tzinfo=UTC)
ARTICLE = CleanedArticle(
    id="a",
    page_id="p",
    url=URL,
    canonical_url=URL,
    url_key="kabar.example/kapal",
    source="kabar",
    fetched_at=NOON,
    title="Kapal Latih Bersandar",
    authors=("Rina Saputri",),
    published=Instant(at=NOON, precision="minute", provenance="visible"),
    paragraphs=("Kapal itu bersandar.", "Warga naik ke geladak."),
    images=(Image(url="https://kabar.example/1.jpg", caption="Kapal"),),
    flags=(Flag.PAYWALLED,),
)


@pytest.mark.parametrize(
    ("expected", "wrong"),
    [
        pytest.param({"title": "Kapal Latih Bersandar", "authors": ["Rina Saputri"]}, [], id="right"),
        pytest.param({"title": "Kapal"}, ["title"], id="another title"),
        pytest.param({"paragraphs": ["Kapal itu bersandar."]}, ["paragraphs"], id="a paragraph too many"),
        pytest.param({"must_contain": ["bersandar.  Warga"]}, [], id="white space aside"),
        pytest.param(
            {"must_contain": ["dermaga"], "must_not_contain": ["geladak"]}, ["missing", "contains"], id="pieces"
        ),
        pytest.param({"authors_not": ["rina"]}, ["authors hold"], id="a name that is none"),
        pytest.param({"published": "2025-04-28T12:00:00+00:00"}, [], id="the very time"),
        pytest.param({"published": None}, ["published"], id="no time at all"),
        pytest.param({"published_utc": "2025-04-28T19:00:00+07:00"}, [], id="the same instant"),
        pytest.param({"published_utc": "2025-04-28T12:00:00+07:00"}, ["published"], id="another instant"),
        pytest.param({"modified": "2025-04-28T12:00:00+00:00"}, ["modified"], id="a change that is not told"),
        pytest.param({"flags": ["paywalled"], "not_flags": ["partial"]}, [], id="flags"),
        pytest.param(
            {"flags": ["partial"], "not_flags": ["paywalled"]}, ["flag partial", "flag paywalled"], id="other flags"
        ),
        pytest.param({"image": "https://kabar.example/1.jpg", "image_caption": "Kapal"}, [], id="its image"),
        pytest.param(
            {"image": "https://kabar.example/2.jpg", "image_caption": "x"}, ["image", "caption"], id="another"
        ),
        pytest.param({"dropped": True}, ["not dropped"], id="should have been dropped"),
    ],
)
def test_an_article_is_held_to_what_the_file_names(expected: dict[str, Any], wrong: list[str]) -> None:
    told = list(judge(Expected(url=URL, **expected), ARTICLE))

    assert len(told) == len(wrong)
    assert all(line.startswith(start) for line, start in zip(told, wrong, strict=True))


@pytest.mark.parametrize(
    ("dropped", "right"),
    [
        pytest.param(True, True, id="for any reason"),
        pytest.param("listing", True, id="for this reason"),
        pytest.param("soft_404", False, id="for another reason"),
        pytest.param(False, False, id="not at all"),
    ],
)
def test_a_drop_is_held_to_its_reason(dropped: bool | str, right: bool) -> None:
    assert (not judge_drop(Expected(url=URL, dropped=dropped), "listing_page: links")) is right


RESULTS = [
    ("br-one", "br", True, False),
    ("table-a", "table", False, False),
    ("table-b", "table", True, False),
    ("login-a", "login", False, True),
]


def test_cases_are_counted_by_kind() -> None:
    score = case_score("clean", RESULTS)
    table = cases(score)

    assert score.kinds == (
        KindScore(kind="table", passed=1, failed=1, disputed=0),
        KindScore(kind="login", passed=0, failed=0, disputed=1),
        KindScore(kind="br", passed=1, failed=0, disputed=0),
    )
    assert (score.passed, score.failed, score.disputed, score.failing) == (2, 1, 1, ("table-a",))
    assert "2 of 4 pass, of the undisputed 66.7 %" in table
    assert "Failing: table-a." in table
    assert "| 1 other kinds |" in table


def some_set(name: str, pages: int, f1: float, sums: tuple[tuple[float, float], ...]) -> SetScore:
    unjudged = dict.fromkeys(("survival", "with_any", "title", "day", "minute", "authors", "no_authors"))
    figures = Figures(f1=f1, f1_sites=f1, precision=1, recall=1, **unjudged)
    times = Timing(total=0.5, p50=0.5, p95=0.9, worst=1.5, worst_page="lambat", sums=sums)
    row = Row(tool="Warta", figures=figures, timing=times, lowest=Lowest(page="buruk", f1=0.8))
    return SetScore(name=name, pages=pages, sites=2, rows=(row,))


def test_the_overview_has_a_row_for_each_set_and_one_for_the_indonesian_ones_together() -> None:
    sets = (some_set("pages", 30, 1.0, ((10, 20), (30, 20))), some_set("pages-wider", 10, 0.8, ((10, 20), (50, 20))))
    rows = overview(Score(date="2025-04-28", versions={}, sets=sets, notes=())).splitlines()

    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if row.startswith("| ")]
    assert cells[2][5:] == ["buruk", "0.800", "0.50", "lambat", "1.50"]
    assert cells[-1][:2] == ["Both Indonesian sets: 40", "0.950"]
    assert cells[-1][7] == "1.25"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "br-one.html").write_text(
        f"<html><body><h1>Judul Berita Kapal Itu</h1><p>{'Kapal bersandar. ' * 20}</p>"
    )
    (tmp_path / "br-one.expected.json").write_text(json.dumps({"url": URL, "title": "Judul Berita Kapal Itu"}))
    (tmp_path / "login-a.html").write_text("<html><body><h1>Masuk</h1><form><input type=password></form>")
    (tmp_path / "login-a.expected.json").write_text(json.dumps({"url": URL, "dropped": "login", "disputed": "why not"}))
    return tmp_path


def test_a_folder_of_cases_is_read_and_run(folder: Path) -> None:
    found = read_cases(folder)

    assert has_cases(folder)
    assert [(case.name, case.kind, list(run_case(case, load_rules()))) for case in found] == [
        ("br-one", "br", []),
        ("login-a", "login", []),
    ]


def test_a_case_without_its_page_or_with_broken_answers_is_named(folder: Path) -> None:
    (folder / "br-one.html").unlink()
    with pytest.raises(UsageError, match=r"br-one\.html"):
        read_cases(folder)
    (folder / "br-one.expected.json").write_text("{}")
    with pytest.raises(UsageError, match=r"br-one\.expected\.json: url"):
        read_cases(folder)


@pytest.mark.slow
def test_the_command_scores_cases_beside_pages(folder: Path, tmp_path: Path) -> None:
    doc = tmp_path / "scores.md"
    ran = warta("bench", "score", folder, "--doc", doc)

    assert ran.code == 0, ran.err
    assert Score.model_validate_json(ran.lines[-1]).cases[0].passed == 2
    assert "2 of 2 pass" in ran.err
    assert "2 of 2 pass" in doc.read_text("utf-8")


@pytest.mark.skipif(not (CASES.is_dir() and JUDGE.is_file()), reason="the shared data folder is not here")
def test_the_shared_judge_agrees() -> None:
    rules, theirs = load_rules(), _shared_judge()
    for case in read_cases(CASES)[::3]:
        want = json.loads((CASES / f"{case.name}.expected.json").read_text("utf-8"))
        try:
            article = clean_html(case.html, url=case.expected.url, source="saved", fetched_at=NOON, rules=rules)
        except Fated as fated:
            agrees = (not judge_drop(case.expected, str(fated))) == (
                not theirs(want, {"outcome": "dropped", "reason": str(fated)})
            )
        else:
            agrees = (not list(judge(case.expected, article))) == (not theirs(want, _row(article)))
        assert agrees, case.name


def _shared_judge() -> Any:
    """The script runs when it is imported: only its functions are taken."""
    source = JUDGE.read_text("utf-8").replace("sys.exit(main(sys.argv[1:]))", "")
    module = importlib.util.module_from_spec(importlib.machinery.ModuleSpec("check_cases", None))
    exec(compile(source, str(JUDGE), "exec"), module.__dict__)
    return module.judge


def _row(article: CleanedArticle) -> dict[str, Any]:
    """As `warta clean --json` prints it."""
    dates = {"published": article.published, "modified": article.modified}
    return article.model_dump(mode="json") | {name: at.at.isoformat() if at else None for name, at in dates.items()}
