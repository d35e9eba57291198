"""Enriching: the watch gate and its explanation, the language, the stems."""

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from processors.enrich.enrich import enrich
from processors.enrich.language import language_of
from processors.enrich.layered import day_of
from processors.enrich.stem import stem_text
from processors.enrich.watch import CompiledWatch, compile_watch, judge, match
from schemas.article import EnrichedArticle, Instant
from schemas.outcomes import Drop, Reason
from schemas.watch import ConceptGroup, Watch
from tests.processors.enriching import PLAIN, READERS, article

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
    result = enrich(article(TITLE, [LEAD], authors=("Rina",)), watches=[WATCH], readers=PLAIN)[0]

    assert [found.watch for found in result.watches] == ["rusia-korut"]
    assert result.language == "id"
    assert result.search_text == f"{TITLE}\n{LEAD}".lower()
    assert (result.revision, result.authors) == (1, ("Rina",))


def test_an_article_gets_what_it_says_with_the_very_places() -> None:
    said = '"Kami berterima kasih kepada Korut," kata Putin, Minggu (27/4/2025).'
    published = Instant(at=datetime(2025, 4, 28, 8, tzinfo=UTC), precision="minute", provenance="meta")
    (result,) = enrich(article(TITLE, [LEAD, said], published=published), watches=[WATCH], readers=PLAIN)
    assert result.layers is not None
    text = "\n".join(result.paragraphs)
    places = {each.canonical: [text[start:end] for start, end in each.mentions] for each in result.layers.entities}

    assert places["Vladimir Putin"] == ["Vladimir Putin", "Putin"]
    assert places["Korea Utara"] == ["Korea Utara", "Korut"]
    assert [(each.text, each.speaker) for each in result.layers.quotes] == [
        ("Kami berterima kasih kepada Korut,", "Vladimir Putin")
    ]
    assert [each.resolved for each in result.layers.dates] == ["2025-04-27"]
    assert EnrichedArticle.decode(result.encode()) == result


def test_a_text_in_a_language_that_no_rule_is_of_is_not_read_and_says_so() -> None:
    english = "The president thanked Kim Jong Un and said the country would never forget what they had done for it."
    (result,) = enrich(article("Thanks", [english], requested=True), watches=[], readers=READERS)

    assert result.language == "en"
    assert result.layers is not None
    assert (result.layers.gave_up, result.layers.entities) == (("language",), ())


@pytest.mark.parametrize(
    ("published", "fetched_at", "day"),
    [
        pytest.param("2025-04-28T23:30:00+07:00", "2025-04-29T00:00:00Z", date(2025, 4, 28), id="in its own zone"),
        pytest.param(None, "2025-04-28T17:30:00Z", date(2025, 4, 29), id="without a date, in Jakarta"),
    ],
)
def test_dates_are_told_from_the_day_of_publication(published: str | None, fetched_at: str, day: date) -> None:
    at = published and Instant(at=datetime.fromisoformat(published), precision="minute", provenance="meta")
    given = article(TITLE, [LEAD], published=at, fetched_at=datetime.fromisoformat(fetched_at))

    assert day_of(given) == day


def test_an_article_that_no_watch_wants_is_dropped_with_scores_and_terms() -> None:
    with pytest.raises(Drop) as drop:
        enrich(article("Rusia Menang", FILLER), watches=[WATCH], readers=READERS)

    assert drop.value.reason is Reason.OFF_WATCH
    assert drop.value.detail.startswith("rusia-korut 0.78<1.65: korut(-) rusia(Rusia×1)")


def test_a_requested_article_is_kept_without_a_watch() -> None:
    result = enrich(article("Banjir", FILLER, requested=True), watches=[WATCH], readers=READERS)[0]

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
