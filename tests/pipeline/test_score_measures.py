"""The measures of `warta bench score`, on golds small enough to be worked by hand."""

import importlib.util
import json
from pathlib import Path

import pytest

from bench.score.figures import Beside, Row, beside, summary, timing
from bench.score.gold import Gold, read_pages
from bench.score.measures import Prediction, authors_right, date_right, score_page, survivors, text_score
from bench.score.tools import OURS, TOOLS

SHARED = Path(__file__).parents[2].parent / "shared"
PAGES, SCORER = SHARED / "data" / "pages", SHARED / "tools" / "score_pages.py"


@pytest.mark.parametrize(
    ("gold", "predicted", "precision", "recall"),
    [
        pytest.param("satu dua tiga empat lima", "satu dua tiga empat lima", 1, 1, id="all of it"),
        pytest.param("satu dua tiga empat lima", "satu dua tiga empat", 1, 1 / 2, id="one of two runs of four"),
        pytest.param("a b c d", "a b c d x y z w", 1 / 5, 1, id="four runs too many"),
        pytest.param("a a a a a a", "a a a a", 1, 1 / 3, id="a run counts as often as it stands"),
        pytest.param("Satu, DUA. Tiga! Empat", "satu dua tiga empat", 1, 1, id="case and punctuation do not count"),
        pytest.param("dua kata", "dua kata", 1, 1, id="shorter than a run is one run"),
        pytest.param("satu dua tiga empat", "", 0, 0, id="nothing"),
        pytest.param("satu dua tiga empat", "lima enam tujuh delapan", 0, 0, id="nothing in common"),
    ],
)
def test_text_is_scored_in_runs_of_four_words(gold: str, predicted: str, precision: float, recall: float) -> None:
    score = text_score(gold, predicted)

    assert (score.precision, score.recall) == pytest.approx((precision, recall))
    assert score.f1 == pytest.approx(2 * precision * recall / (precision + recall) if precision else 0)


@pytest.mark.parametrize(
    ("text", "mark", "survives"),
    [
        pytest.param("Awal.\nBaca juga: Kabar lain\nAkhir.", "Baca  juga:Kabar lain", True, id="white space aside"),
        pytest.param("Awal. Akhir.", "Baca juga: Kabar lain", False, id="gone"),
        pytest.param("Ia akan bagikan beras.", "bagikan", False, id="a short mark inside a sentence is a word"),
        pytest.param("Awal.\nBagikan\nAkhir.", "Bagikan", True, id="a short mark as a line"),
        pytest.param("Akhir kalimat. (abc/def)", "(abc/def)", True, id="a bracket counts anywhere"),
    ],
)
def test_a_mark_survives_where_the_text_still_holds_it(text: str, mark: str, survives: bool) -> None:
    assert bool(survivors(text, [mark])) is survives


@pytest.mark.parametrize(
    ("text", "optional", "f1"),
    [
        pytest.param("Ringkasan berita ini\na b c d", "Ringkasan berita ini", 1, id="a whole line"),
        pytest.param("JAKARTA - a b c d", "JAKARTA -", 1, id="a label at the start of a line"),
        pytest.param("a b c d\nlain x y z", "Ringkasan", 2 / 6, id="what is not optional hurts"),
    ],
)
def test_optional_lines_neither_help_nor_hurt(text: str, optional: str, f1: float) -> None:
    gold = Gold(id="x", body=("a b c d",), optional=(optional,))

    assert score_page(gold, Prediction(tuple(text.split("\n")))).text.f1 == pytest.approx(f1)


AT = "2025-11-07T00:30+07:00"


@pytest.mark.parametrize(
    ("published", "day", "minute"),
    [
        pytest.param("2025-11-07T00:30:59+07:00", True, True, id="the same"),
        pytest.param("2025-11-06T17:30:00Z", True, True, id="the same instant in another zone"),
        pytest.param("2025-11-07T00:30", True, True, id="without a zone the clocks are compared"),
        pytest.param("2025-11-07T00:30:00Z", True, False, id="a wrong zone on the same day"),
        pytest.param("2025-11-07", True, False, id="a day has no minute"),
        pytest.param("2025-11-06", False, False, id="another day"),
        pytest.param("kemarin", False, False, id="no date"),
        pytest.param("", False, False, id="nothing"),
    ],
)
def test_a_date_is_right_by_day_and_by_minute(published: str, day: bool, minute: bool) -> None:
    assert date_right(Gold(id="x", body=(), published=AT, published_precision="minute"), published) == (day, minute)


def test_the_minute_is_not_judged_where_the_page_tells_none() -> None:
    assert date_right(Gold(id="x", body=(), published="2025-11-07"), AT) == (True, None)


