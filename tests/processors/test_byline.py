"""Who wrote an article and who edited it, from the forms that pages state them in."""

import pytest
from lxml.html import document_fromstring, fragment_fromstring

from processors.clean.metadata.authors import BylineChoice, find_byline, signed_by
from processors.clean.metadata.json_ld import Node
from processors.clean.metadata.page_texts import PageText, above_title, header_after, read_page_texts

SITES = ("Kabar Utara", "kabarutara.id", "kabarutara")
TITLE = "Kapal Latih Bersandar di Wonsan"
PROSE = f"<p>{'Kapal itu berlayar dua belas hari tanpa singgah di pelabuhan mana pun. ' * 3}</p>"


def texts(*lines: str, classes: str = "") -> list[PageText]:
    return [PageText(line, fragment_fromstring(f"<div class='{classes}'>x</div>")) for line in lines]


def names(byline: BylineChoice) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return byline.authors.value, byline.editors.value


def byline_of(html: str, article: Node | None = None) -> BylineChoice:
    page = read_page_texts(document_fromstring(f"<html><body>{html}</body></html>").find("body"))
    position = next((heading.position for heading in page.headings if heading.text == TITLE), None)
    return find_byline(
        page.texts, article or {}, {}, site_names=SITES, header=header_after(page.texts, position),
        above=above_title(page, position),
    )  # fmt: skip


BYLINES = [
    pytest.param(
        ["Penulis: Rina Saputri", "Editor: Bagus Wicaksono"], ("Rina Saputri",), ("Bagus Wicaksono",), id="two labels"
    ),
    pytest.param(
        ["Penulis: Rina Saputri | Editor: Bagus Wicaksono"], ("Rina Saputri",), ("Bagus Wicaksono",), id="on one line"
    ),
    pytest.param(
        ["Penulis", "Rina Saputri", "Editor", "Bagus Wicaksono"],
        ("Rina Saputri",),
        ("Bagus Wicaksono",),
        id="label and name apart",
    ),
    pytest.param(
        ["Penulis", ": Kontributor Kupang, Rina Saputri"], ("Rina Saputri",), (), id="role and place before the name"
    ),
    pytest.param(["Pewarta: Rina Saputri dan Agus S"], ("Rina Saputri", "Agus S"), (), id="two authors"),
    pytest.param(["Oleh Rina Saputri"], ("Rina Saputri",), (), id="oleh without a colon"),
    pytest.param(
        ["Rina Saputri, Jurnalis · Senin 28 April 2025"], ("Rina Saputri",), (), id="the label after the name"
    ),
    pytest.param(
        ["Rep: Rina Saputri/ Red: Bagus Wicaksono"], ("Rina Saputri",), ("Bagus Wicaksono",), id="short labels"
    ),
    pytest.param(["Reporter: Tim Redaksi"], (), (), id="a team is nobody"),
    pytest.param(["Penulis: admin"], (), (), id="an account is nobody"),
    pytest.param(["Author", "Tentang Kami"], (), (), id="a menu after a label is nobody"),
    pytest.param(["Oleh karena itu rapat ditunda"], (), (), id="oleh in a sentence"),
    pytest.param(["Penulis: Kabar Utara"], (), (), id="the publisher is nobody"),
    pytest.param(["Penulis: Rina Saputri, S.Pd"], ("Rina Saputri",), (), id="a degree is no author"),
]


@pytest.mark.parametrize(("lines", "authors", "editors"), BYLINES)
def test_labels_name_authors_and_editors(lines: list[str], authors: tuple[str, ...], editors: tuple[str, ...]) -> None:
    assert names(find_byline(texts(*lines), {}, {}, site_names=SITES)) == (authors, editors)


PERSON: Node = {"author": {"@type": "Person", "name": "Sari Dewi"}}


@pytest.mark.parametrize(
    ("lines", "article", "meta", "signed", "authors"),
    [
        pytest.param(["Penulis: Rina Saputri"], PERSON, {}, "", ("Rina Saputri",), id="a label beats JSON-LD"),
        pytest.param([], PERSON, {"author": "Bagus W"}, "", ("Sari Dewi",), id="JSON-LD beats meta"),
        pytest.param(
            [],
            {"author": {"@type": "Organization", "name": "Kantor Berita"}},
            {},
            "",
            (),
            id="an organisation is no author",
        ),
        pytest.param(["Editor: Sari Dewi"], PERSON, {}, "", (), id="an editor is no author"),
        pytest.param([], {}, {"author": "Kompas Cyber Media"}, "", (), id="a publisher in meta"),
        pytest.param([], {}, {"author": "Bagus Wicaksono"}, "", ("Bagus Wicaksono",), id="a person in meta"),
        pytest.param([], {}, {"author": "https://facebook.com/kabar"}, "", (), id="an address in meta"),
        pytest.param([], {}, {}, "Rina Saputri", ("Rina Saputri",), id="a name in capitals ended the text"),
    ],
)
def test_sources_are_asked_in_their_order(
    lines: list[str], article: Node, meta: dict[str, str], signed: str, authors: tuple[str, ...]
) -> None:
    byline = find_byline(texts(*lines), article, meta, site_names=SITES)

    assert signed_by(byline, signed, SITES).authors.value == authors


