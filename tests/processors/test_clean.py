"""Cleaning a page: what is dropped and why, which address is believed, flags, pages in parts, second opinions."""

import json
from datetime import UTC, datetime

import pytest

from processors.clean.clean import clean, clean_html
from processors.clean.rules import load_rules
from schemas.article import CleanedArticle, Flag
from schemas.ids import article_id, url_key
from schemas.outcomes import Drop, Reason
from schemas.outlet import Outlet
from schemas.page import Page, PagePart
from tests.processors.own_pages import BODY, DATELINE, JSON_LD, LEAD, LINKS, OTHERS, TITLE, page, plain_blog

RULES = load_rules()
NOW = datetime(2025, 4, 29, tzinfo=UTC)
URL = "https://www.kabarutara.id/dunia/kapal-latih?utm_source=rss"
OUTLET = Outlet(id="kabar-utara", name="Kabar Utara", hosts=("kabarutara.id",))
TEXT = "".join(f"<p>{line}</p>" for line in BODY)


def cleaned(html: str, url: str = URL) -> CleanedArticle:
    return clean_html(html.encode(), url=url, source="kabar-utara", fetched_at=NOW, rules=RULES, outlet=OUTLET)


HEADLINES = "".join(f"<div><h2><a href='/{i}'>{title} {i}</a></h2></div>" for i in range(6) for title in OTHERS)
DROPPED = [
    pytest.param("", Reason.UNPARSABLE_HTML, id="nothing"),
    pytest.param(
        f"<html><body><h1>{TITLE}</h1><nav><a href='/'>Beranda</a></nav></body></html>", Reason.NO_ARTICLE, id="no text"
    ),
    pytest.param(
        f"<html><body><h1>{TITLE}</h1><div><p>Kapal itu tiba di pelabuhan.</p></div></body></html>",
        Reason.TOO_SHORT,
        id="one short line",
    ),
    pytest.param(
        f"<html><head><title>Indeks</title></head><body><ul>{LINKS}</ul>{HEADLINES}</body></html>",
        Reason.LISTING_PAGE,
        id="a page of headlines",
    ),
    pytest.param(f"<html><body><div>{TEXT}</div></body></html>", Reason.NO_TITLE, id="no title anywhere"),
]


@pytest.mark.parametrize(("html", "reason"), DROPPED)
def test_a_page_without_an_article_is_dropped_with_its_reason(html: str, reason: Reason) -> None:
    with pytest.raises(Drop) as drop:
        cleaned(html)

    assert drop.value.reason is reason


@pytest.mark.parametrize(
    ("head", "canonical"),
    [
        pytest.param(
            '<link rel="canonical" href="https://kabarutara.id/2025/kapal-latih">',
            "https://kabarutara.id/2025/kapal-latih",
            id="canonical link",
        ),
        pytest.param(
            '<link rel="canonical" href="/dunia/1/kapal-latih.html#isi">',
            "https://www.kabarutara.id/dunia/1/kapal-latih.html",
            id="a relative one",
        ),
        pytest.param('<link rel="canonical" href="https://lain.id/dunia/1">', URL, id="a foreign host is not believed"),
        pytest.param(
            '<link rel="canonical" href="https://www.kabarutara.id/">', URL, id="the front page is not believed"
        ),
        pytest.param('<link rel="canonical" href="http://[broken">', URL, id="nonsense"),
        pytest.param(
            '<meta property="og:url" content="https://m.kabarutara.id/baca/kapal-latih-tiba-di-dermaga">',
            "https://m.kabarutara.id/baca/kapal-latih-tiba-di-dermaga",
            id="og:url",
        ),
        *(
            pytest.param(f'<link rel="canonical" href="{href}">', URL, id=id_)
            for href, id_ in (
                ("/dunia/", "a section"),
                ("/index.html", "an index"),
                ("/indeks/kapal-latih", "a list with the same words"),
                ("undefined", "a template without a value"),
                ("/dunia/null", "another"),
                ("/dunia/{{slug}}", "a template that was not filled"),
                ("/404.html", "the page of what is not found"),
                ("/dunia/kapal-latih?page=2", "a later part"),
            )
        ),
        pytest.param("", URL, id="none stated"),
    ],
)
def test_the_canonical_address_is_believed_on_the_outlets_own_ground(head: str, canonical: str) -> None:
    article = cleaned(page(f"<h1>{TITLE}</h1><div>{TEXT}</div>", head))

    assert article.canonical_url == canonical
    assert article.id == article_id(canonical)


