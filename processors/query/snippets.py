"""The place of a text that shows best why it was found, with the hits marked."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from schemas.asked import Asked, Phrase

CHUNK = re.compile(r"\S+")
EDGES = "\"'\u201c\u201d\u2018\u2019.,;:!?()[]\u2026"
SNIPPET_CHARS = 240
BEFORE_CHARS = 60
# Behind so much text nobody looks for why an article was found.
MAX_READ_CHARS = 20_000


@dataclass(frozen=True)
class Snippet:
    """Words of the article as they stand; `marks` are spans of hits in them, in order, none within another."""

    text: str
    marks: tuple[tuple[int, int], ...]

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The text in pieces, each with whether it is a hit."""
        at = 0
        for start, end in self.marks:
            yield self.text[at:start], False
            yield self.text[start:end], True
            at = end
        yield self.text[at:], False


@dataclass(frozen=True)
class _Hit:
    start: int
    end: int
    asked: int
    """Which of the alternatives it answers."""


def snippet(paragraphs: Sequence[str], asked: Asked, *, stemmed: Callable[[str], Sequence[str]]) -> Snippet:
    """Where most of what was asked for stands together; the beginning of the text where nothing does."""
    text = "\n".join(paragraphs)[:MAX_READ_CHARS]
    hits = _hits(text, asked, stemmed)
    first = _best(hits)
    start = _word_start(text, hits[first].start - BEFORE_CHARS) if hits else 0
    end = _word_end(text, start + SNIPPET_CHARS)
    shown = text[start:end].replace("\n", " ")
    marks = [(hit.start - start, hit.end - start) for hit in hits if start <= hit.start and hit.end <= end]
    return Snippet(shown, tuple(_apart(marks)))


def _hits(text: str, asked: Asked, stemmed: Callable[[str], Sequence[str]]) -> list[_Hit]:
    """In order of the text. Every token knows the span of the word that it comes from."""
    tokens: list[tuple[str, int, int]] = []
    for chunk in CHUNK.finditer(text):
        word = chunk[0].strip(EDGES)
        start = chunk.start() + chunk[0].find(word) if word else chunk.start()
        tokens += [(token, start, start + len(word)) for token in stemmed(word)] if word else []
    by_first: dict[str, list[tuple[int, Phrase]]] = {}
    beginnings: list[tuple[int, Phrase]] = []
    for number, alternatives in enumerate(asked.every):
        for phrase in alternatives:
            bare = phrase.prefix and len(phrase.tokens) == 1
            (beginnings if bare else by_first.setdefault(phrase.tokens[0], [])).append((number, phrase))
    found: list[_Hit] = []
    for at, (token, start, _) in enumerate(tokens):
        for number, phrase in (*by_first.get(token, ()), *beginnings):
            last = at + len(phrase.tokens) - 1
            if last < len(tokens) and _stands(phrase, [each for each, _, _ in tokens[at : last + 1]]):
                found.append(_Hit(start, tokens[last][2], number))
    return found


def _stands(phrase: Phrase, tokens: Sequence[str]) -> bool:
    *head, last = phrase.tokens
    ends = tokens[-1].startswith(last) if phrase.prefix else tokens[-1] == last
    return ends and list(tokens[:-1]) == head


def _best(hits: Sequence[_Hit]) -> int:
    """The hit from which on most different things stand within a snippet; the first of equals."""
    best, most, last = 0, 0, 0
    counts: dict[int, int] = {}
    for first, hit in enumerate(hits):
        while last < len(hits) and hits[last].end <= hit.start + SNIPPET_CHARS - BEFORE_CHARS:
            counts[hits[last].asked] = counts.get(hits[last].asked, 0) + 1
            last += 1
        if len(counts) > most:
            best, most = first, len(counts)
        if last > first:
            counts[hit.asked] -= 1
            if not counts[hit.asked]:
                del counts[hit.asked]
        last = max(last, first + 1)
    return best


def _word_start(text: str, at: int) -> int:
    if at <= 0:
        return 0
    space = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at))
    return space + 1 if at - space < BEFORE_CHARS else at


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at))
    return space if at - space < BEFORE_CHARS else at


def _apart(marks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping spans as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(set(marks)):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