def test_a_name_under_a_byline_class_counts_without_a_label() -> None:
    byline = find_byline(texts("Rina Saputri - kabarUtara", classes="detail__author"), {}, {}, site_names=SITES)

    assert byline.authors.value == ("Rina Saputri",)


def test_a_name_before_its_date_under_the_title_counts_without_a_label() -> None:
    lines = texts("Rina Saputri • 15 Agustus 2025 08:02", "Bagus Wicaksono • 14 Agustus 2025")

    assert find_byline(lines, {}, {}, site_names=SITES, header=range(1)).authors.value == ("Rina Saputri",)
    assert find_byline(lines, {}, {}, site_names=SITES).authors.value == ()


def test_a_byline_in_a_list_counts_only_under_the_title() -> None:
    lines = [PageText("Rina Saputri", fragment_fromstring("<a class='author'>x</a>"), True)]

    assert find_byline(lines, {}, {}, site_names=SITES, header=range(1)).authors.value == ("Rina Saputri",)
    assert find_byline(lines, {}, {}, site_names=SITES).authors.value == ()


def test_json_ld_completes_a_label_that_names_the_first_of_several() -> None:
    both: Node = {"author": [{"@type": "Person", "name": "Rina Saputri"}, {"@type": "Person", "name": "Sari Dewi"}]}

    assert find_byline(texts("Oleh :", "Rina Saputri"), both, {}, site_names=SITES).authors.value == (
        "Rina Saputri",
        "Sari Dewi",
    )


TWO = ("Rina Saputri", "Bagus Wicaksono")
JOINED = [
    pytest.param("<p>Oleh: Rina Saputri dan Bagus Wicaksono</p>", id="dan"),
    pytest.param("<p>Penulis: Rina Saputri serta Bagus Wicaksono</p>", id="serta"),
    pytest.param("<p>Oleh Rina Saputri bersama Bagus Wicaksono</p>", id="bersama"),
    pytest.param("<p>Penulis: Rina Saputri & Bagus Wicaksono</p>", id="an ampersand"),
    pytest.param("<p>Penulis: Rina Saputri, S.Sos., M.A. dan dr. Bagus</p>", id="degrees between"),
    pytest.param("<div>Oleh <a>Rina Saputri</a> dan <a>Bagus Wicaksono</a></div>", id="dan between elements"),
    pytest.param("<div>Penulis: <b>Rina Saputri</b>, <b>Bagus Wicaksono</b></div>", id="a comma between elements"),
    pytest.param(
        "<p><span>Penulis</span><span>Rina Saputri,</span><span>Bagus Wicaksono</span></p>", id="a comma in one"
    ),
    pytest.param(
        "<p>Oleh: <a href='/penulis/rina'>Rina Saputri</a> <a href='/penulis/bagus'>Bagus Wicaksono</a></p>",
        id="links to authors",
    ),
    pytest.param(
        "<p><a rel='author'>Rina Saputri</a> <a rel='author'>Bagus Wicaksono</a></p>", id="rel without a label"
    ),
    pytest.param("<span class='author'>Rina Saputri</span><span class='author'>Bagus Wicaksono</span>", id="classes"),
]


