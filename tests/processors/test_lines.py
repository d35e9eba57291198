"""The line rules over plain text: zones, tails, titles, captions, repeats."""

from processors.clean.lines import clean_lines
from processors.clean.rules import load_rules

RULES = load_rules()
PROSE = (
    "Presiden kedua negara bertemu di istana selama tiga jam dan membahas perjanjian pertahanan yang ditandatangani "
    "tahun lalu, kata juru bicara kepada wartawan."
)
SECOND = (
    "Pertemuan itu berlangsung tertutup. Wartawan hanya boleh mengambil gambar selama dua menit di awal acara, lalu "
    "diminta keluar ruangan."
)


def kept(*lines: str, **options: str) -> tuple[str, ...]:
    return clean_lines(lines, RULES, **options).kept  # type: ignore[arg-type]  # only `title` is passed


def test_a_plain_text_loses_its_furniture_and_keeps_its_body() -> None:
    lines = (
        "Internasional",
        "Dua Presiden Bertemu di Istana Selama Tiga Jam",
        "rin, Kabar Utara News",
        "15 August 2025 13:12",
        "Kedua presiden berjabat tangan di istana, Rabu (13/8/2025). (Juru Foto/Pool via REUTERS)",
        PROSE,
        "Delegasi Besar",
        SECOND,
        *("(rin/bag)", "[Gambas:Video KU]", "Next Article Kapal Latih Bersandar", "Tags", "Related Articles"),
    )

    assert kept(*lines) == (PROSE, "Delegasi Besar", SECOND)


def test_the_title_goes_where_it_repeats_but_not_where_a_sentence_holds_it() -> None:
    title = "Dua Presiden Bertemu"

    assert kept(title, PROSE, f"{title} lagi bulan depan, kata juru bicara.", title=title) == (
        PROSE,
        f"{title} lagi bulan depan, kata juru bicara.",
    )


def test_a_tail_is_not_cut_where_much_text_comes_after_it() -> None:
    assert kept(PROSE, "Artikel Terkait", SECOND, PROSE.upper() + ".", SECOND.upper() + ".")[1] == SECOND


def test_headlines_after_a_label_go_and_the_sentence_after_them_stays() -> None:
    lines = (PROSE, "Baca juga:", "Kapal Latih Bersandar di Wonsan", "Harga Beras Turun Dua Pekan", SECOND)

    assert kept(*lines) == (PROSE, SECOND)


def test_a_caption_of_the_page_goes_wherever_it_stands() -> None:
    caption = "Kedua presiden berjalan di taman istana"

    assert clean_lines([PROSE, caption, SECOND], RULES, captions=[caption]).kept == (PROSE, SECOND)


def test_a_long_line_that_stands_twice_is_kept_once() -> None:
    cleaned = clean_lines([PROSE, SECOND, PROSE], RULES)

    assert cleaned.kept == (PROSE, SECOND)
    assert cleaned.removed[-1].rule == "fixed.repeated"


def test_capitals_end_a_text_as_a_byline_and_open_it_as_text() -> None:
    assert kept("MOSKOW", PROSE, SECOND, "RINA SAPUTRI") == ("MOSKOW", PROSE, SECOND)


def test_nothing_gives_nothing() -> None:
    assert clean_lines([], RULES) == ((), ())
    assert clean_lines(["", "  "], RULES) == ((), ())


def test_foreign_text_meets_only_rules_for_all_languages() -> None:
    lines = ["Baca juga: a title in another language", "ADVERTISEMENT"]

    assert clean_lines(lines, RULES, indonesian=False).kept == ("Baca juga: a title in another language",)
