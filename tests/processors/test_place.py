"""Where removed pieces stood: before which kept paragraph, or where inside one, whatever took them."""

from datetime import UTC, datetime

import pytest

from processors.clean.clean import clean, clean_html
from processors.clean.lines import clean_lines
from processors.clean.place import behind, place
from processors.clean.rules import load_rules
from processors.normalise import normalise
from schemas.article import Removed
from schemas.page import Page, PagePart
from tests.processors.own_pages import BODY, TITLE

RULES = load_rules()
NOW = datetime(2025, 4, 29, tzinfo=UTC)
URL = "https://kabarutara.example/berita/kapal"
FIRST, SECOND = BODY[0], BODY[1]
Spot = tuple[str, str, int | None, int | None]


def spots(*lines: str, title: str = "Judul lain") -> list[Spot]:
    return seen(place(lines, clean_lines(lines, RULES, title=title)))


def seen(removed: tuple[Removed, ...]) -> list[Spot]:
    return [(piece.rule, piece.text, piece.paragraph, piece.offset) for piece in removed]


def test_a_line_stands_before_the_paragraph_that_follows_it() -> None:
    found = spots("Perbesar", FIRST, "ADVERTISEMENT", "Baca juga: Kapal Tiba di Wonsan", SECOND, "Tags")

    assert [(rule, paragraph, offset) for rule, _, paragraph, offset in found] == [
        ("line.caption-label", 0, None),
        ("line.ad", 1, None),
        ("line.read-also", 1, None),
        ("line.tags", 2, None),
    ]


@pytest.mark.parametrize(
    ("line", "kept", "pieces"),
    [
        pytest.param(f"{FIRST} (nvc/ita)", FIRST, [("(nvc/ita)", len(FIRST))], id="at the end"),
        pytest.param(
            f"{FIRST} SCROLL TO CONTINUE WITH CONTENT {SECOND}",
            f"{FIRST} {SECOND}",
            [("SCROLL TO CONTINUE WITH CONTENT", len(FIRST))],
            id="inside",
        ),
        pytest.param(
            f"{FIRST} ADVERTISEMENT {SECOND} ADVERTISEMENT (bbn)",
            f"{FIRST} {SECOND}",
            [
                ("ADVERTISEMENT", len(FIRST)),
                ("ADVERTISEMENT", len(f"{FIRST} {SECOND}")),
                ("(bbn)", len(f"{FIRST} {SECOND}")),
            ],
            id="several",
        ),
    ],
)
def test_a_piece_stands_where_it_was_cut_out_of_its_paragraph(
    line: str, kept: str, pieces: list[tuple[str, int]]
) -> None:
    lines = [SECOND, line]
    cleaned = clean_lines(lines, RULES, title="Judul lain")

    assert cleaned.kept == (SECOND, kept)
    assert [(text, offset) for _, text, _, offset in seen(place(lines, cleaned))] == pieces
    assert {piece.paragraph for piece in place(lines, cleaned)} == {1}


def test_a_line_that_went_piece_by_piece_stands_by_itself() -> None:
    assert [spot[2:] for spot in spots(FIRST, "Bagikan [Gambas:Video KU]", SECOND)] == [(1, None), (1, None)]


def test_every_removed_line_of_a_text_comes_back_once_and_in_order() -> None:
    lines = (TITLE, "Perbesar", FIRST, "Perbesar", SECOND, TITLE, "Baca juga:", "Kapal Latih Bersandar di Wonsan")

    found = spots(*lines, title=TITLE)

    assert [text for _, text, _, _ in found] == [line for line in lines if line not in (FIRST, SECOND)]
    assert [paragraph for _, _, paragraph, _ in found] == [0, 0, 1, 2, 2, 2]


PAGE = f"""<html><head><title>{TITLE}</title></head><body>
<div class="share">Bagikan</div><ul><li><a href="/9">Tag</a></li></ul>
<article><h1>{TITLE}</h1><div class="share">Bagikan</div>
<figure><img src="/k.jpg"><figcaption>Warga menunggu kapal di dermaga</figcaption></figure>
<p>{FIRST}</p><div class="baca-juga"><p>Baca juga:</p><a href="/1">Kapal Tiba</a></div>
<p>{SECOND}</p><p>[Gambas:Video KU]</p><p>{BODY[2]} (rin/bag)</p><div class="tags">Tag <a href="/t">Kapal</a></div>
</article><footer>Tag Bagikan</footer></body></html>"""


def test_what_the_tree_lost_stands_between_the_lines_it_stood_between() -> None:
    article = clean_html(PAGE.encode(), url=URL, source="x", fetched_at=NOW, rules=RULES)

    assert article.paragraphs == (FIRST, SECOND, BODY[2])
    assert [(piece.rule, piece.paragraph, piece.offset) for piece in article.removed] == [
        ("fixed.title", 0, None),
        ("element.share", 0, None),
        ("images.box", 0, None),
        ("element.read-also", 1, None),
        ("line.slot", 2, None),
        ("piece.end-code", 2, len(BODY[2])),
        ("element.tags", 3, None),
    ]


def test_a_piece_that_is_not_on_the_page_comes_last_and_without_a_place() -> None:
    cleaned = clean_lines([FIRST], RULES, title=TITLE)

    placed = place([FIRST], cleaned, around=[Removed(rule="element.ad", text="Tidak ada")], shown=FIRST)

    assert seen(placed) == [("element.ad", "Tidak ada", None, None)]


def test_the_pieces_of_a_later_page_stand_in_and_behind_its_own_paragraphs() -> None:
    first, later = PAGE.encode(), PAGE.replace(SECOND, BODY[4]).replace("(rin/bag)", "(abc/def)").encode()
    page = Page(
        url=URL, final_url=URL, url_key="k", slot="s", source="x", fetched_at=NOW,
        body=first + later, parts=(PagePart(url=f"{URL}?page=2", body_bytes=len(later)),),
    )  # fmt: skip

    article = clean(page, outlet=None, rules=RULES)[0]

    assert article.paragraphs == (FIRST, SECOND, BODY[2], BODY[4])
    codes = [(piece.text, piece.paragraph, piece.offset) for piece in article.removed if "code" in piece.rule]
    assert codes == [("(rin/bag)", 2, len(BODY[2])), ("(abc/def)", 4, None)]


def test_places_move_with_the_paragraphs_that_do_not_stay() -> None:
    pieces = [Removed(rule="r", text="t", paragraph=n, offset=o) for n, o in ((0, 3), (1, 3), (2, None), (3, None))]

    moved = behind([*pieces, Removed(rule="r", text="t")], [True, False, True], after=5)

    assert [(piece.paragraph, piece.offset) for piece in moved] == [
        (5, 3),
        (6, None),
        (6, None),
        (7, None),
        (None, None),
    ]


def test_places_hold_in_plain_spelling_and_behind_the_dateline() -> None:
    html = PAGE.replace(FIRST, f"WONSAN, KABARUTARA.ID –  “{FIRST}” ADVERTISEMENT {BODY[4]}").replace(TITLE, "Kapal")
    article = clean_html(html.encode(), url=URL, source="x", fetched_at=NOW, rules=RULES)

    plain = normalise(article)
    piece = next(piece for piece in plain.removed if piece.rule == "piece.ad")

    assert plain.dateline is not None
    assert (piece.paragraph, plain.paragraphs[0][: piece.offset]) == (0, f'"{FIRST}"')
    assert normalise(plain) == plain
