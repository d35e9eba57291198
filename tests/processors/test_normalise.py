"""Normalising: plain spelling, and the dateline split off in every form the field notes count."""

from datetime import UTC, datetime

import pytest

from processors.normalise import normalise, plain
from processors.text.dateline import split_dateline
from schemas.article import CleanedArticle, Dateline, Image

REST = "Presiden kedua negara bertemu di istana selama tiga jam."


def article(*paragraphs: str, publisher: str = "", title: str = "Judul") -> CleanedArticle:
    return CleanedArticle(
        id="a",
        page_id="p",
        url="https://klikwarga.id/1",
        canonical_url="https://klikwarga.id/1",
        url_key="klikwarga.id/1",
        source="klik-warga",
        fetched_at=datetime(2025, 4, 29, tzinfo=UTC),
        title=title,
        paragraphs=paragraphs,
        publisher=publisher,
        authors=("Rina  Saputri",),
        images=(Image(url="https://klikwarga.id/k.jpg", caption="Kapal “Jaya”"),),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("“Siap,” katanya", '"Siap," katanya', id="double quotes"),
        pytest.param("Jum’at dan ‘besok’", "Jum'at dan 'besok'", id="single quotes"),
        pytest.param("Moskow – Pyongyang — Seoul", "Moskow - Pyongyang - Seoul", id="dashes"),
        pytest.param("erat—tak hanya", "erat-tak hanya", id="a dash between words"),
        pytest.param("per\u00adtemuan\u200b itu\ufeff", "pertemuan itu", id="invisible marks"),
        pytest.param("  dua\u00a0 \t kata\n", "dua kata", id="white space"),
        pytest.param("kafe\u0301", "kafé", id="composed letters"),
        pytest.param("lalu…", "lalu...", id="ellipsis"),
    ],
)
def test_spelling_is_made_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


DATELINES = [
    ("BEIJING, KOMPAS.com - ", "BEIJING", "KOMPAS.com"),
    ("Jakarta, CNN Indonesia -- ", "Jakarta", "CNN Indonesia"),
    ("SEOUL (Arrahmah.id) – ", "SEOUL", "Arrahmah.id"),
    ("TRIBUNNEWS.COM - ", "", "TRIBUNNEWS.COM"),
    ("KLIKWARTAKU — ", "", "KLIKWARTAKU"),
    ("Bisnis.com, JAKARTA - ", "JAKARTA", "Bisnis.com"),
    ("REPUBLIKA.CO.ID, BRUSSELS -- ", "BRUSSELS", "REPUBLIKA.CO.ID"),
    ("KONTAN.CO.ID -  BRUSSELS. ", "BRUSSELS", "KONTAN.CO.ID"),
    ("JAKARTA - ", "JAKARTA", ""),
    ("MOSKOW – ", "MOSKOW", ""),
    ("Seoul – ", "Seoul", ""),
    ("Pyongyang: ", "Pyongyang", ""),
    ("KEFAMENANU - ", "KEFAMENANU", ""),
    ("NEW YORK - ", "NEW YORK", ""),
    ("INTERAKSI.CO, Moskwa – ", "Moskwa", "INTERAKSI.CO"),
    ("Mataram, NTB (ANTARA News) - ", "Mataram, NTB", "ANTARA News"),
    ("Jakarta (ANTARA) - ", "Jakarta", "ANTARA"),
    ("Jakarta, 23 Februari 2016 (Antara) -- ", "Jakarta", "Antara"),
    ("Liputan6.com, Jakarta ", "Jakarta", "Liputan6.com"),
    ("PYONGYANG, (KCNA) - ", "PYONGYANG", "KCNA"),
    ("VIVA – JAKARTA – ", "JAKARTA", "VIVA"),
    ("KBRN, Jakarta: ", "Jakarta", "KBRN"),
    ("Jakarta--", "Jakarta", ""),
    ("tirto.id - ", "", "tirto.id"),
]


@pytest.mark.parametrize(("head", "place", "outlet"), DATELINES, ids=[head for head, _, _ in DATELINES])
def test_a_dateline_is_split_into_place_and_outlet(head: str, place: str, outlet: str) -> None:
    split = split_dateline(plain(head + REST))

    assert split.rest == REST
    assert split.dateline == Dateline(place=place, outlet=outlet, raw=plain(head))


@pytest.mark.parametrize(
    "paragraph",
    [
        "Rusia-Korea Utara sepakat bertemu bulan depan.",
        "Rusia - Korea Utara sepakat bertemu bulan depan.",
        'Kim Jong Un: "Kami siap membantu."',
        'Moskow: "Kami siap membantu."',
        "Presiden Rusia Vladimir Putin - yang tiba kemarin - memuji pasukan itu.",
        '"Kami siap," kata Putin - Senin pagi.',
        "Pada Senin - Presiden tiba di istana.",
        "Presiden Rusia, Vladimir Putin - Kim bertemu lagi.",
        "Sebanyak 29 penerbangan - domestik dan internasional - dibatalkan.",
        "Ia menyebut tiga hal: Waktu, tempat, dan nama.",
        "",
    ],
)
def test_a_sentence_is_no_dateline(paragraph: str) -> None:
    assert split_dateline(paragraph) == (None, paragraph)


def test_the_name_of_the_articles_own_outlet_is_known() -> None:
    result = normalise(article(f"GELORA UTAMA - {REST}", publisher="Gelora Utama"))

    assert result.dateline == Dateline(place="", outlet="GELORA UTAMA", raw="GELORA UTAMA -")
    assert result.paragraphs == (REST,)


def test_an_article_that_was_normalised_comes_out_the_same() -> None:
    once = normalise(
        article(f"MOSKOW – “Siap,” katanya. {REST}", "SEOUL - Ini paragraf kedua.", title="Judul — “besar”")
    )

    assert normalise(once) == once
    assert once.title == 'Judul - "besar"'
    assert once.paragraphs[1] == "SEOUL - Ini paragraf kedua."
    assert (once.authors, once.images[0].caption) == (("Rina Saputri",), 'Kapal "Jaya"')
