"""The text that every layer reads: paragraphs joined by line feeds, tokens and sentences with offsets into them."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from processors.enrich.layers.marks import Marked, find_marked
from processors.enrich.layers.rules import load_rules

VERSION = "1"
# Longer texts are read to here: an article of this size is a book or a flood.
MAX_CHARS = 200_000

TOKEN = re.compile(
    r"(?:[\w-]+\.)+(?:com|id|net|org|co|tv|info|news)\b"  # a site's name
    r"|(?:Rp|IDR|USD|US\$|RM|S\$|EUR)(?=\.?\s?\d)"  # a currency that touches its number
    r"|\d+(?:[.,:]\d+)*"
    r"|[^\W\d_][\w\u0300-\u036f]*(?:['\u2019`\u02bc][^\W\d_]\w*)*"
    r"|\S"
)
ENDS = frozenset(".!?\u2026")
CLOSERS = frozenset("\"'\u201d\u2019)]\u00bb")
INITIAL_CHARS = 1


class Token(NamedTuple):
    """A word, a number or one mark; `start` and `end` are offsets into the text."""

    start: int
    end: int
    text: str
    low: str
    """The text in lower case."""

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def is_number(self) -> bool:
        return self.text[0].isdigit()

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


class Sentence(NamedTuple):
    """Tokens `first` up to `last`, not included; a quote within it ends none. `paragraph` counts from 0."""

    start: int
    end: int
    first: int
    last: int
    paragraph: int


@dataclass(frozen=True)
class TokenizedText:
    """One article's text with what every layer needs of it."""

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    marked: tuple[Marked, ...]
    """Spans between quote marks."""
    cut: bool
    """Whether the end was left unread."""

    @cached_property
    def starts(self) -> Sequence[int]:
        return [token.start for token in self.tokens]

    @cached_property
    def sentence_starts(self) -> Sequence[int]:
        return [sentence.start for sentence in self.sentences]

    def token_at(self, offset: int) -> int:
        """The index of the token that holds or precedes an offset."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def sentence_at(self, offset: int) -> int:
        return max(bisect_right(self.sentence_starts, offset) - 1, 0)

    @cached_property
    def quoted(self) -> frozenset[int]:
        """The tokens between quote marks."""
        inside: set[int] = set()
        for mark in self.marked:
            first = self.token_at(mark.start)
            first += self.tokens[first].start < mark.start
            inside.update(range(first, self.token_at(mark.end - 1) + 1))
        return frozenset(inside)

    @cached_property
    def marked_starts(self) -> Sequence[int]:
        return [mark.start for mark in self.marked]

    def mark_at(self, offset: int) -> Marked | None:
        """The span between quote marks that holds an offset."""
        at = bisect_right(self.marked_starts, offset) - 1
        return self.marked[at] if at >= 0 and offset < self.marked[at].end else None

    @cached_property
    def has_case(self) -> bool:
        """Whether capitals tell names: neither missing nor everywhere."""
        words = [token.text for token in self.tokens if token.is_word and len(token.text) > 1]
        capital = sum(word[0].isupper() for word in words)
        shouted = sum(word.isupper() for word in words)
        return bool(words) and capital > 0 and shouted * 2 < len(words)


def read_text(paragraphs: Sequence[str]) -> TokenizedText:
    """Tokens and sentences of the joined paragraphs. Reads MAX_CHARS at most."""
    joined = "\n".join(paragraphs)
    text = joined[:MAX_CHARS]
    tokens = tuple([Token(m.start(), m.end(), m[0], m[0].lower()) for m in TOKEN.finditer(text)])
    marked = tuple(find_marked(text))
    return TokenizedText(text, tokens, tuple(_sentences(text, tokens, marked)), marked, len(joined) > MAX_CHARS)


def _sentences(text: str, tokens: Sequence[Token], marked: Sequence[Marked]) -> Sequence[Sentence]:
    found: list[Sentence] = []
    first = paragraph = 0
    quotes = iter(marked)
    quote = next(quotes, None)
    for index, token in enumerate(tokens):
        while quote is not None and quote.end < token.start:
            quote = next(quotes, None)
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        breaks = following is None or "\n" in text[token.end : following.start]
        inside = quote is not None and quote.start <= token.start < quote.end
        if breaks or (not inside and following is not None and _ends(tokens, index, following)):
            found.append(Sentence(tokens[first].start, token.end, first, index + 1, paragraph))
            first = index + 1
            paragraph += breaks
    return found


def _ends(tokens: Sequence[Token], index: int, following: Token) -> bool:
    """Whether a sentence ends with this token: a stop, or a closing mark after one, before what may begin another."""
    token = tokens[index]
    if following.start == token.end or not (following.is_capital or following.is_number or not following.is_word):
        return False
    if token.text in CLOSERS and index and tokens[index - 1].text in ENDS:
        return following.is_capital or following.text in '"\u201c\u2018'
    if token.text not in ENDS:
        return False
    if following.text in ENDS or following.text in ",;:)":
        return False
    return token.text != "." or not _abbreviates(tokens, index)


def _abbreviates(tokens: Sequence[Token], index: int) -> bool:
    """Whether the stop belongs to the word before it: `PT.`, `Jl.`, the initial of a name."""
    before = tokens[index - 1] if index else None
    if before is None or before.end != tokens[index].start:
        return False
    initial = len(before.text) <= INITIAL_CHARS and before.is_capital
    return initial or before.low in load_rules("text").words("text.abbreviations")
