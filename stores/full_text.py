"""Full-text search, the same hits in both databases: FTS5 in SQLite, arrays under a GIN index in PostgreSQL."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Protocol

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    TableClause,
    Text,
    and_,
    column,
    delete,
    exists,
    func,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, array, insert

from schemas.asked import Asked, Phrase

# Runs of letters and digits. Both databases are given these and compare them byte by byte: none has a say in what a
# word is, so none finds what the other does not.
TOKEN = re.compile(r"[^\W_]+")
# PostgreSQL's index refuses an entry of over 2,704 bytes; a longer run of letters is no word.
MAX_TOKEN_CHARS = 64
# Behind every word that begins with what stands before it.
LAST = "\U0010ffff"


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

    def hits(self, asked: Asked, *, in_title: bool) -> Select[tuple[int]]:
        """The `doc` of the hits, in no order."""

    def is_hit(self, doc: Column[int], asked: Asked, *, in_title: bool) -> ColumnElement[bool]:
        """Whether `doc` is one, for a walk through articles of which many are."""

    def vocabulary(self, beginning: str) -> Select[str]:
        """Tokens of articles that begin so."""


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

    def index(self, connection: Connection, doc: int, *, title: Sequence[str], body: Sequence[str]) -> None:
        row = {"doc": doc, "title": " ".join(title), "body": " ".join(body)}
        self.remove(connection, doc)
        connection.execute(self._insert, row)

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

    def vocabulary(self, beginning: str) -> Select[str]:
        return _between(_VOCABULARY, beginning)


_VOCABULARY = table("article_vocabulary", column("term", Text()))


def _between(words: TableClause, beginning: str) -> Select[str]:
    return select(words.c.term).where(words.c.term >= beginning, words.c.term < beginning + LAST).order_by(words.c.term)


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


class PostgresFullText:
    """Arrays of distinct tokens, and the tokens in their order; a tsvector would end at 1 MB."""

    ddl = (
        "CREATE TABLE article_tokens (doc BIGINT PRIMARY KEY REFERENCES articles (doc) ON DELETE CASCADE,"
        ' title TEXT[] COLLATE "C" NOT NULL, anywhere TEXT[] COLLATE "C" NOT NULL,'
        " title_words TEXT COLLATE \"C\" NOT NULL DEFAULT '', body_words TEXT COLLATE \"C\" NOT NULL DEFAULT '')",
        "CREATE INDEX article_tokens_anywhere ON article_tokens USING gin (anywhere)",
        "CREATE INDEX article_tokens_title ON article_tokens USING gin (title)",
        'CREATE TABLE article_vocabulary (term TEXT COLLATE "C" PRIMARY KEY)',
    )
    few = 3_000
    # It takes tokens for independent of each other, expects many hits where there are few, and would read the table.
    plan = ("SET LOCAL enable_seqscan = off",)
    _tokens = ARRAY(Text(collation="C"))
    _rows = table(
        "article_tokens",
        *(column("doc"), column("title", _tokens), column("anywhere", _tokens)),
        *(column("title_words", Text()), column("body_words", Text())),
    )
    _new_terms = text(
        "INSERT INTO article_vocabulary SELECT term FROM unnest(CAST(:terms AS TEXT[])) AS term ON CONFLICT DO NOTHING"
    )

    def index(self, connection: Connection, doc: int, *, title: Sequence[str], body: Sequence[str]) -> None:
        in_title = set(title)
        anywhere = sorted(in_title.union(body))
        in_order = {"title_words": _in_order(title), "body_words": _in_order(body)}
        row = {"title": sorted(in_title), "anywhere": anywhere} | in_order
        written = insert(self._rows).values(doc=doc, **row)
        connection.execute(written.on_conflict_do_update(index_elements=["doc"], set_=row))
        # In their order, so that two writers do not wait for each other in a ring.
        connection.execute(self._new_terms, {"terms": anywhere})

    def remove(self, connection: Connection, doc: int) -> None:
        connection.execute(delete(self._rows).where(self._rows.c.doc == doc))

    def forget_removed(self, connection: Connection) -> None:
        """Rows are dead at once, and wiped by the server's vacuum; terms that no article has any more go."""
        held = exists().where(self._rows.c.anywhere.contains(array([_VOCABULARY.c.term])))
        connection.execute(delete(_VOCABULARY).where(~held))

    def hits(self, asked: Asked, *, in_title: bool) -> Select[tuple[int]]:
        return select(self._rows.c.doc).where(self._holds(asked, in_title=in_title))

    def is_hit(self, doc: Column[int], asked: Asked, *, in_title: bool) -> ColumnElement[bool]:
        # A value, not a join: the planner cannot turn it round and sort all hits.
        return select(self._holds(asked, in_title=in_title)).where(self._rows.c.doc == doc).scalar_subquery()

    def vocabulary(self, beginning: str) -> Select[str]:
        return _between(_VOCABULARY, beginning)

    def _holds(self, asked: Asked, *, in_title: bool) -> ColumnElement[bool]:
        titled = and_(*(self._any(each, in_title=True) for each in asked.every))
        wanted = titled
        if not in_title:
            wanted = and_(*(self._any(each, in_title=False) for each in asked.every), ~titled)
        return and_(wanted, ~self._any(asked.none, in_title=False)) if asked.none else wanted

    def _any(self, phrases: Sequence[Phrase], *, in_title: bool) -> ColumnElement[bool]:
        return or_(*(self._has(each, in_title=in_title or each.in_title) for each in phrases))

    def _has(self, phrase: Phrase, *, in_title: bool) -> ColumnElement[bool]:
        """The index tells who has the tokens, and the words in their order who has them so."""
        held = self._rows.c.title if in_title else self._rows.c.anywhere
        whole = list(phrase.tokens[:-1] if phrase.prefix else phrase.tokens)
        has: list[ColumnElement[bool]] = [held.contains(whole)] if whole else []
        if phrase.prefix:
            beginning = self.vocabulary(phrase.tokens[-1]).scalar_subquery()
            has.append(held.overlap(func.array(beginning, type_=self._tokens)))
        if len(phrase.tokens) > 1:
            # Tokens are letters and digits: none is a sign of LIKE's.
            run = f"% {' '.join(phrase.tokens)}{'' if phrase.prefix else ' '}%"
            told = [self._rows.c.title_words.like(run)] + ([] if in_title else [self._rows.c.body_words.like(run)])
            has.append(or_(*told))
        return and_(*has)


def _in_order(tokens: Sequence[str]) -> str:
    return f" {' '.join(tokens)} " if tokens else ""


_BY_DIALECT: Mapping[str, FullText] = {"sqlite": SqliteFullText(), "postgresql": PostgresFullText()}


def of(dialect: str) -> FullText:
    return _BY_DIALECT[dialect]
