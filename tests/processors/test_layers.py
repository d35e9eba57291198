"""What layers read from our own sentences, and that no text makes them fail or take more than linear time."""

import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from catalogue.knowledge import load_knowledge
from processors.enrich.layers.knowledge_index import KnowledgeIndex, index_knowledge
from processors.enrich.layers.read import Reported, read_article
from schemas.layers import Layers

PUBLISHED = date(2025, 6, 16)
MAX_GROWTH = 2.4


@cache
def knowledge() -> KnowledgeIndex:
    return index_knowledge(load_knowledge(Path(__file__).parents[2] / "config" / "knowledge"))


def word(number: int) -> str:
    return "".join("abcdefghijklmnopqrstuvwxyz"[int(digit)] for digit in f"{number:05d}")


def read(*paragraphs: str, outlet: str = "") -> Layers:
    return read_article(Reported(paragraphs, PUBLISHED, outlet=outlet), knowledge())


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        pytest.param(
            ("Bupati Wirasena Darto Wiyono meninjau tanggul.", '"Tanggul ini kami bangun lagi," kata Darto.'),
            [("Darto Wiyono", "kata")],
            id="a short name goes to the full one",
        ),
        pytest.param(
            ("Darto Wiyono meninjau tanggul.", '"Tanggul ini kami bangun lagi," ujarnya. "Juli selesai," tambahnya.'),
            [("Darto Wiyono", "ujarnya"), ("Darto Wiyono", "tambahnya")],
            id="a cue in -nya means who was named last",
        ),
        pytest.param(
            (
                "“Tanggul ini kami bangun lagi.",
                "“Bulan depan selesai,” kata Kepala Dinas Pekerjaan Umum Garut, Usep Kurnadi, Senin (16/6/2025).",
            ),
            [("Usep Kurnadi", "kata")],
            id="a speech over two paragraphs is one quote",
        ),
        pytest.param(
            ('"Kami akan menang," kata juru bicara Kementerian Pertahanan Rusia.',),
            [("Juru bicara Kementerian Pertahanan Rusia", "kata")],
            id="a role speaks where nobody is named",
        ),
        pytest.param(
            ('"Kami akan menang di laga itu."', "Janji itu diucapkan Darto Wiyono di Garut."),
            [("Darto Wiyono", "diucapkan")],
            id="the next sentence names the speaker",
        ),
        pytest.param(('Acara bertema "Bangkit Bersama" itu dibuka Darto Wiyono.',), [], id="a theme is no quote"),
    ],
)
def test_quotes_have_their_speakers(paragraphs: Sequence[str], expected: Sequence[tuple[str, str]]) -> None:
    found = read(*paragraphs).quotes

    assert [(quote.speaker, quote.cue) for quote in found] == expected


def test_a_chain_of_sources_keeps_origin_and_medium() -> None:
    layers = read('"Roket itu jatuh di laut," kata KCNA, seperti dikutip Reuters, Minggu (15/6/2025).')

    assert [(each.source, each.via) for each in layers.citations] == [("KCNA", ("Reuters",)), ("Reuters", ())]
    assert [(quote.speaker, quote.via) for quote in layers.quotes] == [("KCNA", ("Reuters",))]


def test_the_outlet_is_no_source_of_its_own() -> None:
    layers = read('"Tanggul jebol," kata Darto Wiyono kepada Kompas.com.', outlet="kompas.com")

    assert layers.citations == ()


def test_figures_know_who_vouches_for_them() -> None:
    layers = read("BNPB menyebut sedikitnya 12 orang tewas. Sebanyak 40 rumah rusak, kata Darto Wiyono.")

    found = [(each.value, each.modifier, each.group, each.attributed_to) for each in layers.figures]
    assert found == [
        (12.0, "at_least", "dead", ("Badan Nasional Penanggulangan Bencana",)),
        (40.0, "exact", "count", ("Darto Wiyono",)),
    ]


def test_offsets_show_the_very_place() -> None:
    paragraphs = ("Presiden Prabowo Subianto tiba di Garut.", '"Kami siap," kata Prabowo, Minggu (15/6/2025).')
    text, layers = "\n".join(paragraphs), read(*paragraphs)

    named = [text[span.start : span.end] for each in layers.entities for span in each.mentions]
    assert sorted(named) == ["Garut", "Prabowo", "Prabowo Subianto"]
    found = [(each.start, each.end, each.text) for each in layers.quotes]
    found += [(each.start, each.end, each.text) for each in layers.dates]
    assert len(found) == 2
    assert all(text[start:end] == part for start, end, part in found)


def test_unknown_names_keep_a_stable_id_and_their_roles() -> None:
    layers = read("Rapat dibuka Bupati Garut Darto Wiyono. Darto lalu pulang.")

    person = next(each for each in layers.entities if each.type == "PER")
    assert (person.id, person.roles, len(person.mentions)) == ("per:darto-wiyono", ("Bupati Garut",), 2)


def test_the_same_text_is_read_the_same() -> None:
    paragraphs = ("Presiden Rusia Vladimir Putin tiba, kata TASS.", "Ia membawa 3.000 surat.")

    assert read(*paragraphs) == read(*paragraphs)


