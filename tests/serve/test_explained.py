"""An explanation as a page of its own: it needs nothing else, and nothing that a page says can act in it."""

import re
from datetime import UTC, datetime

import pytest

from processors.clean.rules import load_rules
from processors.explain.explanation import Explanation, StepTime
from processors.explain.page import explain_page, explain_text
from schemas.ids import url_key
from schemas.page import Page
from serve.explained import explanation_page
from tests.serve.test_pages import ATTACK, can_act

RULES = load_rules()
NOW = datetime(2025, 4, 29, tzinfo=UTC)
URL = "https://kabarutara.example/berita/kapal"
PROSE = (
    "Kapal latih itu bersandar di pelabuhan pada Senin pagi setelah berlayar dua belas hari tanpa singgah, kata "
    "juru bicara kepada wartawan."
)
TEXT = f"<div><p>{PROSE}</p><p>Sehari kemudian dua kapal kecil menyusul dari timur dan berlabuh di sana.</p></div>"


def explained(html: str) -> Explanation:
    page = Page(
        url=URL, final_url=URL, url_key=url_key(URL), slot="f", source="x", fetched_at=NOW, body=html.encode("utf-8")
    )
    return explain_page(page, outlet=None, rules=RULES, done=lambda _: None)


def escaped(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;")


@pytest.mark.parametrize(
    "where",
    [
        pytest.param("<h1>{}</h1><p>{prose}</p>", id="the title"),
        pytest.param("<p>{prose} {}</p>", id="the text"),
        pytest.param("<p>{prose}</p><div class='baca-juga'>Baca juga: {}</div>", id="what was removed"),
        pytest.param("<p>{prose}</p><p>Penulis: {}</p>", id="a byline"),
        pytest.param("<p>{prose}</p><meta name='author' content='{attribute}'>", id="a candidate"),
    ],
)
def test_what_a_page_says_is_shown_and_never_run(where: str) -> None:
    body = where.format(escaped(ATTACK), prose=PROSE * 2, attribute=ATTACK.replace("'", "&#39;"))
    html = explanation_page(explained(f"<html><head><title>Kapal</title></head><body>{body}</body></html>"))

    assert ATTACK not in html
    assert "&lt;script&gt;alert" in html
    assert can_act(html) == []


def test_marks_that_turn_the_direction_of_text_are_named() -> None:
    html = explanation_page(
        explain_text(
            f"Baca juga: Kapal \u202eitu\u2066 tiba\n{PROSE}\n{PROSE}\x1b[31m",
            name="t",
            now=NOW,
            rules=RULES,
            done=lambda _: None,
        )
    )

    assert "Kapal ⟨U+202E⟩itu⟨U+2066⟩ tiba" in html
    assert "⟨U+001B⟩[31m" in html
    assert re.search("[\u202a-\u202e\u2066-\u2069\x1b]", html) is None


def test_the_page_needs_no_other_file_and_no_script() -> None:
    html = explanation_page(explained(f"<html><body><h1>Kapal Latih Tiba Lagi</h1>{TEXT}</body></html>"))

    assert "<script" not in html
    assert "<link" not in html
    assert "url(" not in html
    assert "default-src 'none'" in html
    assert set(re.findall(r'(?:src|href)="([^"]*)"', html)) == {URL}


def test_each_struck_piece_leads_to_its_rule_in_the_legend() -> None:
    body = f"<p>{PROSE}</p><p>Baca juga: Kapal Tiba</p><p>{PROSE} Ia tiba. (abc/def)</p>"
    html = explanation_page(explained(f"<html><body><h1>Kapal Latih Tiba Lagi</h1><div>{body}</div></body></html>"))

    links = re.findall(
        r'<del>([^<]+)</del><a href="#(took-\d)" aria-label="removed by ([^"]+)" data-says="([^"]+)"', html
    )
    assert [(text, rule) for text, _, rule, _ in links] == [
        ("Baca juga: Kapal Tiba", "line.read-also"),
        ("(abc/def)", "piece.end-code"),
    ]
    for _, anchor, rule, says in links:
        assert re.search(
            rf'<li id="{anchor}"[^>]*><code>{rule}</code>.*<span class="says">{re.escape(says)}</span>', html
        )


def test_an_explanation_without_anything_removed_has_a_page_too() -> None:
    plain = explained(f"<html><body><h1>Kapal Latih Tiba Lagi</h1>{TEXT}</body></html>")
    html = explanation_page(plain.model_copy(update={"steps": (StepTime(step="parse", ms=0.0),)}))

    assert "no rule found anything to take" in html
    assert "0.0 ms" in html
