"""Words of a text to their Indonesian stems, for the search index and, in the same way, for a query."""

import re
from collections.abc import Callable
from functools import lru_cache

from processors.text.folding import folded

# `2,5` is one token, as are `Il-76` and `anak-anak`'s halves apart.
TOKEN = re.compile(r"\d+(?:[.,]\d+)+|\w+")
# Affixes a word must have to be stemmed at all; names such as Putin or Kim have none and stay.
AFFIXED = re.compile(r"^(?:ber|bel|be|me|di|ke|pe|ter|te|se|per)|(?:kan|an|i|nya|lah|kah|pun|ku|mu)$")
# Roots the library's list lacks: it would cut `pasukan` to `pasu`, which is a vase.
MORE_ROOTS = ("pasukan", "presiden", "aliansi", "tandatangan")
# Names that it would cut; they are no words.
NAMES = frozenset(("rusia", "ukraina", "korut", "korsel", "kremlin", "moskow"))
# An uncached word costs 1.2 ms; this many cover what Indonesian news uses and take about 15 MB.
CACHED_WORDS = 65_536
# Longer runs of letters are no words, and the stemmer's time grows with them.
MAX_WORD_CHARS = 32


@lru_cache(maxsize=1)
def _stemmer() -> tuple[Callable[[str], str], frozenset[str]]:
    # Only where a word is stemmed: a command that reads a store loads none of it.
    from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
    from Sastrawi.Stemmer.Stemmer import Stemmer
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    # The bare stemmer: the library's own caching wrapper grows without bound.
    roots = [*StemmerFactory().get_words(), *MORE_ROOTS, *NAMES]
    return Stemmer(ArrayDictionary(roots)).stem, frozenset(roots)


@lru_cache(maxsize=CACHED_WORDS)
def stem_word(word: str) -> str:
    """The stem of one case-folded word; a root, a number, a name without affix stays as it is."""
    stem_of, roots = _stemmer()
    if (
        len(word) > MAX_WORD_CHARS
        or not word.isascii()
        or not word.isalpha()
        or word in roots
        or not AFFIXED.search(word)
    ):
        return word
    stem = stem_of(word)
    # What the stemmer cuts to something that is no root was a name: `moskow`, `kremlin`.
    return str(stem) if stem in roots else word


def is_word(word: str) -> bool:
    """Whether one case-folded word has a known Indonesian root that is no name."""
    stem = stem_word(word)
    return stem in _stemmer()[1] and stem not in NAMES


def stem_text(text: str) -> str:
    """Stemmed tokens of the folded text, separated by spaces. Stop words stay in: short queries need them."""
    return " ".join(stem_word(token) for token in TOKEN.findall(folded(text).casefold()))
