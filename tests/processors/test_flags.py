"""What a page is flagged as, by what it says of itself, and what must not flag it."""

import json
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


def linked(node: dict[str, object]) -> str:
    """A whole article with its JSON-LD."""
    return article(TEXT).replace("</head>", f"<script type='application/ld+json'>{json.dumps(node)}</script></head>")


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
    *(
        pytest.param(article(TEXT, title=f"{prefix} {TITLE}"), "kapal", Flag.LIVE_BLOG, id=f"a title with {prefix}")
        for prefix in ("LIVE", "[LIVE]", "Live Update:", "Laporan Langsung:", "Dari Menit ke Menit,")
    ),
    pytest.param(
        article(
            f"<p>{LEAD}</p><h3>14.05 WIB - Tiba</h3>{TEXT}<h3>13:20 - Masuk</h3><p>{LEAD}</p><h3>11.45 Terlihat</h3>"
        ),
        "kapal",
        Flag.LIVE_BLOG,
        id="headings with clocks, the latest first",
    ),
    pytest.param(linked({"@type": "LiveBlogPosting"}), "kapal", Flag.LIVE_BLOG, id="JSON-LD says it is live"),
    *(
        pytest.param(
            linked({"@type": "NewsArticle", "headline": TITLE, "hasPart": part}), "kapal", Flag.PAYWALLED, id=name
        )
        for name, part in (
            ("a closed part", {"@type": "WebPageElement", "isAccessibleForFree": False}),
            (
                "one of two parts closed",
                [
                    {"@type": "WebPageElement", "isAccessibleForFree": True},
                    {"@type": "WebPageElement", "isAccessibleForFree": "False"},
                ],
            ),
            ("a part without a type", {"isAccessibleForFree": False, "cssSelector": ".isi"}),
            (
                "a part closed by address",
                {"@type": "WebPageElement", "isAccessibleForFree": "https://schema.org/False"},
            ),
        )
    ),
    pytest.param(
        linked({"@type": "NewsArticle", "headline": TITLE, "isAccessibleForFree": False}),
        "kapal",
        Flag.PAYWALLED,
        id="not free",
    ),
    pytest.param(
        article(f"<p>{LEAD}</p>", after="<p>Nikmati akses penuh ke semua artikel.</p><a>Langganan</a>"),
        "kapal",
        Flag.PAYWALLED,
        id="an offer below a teaser",
    ),
    *(
        pytest.param(article(TEXT, after=f"<div>{pages}</div>"), "kapal", Flag.PARTIAL, id=f"pages: {pages}")
        for pages in (
            "Halaman 1/3",
            "Hal 1 dari 3",
            "Page 1 of 4",
            "<a href='?page=2'>2</a>",
            "<a href='?page=all'>Tampilkan Semua</a>",
            "Baca lanjutannya di halaman 2",
            "Bersambung ke halaman berikutnya",
        )
    ),
    pytest.param(
        article(f"<p>{LEAD}</p>", title=f"12 Foto {TITLE}"),
        "kapal",
        Flag.PHOTO_GALLERY,
        id="a title that counts its photos",
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
        pytest.param(article(TEXT, title=f"Link Live Streaming {TITLE}"), "kapal", id="where to watch"),
        pytest.param(article(TEXT, title=f"LIVE di TV: {TITLE}"), "kapal", id="what is on television"),
        pytest.param(
            article(
                f"<p>{LEAD}</p><h3>08.00 WIB Berangkat</h3>{TEXT}<h3>11.30 Singgah</h3><p>{LEAD}</p><h3>14.05 Tiba</h3>"
            ),
            "kapal",
            id="a chronology",
        ),
        pytest.param(
            linked({"@type": "NewsArticle", "headline": TITLE, "isAccessibleForFree": True}), "kapal", id="free for all"
        ),
        pytest.param(
            linked(
                {"@type": "NewsArticle", "headline": "Pelari Danau Menang Lagi Kemarin", "isAccessibleForFree": False}
            ),
            "kapal",
            id="another article that is not free",
        ),
        pytest.param(
            linked(
                {
                    "@type": "NewsArticle",
                    "headline": TITLE,
                    "hasPart": {"@type": "NewsArticle", "headline": "Pelari Menang", "isAccessibleForFree": False},
                }
            ),
            "kapal",
            id="another article inside it that is not free",
        ),
        pytest.param(article(TEXT, after="<a href='/indeks?page=2'>2</a>"), "kapal", id="pages of an index"),
        pytest.param(article(TEXT, after="<p>Halaman 1/1</p>"), "kapal", id="one page of one"),
        pytest.param(
            article(TEXT, after="<p>Nikmati akses penuh ke semua artikel.</p>"), "kapal", id="an offer without a button"
        ),
    ],
)
def test_these_have_no_flag(html: str, path: str) -> None:
    assert cleaned(html, f"https://kabarutara.id/{path}").flags == ()


def test_a_gate_below_a_teaser_is_no_part_of_the_text() -> None:
    assert cleaned(article(f"<p>{LEAD}</p>{SOLD}")).paragraphs == (LEAD,)
