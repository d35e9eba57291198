"""What a reader types becomes what the stores are asked; what cannot be asked is refused with what to do."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.knowledge import load_knowledge
from processors.enrich.stem import stem_text
from processors.query.names import MAX_NAMES, names_of
from processors.query.parse import MAX_CHARS, MAX_TERMS, BadAskedError, Splitting, parse
from schemas.asked import Asked, Phrase
from schemas.knowledge import EntityType, Known

KNOWN = [
    Known(name="Korea Utara", type=EntityType.GPE, aliases=("Korut", "DPRK"), code="KP"),
    Known(name="Vladimir Putin", type=EntityType.PER, aliases=("Putin", "Valdimir Putin")),
    Known(name="Amerika Serikat", type=EntityType.GPE, aliases=("AS",), code="US"),
]


def stemmed(text: str) -> Sequence[str]:
    return stem_text(text).split()


def plain(text: str) -> Sequence[str]:
    return text.casefold().replace("*", " ").replace(",", " ").split()


SPLITTING = Splitting(stemmed=stemmed, plain=plain, names=names_of(KNOWN, plain=plain))


def told(query: str) -> tuple[list[list[str]], list[str]]:
    """What must stand there and what may not, each phrase in words; `*` for a beginning, `title:` where it must be."""
    asked = parse(query, SPLITTING)
    return [list(map(words, phrases)) for phrases in asked.every], list(map(words, asked.none))


def words(phrase: Phrase) -> str:
    return ("title:" if phrase.in_title else "") + " ".join(phrase.tokens) + ("*" if phrase.prefix else "")


@pytest.mark.parametrize(
    ("query", "every", "none"),
    [
        pytest.param("mengirim rudal", [["kirim"], ["rudal"]], [], id="words in any form"),
        pytest.param('"mengirim rudal"', [["kirim rudal"]], [], id="a phrase"),
        pytest.param("\u201crudal balistik\u201d", [["rudal balistik"]], [], id="curly marks"),
        pytest.param("rudal -kursk", [["rudal"]], ["kursk"], id="a word that may not stand there"),
        pytest.param("rudal - kursk", [["rudal"], ["kursk"]], [], id="a dash between words"),
        pytest.param("rudal OR drone kursk", [["rudal", "drone"], ["kursk"]], [], id="either"),
        pytest.param("a OR b OR c", [["a", "b", "c"]], [], id="any of three"),
        pytest.param("or rudal", [["or"], ["rudal"]], [], id="small or is a word"),
        pytest.param("rud*", [["rud*"]], [], id="a beginning"),
        pytest.param("title:rudal", [["title:rudal"]], [], id="in the title"),
        pytest.param('TITLE:"rudal kursk"', [["title:rudal kursk"]], [], id="a phrase in the title"),
        pytest.param("12:30 foto:rudal", [["12 30"], ["foto rudal"]], [], id="no field of ours"),
        pytest.param("Korut", [["korut", "korea utara", "dprk"]], [], id="a name stands for all"),
        pytest.param("korea utara tiba", [["korea utara", "korut", "dprk"], ["tiba"]], [], id="words of a name"),
        pytest.param("rudal -DPRK", [["rudal"]], ["dprk", "korea utara", "korut"], id="no name of it"),
        pytest.param("Vladimir Putin", [["putin"]], [], id="a name within the others"),
        pytest.param('"Korut"', [["korut"]], [], id="a name as it is written"),
        pytest.param("AS", [["as"]], [], id="a short form that is an everyday word"),
        pytest.param("amerika serikat", [["amerika serikat"]], [], id="and it is none of its names"),
        pytest.param("6.000", [["6000"]], [], id="a grouped figure"),
        pytest.param("kerjasama", [["kerjasama", "kerja sama"]], [], id="two words written as one"),
        pytest.param("kerja sama", [["kerja", "kerjasama"], ["sama", "kerjasama"]], [], id="one written as two"),
        pytest.param("()!? rudal", [["rudal"]], [], id="signs alone"),
    ],
)
def test_a_query_is_read_as_it_says(query: str, every: Sequence[Sequence[str]], none: Sequence[str]) -> None:
    assert told(query) == (list(map(list, every)), list(none))


def test_sources_are_told_apart_from_words() -> None:
    asked = parse("rudal source:detik OR source:Antara -source:kompas", SPLITTING)

    assert asked == Asked(((Phrase(("rudal",)),),), (), ("detik", "antara"), ("kompas",))


@pytest.mark.parametrize(
    ("query", "code"),
    [
        pytest.param("", "empty_query", id="nothing"),
        pytest.param("()", "empty_query", id="no word"),
        pytest.param('rudal "kursk', "open_quote", id="an open mark"),
        pytest.param("OR rudal", "or_alone", id="OR at the head"),
        pytest.param("rudal OR", "or_alone", id="OR at the end"),
        pytest.param("rudal OR OR kursk", "or_alone", id="OR twice"),
        pytest.param("rudal OR -kursk", "or_excluded", id="OR beside a minus"),
        pytest.param("-kursk", "only_excluded", id="a minus alone"),
        pytest.param("source:detik", "only_sources", id="a source alone"),
        pytest.param("rudal source:detik source:antara", "two_sources", id="two sources at once"),
        pytest.param("rudal OR source:detik", "or_of_sources", id="a word or a source"),
        pytest.param("rudal source:../etc", "bad_source", id="no id"),
        pytest.param("title: rudal", "empty_field", id="a field of nothing"),
        pytest.param("r*", "short_prefix", id="one letter"),
        pytest.param("x " * (MAX_TERMS + 1), "too_many_words", id="too many"),
        pytest.param("x" * (MAX_CHARS + 1), "query_too_long", id="too long"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_to_do(query: str, code: str) -> None:
    with pytest.raises(BadAskedError) as refused:
        parse(query, SPLITTING)

    assert refused.value.code == code
    assert "\n" not in str(refused.value)


PIECES = ["rudal", "Korut", "korea utara", "OR", '"', "-", "title:", "source:", "*", "source:detik", "kerja sama", "("]


@given(
    st.text(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join) | st.text(alphabet='"-*:OR ')
)
def test_whatever_is_typed_is_read_within_bounds_or_refused(query: str) -> None:
    try:
        asked = parse(query, SPLITTING)
    except BadAskedError:
        return

    phrases = [phrase for every in asked.every for phrase in every] + list(asked.none)
    assert asked.every
    assert all(phrase.tokens and all(phrase.tokens) for phrase in phrases)
    assert len(phrases) <= MAX_TERMS * (MAX_NAMES + 5)


def test_the_shipped_names_go_by_all_they_are_known_by() -> None:
    folder = Path(__file__).parents[3] / "config" / "knowledge"

    names = names_of(load_knowledge(folder), plain=plain)

    assert names["korut",] == names["korea", "utara"] == names["dprk",]
    assert {"Korut", "Korea Utara", "DPRK", "RRDK"} <= set(names["korut",])
    assert all(len(every) <= MAX_NAMES for every in names.values())
