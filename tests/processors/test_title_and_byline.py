"""The title and who wrote an article, from the forms that pages state them in."""

import pytest

from processors.clean.metadata.authors import Byline, find_byline, is_person
from processors.clean.metadata.json_ld import Node
from processors.clean.metadata.page_texts import Heading, PageText
from processors.clean.metadata.title import find_title, without_site

SITES = ("Kabar Utara", "kabarutara.id", "kabarutara")
TITLE = "Kapal Latih Bersandar di Wonsan"


def heading(text: str, tag: str = "h1") -> Heading:
    return Heading(text, tag, 0)


@pytest.mark.parametrize(
    ("meta", "headings", "expected"),
    [
        pytest.param(
            {"og:title": f"{TITLE} - Kabar Utara"}, [heading(TITLE)], TITLE, id="the heading that begins og:title"
        ),
        pytest.param(
            {"title": f"{TITLE} | kabarutara.id"},
            [heading("Dunia"), heading(TITLE, "h2")],
            TITLE,
            id="an h2 beside a section h1",
        ),
        pytest.param(
            {"og:title": f"{TITLE} - Dunia - Kabar Utara"}, [], f"{TITLE} - Dunia", id="only the site's name goes"
        ),
        pytest.param(
            {"og:title": "Kapal - Perahu: Mana Lebih Cepat"},
            [],
            "Kapal - Perahu: Mana Lebih Cepat",
            id="a dash of its own",
        ),
        pytest.param({"og:title": "Kabar Utara | " + TITLE}, [], TITLE, id="the site's name first"),
        pytest.param(
            {"og:title": "Kapal Latih Samudra Tiba di Wonsan Hari Ini"},
            [heading("Kapal Latih Samudra Bersandar di Wonsan, Warga Berebut Foto")],
            "Kapal Latih Samudra Bersandar di Wonsan, Warga Berebut Foto",
            id="the one h1 shown differs from the search title",
        ),
        pytest.param(
            {"og:title": TITLE}, [heading("Berita Terpopuler Hari Ini Lainnya")], TITLE, id="an h1 about something else"
        ),
        pytest.param(
            {"title": f"Berita Kota Kita: {TITLE}"},
            [heading("Berita Kota Kita"), heading(TITLE, "h3")],
            TITLE,
            id="the heading that ends the title",
        ),
        pytest.param({}, [heading(TITLE)], TITLE, id="nothing but an h1"),
        pytest.param({}, [heading("Dunia")], "", id="nothing at all"),
    ],
)
def test_the_title_is_what_the_reader_sees_as_the_headline(
    meta: dict[str, str], headings: list[Heading], expected: str
) -> None:
    assert find_title(meta, {}, headings, site_names=SITES) == expected


def test_the_headline_of_json_ld_counts_where_meta_says_nothing() -> None:
    assert find_title({}, {"headline": f"{TITLE} - Kabar Utara"}, [], site_names=SITES) == TITLE


def test_a_long_last_part_is_never_a_site() -> None:
    title = "Kapal Tiba - Warga Kabar Utara Menyambut dengan Payung dan Bendera"

    assert without_site(title, SITES) == title


def texts(*lines: str, classes: str = "") -> list[PageText]:
    return [PageText(line, "div", classes, "", False) for line in lines]


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
    assert find_byline(texts(*lines), {}, {}, site_names=SITES) == Byline(authors, editors)


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
    assert find_byline(texts(*lines), article, meta, site_names=SITES, signed=signed).authors == authors


def test_a_name_under_a_byline_class_counts_without_a_label() -> None:
    byline = find_byline(texts("Rina Saputri - kabarUtara", classes="detail__author"), {}, {}, site_names=SITES)

    assert byline.authors == ("Rina Saputri",)


def test_a_name_before_its_date_under_the_title_counts_without_a_label() -> None:
    lines = texts("Rina Saputri • 15 Agustus 2025 08:02", "Bagus Wicaksono • 14 Agustus 2025")

    assert find_byline(lines, {}, {}, site_names=SITES, header=range(1)).authors == ("Rina Saputri",)
    assert find_byline(lines, {}, {}, site_names=SITES).authors == ()


def test_a_byline_in_a_list_counts_only_under_the_title() -> None:
    lines = [PageText("Rina Saputri", "a", "author", "", True)]

    assert find_byline(lines, {}, {}, site_names=SITES, header=range(1)).authors == ("Rina Saputri",)
    assert find_byline(lines, {}, {}, site_names=SITES).authors == ()


def test_json_ld_completes_a_label_that_names_the_first_of_several() -> None:
    both: Node = {"author": [{"@type": "Person", "name": "Rina Saputri"}, {"@type": "Person", "name": "Sari Dewi"}]}

    assert find_byline(texts("Oleh :", "Rina Saputri"), both, {}, site_names=SITES).authors == (
        "Rina Saputri",
        "Sari Dewi",
    )


@pytest.mark.parametrize("name", ["Rina Saputri", "Ihsanuddin", "Hilda B Alexander", "Abdul bin Rahman", "DINI TEJA"])
def test_these_can_be_persons(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "name", ["", "redaksi", "Admin KU", "kabar@utara.id", "KabarUtara.com", "12345", "yang menulis ini", "Lihat Foto"]
)
def test_these_are_nobody(name: str) -> None:
    assert not is_person(name)
