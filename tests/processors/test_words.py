"""Words and keys of a text are the same for every step."""

import pytest

from processors.text.controls import without_controls
from processors.text.words import key_of, words_of


@pytest.mark.parametrize(
    ("text", "words", "key"),
    [
        pytest.param("Kapal-Latih tiba!", ["kapal", "latih", "tiba"], "kapallatihtiba", id="marks part words"),
        pytest.param("Il-76 & É", ["il", "76", "é"], "il76é", id="figures and letters of any kind"),
        pytest.param("kabar_utara", ["kabar_utara"], "kabarutara", id="an account is one word"),
        pytest.param(" - ", [], "", id="nothing"),
    ],
)
def test_a_text_has_words_and_a_key(text: str, words: list[str], key: str) -> None:
    assert words_of(text) == words
    assert key_of(text) == key


def test_a_control_character_gives_way_to_a_space_and_lines_stay() -> None:
    assert without_controls("a\x00b\x9fc\ud800d\ne\tf") == "a b c d\ne\tf"
