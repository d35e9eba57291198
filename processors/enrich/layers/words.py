"""Tells common Indonesian words from those that only a name can be."""

from functools import lru_cache

from processors.enrich.layers.rules import load_rules
from processors.enrich.stem import is_word
from processors.text.markers import FUNCTION_WORDS


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
