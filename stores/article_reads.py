"""The article store, read side: one article, its revisions, the newest."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    and_,
    bindparam,
    func,
    select,
    tuple_,
)

from schemas.article import EnrichedArticle
from schemas.asked import Asked
from stores import full_text
from stores.article_filters import ALL, ArticleFilters, Sort, of_sources, place_of
from stores.article_lives import lives
from stores.article_tables import article_revisions, article_watches, articles
from stores.column_types import micros
from stores.common_tables import taken_down
from stores.database import reading
from stores.hits import Hits, Listed
from stores.paging import Cursor, ListPage, check_begin, check_cursor

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

    def __init__(self, engine: Engine, *, near: int | None = None, few: int | None = None) -> None:
        self.engine = engine
        self._full_text = full_text.of(engine.dialect.name)
        self._hits = Hits(self._full_text, near=near, few=few)

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
        return None if row is None else article_of(row)

    def rows(self, ids: Collection[str]) -> Sequence[ArticleRow]:
        """Those of the articles that are stored."""
        with reading(self.engine) as connection:
            found = connection.execute(select(articles).where(articles.c.id.in_(list(ids))))
            return [article_of(row) for row in found]

    def newest(self, ids: Collection[str]) -> Mapping[str, EnrichedArticle]:
        """The newest revisions of the articles that are stored, by id."""
        of = article_revisions.c
        newest = and_(articles.c.id == of.id, articles.c.revision == of.revision)
        bodies = select(of.body).join(articles, newest).where(of.id.in_(list(ids)))
        with reading(self.engine) as connection:
            found = [EnrichedArticle.decode(body.encode()) for body in connection.execute(bodies).scalars()]
        return {article.id: article for article in found}

    def latest(
        self, wanted: ArticleFilters = ALL, *, limit: int, after: Cursor | None = None, asked: Asked | None = None
    ) -> ListPage[ArticleRow]:
        """Newest first, by the time that is sorted by and then id; of those that are as asked, where anything is."""
        rows, place = wanted.of(select(articles))
        # A cursor of one order means nothing in another.
        sort = () if wanted.sort is Sort.PUBLISHED else (wanted.sort.value,)
        if after is not None:
            check_cursor(after, *(str for _ in sort), int, str)
            check_begin(after, sort)
            rows = rows.where(tuple_(*place) < place_of(after[len(sort) :]))
        with reading(self.engine) as connection:
            found = self._listed(connection, Listed(rows, place), asked, limit + 1)
        by = articles.c.first_seen if sort else articles.c.sorted_at
        cursors = [(*sort, micros(getattr(row, by.name)), row.id) for row in found]
        return ListPage(tuple(map(article_of, found[:limit])), cursors[limit - 1] if len(found) > limit else None)

    def how_many(self, wanted: ArticleFilters = ALL, *, most: int, asked: Asked | None = None) -> int:
        """Articles that a list shows, counted up to `most`."""
        rows, _ = wanted.of(select(articles.c.doc))
        with reading(self.engine) as connection:
            if asked is not None:
                self._plan(connection)
                return self._hits.count(connection, asked, of_sources(rows, asked), most=most)
            return connection.execute(select(func.count()).select_from(rows.limit(most).subquery())).scalar_one()

    def _listed(self, connection: Connection, listed: Listed, asked: Asked | None, limit: int) -> Sequence[Row[Any]]:
        if asked is None:
            return connection.execute(listed.newest_first.limit(limit)).all()
        self._plan(connection)
        of_them = Listed(of_sources(listed.rows, asked), listed.place)
        return self._hits.first(connection, asked, of_them, limit=limit)

    def _plan(self, connection: Connection) -> None:
        for statement in self._full_text.plan:
            connection.exec_driver_sql(statement)

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


def article_of(row: Row[Any]) -> ArticleRow:
    values = {name: getattr(row, name) for name in ArticleRow.__dataclass_fields__}
    return ArticleRow(**{**values, "flags": tuple(json.loads(row.flags)), "watches": json.loads(row.watches)})
