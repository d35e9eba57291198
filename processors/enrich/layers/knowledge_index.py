"""Known names as a tree of words, so that a text is searched for all of them at once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from processors.enrich.layers.text import TOKEN, Token
from schemas.knowledge import EntityType, Knowledge, Known

JOINTS = frozenset("-\u2013.")
MAX_SHORT_CHARS = 6
MAX_ALIAS_WORDS = 12


class Alias(NamedTuple):
    words: tuple[str, ...]
    known: Known
    exact: str
    """A short form in capitals that must stand so: `AS`, `BI`; else empty."""


class KnownSpan(NamedTuple):
    """A known name from token `first` up to `last`, not included."""

    known: Known
    first: int
    last: int


@dataclass(frozen=True)
class KnowledgeIndex:
    """Aliases by their first word, the longest first; people by each of their names' words."""

    by_word: dict[str, tuple[Alias, ...]]
    people: dict[tuple[str, ...], Known]
    version: str

    def match(self, tokens: Sequence[Token], at: int, last: int) -> KnownSpan | None:
        """The longest known name that begins at a token and ends before `last`."""
        for alias in self.by_word.get(tokens[at].low, ()):
            end = _match(alias, tokens, at, last)
            if end:
                return KnownSpan(alias.known, at, end)
        return None


def index_knowledge(knowledge: Knowledge) -> KnowledgeIndex:
    """The first of two things with one name wins, but countries and places give way to nothing."""
    aliases: dict[tuple[str, ...], Alias] = {}
    for known in knowledge:
        for name in (known.name, *known.aliases):
            words = words_of(name)
            if words:
                exact = name if len(words) == 1 and name.isupper() and len(name) <= MAX_SHORT_CHARS else ""
                aliases.setdefault(words[:MAX_ALIAS_WORDS], Alias(words[:MAX_ALIAS_WORDS], known, exact))
    by_word: dict[str, list[Alias]] = {}
    for alias in sorted(aliases.values(), key=lambda each: -len(each.words)):
        by_word.setdefault(alias.words[0], []).append(alias)
    people = {words_of(known.name): known for known in knowledge if known.type is EntityType.PER}
    digest = hash_of(knowledge)
    return KnowledgeIndex({word: tuple(found) for word, found in by_word.items()}, people, digest)


def hash_of(knowledge: Knowledge) -> str:
    lines = "\n".join(sorted(each.model_dump_json() for each in knowledge))
    return hashlib.blake2b(lines.encode(), digest_size=4).hexdigest()


def words_of(name: str) -> tuple[str, ...]:
    return tuple(low for each in TOKEN.findall(name) if (low := each.lower()) not in JOINTS)


def _match(alias: Alias, tokens: Sequence[Token], at: int, last: int) -> int:
    """The token after the name, 0 where it does not stand here. Hyphens and stops between its words may be missing."""
    first = tokens[at]
    if alias.exact:
        # `AS` is the United States, `as` is none.
        return at + 1 if len(alias.words) == 1 and first.text == alias.exact else 0
    if not first.is_capital and not (alias.known.code and len(alias.words) == 1):
        return 0
    position = at
    for number, word in enumerate(alias.words):
        while number and position < last and tokens[position].text in JOINTS and _joined(tokens, position):
            position += 1
        if position >= last or tokens[position].low != word:
            return 0
        position += 1
    return position


def _joined(tokens: Sequence[Token], position: int) -> bool:
    """Whether a hyphen or stop touches the word before it."""
    return position > 0 and tokens[position - 1].end == tokens[position].start
