"""Pages that hold no article are refused with their reason, and articles that only look like one of them are not."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from processors.clean.clean import clean, clean_html
from processors.clean.gate_words import GATES
from processors.clean.rules import load_rules
from schemas.article import CleanedArticle
from schemas.ids import url_key
from schemas.outcomes import Drop, Reason
from schemas.page import Page

Case = dict[str, str]
CASES = tomllib.loads(Path(__file__).with_name("refuse_cases.toml").read_text("utf-8"))
RULES = load_rules()
NOW = datetime(2025, 4, 29, tzinfo=UTC)
URL = "https://www.kabarteluk.id/daerah/pasar-lama"
NAV = (
    '<header><a href="/">Kabar Teluk</a><nav><ul><li><a href="/daerah">Daerah</a></li><li><a href="/masuk">Masuk</a>'
    "</li></ul></nav></header>"
)
FOOTER = "<footer><p>Hak cipta 2025 Kabar Teluk. Seluruh isi dilindungi undang-undang.</p></footer>"
PARAGRAPHS = (
    "Pasar lama di tepi teluk kembali ramai setelah atapnya diperbaiki oleh para pedagang sendiri pada akhir pekan.",
    "Mereka mengumpulkan uang selama tiga bulan karena bantuan yang dijanjikan belum juga sampai di tangan pengelola.",
    "Seorang pedagang ikan mengatakan hujan kini tidak lagi membasahi dagangannya, dan pembeli mau berlama-lama.",
)
PIECES = {
    "TEXT": "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS),
    "LOGIN_BOX": '<form action="/login"><h2>Masuk</h2><input name="surel"><input type="password" name="sandi">'
    "<button>Masuk</button><p>Belum punya akun? Daftar sekarang, gratis.</p></form>",
    "COMMENT_BOX": '<form><label>Komentar</label><textarea name="isi"></textarea><div class="g-recaptcha"></div>'
    "<button>Kirim</button><p>Silakan masuk untuk menulis komentar di bawah berita ini.</p></form>"
    '<script src="https://www.google.com/recaptcha/api.js"></script>',
}
PLACES = ("Pasar Lama", "Kebun Teh", "Air Terjun", "Museum Laut", "Pulau Kecil", "Hutan Bakau", "Benteng", "Kampung")
EXCERPTS = (
    "Pasar ini buka sejak subuh dan terkenal dengan ikan asap buatan warga sekitar teluk.",
    "Kebun di lereng itu dapat dijelajahi bersama pemetik daun yang bercerita tentang kerjanya.",
)


def document(case: Case) -> str:
    if "page" in case:
        return case["page"]
    body = case["body"]
    for name, piece in (PIECES | {"CARDS": cards(case.get("entry", ""))}).items():
        body = body.replace(f"{{{name}}}", piece)
    head = f"<title>{case['title']}</title>{case.get('head', '')}"
    return f"<!DOCTYPE html><html><head>{head}</head><body>{NAV}{body}{FOOTER}</body></html>"


def cards(entry: str) -> str:
    return "".join(
        entry.replace("HEADLINE", f"{place} Ramai Dikunjungi Warga Kota")
        .replace("EXCERPT", EXCERPTS[number % 2])
        .replace("N", str(number))
        for number, place in enumerate(PLACES)
    )


def cleaned(case: Case) -> CleanedArticle:
    body, url = document(case).encode(), case.get("url", URL)
    return clean_html(body, url=url, source="kabar-teluk", fetched_at=NOW, rules=RULES)


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["id"])
def test_a_page_that_holds_no_article_is_refused_with_its_reason(case: Case) -> None:
    with pytest.raises(Drop) as drop:
        cleaned(case)

    assert drop.value.reason == case["reason"]
    assert drop.value.detail


@pytest.mark.parametrize("case", CASES["stays"], ids=lambda case: case["id"])
def test_an_article_that_looks_like_such_a_page_stays(case: Case) -> None:
    assert cleaned(case).paragraphs


@pytest.mark.parametrize(
    ("asked", "got", "is_refused"),
    [
        pytest.param("https://kabarteluk.id/a/1", "https://kabarteluk.id/", True, id="to the front page"),
        pytest.param("https://kabarteluk.id/?p=7", "https://www.kabarteluk.id", True, id="to its other name"),
        pytest.param("https://kabarteluk.id/a/1", "https://kabarteluk.id/a/satu", False, id="to its new address"),
        pytest.param("https://kabarteluk.id/1", "https://kabarteluk.id/?p=1", False, id="to a page named in the query"),
        pytest.param("https://kabarteluk.id/", "https://kabarteluk.id/", False, id="the front page itself"),
    ],
)
def test_an_address_that_leads_to_the_front_page_is_a_missing_page(asked: str, got: str, is_refused: bool) -> None:
    title = "Pasar Lama di Tepi Teluk Pulih"
    body = document({"title": title, "body": f"<h1>{title}</h1>{{TEXT}}"}).encode()
    page = Page(
        url=asked, final_url=got, url_key=url_key(asked), slot="1", source="kabar-teluk", fetched_at=NOW, body=body
    )  # fmt: skip

    try:
        clean(page, outlet=None, rules=RULES)
        refused = False
    except Drop as drop:
        refused = drop.reason is Reason.SOFT_404

    assert refused is is_refused


@pytest.mark.parametrize("case", CASES["names"], ids=lambda case: case["reason"])
def test_what_such_a_page_calls_itself_is_known(case: dict[str, str]) -> None:
    gate = next(gate for gate in GATES if gate.reason == case["reason"])

    assert [name for name in case["names"] if not gate.names(name)] == []


@pytest.mark.parametrize("headline", CASES["headlines"]["texts"])
def test_a_headline_names_no_such_page(headline: str) -> None:
    assert [gate.reason for gate in GATES if gate.names(headline)] == []
