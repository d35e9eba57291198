"""The difference of two revisions: joined again it is each of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.explain.difference import MAX_WORDS, WordChange, difference

TEXTS = st.text(st.sampled_from("ab \n"), max_size=60)


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        pytest.param("", "", [], id="nothing"),
        pytest.param("dua orang", "dua orang", [("same", "dua orang")], id="the same"),
        pytest.param("dua", "", [("removed", "dua")], id="removed"),
        pytest.param(
            "dua orang tewas", "tiga orang tewas", [("removed", "dua "), ("added", "tiga "), ("same", "orang tewas")],
            id="replaced",
        ),
        pytest.param("dua  orang", "dua\norang", [("same", "dua\norang")], id="white space alone is no change"),
    ],
)  # fmt: skip
def test_words_are_compared(before: str, after: str, pieces: list[tuple[str, str]]) -> None:
    assert difference(before, after) == [WordChange(*piece) for piece in pieces]  # type: ignore[arg-type]


@given(TEXTS, TEXTS)
def test_what_is_not_removed_is_the_later_text(before: str, after: str) -> None:
    pieces = difference(before, after)

    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after
    left = "".join(piece.text for piece in pieces if piece.kind != "added")
    assert "".join(left.split()) == "".join(before.split())


def test_texts_of_very_many_words_are_compared_by_lines() -> None:
    lines = [f"baris {number}\n" for number in range(MAX_WORDS)]
    changed = [*lines[:-1], "lain sama sekali\n"]

    assert [piece.kind for piece in difference("".join(lines), "".join(changed))] == ["same", "removed", "added"]