@pytest.mark.parametrize("line", JOINED)
def test_several_authors_are_all_named(line: str) -> None:
    authors = byline_of(f"<h1>{TITLE}</h1>{line}{PROSE}").authors.value

    assert authors == (TWO if "dr. Bagus" not in line else ("Rina Saputri", "dr. Bagus"))


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(
            "<span itemprop='author' itemscope><a><span itemprop='name'>Rina Saputri</span></a></span>", id="name"
        ),
        pytest.param(
            "<p itemprop='author creator'>Oleh <a><span itemprop='name'>Rina Saputri</span></a></p>", id="creator"
        ),
        pytest.param("<span itemprop='author'><meta itemprop='name' content='Rina Saputri'></span>", id="meta"),
        pytest.param("<address>Rina Saputri</address>", id="address"),
        pytest.param("<a href='/author/rina'>Rina Saputri</a>", id="a link to the author's page"),
        pytest.param("<span>Rina Saputri</span> <span>Reporter</span>", id="the role in an element behind"),
        pytest.param("<div>Rina Saputri (Penulis)</div>", id="the role in brackets"),
        pytest.param("<div>Rina Saputri | Jurnalis</div>", id="the role behind a bar"),
        pytest.param("<div>Rina Saputri - Kontributor</div>", id="the role behind a dash"),
        pytest.param("<div>Rina Saputri - Senin, 28 April 2025</div>", id="beside the date"),
        pytest.param("<div>Ditulis oleh: Rina Saputri</div>", id="ditulis oleh"),
        pytest.param(
            "<div>Artikel ditulis oleh</div><a>Rina Saputri</a><div>Disunting oleh</div><a>Sari Dewi</a>", id="in turn"
        ),
        pytest.param("<div>Penulis: Rina Saputri</div><div>Ditinjau oleh: dr. Sari Dewi</div>", id="a reviewer behind"),
        pytest.param(
            "<div>Ditinjau secara medis oleh: dr. Sari Dewi</div><div>Oleh: Rina Saputri</div>", id="a reviewer first"
        ),
        pytest.param(
            "<div>Ditinjau oleh</div><a>dr. Sari Dewi</a><div>Penulis</div><a>Rina Saputri</a>", id="reviewer apart"
        ),
        pytest.param("<div>Kontributor Kupang: Rina Saputri</div>", id="a place in the label"),
        pytest.param("<div>Ditulis Oleh Rina Saputri pada 28 April 2025</div>", id="a date behind the name"),
        pytest.param("<div>Teks dan foto: Rina Saputri</div>", id="text and photos"),
        pytest.param("<div>Oleh: Rina Saputri*</div>", id="a footnote"),
        pytest.param("<div>Laporan Rina Saputri dari Kupang</div>", id="laporan and place"),
        pytest.param("<div>Rina Saputri/Kabar Utara</div>", id="the outlet behind a slash"),
        pytest.param("<div>Penulis: Rina Saputri | Penerjemah: Sari Dewi</div>", id="a translator"),
        pytest.param("<div>Penulis: Rina Saputri, Utara TV</div>", id="a sister channel"),
        pytest.param("<div>Penulis: Rina Saputri Kabar Utara</div>", id="the outlet's name behind the name"),
    ],
)
def test_an_author_is_told_in_many_ways(line: str) -> None:
    assert byline_of(f"<h1>{TITLE}</h1><div>{line}</div>{PROSE}").authors.value == ("Rina Saputri",)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(
            "<ul><li><span>Rina Saputri</span><span>Author</span></li>"
            "<li><span>Sari Dewi</span><span>Editor</span></li></ul><div><span>TRENDING</span></div>",
            id="names before roles, a menu behind",
        ),
        pytest.param(
            "<p><b>Rina Saputri</b> <i>Penulis</i></p><p><b>Sari Dewi</b> <i>Editor</i></p><p>Bagus Wicaksono</p>",
            id="names before roles, a name behind",
        ),
        pytest.param("<p>Penulis</p><p>Rina Saputri</p><p>Editor</p><p>Sari Dewi</p>", id="roles before names"),
        pytest.param("<p>Reporter: Rina Saputri</p><p>TOPIK POPULER</p><p>Editor: Sari Dewi</p>", id="a menu between"),
    ],
)
def test_roles_go_with_their_own_names(line: str) -> None:
    assert names(byline_of(f"<h1>{TITLE}</h1>{PROSE}{line}")) == (("Rina Saputri",), ("Sari Dewi",))


def test_a_single_word_is_a_name_in_the_box_of_its_role() -> None:
    line = "<li><b>Wahyudi</b><i>Author</i></li><li><b>Yuslina</b><i>Editor</i></li>"

    assert names(byline_of(f"<h1>{TITLE}</h1>{PROSE}<ul>{line}</ul><p>TRENDING</p>")) == (("Wahyudi",), ("Yuslina",))


