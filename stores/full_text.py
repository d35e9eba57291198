"""Full-text search in SQLite: FTS5 over the stemmed tokens of the articles; PostgreSQL gets a twin of this file."""

from collections.abc import Sequence

from sqlalchemy import Connection, Select, column, select, table, text

# The table is made with that of the articles (stores/tables.py).
FTS = table("article_fts", column("rowid"))
DELETE = text("DELETE FROM article_fts WHERE rowid = :doc")
INSERT = text("INSERT INTO article_fts (rowid, title, body) VALUES (:doc, :title, :body)")


def index(connection: Connection, doc: int, *, title: str, body: str) -> None:
    """Put stemmed tokens, separated by spaces, in the place of what `doc` had."""
    connection.execute(DELETE, {"doc": doc})
    connection.execute(INSERT, {"doc": doc, "title": title, "body": body})


def having(tokens: Sequence[str]) -> Select[tuple[int]]:
    """The `doc` of articles that hold every token, in the title or in the body."""
    return select(FTS.c.rowid).where(text("article_fts MATCH :anywhere")).params(anywhere=_every(tokens))


def having_in_title(tokens: Sequence[str]) -> Select[tuple[int]]:
    """The `doc` of articles that hold every token in the title."""
    return select(FTS.c.rowid).where(text("article_fts MATCH :in_title")).params(in_title=f"title : ({_every(tokens)})")


def _every(tokens: Sequence[str]) -> str:
    # Each token quoted: what a reader types is never syntax.
    return " AND ".join(f'"{token}"' for token in tokens)
