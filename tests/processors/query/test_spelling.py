"""The nearest words to a misspelled one: few slips, and none for words too short to tell."""

from collections.abc import Sequence

import pytest

from processors.query.spelling import nearest, slips


@pytest.mark.parametrize(
    ("word", "other", "expected"),
    [
        ("kursk", "kursk", 0),
        ("kurks", "kursk", 1),
        ("kursk", "kurrsk", 1),
        ("kursk", "kusk", 1),
        ("pyongyong", "pyongyang", 1),
        ("rudal", "kapal", 3),
    ],
)
def test_slips_are_letters_added_dropped_changed_or_exchanged(word: str, other: str, expected: int) -> None:
    assert slips(word, other, 3) == slips(other, word, 3) == expected
    assert slips(word, other, 1) == min(expected, 2)


@pytest.mark.parametrize(
    ("word", "found"),
    [
        pytest.param("kurks", ["kursk", "kurus"], id="one slip"),
        pytest.param("pyongyogn", ["pyongyang"], id="two in a long word"),
        pytest.param("rudl", [], id="two in a short one"),
        pytest.param("kim", [], id="too short to tell"),
        pytest.param("kursk", [], id="no other is so near"),
    ],
)
def test_the_nearest_words_come_first(word: str, found: Sequence[str]) -> None:
    known = ["kursk", "pyongyang", "rudali", "kim", "kin", "kurus", "pyong"]

    near = [other for _, other in nearest(word, known, most=5)]

    assert near == found
