"""What the readers of names share: a phrase, what they ask of the finder, the layer's word lists."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from processors.enrich.layers.knowledge_index import KnowledgeIndex
from processors.enrich.layers.rules import load_rules
from processors.enrich.layers.text import Sentence, Token
from schemas.knowledge import EntityType

MAX_PHRASE_TOKENS = 16


class FoundPhrase(NamedTuple):
    """Tokens `first` up to `last`, not included; without a type it names nothing and is passed over."""

    first: int
    last: int
    type: EntityType | None
    rule: str


class PhraseContext(Protocol):
    """What a phrase asks of the finder that reads it."""

    tokens: Sequence[Token]
    index: KnowledgeIndex
    proper: frozenset[str]
    """Common words that are names in this text: large within a sentence, and never small."""

    def has_role(self) -> bool: ...
    def before(self, at: int) -> Token: ...
    def starts_sentence(self, at: int, sentence: Sentence) -> bool: ...


@lru_cache(maxsize=64)
def word_set(rule_id: str) -> frozenset[str]:
    return load_rules("names").words(rule_id)


def lows(finder: PhraseContext, first: int, last: int) -> str:
    return " ".join(token.low for token in finder.tokens[first:last])
