"""Bylines and end codes: taken off the body by the rules, and kept as fields."""

from datetime import UTC, datetime

import pytest

from processors.clean.clean import clean_html
from processors.clean.credits import read_credits
from processors.clean.lines import clean_lines
from processors.clean.rules import load_rules
from schemas.article import Byline, EndCode
from tests.processors.own_pages import BODY, TITLE

RULES = load_rules()
FIRST, SECOND = BODY[0], BODY[1]


def byline_of(*lines: str) -> Byline | None:
    cleaned = clean_lines(lines, RULES, title=TITLE)
    assert cleaned.kept == (FIRST, SECOND)
    return read_credits(cleaned.removed).byline


@pytest.mark.parametrize(
    ("line", "reporters", "place", "outlet"),
    [
        pytest.param("Laporan wartawan KabarUtara.id, Rina Saputri", ("Rina Saputri",), "", "KabarUtara.id", id="host"),
        pytest.param(
            "Laporan Wartawan Kabar Utara, Rina Saputri, dari Kupang",
            ("Rina Saputri",), "Kupang", "Kabar Utara", id="outlet and place",
        ),
        pytest.param("Laporan Rina Saputri dari Moskow", ("Rina Saputri",), "Moskow", "", id="place"),
        pytest.param("Kontributor Kupang, Rina Saputri", ("Rina Saputri",), "Kupang", "", id="place for a role"),
        pytest.param("Reporter: Rina Saputri, Kupang", ("Rina Saputri",), "Kupang", "", id="label and place"),
        pytest.param("Oleh: Rina Saputri", ("Rina Saputri",), "", "", id="label"),
        pytest.param("Penulis: Rina Saputri | Editor: Bagus Wicaksono", ("Rina Saputri",), "", "", id="two labels"),
        pytest.param("| LAPORAN: RINA SAPUTRI", ("Rina Saputri",), "", "", id="capitals"),
        pytest.param("sef, CNBC Indonesia", ("sef",), "", "CNBC Indonesia", id="initials"),
        pytest.param("Rina Saputri - detikNews", ("Rina Saputri",), "", "detikNews", id="name and outlet"),
    ],
)  # fmt: skip
def test_a_byline_in_the_text_is_a_field(line: str, reporters: tuple[str, ...], place: str, outlet: str) -> None:
    assert byline_of(line, FIRST, SECOND) == Byline(reporters=reporters, place=place, outlet=outlet, raw=line)


def test_names_in_capitals_behind_the_text_are_a_byline_and_an_agency_is_not() -> None:
    signed = byline_of(FIRST, SECOND, "RINA SAPUTRI | YONHAP")

    assert signed is not None
    assert signed.reporters == ("Rina Saputri",)
    assert byline_of(FIRST, SECOND, "KCNA") is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        pytest.param("RINA SAPUTRI", ("Rina Saputri",), id="one"),
        pytest.param("RINA SAPUTRI | YONHAP", ("Rina Saputri",), id="one and an agency"),
        pytest.param("RINA SAPUTRI DAN BUDI SANTOSO", ("Rina Saputri", "Budi Santoso"), id="two"),
        pytest.param("RINA SAPUTRI, BUDI SANTOSO", ("Rina Saputri", "Budi Santoso"), id="two with a comma"),
    ],
)
def test_who_signs_in_capitals_is_the_same_in_the_byline_and_among_the_authors(
    line: str, names: tuple[str, ...]
) -> None:
    html = f"<html><body><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p><p>{line}</p></body></html>"
    at = datetime(2025, 4, 29, tzinfo=UTC)

    article = clean_html(html.encode(), url="https://a.example/1", source="a", fetched_at=at, rules=RULES)

    assert article.byline is not None
    assert article.byline.reporters == article.authors == names


@pytest.mark.parametrize("line", ["Editor: Bagus Wicaksono", "Foto: Bagus Wicaksono", "Sumber: Antara", "Reporter:"])
def test_who_did_not_report_is_no_byline(line: str) -> None:
    assert byline_of(FIRST, SECOND, line) is None


