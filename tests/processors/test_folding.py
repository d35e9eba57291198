"""What readers type in several ways is one in a search, and what differs stays two."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.enrich.stem import stem_text
from processors.text.folding import folded


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Kyïv", "Kyiv"),
        ("São Paulo", "sao paulo"),
        ("Erdoğan", "erdogan"),
        ("Müller", "muller"),
        ("Łódź", "lodz"),
        ("Nguyễn", "nguyen"),
        ("Straße", "strasse"),
        ("Jum’at", "Jumat"),
        ("Jum'at", "Jum’at"),
        ("10.000 tentara", "10000 tentara"),
        ("10,000 tentara", "10.000 tentara"),
        ("1.250.000", "1250000"),
        ("U.S. Army", "US army"),
        ("A.S.", "as"),
        ("S-400", "s 400"),
        ("Ａngka", "angka"),
    ],
)
def test_both_are_the_same_tokens(written: str, typed: str) -> None:
    assert stem_text(written) == stem_text(typed)
    assert stem_text(unicodedata.normalize("NFD", written)) == stem_text(typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2,5 persen", "25 persen"),
        ("10.25 WIB", "1025 WIB"),
        ("1.2.3", "123"),
        ("й", "и"),
        ("が", "か"),
        ("hari Senin. Besok", "hari SeninBesok"),
        ("1000.000", "1000000"),
    ],
)
def test_both_stay_what_they_are(one: str, other: str) -> None:
    assert stem_text(one) != stem_text(other)


@given(st.text(max_size=200))
def test_folding_is_done_after_the_first_time_but_for_dots(text: str) -> None:
    plain = text.replace(".", " ").replace(",", " ")

    assert folded(folded(plain)) == folded(plain)