def test_a_single_word_is_a_name_in_a_list_of_roles() -> None:
    rows = "".join(f"<li><b>{text}</b></li>" for text in ("Author", "Rina Saputri", "Editor", "Yuslina"))

    assert names(byline_of(f"<h1>{TITLE}</h1>{PROSE}<ul>{rows}</ul>")) == (("Rina Saputri",), ("Yuslina",))


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(
            "<div><h3><a>Harga Cabai Turun Lagi</a></h3><a class='author' href='/author/g'>Gilang Pratomo</a></div>"
            f"<h1>{TITLE}</h1>{PROSE}",
            id="a teaser above",
        ),
        pytest.param(
            f"<h1>{TITLE}</h1>{PROSE}<div><h3>Kabar Lain</h3><span class='author'>Gilang Pratomo</span></div>"
            "<div><h3>Kabar Ketiga</h3><span class='author'>Ana Lim</span></div>",
            id="teasers below",
        ),
        pytest.param(
            f"<h1>{TITLE}</h1>{PROSE}<form><label class='comment-form-author'>Nama</label></form>", id="a form"
        ),
        pytest.param(
            f"<h1>{TITLE}</h1>{PROSE}<p>Judul: Laut Malam</p><p>Penulis: Ana Lim</p><p>Penerbit: Samudra</p>",
            id="a book",
        ),
        pytest.param(
            f"<h1>{TITLE}</h1>{PROSE}<p>Sutradara: Tomi Laksana</p><p>Penulis: Ana Lim</p><p>Editor: Yus Adi</p>",
            id="a film",
        ),
        pytest.param(
            f"<h1>{TITLE}</h1>{PROSE}<p><b>Wartawan: Kapan kapal itu berangkat lagi?</b></p>", id="an interview"
        ),
        pytest.param(
            f"<h1>{TITLE}</h1><span class='author'>28 April 2025</span>{PROSE}", id="a date in the byline's box"
        ),
        pytest.param(f"<h1>{TITLE}</h1><div>Ditinjau oleh dr. Sari Dewi</div>{PROSE}", id="a reviewer alone"),
    ],
)
def test_these_pages_name_no_author(html: str) -> None:
    assert names(byline_of(html)) == ((), ())


@pytest.mark.parametrize(
    ("article", "authors"),
    [
        pytest.param(
            {"author": {"name": {"@value": "Rina Saputri", "@language": "id"}}}, ("Rina Saputri",), id="language map"
        ),
        pytest.param({"creator": ["Rina Saputri"]}, ("Rina Saputri",), id="creator"),
        pytest.param({"author": {"@type": "Person", "name": "rina saputri"}}, ("rina saputri",), id="lower case"),
        pytest.param({"author": {"@type": "Person", "name": "kabarutara"}}, (), id="an account"),
        pytest.param({"author": {"@type": "Person", "name": "FzY9uyX1"}}, (), id="an account of letters and digits"),
        pytest.param({"author": "Rina Saputri, Bagus Wicaksono"}, TWO, id="two in a string"),
        pytest.param(
            {"author": {"@type": "Person", "name": "Rina Saputri, Utara TV"}}, ("Rina Saputri",), id="a channel"
        ),
    ],
)
def test_json_ld_names_authors(article: Node, authors: tuple[str, ...]) -> None:
    assert find_byline((), article, {}, site_names=SITES).authors.value == authors


@pytest.mark.parametrize(
    "meta",
    [
        pytest.param({"author": "Rina Saputri\nBagus Wicaksono"}, id="two tags"),
        pytest.param({"author": "Rina Saputri dan Bagus Wicaksono"}, id="joined"),
        pytest.param(
            {"article:author": "https://example.org/r", "parsely-author": "Rina Saputri, Bagus Wicaksono"}, id="parsely"
        ),
        pytest.param(
            {"twitter:label1": "Ditulis oleh", "twitter:data1": "Rina Saputri & Bagus Wicaksono"}, id="twitter"
        ),
        pytest.param({"creator": "Rina Saputri; Bagus Wicaksono"}, id="creator"),
    ],
)
def test_meta_names_authors(meta: dict[str, str]) -> None:
    assert find_byline((), {}, meta, site_names=SITES).authors.value == TWO


def test_a_name_in_the_text_comes_last_and_is_not_the_editor() -> None:
    by_label = find_byline(texts("Penulis: Sari Dewi"), {}, {}, site_names=SITES)
    edited = find_byline(texts("Editor: Rina Saputri"), {}, {}, site_names=SITES)

    assert signed_by(by_label, "Rina Saputri", SITES).authors.value == ("Sari Dewi",)
    assert signed_by(by_label, "Rina Saputri", SITES).authors.candidates[-1].lost == "label comes first"
    assert signed_by(edited, "Rina Saputri", SITES).authors.value == ()
    assert signed_by(find_byline((), {}, {}, site_names=SITES), "", SITES).authors.value == ()


def test_what_a_share_box_says_of_reading_time_is_no_author() -> None:
    assert (
        find_byline(
            (), {}, {"twitter:label1": "Waktu baca", "twitter:data1": "Dua Menit"}, site_names=SITES
        ).authors.value
        == ()
    )


def test_every_source_tells_why_it_lost() -> None:
    article: Node = {"author": {"@type": "Person", "name": "Sari Dewi"}}
    byline = find_byline(
        texts("Penulis: Rina Saputri", "Editor: Sari Dewi"), article, {"author": "Tim Redaksi"}, site_names=SITES
    )

    assert (byline.authors.provenance, byline.authors.confidence) == ("label", 0.95)
    assert [(told.where, told.value, told.lost) for told in byline.authors.candidates] == [
        ("label", "Rina Saputri", ""),
        ("json-ld", "Sari Dewi", "is the editor"),
        ("meta", "Tim Redaksi", "no person's name: a team, an account or the outlet"),
    ]
