"""The article store, searched: hits in one order on both databases, how many, and what a misspelled word may be."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, select, tuple_

from schemas.article import EnrichedArticle
from schemas.asked import Asked, Phrase
from stores.article_filters import Place, in_watch, of_sources, of_watch, place_of
from stores.article_reads import ArticleReads, ArticleRow, article_of
from stores.article_tables import article_revisions, article_watches, articles
from stores.column_types import micros
from stores.database import reading
from stores.hits import NEWEST, Listed
from stores.index_entries import beginning
from stores.paging import Cursor, ListPage, check_cursor

IN_TITLE, IN_TEXT = 1, 0


class ArticleSearch(ArticleReads):
    """Every method raises StoreUnavailableError; those with `after` raise BadCursorError."""

    def search(
        self, asked: Asked, *, limit: int, after: Cursor | None = None, watch: str | None = None
    ) -> ListPage[ArticleRow]:
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
                    hits = self._first(connection, asked, rank, watch, start, limit + 1 - len(found))
                    found += [(rank, row) for row in hits]
        cursors = [(rank, micros(row.sorted_at), row.id) for rank, row in found]
        items = tuple(article_of(row) for _, row in found[:limit])
        return ListPage(items, cursors[limit - 1] if len(found) > limit else None)

    def count_hits(self, asked: Asked, *, most: int, watch: str | None = None) -> int:
        """How many a search finds, counted up to `most`."""
        if not asked.every:
            return 0
        is_all = watch is None and not asked.sources and not asked.not_sources
        rows = None if is_all else of_sources(in_watch(select(articles.c.doc), watch), asked)
        with reading(self.engine) as connection:
            self._plan(connection)
            return self._hits.count(connection, asked, rows, most=most)

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

    def _first(
        self, connection: Connection, asked: Asked, rank: int, watch: str | None, start: Cursor | None, limit: int
    ) -> Sequence[Row[Any]]:
        def list_of(rows: Select[Any], place: Place) -> Listed:
            rows = of_sources(rows, asked)
            return Listed(rows if start is None else rows.where(tuple_(*place) < place_of(start)), place)

        by = article_watches.c
        in_order = NEWEST if watch is None else (by.sorted_at, by.article_id)
        listed = list_of(of_watch(select(articles), watch), in_order)
        if watch is not None and not (asked.sources or asked.not_sources):
            # The index of watches has them; the join would look each article up.
            listed = listed._replace(places=list_of(select(*in_order).where(by.watch == watch), in_order).rows)
        # Few hits are each looked up in the watch; a join might begin with all articles of the watch.
        looked_up = list_of(in_watch(select(articles), watch), NEWEST)
        in_title = rank == IN_TITLE
        return self._hits.first(connection, asked, listed, limit=limit, in_title=in_title, looked_up=looked_up)
