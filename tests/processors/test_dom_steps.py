"""The steps over the tree one by one: image boxes, loose text, link lists, and what a tree holds."""

import pytest
from lxml.html import HtmlElement

from processors.clean.cards import drop_cards
from processors.clean.dom import drop, mass, text_of
from processors.clean.extract import extract_lines
from processors.clean.images import drop_image_boxes
from processors.clean.language_gate import is_indonesian
from processors.clean.links import drop_link_lists
from processors.clean.parse import parse
from processors.clean.rules import load_rules
from processors.clean.wrap import wrap_loose_text
from tests.processors.own_pages import BODY, DATELINE, LEAD, LINES, OTHERS, TITLE

RULES = load_rules()
SHORT = "Kapal itu tiba di dermaga pada pagi hari."


def body_of(markup: str) -> HtmlElement:
    body = parse(f"<html><body>{markup}</body></html>".encode()).find("body")
    assert body is not None
    return body


def paragraphs(body: HtmlElement) -> list[str]:
    return [text_of(paragraph) for paragraph in body.iter("p")]


def test_what_is_dropped_leaves_the_text_after_it() -> None:
    body = body_of("<p>satu <b>dua</b> tiga <i>empat</i> lima</p>")

    for element in list(body.iter("b", "i")):
        drop(element)

    assert text_of(body) == "satu tiga lima"


def test_mass_counts_text_in_links_apart() -> None:
    assert mass(body_of("abc <a>de <b>f</b></a> g")) == (4, 3)


BOXES = [
    pytest.param(f"<div><img src='a'>{SHORT}</div>", "", id="caption beside the image"),
    pytest.param(
        f"<table><tr><td><img src='a'></td></tr><tr><td>{SHORT}</td></tr></table>", "", id="caption in a table"
    ),
    pytest.param(f"<p><img src='a'><br><em>{SHORT}</em></p>", "", id="caption in italics under it"),
    pytest.param(f"<div><iframe src='v'></iframe><span>{SHORT}</span></div>", "", id="a video's line"),
    pytest.param(f"<div><img src='a'>{DATELINE}{SHORT}</div>", DATELINE + SHORT, id="a lead with its dateline stays"),
    pytest.param(f"<p><img src='a'>{SHORT}</p>", SHORT, id="a paragraph with an image stays"),
    pytest.param(f"<div><img src='a'>{BODY[4]} {BODY[5]}</div>", f"{BODY[4]} {BODY[5]}", id="long text stays"),
    pytest.param(f"<div><h2>Judul bagian</h2><img src='a'>{SHORT}</div>", f"Judul bagian{SHORT}", id="a section stays"),
]


@pytest.mark.parametrize(("markup", "left"), BOXES)
def test_boxes_of_an_image_and_its_caption_go_and_text_stays(markup: str, left: str) -> None:
    body = body_of(markup)

    drop_image_boxes(body, allowed=5000)

    assert text_of(body) == left.strip()


LOOSE = [
    pytest.param(f"<div>{LEAD}<p>{BODY[1]}</p>{BODY[2]}</div>", [LEAD, *BODY[1:3]], id="before and after a paragraph"),
    pytest.param(
        f"<div>{LEAD}<br>{BODY[1]}<br/><br/><b>{BODY[3]}</b><br>{BODY[4]}</div>",
        [LEAD, BODY[1], *BODY[3:5]],
        id="between line breaks",
    ),
    pytest.param(f"<span>{LEAD}<br><br>{BODY[1]}</span>", [LEAD, BODY[1]], id="line breaks inside a span"),
    pytest.param(f"<p>{LEAD}<br>{BODY[1]}</p>", [LEAD, BODY[1]], id="line breaks inside a paragraph"),
    pytest.param(
        f"<div>{LEAD}</div><div>{BODY[3]}</div><div>{BODY[4]}</div>",
        [LEAD, *BODY[3:5]],
        id="boxes and a short one between",
    ),
    pytest.param(f"<div><b>SEOUL</b> - <p>{LEAD}</p></div>", [f"SEOUL - {LEAD}"], id="a dateline before its paragraph"),
    pytest.param(f"<table><tr><td>{'<br>'.join(LINES)}</td></tr></table>", list(LINES), id="a table for layout"),
]


@pytest.mark.parametrize(("markup", "expected"), LOOSE)
def test_loose_text_becomes_paragraphs_in_its_order(markup: str, expected: list[str]) -> None:
    body = body_of(markup)

    wrap_loose_text(body)

    assert paragraphs(body) == expected


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<div><a>Beranda</a> | <a>Dunia</a></div>", id="a menu"),
        pytest.param("<div>Iklan</div>", id="a label"),
        pytest.param("<table><tr><td>Kapal</td><td>12</td></tr></table>", id="a table of data"),
    ],
)
def test_what_is_no_running_text_is_not_wrapped(markup: str) -> None:
    body = body_of(markup)

    wrap_loose_text(body)

    assert paragraphs(body) == []


