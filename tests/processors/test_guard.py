"""A look from outside: a loss or a gain is seen, a better reading is taken, and where none is good it is told."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from processors.clean.blocks import read_blocks, title_block
from processors.clean.clean import clean_html
from processors.clean.guard import Guard
from processors.clean.lines import CleanedLines
from processors.clean.parse import parse
from processors.clean.rules import load_rules
from processors.clean.steps import STEPS, Steps
from schemas.article import CleanedArticle, Flag, Removed
from schemas.outcomes import Reason
from tests.processors.own_pages import BODY, LEAD, OTHERS, TITLE, page

RULES = load_rules()
LONG = [line for line in BODY if len(line) > 60]
ELSEWHERE = (
    "Panitia lomba perahu hias memundurkan acaranya sampai pekan depan karena ombak di teluk masih setinggi dua meter.",
    "Sebanyak empat puluh peserta sudah mendaftar, dan separuhnya datang dari pulau seberang bersama keluarga mereka.",
    "Hadiah utama lomba itu adalah mesin tempel, disusul uang pembinaan untuk tiga perahu dengan hiasan terbaik.",
    "Warga berharap cuaca segera membaik supaya pedagang makanan tidak merugi untuk kedua kalinya tahun ini.",
)


def cleaned(html: str, steps: Steps = STEPS) -> CleanedArticle:
    now = datetime(2025, 8, 20, tzinfo=UTC)
    return clean_html(html.encode(), url="https://x.id/a/1", source="x", fetched_at=now, rules=RULES, steps=steps)


def paragraphs(lines: Sequence[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def stated(*lines: str) -> str:
    node = {"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n".join(lines)}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def guard(html: str, *, stated: str = "") -> Guard:
    body = parse(html.encode()).find(".//body")
    blocks = read_blocks(body)
    return Guard(blocks, title_block(blocks, TITLE), stated=stated, ends=lambda line: line == "Komentar")


@pytest.mark.parametrize(
    ("below", "kept", "removed", "lost"),
    [
        pytest.param("", LONG, [], 0, id="all is kept"),
        pytest.param("", [LONG[0], LONG[-1]], [], 2, id="the middle is missing"),
        pytest.param("", [LONG[0], LONG[-1]], LONG[1:-1], 0, id="a rule took the middle"),
        pytest.param("<h4>Komentar</h4>" + paragraphs(ELSEWHERE), LONG, [], 0, id="what follows an end is another's"),
        pytest.param(
            f"<h3><a>{OTHERS[0]}</a></h3>" + paragraphs(ELSEWHERE), LONG, [], 0, id="behind a linked headline"
        ),
        pytest.param(paragraphs(ELSEWHERE), LONG, [], 1, id="what goes on right behind the text"),
    ],
)
def test_prose_between_title_and_end_that_nobody_has_is_lost(
    below: str, kept: list[str], removed: list[str], lost: int
) -> None:
    html = f"<html><body><h1>{TITLE}</h1><div>{paragraphs(LONG)}</div>{below}</body></html>"

    verdict = guard(html).judge(kept, [Removed(rule="r", text=text) for text in removed])

    assert (verdict.lost > 0) is (lost > 0)
    assert verdict.fails is (lost > 0)
    assert verdict.gained == 0


def test_a_text_from_before_the_title_is_gained() -> None:
    html = f"<html><body>{paragraphs(ELSEWHERE)}<h1>{TITLE}</h1><div>{paragraphs(LONG)}</div></body></html>"
    first = guard(html)

    own, other = first.judge(LONG, []), first.judge([*ELSEWHERE, *LONG], [])

    assert own.gained == 0
    assert other.gained > 160
    assert other.fails


def test_a_page_without_a_paragraph_has_none_to_lose() -> None:
    verdict = guard("<html><body>" + "<br>".join(LONG) + "</body></html>").judge(LONG, [])

    assert (verdict.lost, verdict.gained) == (0, 0)


def test_a_text_that_the_page_states_of_itself_tells_of_a_loss() -> None:
    html = f"<html><body><h1>{TITLE}</h1><div>{paragraphs(LONG[:2])}</div></body></html>"

    assert guard(html, stated="\n".join(LONG)).judge(LONG[:2], []).fails
    assert not guard(html, stated="\n".join(LONG[:2])).judge(LONG[:2], []).fails


def test_a_loss_is_mended_by_a_second_reading_and_both_are_told() -> None:
    lossy = replace(STEPS, clean_lines=first_line_alone())
    html = page(f"<h1>{TITLE}</h1><div class='isi'>{paragraphs(BODY)}</div>")

    article = cleaned(html, lossy)

    assert article.quality.second_opinion == "unpruned"
    assert [figures.name for figures in article.quality.readings] == ["rules", "unpruned"]
    assert article.quality.readings[0].lost > article.quality.readings[1].lost
    assert set(LONG) <= set(article.paragraphs)


def test_where_no_reading_is_good_the_article_says_so_and_is_counted() -> None:
    html = page(f"<h1>{TITLE}</h1><div class='isi'>{paragraphs(BODY)}</div>", stated(LEAD, *LONG[1:3], *ELSEWHERE))

    article = cleaned(html)

    assert Flag.DOUBTFUL in article.flags
    assert article.quality.lost > 0
    assert article.quality.readings
    remark = article.remark()
    assert remark is not None
    assert (remark.reason, remark.detail) == (Reason.DOUBTFUL, "x")


def test_a_page_that_reads_well_is_read_once() -> None:
    article = cleaned(page(f"<h1>{TITLE}</h1><div class='isi'>{paragraphs(BODY)}</div>"))

    assert article.paragraphs == BODY
    assert (article.quality.lost, article.quality.readings, article.remark()) == (0, (), None)


def test_what_the_extractor_leaves_out_of_the_box_is_told() -> None:
    html = page(f"<h1>{TITLE}</h1><div class='isi'>{paragraphs(BODY)}<h3>Kapal lain di teluk itu</h3></div>")

    removed = [(piece.rule, piece.text) for piece in cleaned(html).removed]

    assert ("extractor", "Kapal lain di teluk itu") in removed


@pytest.mark.parametrize(
    ("rule", "inside"),
    [
        ("tag.button", "<button>Salin tautan</button>"),
        ("tag.form", "<form><input name='surel'>Kirim kabar ke surel Anda</form>"),
        ("tag.dialog", "<dialog>Pilih kota pelabuhan</dialog>"),
        ("tag.video", "<video>Peramban Anda tidak memutar video</video>"),
    ],
)
def test_what_is_text_of_no_article_is_told_where_it_stood_in_the_box(rule: str, inside: str) -> None:
    text = f"<h1>{TITLE}</h1><div class='isi'>{paragraphs(BODY[:2])}{inside}{paragraphs(BODY[2:])}</div>"
    article = cleaned(page(f"<nav>{inside}</nav>{text}"))

    assert article.paragraphs == BODY
    assert [piece.rule for piece in article.removed if piece.rule.startswith("tag.")] == [rule]


def first_line_alone() -> Callable[..., CleanedLines]:
    """Rules that lose all but the lead the first time, and nothing the second."""
    calls: list[int] = []

    def rules(lines: Sequence[str], **_: object) -> CleanedLines:
        calls.append(1)
        kept = [line for line in lines if line in BODY]
        return CleanedLines(tuple(kept[:1] if len(calls) == 1 else kept), ())

    return rules
