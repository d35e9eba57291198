"""What an index of words is given of an article, and the words that it knows."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Select, Text, column, select, table

# Behind every word that begins with what stands before it.
LAST = "\U0010ffff"
VOCABULARY = table("article_vocabulary", column("term", Text()))


class IndexEntry(NamedTuple):
    """What the index has of an article: tokens of stemmed words."""

    doc: int
    title: Sequence[str]
    body: Sequence[str]


def beginning(letters: str) -> Select[str]:
    """Tokens of articles that begin so, in the order of their letters."""
    term = VOCABULARY.c.term
    return select(term).where(term >= letters, term < letters + LAST).order_by(term)
