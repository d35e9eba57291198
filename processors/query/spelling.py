"""A word that no article has, and the nearest one that some have."""

from collections.abc import Iterable

MIN_CHARS = 4
# Longer words may differ by two letters.
LONG_CHARS = 8


def slips_allowed(word: str) -> int:
    return 0 if len(word) < MIN_CHARS else 1 if len(word) < LONG_CHARS else 2


def nearest(word: str, candidates: Iterable[str], *, most: int) -> list[tuple[int, str]]:
    """Candidates within the slips that the word's length allows, the nearest first, then by letter; `most` at most."""
    allowed = slips_allowed(word)
    near = ((slips(word, other, allowed), other) for other in candidates if other != word)
    return sorted((distance, other) for distance, other in near if distance <= allowed)[:most]


def slips(word: str, other: str, limit: int) -> int:
    """Letters added, dropped, changed, or two exchanged (Damerau and Levenshtein, adjacent letters); `limit` + 1 where
    there are more."""
    if abs(len(word) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(word, start=1):
        previous, row = row, [i]
        for j, compared in enumerate(other, start=1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (letter != compared))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == compared:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit and min(previous) > limit:
            return limit + 1
        before = previous
    return min(row[-1], limit + 1)