def test_the_byline_that_tells_most_is_kept() -> None:
    found = byline_of("Kontributor Kupang, Rina Saputri", FIRST, SECOND, "Penulis: Bagus Wicaksono")

    assert found is not None
    assert found.raw == "Kontributor Kupang, Rina Saputri"


@pytest.mark.parametrize("glued", [False, True], ids=["on a line", "behind the sentence"])
@pytest.mark.parametrize(
    ("raw", "codes"),
    [
        pytest.param("(nvc/ita)", ("nvc", "ita"), id="two initials"),
        pytest.param("(P-jr)", ("P-jr",), id="letter and initials"),
        pytest.param("(Hui)", ("Hui",), id="short name"),
        pytest.param("(CNN/Z-2)", ("CNN", "Z-2"), id="agency and page"),
        pytest.param("[did]", ("did",), id="square"),
        pytest.param("(Rina Saputri)", ("Rina Saputri",), id="name"),
    ],
)
def test_an_end_code_is_a_field(raw: str, codes: tuple[str, ...], glued: bool) -> None:
    cleaned = clean_lines([FIRST, f"{SECOND} {raw}"] if glued else [FIRST, SECOND, raw], RULES, title=TITLE)

    assert cleaned.kept == (FIRST, SECOND)
    assert read_credits(cleaned.removed).end_code == EndCode(codes=codes, raw=raw)


@pytest.mark.parametrize("stars", ["***", "(*)", "---"])
def test_a_mark_that_names_nobody_is_no_end_code(stars: str) -> None:
    cleaned = clean_lines([FIRST, SECOND, stars], RULES, title=TITLE)

    assert cleaned.removed
    assert read_credits(cleaned.removed).end_code is None


def test_a_byline_in_the_text_names_the_author_where_nothing_else_does() -> None:
    line = "Kontributor Kupang, Rina Saputri"
    html = f"<html><body><h1>{TITLE}</h1><p>{line}</p><p>{FIRST}</p><p>{SECOND}</p></body></html>"
    at = datetime(2025, 4, 29, tzinfo=UTC)

    article = clean_html(html.encode(), url="https://a.example/1", source="a", fetched_at=at, rules=RULES)

    assert article.authors == ("Rina Saputri",)
    assert "signature" in [source.source for source in article.provenance if source.field == "authors"]


def test_an_article_carries_them() -> None:
    html = (
        f"<html><body><h1>{TITLE}</h1><p>Laporan wartawan KabarUtara.id, Rina Saputri</p><p>{FIRST}</p>"
        f"<p>{SECOND} (rin/bag)</p></body></html>"
    )

    article = clean_html(
        html.encode(), url="https://a.example/1", source="a", fetched_at=datetime(2025, 4, 29, tzinfo=UTC), rules=RULES
    )

    assert article.byline is not None
    assert article.byline.outlet == "KabarUtara.id"
    assert article.end_code == EndCode(codes=("rin", "bag"), raw="(rin/bag)")
    assert article.authors == ("Rina Saputri",)


@pytest.mark.parametrize("code", ["<p><b>(rin/bag)</b></p>", "<div>(rin/bag)</div>"])
def test_an_end_code_beside_the_text_is_read_too(code: str) -> None:
    text = "".join(f"<p>{line}</p>" for line in BODY)
    pages = "<div><a href='?page=2'>2</a></div>"
    html = f"<html><body><h1>{TITLE}</h1><main><div>{text}</div>{pages}{code}</main></body></html>"

    article = clean_html(
        html.encode(), url="https://a.example/1", source="a", fetched_at=datetime(2025, 4, 29, tzinfo=UTC), rules=RULES
    )

    assert article.end_code == EndCode(codes=("rin", "bag"), raw="(rin/bag)")
    assert article.paragraphs == BODY
