"""Near-duplicates: what is one text, of what kind, and to whom it is credited."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest

from bench.stories import carried, score_pairs
from bench.story_pairs import pairs
from processors.relate.duplicates import MIN_SHARED, Carried, DuplicateKind, duplicate_of, likeness
from processors.relate.features import Features
from processors.relate.shingles import shingled

MORNING = datetime(2025, 3, 3, 1, tzinfo=UTC)
LEAD = (
    "Bupati Wirasena Darto Wiyono menutup jembatan gantung Kalimega setelah retakan sepanjang dua meter ditemukan"
    " petugas pada Minggu malam dan warga mulai memutar lewat jalan lingkar."
)
BODY = (
    '"Kami tutup sampai pemeriksaan selesai," kata Darto di kantor kabupaten.',
    "Jembatan itu dibangun dua belas tahun lalu dan menjadi jalan utama para petani menuju pasar induk.",
    "Dinas pekerjaan umum menaksir perbaikan memakan waktu enam minggu dengan biaya 900 juta rupiah.",
)
TITLE = "Bupati Wirasena Tutup Jembatan Gantung Kalimega"


def article(
    key: str, *paragraphs: str, title: str = TITLE, outlet: str = "pagi.example", hours: int = 0, source: str = ""
) -> Carried:
    sources = (source,) if source else ()
    published = MORNING + timedelta(hours=hours)
    return carried(Features(key, title, paragraphs, published, outlet, sources=sources))


FIRST = article("a", LEAD, *BODY)
BACKGROUND = (
    "Warga Sukaraya menggelar pasar murah di halaman balai desa sejak pagi dan ratusan karung beras habis terjual"
    " sebelum siang, sementara panitia menyiapkan pasar kedua untuk pekan depan di lapangan kecamatan.",
    *BODY,
)


@pytest.mark.parametrize(
    ("other", "kind", "credit"),
    [
        pytest.param(
            article("b", LEAD, *BODY, outlet="sore.example", hours=2), DuplicateKind.COPY, "pagi.example", id="copied"
        ),
        pytest.param(
            article("b", LEAD, *BODY, outlet="sore.example", source="Antara"),
            DuplicateKind.WIRE,
            "antara",
            id="of an agency",
        ),
        pytest.param(
            article("b", LEAD, *BODY, "Rambu baru dipasang Senin siang.", hours=3),
            DuplicateKind.UPDATE,
            "pagi.example",
            id="grown in the same outlet",
        ),
        pytest.param(
            article(
                "b",
                LEAD,
                *BODY[:2],
                "Perbaikan ditaksir enam minggu. Warga berharap pemerintah menyiapkan perahu untuk mengangkut panen.",
                title=TITLE + " karena Retak",
                outlet="sore.example",
                hours=5,
            ),
            DuplicateKind.REWRITE,
            "pagi.example",
            id="told anew",
        ),
    ],
)
def test_a_near_duplicate_has_its_kind_and_its_credit(other: Carried, kind: DuplicateKind, credit: str) -> None:
    found = duplicate_of(other, (FIRST,))

    assert found is not None
    assert (found.of, found.kind, found.credit) == ("a", kind, credit)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(article("b", *BACKGROUND, title="Pasar Murah Sukaraya Ramai"), id="a shared background block"),
        pytest.param(article("b", "Jembatan ditutup."), id="too short to tell"),
        pytest.param(article("b"), id="no text"),
    ],
)
def test_another_text_is_no_near_duplicate(other: Carried) -> None:
    assert duplicate_of(other, (FIRST,)) is None


def test_a_whole_text_taken_over_behind_another_lead_is_background() -> None:
    more = (
        "Petugas memasang papan larangan di kedua ujung jembatan dan menjaga jalan masuk siang dan malam.",
        "Para pedagang pasar induk mengeluh karena sayur tiba dua jam lebih lambat dari biasanya.",
        "Camat Kalimega meminta warga menunggu kabar resmi dan tidak menyeberang dengan rakit buatan sendiri.",
    )
    taken_over = article("b", BACKGROUND[0], LEAD, *BODY, *more, title="Warga Sukaraya Berbelanja")

    assert duplicate_of(taken_over, (article("a", LEAD, *BODY, *more),)) is None


def test_citing_the_other_outlet_makes_the_credit_surer() -> None:
    plain = article("b", LEAD, *BODY, outlet="sore.example", hours=2)
    citing = article("b", LEAD, *BODY, outlet="sore.example", hours=2, source="Pagi Example")

    unsure, sure = duplicate_of(plain, (FIRST,)), duplicate_of(citing, (FIRST,))

    assert unsure is not None
    assert sure is not None
    assert sure.credit == unsure.credit == "pagi.example"
    assert sure.confidence > unsure.confidence


def test_the_earlier_of_two_copies_is_the_one_copied() -> None:
    later = article("b", LEAD, *BODY, outlet="sore.example", hours=4)
    found = duplicate_of(article("c", LEAD, *BODY, outlet="malam.example", hours=6), (later, FIRST))

    assert found is not None
    assert found.of == "a"


def test_likeness_asks_for_both_texts_alike() -> None:
    assert likeness(FIRST.text, article("b", LEAD, *BODY).text) == 1.0
    assert likeness(FIRST.text, article("b", *BACKGROUND, title="Pasar Murah").text) < 0.5


def test_a_text_of_200_000_characters_has_bounded_shingles() -> None:
    text = shingled(Features("a", "", ("kata lain lagi nanti " * 10_000,), MORNING, "pagi.example"))

    assert len(text.shingles) <= 1_000
    assert len(text.bands) == 42


@pytest.mark.slow
def test_generated_pairs_are_told_apart() -> None:
    score = score_pairs(pairs(2_000, seed=11))

    assert score.near == 1_200
    assert score.precision >= 0.97
    assert score.recall >= 0.95
    # Those that meet in no band are few, so that the index finds nearly all.
    assert score.without_band <= 0.02 * score.near


def test_the_quick_look_hides_no_common_shingle_and_parts_many_texts() -> None:
    texts = [shingled(each) for pair in pairs(40, seed=5) for each in (pair.first, pair.second)]
    together = list(combinations(texts, 2))
    parted = sum(one.most_common(other) < MIN_SHARED * min(one.size, other.size) for one, other in together)

    assert all(len(one.shingles & other.shingles) <= one.most_common(other) for one, other in together)
    assert parted > len(together) / 3
