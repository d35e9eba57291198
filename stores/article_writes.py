"""Revisions that the article store takes, written many at once: a statement for each table, not for each article."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Engine, bindparam, delete

from stores.article_rows import ArticleRows
from stores.article_tables import article_revisions, article_watches, articles
from stores.database import insert, upsert
from stores.full_text import FullText
from stores.index_entries import IndexEntry
from stores.said import write_said
from stores.withdrawals import Standing, Withdrawals

DELETE_WATCHES = delete(article_watches).where(article_watches.c.article_id.in_(bindparam("ids", expanding=True)))


class TakenRevision(NamedTuple):
    """A revision that is taken, and where its article stood before it."""

    rows: ArticleRows
    before: Standing


class ArticleWrites:
    """Works inside the write transaction that is open."""

    def __init__(self, engine: Engine, full_text: FullText, withdrawals: Withdrawals) -> None:
        self._full_text, self._withdrawals = full_text, withdrawals
        # first_seen stays what the first revision said.
        latest = upsert(engine, articles, key=("id",), keep=("first_seen",))
        self._latest = latest.returning(articles.c.id, articles.c.doc)
        self._revision = upsert(engine, article_revisions, key=("id", "revision"))
        self._watch = insert(engine, article_watches)

    def write(self, connection: Connection, taken: Iterable[TakenRevision]) -> None:
        for each in _rounds(taken):
            self._round(connection, each)

    def _round(self, connection: Connection, taken: Sequence[TakenRevision]) -> None:
        for rows, before in taken:
            if rows.place.is_withdrawn or before.number or rows.place.number:
                self._withdrawals.note(connection, rows.latest, rows.place)
            if rows.place.is_withdrawn:
                self._withdrawals.withdraw(connection, rows.id)
        if kept := [each for each in taken if not each.rows.place.is_withdrawn]:
            self._keep(connection, kept)

    def _keep(self, connection: Connection, taken: Sequence[TakenRevision]) -> None:
        kept = [each.rows for each in taken]
        docs = {id_: doc for id_, doc in connection.execute(self._latest, [rows.latest for rows in kept])}
        for rows, before in taken:
            if before.is_withdrawn:
                self._withdrawals.bring_back(connection, rows.id)
        connection.execute(self._revision, [rows.of_revision for rows in kept])
        connection.execute(DELETE_WATCHES, {"ids": list(docs)})
        if watches := [watch for rows in kept for watch in rows.watches]:
            connection.execute(self._watch, watches)
        write_said(connection, {rows.id: rows.said for rows in kept})
        self._full_text.index(connection, [IndexEntry(docs[rows.id], rows.title, rows.body) for rows in kept])


def _rounds(taken: Iterable[TakenRevision]) -> Iterator[Sequence[TakenRevision]]:
    """In their order, each article once a round: a statement does not meet the row twice that it writes."""
    met: dict[str, TakenRevision] = {}
    for each in taken:
        if each.rows.id in met:
            yield list(met.values())
            met = {}
        met[each.rows.id] = each
    if met:
        yield list(met.values())
