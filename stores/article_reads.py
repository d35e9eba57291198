"""The article store, read side: one article, its revisions, the newest, search."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Engine,
    Row,
    Select,
    Tuple,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    tuple_,
)

from schemas.article import EnrichedArticle
from stores import full_text
from stores.article_filters import ALL, Sort, Wanted, in_watch, of_watch
from stores.article_lives import lives
from stores.article_tables import article_revisions, article_watches, articles
from stores.column_types import Characters, micros
from stores.common_tables import taken_down
from stores.database import reading
from stores.paging import Cursor, Page, check_begin, check_cursor

# A query of more tokens is cut: each costs a look-up, and nobody reads what so many words have in common.
MAX_TOKENS = 32
IN_TITLE, IN_TEXT = 1, 0
NEWEST_FIRST = (articles.c.sorted_at.desc(), articles.c.id.desc())


@dataclass(frozen=True)
class ArticleRow:
    """What a list shows of an article's newest revision. `watches`: watch id -> score."""

    id: str
    revision: int
    url: str
    canonical_url: str
    url_key: str
    source: str
    publisher: str
    title: str
    lead: str
    published_at: datetime | None
    first_seen: datetime
    fetched_at: datetime
    language: str
    lane: str
    change: str
    flags: tuple[str, ...]
    watches: Mapping[str, float]


@dataclass(frozen=True)
class RevisionRow:
    """`change` is the outlet's, beside the revision right before; `recleaned` is ours alone."""

    revision: int
    change: str
    title: str
    fetched_at: datetime


