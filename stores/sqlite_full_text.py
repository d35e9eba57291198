"""Full-text search in SQLite: an FTS5 table."""

from collections.abc import Sequence

from sqlalchemy import Column, ColumnElement, Connection, Select, column, select, table, text

from schemas.asked import Asked, Phrase
from stores.index_entries import Entry


class SqliteFullText:
    """An FTS5 table. It keeps a copy of the tokens: a contentless one that can delete needs SQLite 3.43."""

    # Of ASCII it knows letters and digits, and takes every other byte for a letter: it splits at our spaces alone.
    ddl = (
        "CREATE VIRTUAL TABLE article_fts USING fts5(title, body, tokenize = 'ascii')",
        "CREATE VIRTUAL TABLE article_vocabulary USING fts5vocab(article_fts, 'row')",
    )
    few = 10_000
    plan = ()
    _rows = table("article_fts", column("rowid"))
    _delete = text("DELETE FROM article_fts WHERE rowid = :doc")
    _insert = text("INSERT INTO article_fts (rowid, title, body) VALUES (:doc, :title, :body)")

    def index(self, connection: Connection, entries: Sequence[Entry]) -> None:
        connection.execute(self._delete, [{"doc": each.doc} for each in entries])
        rows = [{"doc": doc, "title": " ".join(title), "body": " ".join(body)} for doc, title, body in entries]
        connection.execute(self._insert, rows)

    def remove(self, connection: Connection, doc: int) -> None:
        connection.execute(self._delete, {"doc": doc})

    def forget_removed(self, connection: Connection) -> None:
        # A deletion is a mark in another segment: the tokens stay until the segments are merged.
        connection.exec_driver_sql("INSERT INTO article_fts (article_fts) VALUES ('optimize')")

    def hits(self, asked: Asked, *, in_title: bool) -> Select[tuple[int]]:
        return select(self._rows.c.rowid).where(text("article_fts MATCH :asked")).params(asked=_match(asked, in_title))

    def is_hit(self, doc: Column[int], asked: Asked, *, in_title: bool) -> ColumnElement[bool]:
        # Each asks the index anew; that of all hits at once would be a set of most articles for a common word.
        return self.hits(asked, in_title=in_title).where(self._rows.c.rowid == doc).exists()


def _match(asked: Asked, in_title: bool) -> str:
    """In FTS5's language. Each token is quoted: what a reader types is never syntax."""
    titled = _all(asked.every, in_title=True)
    wanted = titled if in_title else f"({_all(asked.every, in_title=False)} NOT {titled})"
    return f"{wanted} NOT {_any(asked.none, in_title=False)}" if asked.none else wanted


def _all(every: Sequence[Sequence[Phrase]], *, in_title: bool) -> str:
    return "(" + " AND ".join(_any(phrases, in_title=in_title) for phrases in every) + ")"


def _any(phrases: Sequence[Phrase], *, in_title: bool) -> str:
    return "(" + " OR ".join(_phrase(each, in_title=in_title or each.in_title) for each in phrases) + ")"


def _phrase(phrase: Phrase, *, in_title: bool) -> str:
    return ("title : " if in_title else "") + f'"{" ".join(phrase.tokens)}"' + (" *" if phrase.prefix else "")
