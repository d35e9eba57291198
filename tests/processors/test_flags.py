"""What a page is flagged as, by what it says of itself, and what must not flag it."""

from datetime import UTC, datetime

import pytest

from processors.clean.clean import clean_html
from processors.clean.rules import load_rules
from schemas.article import CleanedArticle, Flag
from tests.processors.own_pages import BODY, LEAD, TITLE, page
from tests.processors.shapes.networks import read_content_network

RULES = load_rules()
NOW = datetime(2025, 8, 20, tzinfo=UTC)
TEXT = "".join(f"<p>{line}</p>" for line in BODY)


def cleaned(html: str, url: str = "https://kabarutara.id/dunia/kapal-latih") -> CleanedArticle:
    return clean_html(html.encode(), url=url, source="own", fetched_at=NOW, rules=RULES)


def article(text: str, *, title: str = TITLE, after: str = "") -> str:
    return page(f"<article><h1>{title}</h1>{text}</article>{after}").replace(TITLE, title)


SOLD = "<div class='gate'><p>Artikel ini khusus untuk pelanggan.</p><a href='/langganan'>Berlangganan</a></div>"
FLAGGED = [
    pytest.param(article(f"<p>{LEAD}</p>", after=SOLD), "dunia/kapal", Flag.PAYWALLED, id="a gate below a teaser"),
    pytest.param(article(f"<p>{LEAD}</p>"), "video/kapal", Flag.VIDEO_STUB, id="a caption under /video/"),
    pytest.param(
        article(f"<p>{LEAD}</p>", title=f"VIDEO: {TITLE}"), "kapal", Flag.VIDEO_STUB, id="a title that says video"
    ),
    pytest.param(article(f"<p>{LEAD}</p>"), "foto/read/kapal", Flag.PHOTO_GALLERY, id="a caption under /foto/"),
    pytest.param(
        article(f"<p>{LEAD}</p>", title=f"Foto: {TITLE}"), "kapal", Flag.PHOTO_GALLERY, id="a title that says photos"
    ),
    pytest.param(
        article(TEXT, title=f"Live Report: {TITLE}"), "kapal", Flag.LIVE_BLOG, id="a title that says it is live"
    ),
    pytest.param(read_content_network().html, "kapal", Flag.PARTIAL, id="numbers of pages"),
]


@pytest.mark.parametrize(("html", "path", "flag"), FLAGGED)
def test_a_page_is_flagged_for_what_it_says(html: str, path: str, flag: Flag) -> None:
    assert cleaned(html, f"https://kabarutara.id/{path}").flags == (flag,)


@pytest.mark.parametrize(
    ("html", "path"),
    [
        pytest.param(article(TEXT), "video/kapal", id="a whole article under /video/"),
        pytest.param(article(TEXT, after="<nav><a>Berlangganan</a></nav>"), "kapal", id="a menu that sells the outlet"),
        pytest.param(article(TEXT, after="<ul><li>Halaman :</li><li>1</li></ul>"), "kapal", id="the only page"),
        pytest.param(article(TEXT, title=f"Foto {TITLE}"), "kapal", id="a title about a photo"),
    ],
)
def test_these_have_no_flag(html: str, path: str) -> None:
    assert cleaned(html, f"https://kabarutara.id/{path}").flags == ()


def test_a_gate_below_a_teaser_is_no_part_of_the_text() -> None:
    assert cleaned(article(f"<p>{LEAD}</p>{SOLD}")).paragraphs == (LEAD,)
