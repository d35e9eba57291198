"""Enriching: the watch gate and its explanation, the language, the stems."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from processors.enrich.enrich import enrich
from processors.enrich.language import language_of
from processors.enrich.stem import stem_text
from processors.enrich.watch import CompiledWatch, compile_watch, judge, match
from schemas.article import Article, Change
from schemas.outcomes import Drop, Reason
from schemas.watch import ConceptGroup, Watch

REPO = Path(__file__).parents[2]
WATCH = compile_watch(
    Watch.model_validate(tomllib.loads((REPO / "config/watches/rusia-korut.toml").read_text("utf-8")))
)
TITLE = "Putin Berterima Kasih kepada Kim Jong Un"
LEAD = "Presiden Rusia Vladimir Putin berterima kasih kepada Korea Utara atas bantuan pasukannya di wilayah Kursk."
FILLER = (
    "Pemerintah daerah menyiapkan tiga puluh perahu karet untuk warga yang rumahnya terendam sejak dua hari lalu.",
    "Hujan diperkirakan masih turun sampai akhir pekan, kata kepala badan meteorologi setempat kepada wartawan.",
    "Sekolah diliburkan dan dapur umum dibuka di balai desa, sementara bantuan beras dibagikan kepada warga.",
)


def article(title: str, *paragraphs: str, requested: bool = False) -> Article:
    return Article(
        id="a",
        page_id="p",
        url="https://a.id/1",
        canonical_url="https://a.id/1",
        url_key="a.id/1",
        source="a",
        fetched_at=datetime(2025, 4, 29, tzinfo=UTC),
        title=title,
        paragraphs=paragraphs,
        requested=requested,
        revision=1,
        change=Change.FIRST,
        authors=("Rina",),
    )


ON_TOPIC = [
    pytest.param(TITLE, (LEAD, *FILLER), id="both in title and lead"),
    pytest.param("RUSIA DAN KORUT TEKEN PERJANJIAN", (LEAD.upper(),), id="capitals"),
    pytest.param(
        "Kim Jong-un Sambut Menlu Lavrov di Wonsan",
        ("Menlu Rusia Sergei Lavrov tiba di Wonsan, Korut.", *FILLER),
        id="variants and hyphens",
    ),
    pytest.param("DPRK-Rusia Makin Erat", ("Hubungan Moskow-Pyongyang makin erat.", *FILLER), id="joined by a hyphen"),
]
OFF_TOPIC = [
    pytest.param("Banjir Rendam Tiga Desa", FILLER, id="something else"),
    pytest.param(
        "Rusia Serang Ukraina Lagi",
        ("Moskow menembakkan rudal ke Kyiv, kata Kremlin. Putin diam.", *FILLER),
        id="one side alone",
    ),
    pytest.param(
        "Rusia Serang Ukraina Lagi",
        ("Rusia menyerang Ukraina.", *FILLER, "Korut disebut mengirim pasukan ke Kursk."),
        id="the other side in passing",
    ),
    pytest.param(
        "Drama Korea Selatan Terbaru",
        ("Drama itu syuting di Seoul dan Busan.", *FILLER, "Pemerannya pernah ke Rusia dan Korut."),
        id="both in passing",
    ),
    pytest.param(
        "Kapal Korutama Berlayar", ("Kapal Korutama milik PT Rusiana berlayar.", *FILLER), id="parts of other words"
    ),
    pytest.param("", (), id="nothing"),
]


@pytest.mark.parametrize(("title", "paragraphs"), ON_TOPIC)
def test_an_article_about_both_countries_matches(title: str, paragraphs: tuple[str, ...]) -> None:
    found = match(WATCH, title, paragraphs)

    assert found is not None
    assert found.watch == "rusia-korut"
    assert {"korut", "rusia"} <= set(found.terms)


@pytest.mark.parametrize(("title", "paragraphs"), OFF_TOPIC)
def test_an_article_about_something_else_does_not_match(title: str, paragraphs: tuple[str, ...]) -> None:
    assert match(WATCH, title, paragraphs) is None


def test_a_nonsense_watch_matches_nothing() -> None:
    group = ConceptGroup(id="nonsense", aliases=("zzyzx qwrtp",))
    nonsense = compile_watch(Watch(id="nonsense", name="x", version="1", threshold=0.1, groups=(group,)))

    assert match(nonsense, TITLE, (LEAD, *FILLER)) is None


def small_watch(*, excludes: tuple[str, ...] = (), version: str = "7") -> CompiledWatch:
    groups = (
        ConceptGroup(id="kapal", aliases=("kapal", "kapal latih")),
        ConceptGroup(id="kota", aliases=("Wonsan",), required=False),
    )
    return compile_watch(Watch(id="kapal", name="x", version=version, threshold=0.5, groups=groups, excludes=excludes))


def test_the_longest_alias_counts_and_terms_stand_as_in_the_text() -> None:
    verdict = judge(small_watch(), "Kapal Latih Tiba", ("Sebuah kapal lain pergi ke WONSAN.",))

    assert verdict.as_match().terms == {"kapal": ("Kapal Latih", "kapal"), "kota": ("WONSAN",)}
    assert verdict.as_match().watch_version == "7"


def test_a_phrase_that_means_something_else_is_blanked_out() -> None:
    assert match(small_watch(excludes=("kapal udara",)), "Kapal udara terbang", ("Kapal udara itu besar.",)) is None


def test_the_title_says_more_than_the_lead_and_the_lead_more_than_the_rest() -> None:
    scores = [
        judge(small_watch(), "Kapal tiba", ()).score,
        judge(small_watch(), "Tiba", ("Kapal tiba.",)).score,
        judge(small_watch(), "Tiba", ("Satu.", "Dua.", "Kapal tiba.")).score,
    ]

    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


def test_many_mentions_of_one_concept_do_not_stand_for_the_other() -> None:
    assert judge(WATCH, "Rusia " * 50, ("Putin " * 500,)).score < WATCH.watch.threshold


def test_an_article_gets_its_watches_language_and_stems() -> None:
    result = enrich(article(TITLE, LEAD), watches=[WATCH], language=lambda text: "id", stem=lambda text: text.lower())[
        0
    ]

    assert [found.watch for found in result.watches] == ["rusia-korut"]
    assert result.language == "id"
    assert result.search_text == f"{TITLE}\n{LEAD}".lower()
    assert (result.revision, result.authors) == (1, ("Rina",))


def test_an_article_that_no_watch_wants_is_dropped_with_scores_and_terms() -> None:
    with pytest.raises(Drop) as drop:
        enrich(article("Rusia Menang", *FILLER), watches=[WATCH], language=language_of, stem=stem_text)

    assert drop.value.reason is Reason.OFF_WATCH
    assert drop.value.detail.startswith("rusia-korut 0.78<1.65: korut(-) rusia(Rusia×1)")


def test_a_requested_article_is_kept_without_a_watch() -> None:
    result = enrich(article("Banjir", *FILLER, requested=True), watches=[WATCH], language=language_of, stem=stem_text)[
        0
    ]

    assert result.watches == ()
    assert result.language == "id"


LANGUAGES = [
    (LEAD + " " + FILLER[0], "id"),
    (
        "Kerajaan memberitahu bahawa mesyuarat akan diadakan pada hari Khamis kerana dia akan pulang dan "
        "belum ada berita lain daripada menteri itu.",
        "ms",
    ),
    (
        "The president thanked the soldiers for their help and said the country would never forget what they had done.",
        "en",
    ),
    ("Президент поблагодарил солдат за помощь и сказал, что страна никогда не забудет их подвиг.", "ru"),
    ("Rapat pagi membahas rencana besar dan tamu agung datang.", "id"),
    ("Terlalu pendek", ""),
    ("", ""),
]


@pytest.mark.parametrize(
    ("text", "language"),
    LANGUAGES,
    ids=["Indonesian", "Malay", "English", "Russian", "without a word of its own", "too short", "empty"],
)
def test_the_language_is_told(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        pytest.param("Mengirimkan pasukannya", "kirim pasukan", id="affixes"),
        pytest.param("PERTEMPURAN", "tempur", id="capitals"),
        pytest.param("10.000 tentara pada 2024", "10000 tentara pada 2024", id="groups of figures are one number"),
        pytest.param("Putin Kim Moskow Kremlin Kursk", "putin kim moskow kremlin kursk", id="names stay"),
        pytest.param('anak-anak, "ya"!', "anak anak ya", id="marks part words"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_words_are_stemmed(text: str, stems: str) -> None:
    assert stem_text(text) == stems


def test_a_query_meets_the_text_it_was_stemmed_like() -> None:
    assert set(stem_text("pengiriman tentara").split()) <= set(stem_text("Mereka mengirimkan tentara ke sana.").split())
