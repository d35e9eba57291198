"""What a watch asks for and what a text says are compared in one spelling."""

import pytest

from schemas.watch import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("Kim JONG-un", "kim jong un", id="capitals and a hyphen"),
        pytest.param("Korea\u2013Utara\u2014Selatan", "korea utara selatan", id="dashes"),
        pytest.param("İZMİR", "İzmİr", id="a letter that grows in lower case"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_folded_text_is_as_long_as_it_was(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert len(fold(text)) == len(text)
