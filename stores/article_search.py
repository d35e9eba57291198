"""The article store, searched: hits in one order on both databases, how many, and what a misspelled word may be."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, select, tuple_

from schemas.article import EnrichedArticle
from schemas.asked import Asked, Phrase
from stores.article_filters import in_watch, of_watch
from stores.article_reads import ArticleReads, ArticleRow, article_of, place_of
from stores.article_tables import article_revisions, article_watches, articles
from stores.column_types import micros
from stores.database import reading
from stores.index_entries import beginning
from stores.paging import Cursor, Page, check_cursor

IN_TITLE, IN_TEXT = 1, 0


class ArticleSearch(ArticleReads):
    """Every method raises StoreUnavailableError; those with `after` raise BadCursorError."""

    def search(
        self, asked: Asked, *, limit: int, after: Cursor | None = None, watch: str | None = None
    ) -> Page[ArticleRow]:
        """Articles that are as asked; first those that have all of it in the title, then the newest.

        No bm25: its scores move with every article that is added, so a cursor over them skips and repeats, and
        PostgreSQL has none.
        """
        if after is not None:
            check_cursor(after, int, int, str)
        found: list[tuple[int, Row[Any]]] = []
        with reading(self.engine) as connection:
            self._plan(connection)
            for rank in (IN_TITLE, IN_TEXT) if asked.every else ():
                if len(found) <= limit and (after is None or rank <= int(after[0])):
                    start = after[1:] if after is not None and rank == after[0] else None
                    hits = self._hits(connection, asked, rank, watch, start)
                    found += [(rank, row) for row in connection.execute(hits.limit(limit + 1 - len(found)))]
        cursors = [(rank, micros(row.sorted_at), row.id) for rank, row in found]
        items = tuple(article_of(row) for _, row in found[:limit])
        return Page(items, cursors[limit - 1] if len(found) > limit else None)

    def count_hits(self, asked: Asked, *, most: int, watch: str | None = None) -> int:
        """How many a search finds, counted up to `most`."""
        counted = 0
        with reading(self.engine) as connection:
            self._plan(connection)
            for rank in (IN_TITLE, IN_TEXT) if asked.every else ():
                hits = self._hits(connection, asked, rank, watch, None).limit(most - counted)
                if counted < most:
                    counted += connection.execute(select(func.count()).select_from(hits.subquery())).scalar_one()
        return counted

    def vocabulary(self, letters: str, *, most: int) -> Sequence[str]:
        """The first tokens of stored articles that begin so, in the order of their letters."""
        with reading(self.engine) as connection:
            return [term for (term,) in connection.execute(beginning(letters).limit(most))]

    def count_token(self, token: str, *, most: int) -> int:
        """How many articles have a token, counted up to `most`."""
        return self.count_hits(Asked(((Phrase((token,)),),)), most=most)

    def paragraphs(self, ids: Collection[str]) -> Mapping[str, Sequence[str]]:
        """Those of the newest revisions."""
        of = article_revisions.c
        newest = and_(articles.c.id == of.id, articles.c.revision == of.revision)
        bodies = select(of.id, of.body).join(articles, newest).where(of.id.in_(list(ids)))
        with reading(self.engine) as connection:
            rows = connection.execute(bodies).all()
        return {id_: EnrichedArticle.decode(body.encode()).paragraphs for id_, body in rows}

    def _plan(self, connection: Connection) -> None:
        for statement in self._full_text.plan:
            connection.exec_driver_sql(statement)

    def _hits(
        self, connection: Connection, asked: Asked, rank: int, watch: str | None, start: Cursor | None
    ) -> Select[Any]:
        """Few hits are sorted; where there are many, a walk through the newest articles meets enough of them soon.

        Which it is, is counted: no planner knows how often words go together.
        """
        in_title = rank == IN_TITLE
        docs = connection.execute(self._full_text.hits(asked, in_title=in_title).limit(self._few + 1)).scalars().all()
        few = len(docs) <= self._few
        hit = articles.c.doc.in_(docs) if few else self._full_text.is_hit(articles.c.doc, asked, in_title=in_title)
        by = article_watches if watch is not None and not few else articles
        place = (by.c.sorted_at, by.c.article_id if by is article_watches else by.c.id)
        # Few hits are each looked up in the watch; a join might begin with all articles of the watch.
        rows = (in_watch if few else of_watch)(select(articles), watch).where(hit)
        if asked.sources:
            rows = rows.where(articles.c.source.in_(asked.sources))
        if asked.not_sources:
            rows = rows.where(articles.c.source.not_in(asked.not_sources))
        rows = rows.order_by(*(part.desc() for part in place))
        return rows if start is None else rows.where(tuple_(*place) < place_of(start))
