"""Full-text search, the same hits in both databases: FTS5 in SQLite, arrays under a GIN index in PostgreSQL."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, Select

from schemas.asked import Asked
from stores.index_entries import IndexEntry
from stores.postgres_full_text import PostgresFullText
from stores.sqlite_full_text import SqliteFullText

# Runs of letters and digits. Both databases are given these and compare them byte by byte: none has a say in what a
# word is, so none finds what the other does not.
TOKEN = re.compile(r"[^\W_]+")
# PostgreSQL's index refuses an entry of over 2,704 bytes; a longer run of letters is no word.
MAX_TOKEN_CHARS = 64


def tokens(words: str) -> list[str]:
    found: list[str] = []
    for word in unicodedata.normalize("NFKC", words).casefold().split():
        # Stemmed words are tokens for the most part: to ask takes a third of the time that the pattern does.
        if word.isalnum() and len(word) <= MAX_TOKEN_CHARS:
            found.append(word)
        else:
            found += [token[:MAX_TOKEN_CHARS] for token in TOKEN.findall(word)]
    return found


class FullText(Protocol):
    """The index of one kind of database.

    Articles that have all that is asked for in the title are hits `in_title`; the others have some in the text alone.
    What may not stand in an article may do so neither in its title nor in its text. Sources are not looked at.
    """

    @property
    def ddl(self) -> Sequence[str]:
        """Makes it, next to the table of the articles."""

    @property
    def near(self) -> int:
        """So many of the newest articles are read in the time that a look into the index may take."""

    @property
    def few(self) -> int:
        """Of a million articles: to sort so many hits takes about as long as the walk to the first 20 of so many."""

    @property
    def plan(self) -> Sequence[str]:
        """What the planner is told for the rest of the transaction, before it searches."""

    def index(self, connection: Connection, entries: Sequence[IndexEntry]) -> None:
        """Put them in the place of what their articles had, each article once."""

    def remove(self, connection: Connection, doc: int) -> None:
        """Before the row of the article goes."""

    def forget_removed(self, connection: Connection) -> None:
        """Nothing of what was removed is left in the index either; takes minutes where a million articles are."""

    def hits(self, asked: Asked, *, in_title: bool | None) -> Select[int]:
        """The `doc` of the hits, in no order; None: of both kinds."""

    def among(self, doc: ColumnElement[int], docs: Sequence[int]) -> ColumnElement[bool]:
        """As `in_`, in one parameter: to name each of thousands takes longer than to find them."""

    def is_hit(self, doc: ColumnElement[int], asked: Asked, *, in_title: bool | None) -> ColumnElement[bool]:
        """Whether `doc` is one, told by its own words: for a walk through articles of which many are."""


_BY_DIALECT: Mapping[str, FullText] = {"sqlite": SqliteFullText(), "postgresql": PostgresFullText()}


def of(dialect: str) -> FullText:
    return _BY_DIALECT[dialect]