@pytest.mark.parametrize(
    ("named", "right"),
    [
        pytest.param(("Rina Saputri", "Bagus W."), True, id="both"),
        pytest.param(("rina saputri dan Bagus W",), True, id="both in one string"),
        pytest.param(("Rina Saputri",), False, id="one is missing"),
        pytest.param(("Rina Saputri", "Bagus W", "Kontributor Wonsan"), True, id="and an acceptable one"),
        pytest.param(("Rina Saputri", "Bagus W", "Kabar Utara"), False, id="and the publisher"),
    ],
)
def test_authors_are_all_of_them_and_nobody_else(named: tuple[str, ...], right: bool) -> None:
    gold = Gold(id="x", body=(), authors=("Rina Saputri", "Bagus W"), authors_acceptable=("Kontributor Wonsan",))

    assert authors_right(gold, named) is right


@pytest.mark.parametrize(
    ("named", "right"),
    [
        pytest.param((), True, id="nobody"),
        pytest.param(("Dewa Prakoso",), True, id="the editor"),
        pytest.param(("Sari Wahyuni",), False, id="somebody else"),
    ],
)
def test_where_nobody_is_named_only_an_editor_may_be(named: tuple[str, ...], right: bool) -> None:
    assert authors_right(Gold(id="x", body=(), authors=(), editors=("Dewa Prakoso",)), named) is right


def test_the_summary_is_the_mean_over_pages_and_over_sites() -> None:
    marks = ("Baca juga: Kabar lain", "(abc/def)")
    golds = [
        Gold(id="1", site="satu", body=("a b c d",), title="Judul", must_not=marks),
        Gold(id="2", site="satu", body=("a b c d",), title="Judul", must_not=marks),
        Gold(id="3", site="dua", body=("a b c d",)),
    ]
    told = [Prediction(("a b c d",), "Judul"), Prediction(("(abc/def)",), "Lain"), Prediction(("a b c d",), "Lain")]

    figures = summary([score_page(gold, prediction) for gold, prediction in zip(golds, told, strict=True)])

    assert (figures.f1, figures.f1_sites) == (0.6667, (1 / 2 + 1) / 2)
    assert (figures.survival, figures.with_any) == (1 / 4, 0.3333)
    assert (figures.title, figures.day, figures.authors) == (0.5, None, None)


def test_two_tools_are_compared_page_by_page() -> None:
    one = Row(tool="one", f1_by_page={"1": 1.0, "2": 0.90, "3": 0.500, "4": 0.9})
    other = Row(tool="other", f1_by_page={"1": 0.9, "2": 0.95, "3": 0.504, "4": 0.9})

    assert beside(one, other) == Beside(better=1, same=2, worse=1, below=1)


def test_time_is_a_ratio_of_all_pages_and_page_by_page() -> None:
    mine, beside_it = [10.0, 10.0, 10.0, 80.0], [20.0, 10.0, 5.0, 20.0]
    ratios = timing(list("abcd"), [[ms] for ms in mine], [[ms] for ms in beside_it])

    assert (ratios.total, ratios.p50, ratios.p95, ratios.worst) == (2.0, 1.0, 4.0, 4.0)
    assert (ratios.worst_page, ratios.sums) == ("d", ((110.0, 55.0),))


def test_time_is_the_median_of_the_rounds() -> None:
    ratios = timing(["a", "b"], [[10.0, 30.0, 20.0], [10.0, 90.0, 20.0]], [[10.0, 10.0, 10.0], [10.0, 10.0, 10.0]])

    assert (ratios.total, ratios.p50, ratios.worst) == (2.0, 2.0, 2.0)


@pytest.mark.skipif(not (PAGES.is_dir() and SCORER.is_file()), reason="the shared data folder is not here")
def test_the_shared_scorer_gives_the_same_numbers() -> None:
    spec = importlib.util.spec_from_file_location("score_pages", SCORER)
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    # Trafilatura leaves enough in to tell the two apart; ours would agree on a row of ones.
    fast = next(tool for tool in TOOLS if tool.name == "trafilatura fast")
    pages = read_pages(PAGES)[::3]
    for tool in (OURS, fast):
        read = tool.make(pages)
        predictions = [read(page) for page in pages]
        raw = [json.loads((PAGES / f"{page.gold.id}.gold.json").read_text("utf-8")) for page in pages]
        rows = [
            scorer.score_page(
                gold,
                {"title": own.title, "paragraphs": own.lines, "published": own.published, "authors": own.authors},
            )
            for gold, own in zip(raw, predictions, strict=True)
        ]

        theirs = scorer.summary(rows) | {"with_any": scorer.summary(rows)["pages_with_survivors"]}
        ours = summary([score_page(page.gold, own) for page, own in zip(pages, predictions, strict=True)]).model_dump()

        assert ours == {field: pytest.approx(theirs[field], abs=2e-4) for field in ours}
