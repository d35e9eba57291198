"""Full-text search, the same hits in both databases: FTS5 in SQLite, arrays under a GIN index in PostgreSQL."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Protocol

from sqlalchemy import Column, ColumnElement, Connection, Select, Text, and_, column, delete, select, table, text
from sqlalchemy.dialects.postgresql import ARRAY, insert

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

    Articles that hold every token in the title are hits `in_title`; the other hits have some in the text alone.
    """

    @property
    def ddl(self) -> Sequence[str]:
        """Makes it, next to the table of the articles."""

    @property
    def few(self) -> int:
        """Of a million articles: to sort so many hits takes about as long as the walk to the first 20 of so many."""

    @property
    def plan(self) -> Sequence[str]:
        """What the planner is told for the rest of the transaction, before it searches."""

    def index(self, connection: Connection, doc: int, *, title: Sequence[str], body: Sequence[str]) -> None:
        """Put tokens of stemmed words in the place of what `doc` had."""

    def remove(self, connection: Connection, doc: int) -> None:
        """Before the row of the article goes."""

    def forget_removed(self, connection: Connection) -> None:
        """Nothing of what was removed is left in the index either; takes minutes where a million articles are."""

    def hits(self, wanted: Sequence[str], *, in_title: bool) -> Select[tuple[int]]:
        """The `doc` of the hits, in no order."""

    def is_hit(self, doc: Column[int], wanted: Sequence[str], *, in_title: bool) -> ColumnElement[bool]:
        """Whether `doc` is one, for a walk through articles of which many are."""


class SqliteFullText:
    """An FTS5 table. It keeps a copy of the tokens: a contentless one that can delete needs SQLite 3.43."""

    # Of ASCII it knows letters and digits, and takes every other byte for a letter: it splits at our spaces alone.
    ddl = ("CREATE VIRTUAL TABLE article_fts USING fts5(title, body, tokenize = 'ascii')",)
    few = 10_000
    plan = ()
    _rows = table("article_fts", column("rowid"))
    _delete = text("DELETE FROM article_fts WHERE rowid = :doc")
    _insert = text("INSERT INTO article_fts (rowid, title, body) VALUES (:doc, :title, :body)")

    def index(self, connection: Connection, doc: int, *, title: Sequence[str], body: Sequence[str]) -> None:
        row = {"doc": doc, "title": " ".join(title), "body": " ".join(body)}
        self.remove(connection, doc)
        connection.execute(self._insert, row)

    def remove(self, connection: Connection, doc: int) -> None:
        connection.execute(self._delete, {"doc": doc})

    def forget_removed(self, connection: Connection) -> None:
        # A deletion is a mark in another segment: the tokens stay until the segments are merged.
        connection.exec_driver_sql("INSERT INTO article_fts (article_fts) VALUES ('optimize')")

    def hits(self, wanted: Sequence[str], *, in_title: bool) -> Select[tuple[int]]:
        # Each token quoted: what a reader types is never syntax.
        every = " AND ".join(f'"{token}"' for token in wanted)
        asked = f"title : ({every})" if in_title else f"({every}) NOT (title : ({every}))"
        return select(self._rows.c.rowid).where(text("article_fts MATCH :asked")).params(asked=asked)

    def is_hit(self, doc: Column[int], wanted: Sequence[str], *, in_title: bool) -> ColumnElement[bool]:
        # Each asks the index anew; that of all hits at once would be a set of most articles for a common word.
        return self.hits(wanted, in_title=in_title).where(self._rows.c.rowid == doc).exists()


class PostgresFullText:
    """Arrays of distinct tokens; a tsvector would end at 1 MB and has nothing more that is used here."""

    ddl = (
        "CREATE TABLE article_tokens (doc BIGINT PRIMARY KEY REFERENCES articles (doc) ON DELETE CASCADE,"
        ' title TEXT[] COLLATE "C" NOT NULL, anywhere TEXT[] COLLATE "C" NOT NULL)',
        "CREATE INDEX article_tokens_anywhere ON article_tokens USING gin (anywhere)",
        "CREATE INDEX article_tokens_title ON article_tokens USING gin (title)",
    )
    few = 3_000
    # It takes tokens for independent of each other, expects many hits where there are few, and would read the table.
    plan = ("SET LOCAL enable_seqscan = off",)
    _tokens = ARRAY(Text(collation="C"))
    _rows = table("article_tokens", column("doc"), column("title", _tokens), column("anywhere", _tokens))

    def index(self, connection: Connection, doc: int, *, title: Sequence[str], body: Sequence[str]) -> None:
        in_title = set(title)
        row = {"title": sorted(in_title), "anywhere": sorted(in_title.union(body))}
        written = insert(self._rows).values(doc=doc, **row)
        connection.execute(written.on_conflict_do_update(index_elements=["doc"], set_=row))

    def remove(self, connection: Connection, doc: int) -> None:
        connection.execute(delete(self._rows).where(self._rows.c.doc == doc))

    def forget_removed(self, connection: Connection) -> None:
        """Rows are dead at once, and wiped by the server's vacuum."""

    def hits(self, wanted: Sequence[str], *, in_title: bool) -> Select[tuple[int]]:
        return select(self._rows.c.doc).where(self._holds(wanted, in_title=in_title))

    def is_hit(self, doc: Column[int], wanted: Sequence[str], *, in_title: bool) -> ColumnElement[bool]:
        # A value, not a join: the planner cannot turn it round and sort all hits.
        return select(self._holds(wanted, in_title=in_title)).where(self._rows.c.doc == doc).scalar_subquery()

    def _holds(self, wanted: Sequence[str], *, in_title: bool) -> ColumnElement[bool]:
        every = list(wanted)
        holds = self._rows.c.title.contains(every)
        return holds if in_title else and_(self._rows.c.anywhere.contains(every), ~holds)


_BY_DIALECT: Mapping[str, FullText] = {"sqlite": SqliteFullText(), "postgresql": PostgresFullText()}


def of(dialect: str) -> FullText:
    return _BY_DIALECT[dialect]