LINK = f"<a href='/1'>{OTHERS[0]}</a>"
LISTS = [
    pytest.param(f"<p>Baca juga:</p><ul><li>{LINK}</li></ul><p>{SHORT}</p>", id="a label and a list"),
    pytest.param(
        f"<div><strong>Baca juga:</strong></div><p>{LINK}</p><p>{LINK}</p><p>{SHORT}</p>", id="a label and paragraphs"
    ),
    pytest.param(f"<div><span>Baca juga</span>{LINK}</div><p>{SHORT}</p>", id="a label and a bare link"),
    pytest.param(f"<p>{LINK}</p><p>{SHORT}</p>", id="a linked headline"),
    pytest.param(f"<h3>{LINK}</h3><p>{SHORT}</p>", id="a linked heading"),
    pytest.param(
        f"<div><h4>{LINK}</h4><span>Ringkasan pendek berita lain.</span></div><p>{SHORT}</p>",
        id="a card with an excerpt",
    ),
    pytest.param(
        "".join(f"<div class='c'><h4>{LINK}</h4><p>{LEAD}</p></div>" for _ in range(3)) + f"<p>{SHORT}</p>",
        id="three cards",
    ),
    pytest.param(f"<ul><li>{LINK}</li><li>{LINK}</li></ul><p>{SHORT}</p>", id="a list of links"),
]


@pytest.mark.parametrize("markup", LISTS)
def test_links_to_other_articles_go_and_the_sentence_stays(markup: str) -> None:
    body = body_of(markup)

    taken = drop_cards(body) + drop_link_lists(body, RULES, title="Judul lain")

    assert text_of(body) == SHORT
    assert taken


KEPT = [
    pytest.param(f"<p>Menurut <a href='/1'>laporan kementerian itu</a>, {SHORT}</p>", id="a link in a sentence"),
    pytest.param("<h1><a href='/ini'>Judul Artikel Ini Sendiri Panjang</a></h1>", id="the headline linked to itself"),
    pytest.param("<p><a href='/1'>Kapal itu sudah tiba di pelabuhan.</a></p>", id="a linked sentence"),
    pytest.param("<p>Baca juga puisi itu kepada hadirin</p>", id="words of a label in a sentence"),
    pytest.param("<p><a href='/t'>Kursk</a></p>", id="one linked word"),
]


@pytest.mark.parametrize("markup", KEPT)
def test_links_that_belong_to_the_text_stay(markup: str) -> None:
    body = body_of(markup)

    assert drop_link_lists(body, RULES, title="Judul Artikel Ini Sendiri Panjang") == []


def test_lines_come_out_in_order_with_lists_and_quotes() -> None:
    items = "<ol><li>Geladak dibuka pukul delapan pagi untuk umum.</li><li>Anak-anak dilarang naik ke menara.</li></ol>"
    quote = "<blockquote><p>Laut mengajari kami sabar, tulis nakhoda di buku tamu kapal itu.</p></blockquote>"
    text = "".join(f"<p>{line}</p>" for line in BODY)
    tree = parse(f"<html><body><div class='entry-content'>{text}{items}{quote}</div></body></html>".encode())

    assert extract_lines(tree, url="")[len(BODY) :] == [
        "Geladak dibuka pukul delapan pagi untuk umum.",
        "Anak-anak dilarang naik ke menara.",
        "Laut mengajari kami sabar, tulis nakhoda di buku tamu kapal itu.",
    ]


def test_extraction_of_many_pages_goes_on_over_a_reset_of_the_caches() -> None:
    markup = f"<html><body><article>{''.join(f'<p>{line}</p>' for line in BODY)}</article></body></html>".encode()

    results = {tuple(extract_lines(parse(markup), url="")) for _ in range(510)}

    assert results == {BODY}


@pytest.mark.parametrize(
    ("markup", "indonesian"),
    [
        pytest.param("".join(f"<p>{line}</p>" for line in BODY), True, id="Indonesian prose"),
        pytest.param(
            "<p>The ship arrived in the morning after twelve days at sea, and people had come to the pier.</p>",
            False,
            id="English prose",
        ),
        pytest.param(f"<a>{LEAD}</a><h2>{OTHERS[0]}</h2>", False, id="links and headings do not count"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_the_prose_of_a_page_tells_its_language(markup: str, indonesian: bool) -> None:
    assert is_indonesian(body_of(markup), title="") is indonesian


@pytest.mark.parametrize("before", [True, False], ids=["before the article", "behind it"])
def test_a_consent_dialog_in_another_language_is_not_the_articles(before: bool) -> None:
    notice = "<p>We and our partners store and access information on your device, such as cookies.</p>"
    dialog = f"<div>{notice * 60}</div>"
    article = f"<h1>{TITLE}</h1><div>{''.join(f'<p>{line}</p>' for line in BODY)}</div>"

    body = body_of(dialog + article if before else article + dialog)

    assert is_indonesian(body, title=TITLE)
