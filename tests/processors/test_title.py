"""The title, from the forms that pages state it in."""

from collections.abc import Sequence

import pytest
from lxml.html import document_fromstring

from processors.clean.metadata.headings import Heading
from processors.clean.metadata.page_texts import PageTexts, read_page_texts
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
    page = PageTexts((), tuple(headings))

    assert find_title(meta, {}, page, site_names=SITES).choice.value == expected


def test_the_headline_of_json_ld_counts_where_meta_says_nothing() -> None:
    found = find_title({}, {"headline": f"{TITLE} - Kabar Utara"}, PageTexts((), ()), site_names=SITES)

    assert (found.choice.value, found.choice.provenance, found.position) == (TITLE, "metadata", None)


def test_a_long_last_part_is_never_a_site() -> None:
    title = "Kapal Tiba - Warga Kabar Utara Menyambut dengan Payung dan Bendera"

    assert without_site(title, SITES) == title


def shown(body: str, *, stated: str = "", url: str = "", sites: Sequence[str] = SITES) -> str:
    page = read_page_texts(document_fromstring(f"<html><body>{body}</body></html>").find("body"))
    return find_title({"title": stated} if stated else {}, {}, page, site_names=sites, url=url).choice.value


PROSE = f"<p>{'Kapal itu berlayar dua belas hari tanpa singgah di pelabuhan mana pun. ' * 3}</p>"


@pytest.mark.parametrize(
    "heading",
    [
        pytest.param(f"<span class='kicker'>Dunia</span>{TITLE}", id="a kicker before it"),
        pytest.param(f"<div class='rubrik'>Dunia</div>{TITLE}", id="a kicker in a block"),
        pytest.param(f"{TITLE}<span class='badge-premium'> Premium</span>", id="a badge behind it"),
        pytest.param(f"{TITLE} <small>Kisah dari dermaga</small>", id="small print behind it"),
        pytest.param(f"<small>Liputan Khusus</small> {TITLE}", id="small print before it"),
        pytest.param(f"{TITLE}<button>Simpan</button><svg><title>Ikon</title></svg>", id="a button and an icon"),
        pytest.param(f"<span class='sr-only'>Judul berita: </span>{TITLE}", id="words for screen readers"),
        pytest.param(f"{TITLE} <time>28 April 2025</time>", id="its date"),
        pytest.param("Kapal Latih<br>Bersandar<br/>di Wonsan", id="broken lines"),
        pytest.param("Kapal Latih Ber<wbr>sandar di Wonsan", id="a word that may break"),
        pytest.param("<a href='/x'>Kapal <em>Latih</em> Bersandar</a> di Wonsan", id="a link and stress"),
    ],
)
@pytest.mark.parametrize("stated", [f"{TITLE} - Kabar Utara", "", "Kabar Utara"], ids=["stated", "unstated", "site"])
def test_what_else_stands_in_the_heading_is_not_the_title(heading: str, stated: str) -> None:
    assert shown(f"<h1>{heading}</h1>{PROSE}", stated=stated) == TITLE


@pytest.mark.parametrize(
    "heading",
    [
        pytest.param(f"<span class='x1'>Dunia</span>{TITLE}", id="before it"),
        pytest.param(f"{TITLE} <span class='x1'>Khusus</span>", id="behind it"),
        pytest.param(f"<span>Dunia</span><span>{TITLE}</span><span>Baru</span>", id="on both sides"),
    ],
)
def test_what_the_metadata_do_not_repeat_is_not_the_title_whatever_its_class(heading: str) -> None:
    assert shown(f"<h1>{heading}</h1>{PROSE}", stated=f"{TITLE} | Kabar Utara") == TITLE


@pytest.mark.parametrize(
    ("body", "stated", "url"),
    [
        pytest.param(f"<h1>{TITLE}</h1>", "Kabar Utara", "", id="the site's name"),
        pytest.param(f"<h1>{TITLE}</h1>", "Artikel - Kabar Utara", "", id="a section of the site"),
        pytest.param(f"<h1>{TITLE}</h1>", "Kabar Utara Raya", "", id="a longer name of the site"),
        pytest.param(
            f"<h1><b></b><span>Khusus</span>{TITLE}</h1>",
            "Kabar Utara",
            "https://kabarutara.id/kapal-latih-bersandar-di-wonsan",
            id="the address spells a stretch of it",
        ),
        pytest.param(f"<h1>Kabar Utara</h1><p class='judul'>{TITLE}</p>", "Berita", "", id="a word for any page"),
        pytest.param(f"<h2>{TITLE}</h2>", "Kapal Latih Bersandar di W... - Kabar Utara", "", id="cut off"),
        pytest.param(f"<h1>{TITLE}</h1>", "Kabar Utara - " + "kabar dari utara " * 12, "", id="a slogan"),
        pytest.param(
            f"<h3>Berita Pilihan Pembaca Kami</h3><h2>{TITLE}</h2>",
            "Kabar Utara",
            "https://kabarutara.id/2025/kapal-latih-bersandar-di-wonsan.html",
            id="the address spells it",
        ),
        pytest.param(
            f"<h2>{TITLE}</h2>", "Kabar Utara", "https://kabarutara.id/1246", id="the heading before the text"
        ),
        pytest.param(f"<span class='h4'>{TITLE}</span>", "Kabar Utara", "", id="a heading by its class"),
    ],
)
def test_a_title_element_that_names_the_site_is_no_title(body: str, stated: str, url: str) -> None:
    later = "<h2>Kapal Lain Berangkat Lagi ke Selatan</h2>"

    assert shown(f"<div>{body}</div>{PROSE}{later}", stated=stated, url=url) == TITLE


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        pytest.param("Kapal &amp; Perahu: Mana Cepat", "Kapal & Perahu: Mana Cepat", id="escaped twice"),
        pytest.param("Kata Warga soal Jum&#39;at Itu", "Kata Warga soal Jum'at Itu", id="a mark escaped twice"),
        pytest.param("<i>Kapal Malam</i> Juara di Utara", "Kapal Malam Juara di Utara", id="marked up"),
        pytest.param(f"{TITLE} - Halaman 2 - Kabar Utara", TITLE, id="a page's number"),
        pytest.param(f"{TITLE} | Page 2 of 3", TITLE, id="a page of several"),
        pytest.param("Pulang - Kabar Utara", "Pulang", id="a single word"),
    ],
)
def test_the_metadata_are_read_as_they_are_meant(stated: str, title: str) -> None:
    assert shown(PROSE, stated=stated) == title
