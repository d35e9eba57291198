"""Near misses of a watch: what stands in an article, looks like one of its aliases, and does not count."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from processors.enrich.watch import CompiledWatch
from schemas.watch import Watch, fold

WORD = re.compile(r"\w+")
# Shorter aliases are like too many words.
MIN_CHARS = 5
# `Pyongjang` is 0.89 like `Pyongyang`, `Rusun` 0.6 like `Rusia`.
ALIKE = 0.85


class NearMissReason(StrEnum):
    PART_OF_A_WORD = "part of a word"
    EXCLUDED = "excluded"
    SPELT_OTHERWISE = "spelt otherwise"


@dataclass(frozen=True)
class NearMiss:
    """`found` as it stands in the text: the whole word, the excluded phrase, the other spelling."""

    group: str
    alias: str
    found: str
    why: NearMissReason


def near_misses(compiled: CompiledWatch, title: str, paragraphs: Sequence[str]) -> Sequence[NearMiss]:
    """Each once, in the order of the text."""
    aliases = [(group.id, alias) for group in compiled.watch.groups for alias in group.aliases]
    found: dict[NearMiss, None] = {}
    for text in (title, *paragraphs):
        folded = fold(text)
        for near in (*_inside(compiled, aliases, text, folded), *_alike(compiled.watch, text, folded)):
            found.setdefault(near)
    return list(found)


def _inside(compiled: CompiledWatch, aliases: Sequence[tuple[str, str]], text: str, folded: str) -> Iterator[NearMiss]:
    phrases = _spans(compiled, folded)
    for pattern, start, end in compiled.automaton.find_matches_as_indexes(folded, overlapping=True):
        left, right = start, end
        while left and folded[left - 1].isalnum():
            left -= 1
        while right < len(folded) and folded[right].isalnum():
            right += 1
        excluded = next(((a, b) for a, b in phrases if a <= start and end <= b), None)
        if (left, right) != (start, end):
            yield NearMiss(*aliases[pattern], text[left:right], NearMissReason.PART_OF_A_WORD)
        elif excluded is not None:
            yield NearMiss(*aliases[pattern], text[slice(*excluded)], NearMissReason.EXCLUDED)


def _spans(compiled: CompiledWatch, folded: str) -> Sequence[tuple[int, int]]:
    if compiled.excludes is None:
        return ()
    return [(a, b) for _, a, b in compiled.excludes.find_matches_as_indexes(folded, overlapping=True)]


def _alike(watch: Watch, text: str, folded: str) -> Iterator[NearMiss]:
    """Runs of as many words as the alias has, in another spelling."""
    words = [match.span() for match in WORD.finditer(folded)]
    exact = {fold(alias) for group in watch.groups for alias in group.aliases}
    for size, asked in _by_size(watch).items():
        for first, last in zip(words, words[size - 1 :], strict=False):
            run = folded[first[0] : last[1]]
            if len(run) < MIN_CHARS or run in exact:
                continue
            for group, alias, name in asked:
                # A longer word that begins with the alias is told as such.
                if name not in run and abs(len(name) - len(run)) <= 2 and _is_alike(name, run):
                    yield NearMiss(group, alias, text[first[0] : last[1]], NearMissReason.SPELT_OTHERWISE)


def _is_alike(name: str, run: str) -> bool:
    matcher = SequenceMatcher(None, name, run, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _by_size(watch: Watch) -> Mapping[int, Sequence[tuple[str, str, str]]]:
    sizes: dict[int, list[tuple[str, str, str]]] = {}
    for group in watch.groups:
        for alias in group.aliases:
            if len(alias) >= MIN_CHARS:
                name = fold(alias)
                sizes.setdefault(len(WORD.findall(name)), []).append((group.id, alias, name))
    return sizes