HOSTILE: dict[str, Callable[[int], str]] = {
    "no capitals": lambda size: "menteri itu berkata bahwa rapat di jakarta dihadiri 30 orang. " * size,
    "all capitals": lambda size: "MENTERI ITU MENGATAKAN RAPAT DI JAKARTA DIHADIRI 30 ORANG. " * size,
    "unmatched quotes": lambda size: 'Ia "berkata “bahwa ‘itu "benar. ' * size,
    "right to left": lambda size: "قال الوزير في جاكرتا إن 30 شخصا. " * size,
    "combining marks": lambda size: "Pre\u0301sid\u0308en\u0301 Ka\u030arto ti\u0301ba. " * size,
    "endless capitals": lambda size: "Kementerian Gunung Operasi Kabupaten Darto Wiyono " * size,
    "long digits": lambda size: "Nilainya " + "9" * 1000 * (size // 20 + 1) + " rupiah. ",
    "commas": lambda size: "Darto, " * size + "mengatakan bahwa ia siap.",
    "brackets": lambda size: "Badan Wirakarsa (BWK) dan " * size,
    "dates": lambda size: "1 hingga 4 Agustus, Senin (1/2/2025) 12-13 " * size,
    "numbers": lambda size: "antara 10 dan 12 hingga 15 ribu sampai dua puluh " * size,
    "many names": lambda size: "".join(
        f"Menteri Wira{word(n)} Suka{word(n)} menilai 12 kapal rusak. "
        f"Wirb{word(n)} pulang ke Gunung Ka{word(n)} (KB{n}). "
        for n in range(size)
    ),
    "many quotes": lambda size: '"Kami siap 12 kali," kata Darto Wiyono kepada AFP. Angka itu dikutip KCNA. ' * size,
    "a short form ends it": lambda size: "Ia menemui Darto. " * size + "Laporan itu ditulis oleh Ketua KSPJ",
    "one word": lambda size: "a" * 50 * size,
    "marks": lambda size: "- . , ( ) \" ' / % Rp $ " * size,
}


@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, make in HOSTILE.items()])
def test_no_text_makes_a_layer_fail(make: Callable[[int], str]) -> None:
    layers = read(make(20), "", make(3))

    assert layers.version


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("menteri itu berkata bahwa rapat di jakarta ramai.", "no_case", id="no capitals"),
        pytest.param("MENTERI ITU BERKATA BAHWA RAPAT DI JAKARTA RAMAI.", "no_case", id="all capitals"),
        pytest.param("Nilainya " + "9" * 1000 + " rupiah.", "number_too_long", id="a number of a thousand digits"),
        pytest.param("Rapat itu ramai. " * 13_000, "text_too_long", id="more than 200,000 characters"),
    ],
)
def test_a_layer_that_gives_up_says_why(text: str, reason: str) -> None:
    assert reason in read(text).gave_up


def steps(work: Callable[[], object]) -> int:
    """Lines of Python that the work runs: the same on every machine."""
    count = 0

    def trace(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, make in HOSTILE.items()])
def test_steps_grow_with_the_text(make: Callable[[int], str]) -> None:
    read(make(120))  # every word is looked up once
    short, double = steps(lambda: read(make(60))), steps(lambda: read(make(120)))

    assert double <= MAX_GROWTH * short


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        pytest.param(
            ("Rapat digelar di Garut, Minggu (15/6/2025), kata panitia.",), "2025-06-15", id="the day reported"
        ),
        pytest.param(
            ("Dilansir AFP, Senin (16/6/2025), kapal itu tiba. Uji coba digelar Sabtu (14/6).",),
            "2025-06-14",
            id="not the day of the source",
        ),
        pytest.param(("Operasi itu berlangsung sejak Senin (9/6/2025).",), "2025-06-09", id="a beginning, if no other"),
        pytest.param(("Tanggul itu dibangun pada 1990.",), None, id="no day near publication"),
    ],
)
def test_the_event_date_is_the_day_of_what_is_reported(paragraphs: Sequence[str], expected: str | None) -> None:
    assert read(*paragraphs).event_date == expected


@pytest.mark.parametrize(
    ("text", "resolved", "doubt"),
    [
        pytest.param("Ia tiba Minggu (15/6/2025).", "2025-06-15", "", id="weekday and date agree"),
        pytest.param("Ia tiba Minggu (15/6/2026).", "2025-06-15", "year", id="a wrong year"),
        pytest.param("Ia tiba Kamis (6/12/2025).", "2025-06-12", "swapped", id="day and month exchanged"),
        pytest.param("Ia tiba Kamis (10/6/2025).", "2025-06-10", "weekday", id="a weekday that fits nothing near"),
    ],
)
def test_a_weekday_that_does_not_fit_is_a_doubt(text: str, resolved: str, doubt: str) -> None:
    assert [(each.resolved, each.doubt) for each in read(text).dates] == [(resolved, doubt)]


def test_keywords_and_gist_are_chosen_from_the_text_with_why() -> None:
    lead = "Tanggul Sungai Wira di Garut jebol pada Minggu dan merendam ratusan rumah warga."
    layers = read(lead, "Tanggul itu dibangun Darto Wiyono sepuluh tahun silam.")

    assert layers.gist is not None
    assert layers.gist.text == lead
    assert {"tanggul", "Garut"} <= {each.text for each in layers.keywords}
    assert all(each.why for each in layers.keywords)
