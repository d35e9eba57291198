"""Full-text search in SQLite: an FTS5 table."""

import json
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Select, and_, column, func, literal_column, or_, select, table, text

from schemas.asked import Asked, Phrase
from stores.index_entries import IndexEntry


class SqliteFullText:
    """An FTS5 table. It keeps a copy of the tokens: a contentless one that can delete needs SQLite 3.43."""

    # Of ASCII it knows letters and digits, and takes every other byte for a letter: it splits at our spaces alone.
    ddl = (
        "CREATE VIRTUAL TABLE article_fts USING fts5(title, body, tokenize = 'ascii')",
        "CREATE VIRTUAL TABLE article_vocabulary USING fts5vocab(article_fts, 'row')",
    )
    near, few = 2_000, 2_500
    plan = ()
    _rows = table("article_fts", column("rowid"))
    _delete = text("DELETE FROM article_fts WHERE rowid = :doc")
    _insert = text("INSERT INTO article_fts (rowid, title, body) VALUES (:doc, :title, :body)")

    def index(self, connection: Connection, entries: Sequence[IndexEntry]) -> None:
        connection.execute(self._delete, [{"doc": each.doc} for each in entries])
        rows = [{"doc": doc, "title": " ".join(title), "body": " ".join(body)} for doc, title, body in entries]
        connection.execute(self._insert, rows)

    def remove(self, connection: Connection, doc: int) -> None:
        connection.execute(self._delete, {"doc": doc})

    def forget_removed(self, connection: Connection) -> None:
        # A deletion is a mark in another segment: the tokens stay until the segments are merged.
        connection.exec_driver_sql("INSERT INTO article_fts (article_fts) VALUES ('optimize')")

    def hits(self, asked: Asked, *, in_title: bool | None) -> Select[int]:
        return select(self._rows.c.rowid).where(text("article_fts MATCH :asked")).params(asked=_match(asked, in_title))

    def among(self, doc: ColumnElement[int], docs: Sequence[int]) -> ColumnElement[bool]:
        return doc.in_(select(func.json_each(json.dumps(list(docs))).table_valued("value").c.value))

    def is_hit(self, doc: ColumnElement[int], asked: Asked, *, in_title: bool | None) -> ColumnElement[bool]:
        # To ask the index of one article takes 150 us, and joins all articles' words that begin so each time.
        return select(_holds(asked, in_title)).where(_KEPT.c.id == doc).scalar_subquery()


# What the index keeps of an article; a space before and behind each token. Source: https://sqlite.org/fts5.html
_KEPT = table("article_fts_content", column("id"))
_TITLE: ColumnElement[str] = literal_column("(' ' || article_fts_content.c0 || ' ')")
_BODY: ColumnElement[str] = literal_column("(' ' || article_fts_content.c1 || ' ')")


def _holds(asked: Asked, in_title: bool | None) -> ColumnElement[bool]:
    titled = and_(*(_has_any(each, in_title=True) for each in asked.every))
    held = titled if in_title else and_(*(_has_any(each, in_title=False) for each in asked.every))
    if in_title is False:
        held = and_(held, ~titled)
    return and_(held, ~_has_any(asked.none, in_title=False)) if asked.none else held


def _has_any(phrases: Sequence[Phrase], *, in_title: bool) -> ColumnElement[bool]:
    return or_(*(_has(each, in_title=in_title or each.in_title) for each in phrases))


def _has(phrase: Phrase, *, in_title: bool) -> ColumnElement[bool]:
    run = f" {' '.join(phrase.tokens)}{'' if phrase.prefix else ' '}"
    return or_(*(func.instr(words, run) > 0 for words in ((_TITLE,) if in_title else (_TITLE, _BODY))))


def _match(asked: Asked, in_title: bool | None) -> str:
    """In FTS5's language. Each token is quoted: what a reader types is never syntax."""
    titled = _all(asked.every, in_title=True)
    wanted = titled if in_title else _all(asked.every, in_title=False)
    if in_title is False:
        wanted = f"({wanted} NOT {titled})"
    return f"{wanted} NOT {_any(asked.none, in_title=False)}" if asked.none else wanted


def _all(every: Sequence[Sequence[Phrase]], *, in_title: bool) -> str:
    return "(" + " AND ".join(_any(phrases, in_title=in_title) for phrases in every) + ")"


def _any(phrases: Sequence[Phrase], *, in_title: bool) -> str:
    return "(" + " OR ".join(_phrase(each, in_title=in_title or each.in_title) for each in phrases) + ")"


def _phrase(phrase: Phrase, *, in_title: bool) -> str:
    return ("title : " if in_title else "") + f'"{" ".join(phrase.tokens)}"' + (" *" if phrase.prefix else "")