class ArticleReads:
    """Every method raises StoreUnavailableError; those with `after` raise BadCursorError."""

    def __init__(self, engine: Engine, *, few: int | None = None) -> None:
        self.engine = engine
        self._full_text = full_text.of(engine.dialect.name)
        self._few = self._full_text.few if few is None else few

    def get(self, article_id: str, revision: int | None = None) -> EnrichedArticle | None:
        """The whole record: the newest revision, or the one that is named. An id of before leads to it too."""
        bodies = select(article_revisions.c.body).where(article_revisions.c.id == bindparam("of"))
        if revision is not None:
            bodies = bodies.where(article_revisions.c.revision == revision)
        newest = bodies.order_by(article_revisions.c.revision.desc()).limit(1)
        with reading(self.engine) as connection:
            living = lives(connection, (article_id,)).get(article_id, article_id)
            body = connection.execute(newest, {"of": living}).scalar_one_or_none()
        return None if body is None else EnrichedArticle.decode(body.encode())

    def taken_down(self, name: str) -> str | None:
        """Why the article of that id, or at that key, was taken down; None if it was not."""
        with reading(self.engine) as connection:
            rows = select(taken_down.c.reason).where(taken_down.c.name == name)
            return connection.execute(rows).scalar_one_or_none()

    def revisions(self, article_id: str) -> Sequence[RevisionRow]:
        """Oldest first."""
        columns = [article_revisions.c[name] for name in ("revision", "change", "title", "fetched_at")]
        rows = select(*columns).where(article_revisions.c.id == bindparam("of")).order_by(article_revisions.c.revision)
        with reading(self.engine) as connection:
            living = lives(connection, (article_id,)).get(article_id, article_id)
            return [RevisionRow(*row) for row in connection.execute(rows, {"of": living})]

    def by_url_key(self, url_key: str) -> ArticleRow | None:
        """The newest article that was read from this address."""
        found = select(articles).where(articles.c.url_key == url_key).order_by(*NEWEST_FIRST).limit(1)
        with reading(self.engine) as connection:
            row = connection.execute(found).one_or_none()
        return None if row is None else _article(row)

    def rows(self, ids: Collection[str]) -> Sequence[ArticleRow]:
        """Those of the articles that are stored."""
        with reading(self.engine) as connection:
            found = connection.execute(select(articles).where(articles.c.id.in_(list(ids))))
            return [_article(row) for row in found]

    def newest(self, ids: Collection[str]) -> Mapping[str, EnrichedArticle]:
        """The newest revisions of the articles that are stored, by id."""
        of = article_revisions.c
        newest = and_(articles.c.id == of.id, articles.c.revision == of.revision)
        bodies = select(of.body).join(articles, newest).where(of.id.in_(list(ids)))
        with reading(self.engine) as connection:
            found = [EnrichedArticle.decode(body.encode()) for body in connection.execute(bodies).scalars()]
        return {article.id: article for article in found}

    def latest(
        self, wanted: Wanted = ALL, *, limit: int, after: Cursor | None = None, stemmed_query: str = ""
    ) -> Page[ArticleRow]:
        """Newest first, by the time that is sorted by and then id. Each has every token of the query."""
        rows, place = wanted.of(select(articles))
        rows = rows.order_by(*(part.desc() for part in place))
        # A cursor of one order means nothing in another.
        sort = () if wanted.sort is Sort.PUBLISHED else (wanted.sort.value,)
        if after is not None:
            check_cursor(after, *(str for _ in sort), int, str)
            check_begin(after, sort)
            rows = rows.where(tuple_(*place) < _place(after[len(sort) :]))
        with reading(self.engine) as connection:
            rows = rows.where(*self._with_words(connection, stemmed_query))
            found = connection.execute(rows.limit(limit + 1)).all()
        by = articles.c.first_seen if sort else articles.c.sorted_at
        cursors = [(*sort, micros(getattr(row, by.name)), row.id) for row in found]
        return _page(found, cursors, limit)

    def how_many(self, wanted: Wanted = ALL, *, most: int, stemmed_query: str = "") -> int:
        """Articles that a list shows, counted up to `most`."""
        rows, _ = wanted.of(select(articles.c.doc))
        with reading(self.engine) as connection:
            rows = rows.where(*self._with_words(connection, stemmed_query))
            return connection.execute(select(func.count()).select_from(rows.limit(most).subquery())).scalar_one()

    def _with_words(self, connection: Connection, stemmed_query: str) -> Iterator[ColumnElement[bool]]:
        """Few hits are looked up; where there are many, the list meets them on its own way."""
        if not (tokens := full_text.tokens(stemmed_query)[:MAX_TOKENS]):
            return
        for statement in self._full_text.plan:
            connection.exec_driver_sql(statement)
        hits = [self._full_text.hits(tokens, in_title=in_title).limit(self._few + 1) for in_title in (True, False)]
        docs = [doc for rows in hits for doc in connection.execute(rows).scalars()]
        if len(docs) <= self._few:
            yield articles.c.doc.in_(docs)
        else:
            yield or_(*(self._full_text.is_hit(articles.c.doc, tokens, in_title=which) for which in (True, False)))

    def search(
        self, stemmed_query: str, *, limit: int, after: Cursor | None = None, watch: str | None = None
    ) -> Page[ArticleRow]:
        """Articles that hold every token; first those that have them all in the title, then the newest.

        No bm25: its scores move with every article that is added, so a cursor over them skips and repeats, and
        PostgreSQL has none.
        """
        if after is not None:
            check_cursor(after, int, int, str)
        tokens = full_text.tokens(stemmed_query)[:MAX_TOKENS]
        found: list[tuple[int, Row[Any]]] = []
        with reading(self.engine) as connection:
            for statement in self._full_text.plan:
                connection.exec_driver_sql(statement)
            for rank in (IN_TITLE, IN_TEXT) if tokens else ():
                if len(found) <= limit and (after is None or rank <= int(after[0])):
                    start = after[1:] if after is not None and rank == after[0] else None
                    hits = self._hits(connection, tokens, rank, watch, start)
                    found += [(rank, row) for row in connection.execute(hits.limit(limit + 1 - len(found)))]
        cursors = [(rank, micros(row.sorted_at), row.id) for rank, row in found]
        return _page([row for _, row in found], cursors, limit)

    def _hits(
        self, connection: Connection, tokens: Sequence[str], rank: int, watch: str | None, start: Cursor | None
    ) -> Select[Any]:
        """Few hits are sorted; where there are many, a walk through the newest articles meets enough of them soon.

        Which it is, is counted: no planner knows how often words go together.
        """
        in_title = rank == IN_TITLE
        docs = connection.execute(self._full_text.hits(tokens, in_title=in_title).limit(self._few + 1)).scalars().all()
        few = len(docs) <= self._few
        hit = articles.c.doc.in_(docs) if few else self._full_text.is_hit(articles.c.doc, tokens, in_title=in_title)
        by = article_watches if watch is not None and not few else articles
        place = (by.c.sorted_at, by.c.article_id if by is article_watches else by.c.id)
        # Few hits are each looked up in the watch; a join might begin with all articles of the watch.
        rows = (
            (in_watch if few else of_watch)(select(articles), watch)
            .where(hit)
            .order_by(*(part.desc() for part in place))
        )
        return rows if start is None else rows.where(tuple_(*place) < _place(start))

    def count(self) -> int:
        with reading(self.engine) as connection:
            return connection.execute(select(func.count()).select_from(articles)).scalar_one()

    def counts_by_watch(self) -> Mapping[str, int]:
        of = article_watches.c.watch
        with reading(self.engine) as connection:
            return {watch: count for watch, count in connection.execute(select(of, func.count()).group_by(of))}

    def counts_by_source(self) -> Mapping[str, int]:
        counts = select(articles.c.source, func.count()).group_by(articles.c.source).order_by(articles.c.source)
        with reading(self.engine) as connection:
            return {source: count for source, count in connection.execute(counts)}


def _place(cursor: Cursor) -> Tuple:
    return tuple_(literal(cursor[0], BigInteger), literal(cursor[1], Characters))


def _page(found: Sequence[Row[Any]], cursors: Sequence[Cursor], limit: int) -> Page[ArticleRow]:
    """One row more than `limit` was asked for, to know whether another page follows."""
    items = tuple(_article(row) for row in found[:limit])
    return Page(items, cursors[limit - 1] if len(found) > limit else None)


def _article(row: Row[Any]) -> ArticleRow:
    values = {name: getattr(row, name) for name in ArticleRow.__dataclass_fields__}
    return ArticleRow(**{**values, "flags": tuple(json.loads(row.flags)), "watches": json.loads(row.watches)})