def test_the_article_carries_where_it_came_from() -> None:
    fetched = Page(
        url="https://kabarutara.id/a",
        final_url=URL,
        url_key=url_key(URL),
        slot="s1",
        source="kabar-utara",
        requested=True,
        fetched_at=NOW,
        body=plain_blog().encode(),
    )

    article = clean(fetched, outlet=OUTLET, rules=RULES)[0]

    assert (article.page_id, article.url_key, article.requested) == (fetched.event_id(), fetched.url_key, True)
    assert (article.publisher, article.cleaner, article.language) == ("Kabar Utara", RULES.version, "id")
    assert article.images == () or article.images[0].url.startswith("https://")
    assert article.quality.chars == sum(map(len, article.paragraphs))


FLAGGED = [
    pytest.param(
        "",
        '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>',
        Flag.PAYWALLED,
        id="not free",
    ),
    pytest.param("<p>Lanjutkan membaca dengan berlangganan</p>", "", Flag.PAYWALLED, id="a line that sells"),
    pytest.param("<p>Kapal itu lalu berlayar ke arah utara bersama ...</p>", "", Flag.TRUNCATED, id="ends in dots"),
    pytest.param("<p><a href='?page=2'>Halaman selanjutnya</a></p>", "", Flag.PARTIAL, id="another page follows"),
    pytest.param(
        "", '<script type="application/ld+json">{"@type":"LiveBlogPosting"}</script>', Flag.LIVE_BLOG, id="live blog"
    ),
]


@pytest.mark.parametrize(("after", "head", "flag"), FLAGGED)
def test_a_page_is_flagged_for_what_it_is(after: str, head: str, flag: Flag) -> None:
    assert flag in cleaned(page(f"<article><h1>{TITLE}</h1>{TEXT}{after}</article>", head)).flags


def test_a_whole_free_article_has_no_flag() -> None:
    assert cleaned(plain_blog()).flags == ()


def test_pages_in_parts_are_joined_in_their_order_without_what_repeats() -> None:
    first = page(
        f"<article><h1>{TITLE}</h1>{''.join(f'<p>{line}</p>' for line in BODY[:3])}</article>", JSON_LD
    ).encode()
    rest = (*BODY[4:], BODY[1])
    second = page(f"<article><h1>{TITLE}</h1>{''.join(f'<p>{line}</p>' for line in rest)}</article>").encode()
    fetched = Page(
        url=URL,
        final_url=URL,
        url_key=url_key(URL),
        slot="s",
        source="kabar-utara",
        fetched_at=NOW,
        body=first + second,
        parts=(PagePart(url=f"{URL}&page=2", body_bytes=len(second)),),
    )

    article = clean(fetched, outlet=OUTLET, rules=RULES)[0]
    half = clean(fetched.model_copy(update={"lacks_page": 3}), outlet=OUTLET, rules=RULES)[0]

    assert article.paragraphs == (*BODY[:3], *BODY[4:])
    assert article.pages_joined == 2
    assert (article.flags, half.flags) == ((), (Flag.PARTIAL,))


def test_a_page_that_is_drawn_by_script_is_read_from_json_ld() -> None:
    stated = {"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n".join((*BODY, f"Baca juga: {OTHERS[0]}"))}
    block = f'<script type="application/ld+json">{json.dumps(stated)}</script>'

    article = cleaned(page(f"<h1>{TITLE}</h1><div id='app'><p>{LEAD[:80]}</p></div>", block))

    assert article.paragraphs == BODY
    assert article.quality.second_opinion == "json-ld"


def test_an_article_whose_every_box_has_the_name_of_another_thing_stays() -> None:
    box = "".join(f"<div class='baca-juga'><p>{line}</p></div>" for line in BODY)

    article = cleaned(page(f"<h1>{TITLE}</h1><div class='entry-content'>{box}</div>", JSON_LD))

    assert article.paragraphs == BODY
    assert article.quality.second_opinion == ""


def test_foreign_pages_keep_what_indonesian_rules_would_take() -> None:
    sentence = (
        "The ship arrived early in the morning after twelve days at sea, and hundreds of people had come to the pier. "
    )
    lines = (sentence * 2, "Editor: the word on the door was the first thing she saw.", sentence * 3)
    head = "<head><title>A ship arrives at the pier</title></head>"
    html = f"<html>{head}<body><article>{''.join(f'<p>{x}</p>' for x in lines)}</article></body></html>"

    article = cleaned(html)

    assert lines[1] in article.paragraphs
    assert article.language == ""


def test_the_first_of_the_dateline_stays_in_the_paragraph() -> None:
    assert cleaned(plain_blog()).paragraphs[0] == DATELINE + LEAD
