"""Words that are written as one and as two: `kerjasama` is `kerja sama`."""

from functools import lru_cache

from processors.enrich.stem import is_word, stem_word

MIN_CHARS, MAX_CHARS = 3, 32


@lru_cache(maxsize=4096)
def halves(word: str) -> tuple[tuple[str, str], ...]:
    """Two words that the word may be made of; none where it is one itself, or has no such two."""
    if not (word.isascii() and word.isalpha() and 2 * MIN_CHARS <= len(word) <= MAX_CHARS) or is_word(word):
        return ()
    cuts = range(MIN_CHARS, len(word) - MIN_CHARS + 1)
    return tuple((word[:at], word[at:]) for at in cuts if is_word(word[:at]) and is_word(word[at:]))[:2]


def may_join(word: str) -> bool:
    """Whether a word may be half of one: `kerja`, but no `mengerjakan`."""
    return len(word) >= MIN_CHARS and stem_word(word) == word and is_word(word)
