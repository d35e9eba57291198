"""A snippet shows where most of what was asked stands together, with the hits marked."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.query.snippets import SNIPPET_CHARS, snippet
from schemas.asked import Asked, Phrase


def stemmed(text: str) -> Sequence[str]:
    return text.casefold().replace("mengirim", "kirim").replace("-", " ").split()


def asked(*phrases: str, prefix: bool = False) -> Asked:
    return Asked(tuple((Phrase(tuple(phrase.split()), prefix=prefix),) for phrase in phrases))


FAR = "kata lain " * 60


@pytest.mark.parametrize(
    ("paragraphs", "wanted", "marked"),
    [
        pytest.param(("Mereka mengirim rudal.",), asked("kirim"), ["mengirim"], id="a form of the word"),
        pytest.param(("Kim Jong Un, tiba. Kim pergi.",), asked("kim jong un"), ["Kim Jong Un"], id="a phrase"),
        pytest.param(
            ("Rudal itu, rudal-rudal.",), asked("rud", prefix=True), ["Rudal", "rudal-rudal"], id="beginnings"
        ),
        pytest.param(("rudal " + FAR, "kapal dan rudal"), asked("rudal", "kapal"), ["kapal", "rudal"], id="both"),
        pytest.param(("Tidak ada apa-apa.",), asked("rudal"), [], id="nothing"),
        pytest.param((), asked("rudal"), [], id="no text"),
    ],
)
def test_hits_are_marked_where_they_stand_together(
    paragraphs: Sequence[str], wanted: Asked, marked: Sequence[str]
) -> None:
    found = snippet(paragraphs, wanted, stemmed=stemmed)

    assert [found.text[start:end] for start, end in found.marks] == list(marked)
    assert [words for words, is_hit in found.pieces() if is_hit] == list(marked)


@given(
    st.lists(st.text(alphabet="rudal kim\n.,\u201c-", max_size=400), max_size=4), st.sampled_from(["rudal", "kim", "r"])
)
def test_a_snippet_is_short_and_its_marks_lie_in_it(paragraphs: Sequence[str], word: str) -> None:
    found = snippet(paragraphs, asked(word), stemmed=stemmed)

    assert len(found.text) <= SNIPPET_CHARS
    assert "".join(words for words, _ in found.pieces()) == found.text
    assert all(start < end for start, end in found.marks)
    assert all(end <= start for (_, end), (start, _) in zip(found.marks, found.marks[1:], strict=False))
