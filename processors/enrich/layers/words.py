"""Tells common Indonesian words from those that only a name can be."""

import re
from collections import Counter
from functools import lru_cache

from processors.enrich.layers.rules import load_rules
from processors.enrich.layers.text import TokenizedText
from processors.enrich.stem import is_word
from processors.text.markers import FUNCTION_WORDS

# `Kebudayaan`, `Pelaporan`, `Menengah`: words made of others, which stand large in titles.
DERIVED = re.compile(r"^(?:ke|pe|ber|ter|di)\w{3,}an$|^(?:me[nm]|meng|peng)|(?:nya|kan)$")


@lru_cache(maxsize=65_536)
def is_common(low: str) -> bool:
    """Whether a word in lower case is Indonesian, or one of the foreign words that news writes large."""
    names = load_rules("names")
    if low in names.words("names.foreign-words") or low in names.words("names.no-names"):
        return True
    return low in FUNCTION_WORDS or is_word(low)


@lru_cache(maxsize=65_536)
def is_given(low: str) -> bool:
    """Whether a word in lower case is a usual part of people's names, though a common word too."""
    return low in load_rules("names").words("names.given")


def proper_words(text: TokenizedText) -> frozenset[str]:
    """Common words that are names in this text: `ujar Dadan`, `Dadan menyebut`.

    They tell something, stand large more than once, once by themselves behind a small word, and nowhere small.
    """
    tokens, cues = text.tokens, load_rules("cues")
    told_by, tells = cues.words("cue.after"), cues.words("cue.subject")
    large = [at for at in range(1, len(tokens) - 1) if tokens[at].text.istitle()]
    times = Counter([tokens[at].text for at in large])
    alone, telling = set(), set()
    for at in large:
        word, before, after = tokens[at].text, tokens[at - 1], tokens[at + 1]
        if times[word] < 2:
            continue
        if before.text.islower() and not (after.is_word and after.is_capital):
            alone.add(word)
        if before.low in told_by or before.low == "menurut" or after.low in tells:
            telling.add(word)
    small = {token.text for token in tokens} if alone & telling else frozenset()
    return frozenset(word for word in alone & telling if word.lower() not in small and _may_name(word.lower()))


@lru_cache(maxsize=65_536)
def _may_name(low: str) -> bool:
    return low not in FUNCTION_WORDS and low not in _kinds() and not DERIVED.search(low)


@lru_cache(maxsize=1)
def _kinds() -> frozenset[str]:
    """Words that are often large and name a kind, a role, a day or a title's part."""
    names, cues = load_rules("names"), load_rules("cues")
    heads = ("organisation-heads", "admin-heads", "place-heads", "event-heads")
    lists = (*heads, "roles", "honorifics", "no-names", "large", "foreign-words", "directions")
    kinds = frozenset().union(*(names.words(f"names.{each}") for each in lists))
    return kinds | cues.words("cue.role-heads") | cues.words("cue.documents")
