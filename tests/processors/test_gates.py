"""Lines that sell the rest of an article, and those that look alike."""

import pytest

from processors.clean.metadata.gates import GATES, is_gated
from processors.clean.metadata.page_texts import PageText

SOLD = [line for gate in GATES["sells"] for line in gate["takes"]]
PROSE = "Kapal itu berlayar dua belas hari tanpa singgah di pelabuhan. "
OFFERED = [line for gate in GATES["offers"] for line in gate["takes"]]


@pytest.mark.parametrize("line", SOLD)
def test_a_line_that_sells_the_article_is_a_gate(line: str) -> None:
    assert is_gated([PageText(line)], [PROSE * 40])


@pytest.mark.parametrize("line", OFFERED)
def test_an_offer_is_a_gate_above_its_button_and_below_little_text(line: str) -> None:
    button = PageText("Langganan")

    assert is_gated([PageText(line), button], [PROSE])
    assert not is_gated([PageText(line), button], [PROSE * 40])
    assert not is_gated([PageText(line)], [PROSE])


@pytest.mark.parametrize(
    "line",
    [
        "Berlangganan",
        "Baca berita tanpa iklan. Gabung Kabar Plus.",
        "Lanjutkan membaca",
        "Artikel ini ditulis khusus oleh dua wartawan kami.",
        "Langganan buletin kami",
        "Berita gratis setiap hari",
        "Untuk membaca peta itu, warga perlu dilatih.",
        "Untuk membaca buku itu, anak-anak masuk ke ruang belakang.",
        "Premium",
        "Masuk",
    ],
)
def test_these_sell_nothing_of_the_article(line: str) -> None:
    assert not is_gated([PageText(line), PageText("Langganan")], [PROSE])


@pytest.mark.parametrize("line", GATES["hints"]["takes"])
def test_a_line_of_payment_and_reading_is_a_gate_below_little_text(line: str) -> None:
    assert is_gated([PageText(line)], [PROSE])
    assert not is_gated([PageText(line)], [PROSE * 40])


@pytest.mark.parametrize("line", GATES["hints"]["leaves"])
def test_a_line_of_something_else_is_no_gate(line: str) -> None:
    assert not is_gated([PageText(line)], [PROSE])


def test_a_line_of_the_article_itself_is_no_gate() -> None:
    line = "Pelanggan warung itu boleh membaca buku sepuasnya."

    assert is_gated([PageText(line)], [PROSE])
    assert not is_gated([PageText(line)], [PROSE, line])
