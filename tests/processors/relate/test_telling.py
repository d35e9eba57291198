"""What a story says, read by the real layers from our own sentences."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import pytest

from catalogue.knowledge import load_knowledge
from processors.enrich.layers.knowledge_index import KnowledgeIndex, index_knowledge
from processors.enrich.layers.read import Reported, read_article
from processors.relate.features import Bare, Features, features_of
from processors.relate.figure_table import Row, Stand, figure_table
from processors.relate.telling import tell

MONDAY = datetime(2025, 3, 3, 2, tzinfo=UTC)
WIB, WIT = timezone(timedelta(hours=7)), timezone(timedelta(hours=9))


@cache
def knowledge() -> KnowledgeIndex:
    return index_knowledge(load_knowledge(Path(__file__).parents[3] / "config" / "knowledge"))


def article(key: str, hours: int, *paragraphs: str, title: str = "", outlet: str = "pagi.example") -> Features:
    published = MONDAY + timedelta(hours=hours)
    layers = read_article(Reported(paragraphs, published.date(), title, outlet), knowledge())
    return features_of(Bare(key, title, paragraphs, published, outlet), layers)


def row_of(rows: Sequence[Row], value: float) -> Row:
    return next(row for row in rows if any(claim.value == value for claim in row.claims))


@pytest.mark.parametrize(
    ("first", "second", "values"),
    [
        pytest.param(
            "Menurut Kementerian Pertahanan, 10.000 tentara dikirim ke garis depan Wirasena.",
            "Menurut Badan Intelijen Nasional, 15.000 tentara dikirim ke garis depan Wirasena.",
            (10_000, 15_000),
            id="troops",
        ),
        pytest.param(
            "Menurut Kementerian Kesehatan, 600 orang tewas akibat banjir bandang di Kalimega.",
            "Menurut Badan Nasional Penanggulangan Bencana, 2.000 orang tewas akibat banjir bandang di Kalimega.",
            (600, 2_000),
            id="the dead",
        ),
    ],
)
def test_two_sources_that_disagree_are_marked_in_one_row(first: str, second: str, values: tuple[int, int]) -> None:
    rows = figure_table([article("a", 0, first), article("b", 3, second, outlet="sore.example")])
    row = row_of(rows, values[0])

    assert row.is_disputed
    assert [claim.value for claim in row.claims] == list(values)
    assert [claim.stand for claim in row.claims] == [Stand.DISAGREES, Stand.DISAGREES]
    assert all(claim.according_to for claim in row.claims)
    assert [claim.since for claim in row.claims] == ["2025-03-03T02:00:00+00:00", "2025-03-03T05:00:00+00:00"]


@pytest.mark.parametrize(
    "others",
    [
        pytest.param("Sebanyak 40 kapal feri berlayar dari dermaga Batulipa setiap pekan.", id="another unit"),
        pytest.param("Sebanyak 75 siswa mengikuti lomba pidato di balai kota Sukaraya.", id="the same unit"),
    ],
)
def test_numbers_of_different_things_never_share_a_row(others: str) -> None:
    told = "Sebanyak 120 siswa keracunan nasi kotak di sekolah dasar Tirtamarga."
    rows = figure_table([article("a", 0, told), article("b", 1, others, outlet="sore.example")])

    assert all(len(row.claims) == 1 for row in rows)
    assert not any(row.is_disputed for row in rows)


def test_a_count_that_grows_in_one_outlet_is_revised_and_not_disputed() -> None:
    told = "Sebanyak {} siswa keracunan nasi kotak di sekolah dasar Tirtamarga."
    rows = figure_table([article("a", 0, told.format(54)), article("b", 5, told.format(115))])
    row = row_of(rows, 115)

    assert [(claim.value, claim.stand) for claim in row.claims] == [(54, Stand.AGREES), (115, Stand.REVISED)]


def test_more_than_three_hundred_agrees_with_345() -> None:
    rows = figure_table(
        [
            article("a", 0, "Lebih dari 300 siswa keracunan nasi kotak di sekolah dasar Tirtamarga."),
            article("b", 2, "Sebanyak 345 siswa keracunan nasi kotak di sekolah dasar Tirtamarga.", outlet="b"),
        ]
    )

    assert len(row_of(rows, 345).claims) == 2
    assert not row_of(rows, 345).is_disputed


def test_a_row_is_named_without_the_mark_that_ended_the_sentence() -> None:
    (row,) = figure_table([article("a", 0, "Wali kota Tirtamarga sebelumnya menyebut angka 12.000 orang.")])

    assert row.what == "Wali kota Tirtamarga sebelumnya menyebut angka"


def test_a_value_that_many_carry_is_one_claim() -> None:
    told = "Sebanyak 120 siswa keracunan nasi kotak di sekolah dasar Tirtamarga."
    rows = figure_table([article(key, at, told, outlet=key) for at, key in enumerate("abc")])

    assert [claim.carriers for claim in row_of(rows, 120).claims] == [("a", "b", "c")]


def test_a_story_tells_outlets_timeline_and_the_most_central_headline() -> None:
    lead = "Banjir merendam Kalimega, Senin (3/3/2025)."
    articles = [
        article("c", 26, "Air surut di Kalimega, Selasa (4/3/2025).", title="Surut", outlet="sore.example"),
        article("a", 0, lead, title="Banjir Kalimega"),
        article("b", 2, lead, title="Kalimega Terendam"),
    ]
    told = tell(articles, {"a": {"b": 0.2, "c": 0.1}, "b": {"a": 0.2}, "c": {"a": 0.1}})

    assert told.headline == "Banjir Kalimega"
    assert [(came.outlet, came.article, came.articles) for came in told.outlets] == [
        ("pagi.example", "a", 2),
        ("sore.example", "c", 1),
    ]
    assert [(moment.day.isoformat(), moment.headline) for moment in told.timeline] == [
        ("2025-03-03", "Banjir Kalimega"),
        ("2025-03-04", "Surut"),
    ]


def test_one_quote_is_told_once_with_its_first_carrier() -> None:
    whole = '"Kami tutup jembatan ini sampai pemeriksaan selesai bulan depan," kata Darto Wiyono.'
    part = 'Darto Wiyono mengatakan "sampai pemeriksaan selesai bulan depan" jembatan ditutup.'
    told = tell([article("b", 2, whole, outlet="sore.example"), article("a", 0, part), article("c", 3, whole)], {})

    assert [(each.speaker, each.carriers, each.outlet) for each in told.quotes] == [
        ("Darto Wiyono", ("a", "b", "c"), "pagi.example")
    ]
    assert told.quotes[0].text.startswith("Kami tutup")


def test_entities_are_those_of_most_articles() -> None:
    articles = [
        article("a", 0, "Bupati Darto Wiyono meninjau Kalimega.", "Darto Wiyono lalu pulang."),
        article("b", 1, "Darto Wiyono meninjau Kalimega bersama Ratih Lestari."),
    ]

    assert tell(articles, {}).entities[0].name == "Darto Wiyono"


def test_a_story_without_an_article_says_nothing() -> None:
    with pytest.raises(ValueError, match="without an article"):
        tell([], {})


SENT = (
    "Kementerian menyatakan Wirasena telah mengirim 11.000 tentara ke Palagan untuk merebut kembali wilayah Kalimega.",
    "Badan Intelijen menyatakan Wirasena telah mengirim 15.000 tentara ke Palagan untuk merebut kembali Kalimega.",
    "Seoul menyebut 14.000 tentara ke Palagan dan banyak yang tidak pulang.",
)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)], ids=str)
def test_whoever_came_first_begins_no_row_of_their_own(order: tuple[int, ...]) -> None:
    articles = [
        article(f"a{number}", hours, SENT[number], outlet=f"outlet-{number}") for hours, number in enumerate(order)
    ]
    row = row_of(figure_table(articles), 11_000)

    assert {claim.value for claim in row.claims} >= {11_000, 15_000}
    assert row.is_disputed
    assert [claim.since for claim in row.claims] == sorted(claim.since for claim in row.claims)


def test_outlets_come_by_the_moment_whatever_clock_they_tell_it_in() -> None:
    """10.00 in Jayapura is earlier than 9.30 in Jakarta."""
    told = "Sebanyak {} siswa keracunan nasi kotak di sekolah dasar Tirtamarga."
    jakarta = replace(article("a", 0, told.format(60)), published=datetime(2025, 3, 3, 9, 30, tzinfo=WIB))
    jayapura = replace(
        article("b", 0, told.format(54), outlet="timur.example"), published=datetime(2025, 3, 3, 10, 0, tzinfo=WIT)
    )

    assert [each.outlet for each in tell([jakarta, jayapura], {}).outlets] == ["timur.example", "pagi.example"]
    assert [claim.value for claim in row_of(figure_table([jakarta, jayapura]), 54).claims] == [54, 60]
