"""The way to the first hits of a list: a walk through its newest articles, then the index of words."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select, tuple_

from schemas.asked import Asked
from stores.article_filters import Place, place_of
from stores.article_tables import articles
from stores.column_types import micros
from stores.full_text import FullText

NEWEST: Place = (articles.c.sorted_at, articles.c.id)
# Beginnings that one article in so many has: SQLite's index joins all that it has of their words before the first hit.
DENSE = 10


class Listed(NamedTuple):
    """A list, and the columns that hold time and id in its order. `places`: these alone, where an index has them."""

    rows: Select[Any]
    place: Place
    places: Select[Any] | None = None

    @property
    def newest_first(self) -> Select[Any]:
        return self.rows.order_by(*(part.desc() for part in self.place))


class Hits:
    """Of the `near` newest articles each is read: most pages of hits are full by then.

    Beyond them up to `few` hits are looked up in the index and sorted; where there are more, the walk meets them soon.
    Which it is, is counted: no planner knows how often words go together.
    """

    def __init__(self, full_text: FullText, *, near: int | None = None, few: int | None = None) -> None:
        self._full_text = full_text
        self._near = full_text.near if near is None else near
        self._few = full_text.few if few is None else few

    def first(
        self,
        connection: Connection,
        asked: Asked,
        listed: Listed,
        *,
        limit: int,
        in_title: bool | None = None,
        looked_up: Listed | None = None,
    ) -> Sequence[Row[Any]]:
        """The first hits of a list. `looked_up` is the same list, as a few articles are looked up in it best."""
        hit = self._full_text.is_hit(articles.c.doc, asked, in_title=in_title)
        row = connection.execute(_places(listed).offset(self._near).limit(1)).one_or_none()
        end = None if row is None else place_of((micros(row[0]), row[1]))
        near = listed.newest_first.where(hit)
        if end is not None:
            near = near.where(tuple_(*listed.place) > end)
        found = list(connection.execute(near.limit(limit)))
        if end is None or len(found) == limit:
            return found
        docs = self._docs(connection, asked, in_title)
        rest = listed if docs is None or looked_up is None else looked_up
        held = hit if docs is None else self._full_text.among(articles.c.doc, docs)
        beyond = rest.newest_first.where(held, tuple_(*rest.place) <= end)
        return found + list(connection.execute(beyond.limit(limit - len(found))))

    def count(self, connection: Connection, asked: Asked, rows: Select[Any] | None, *, most: int) -> int:
        """How many of `rows` are hits, of all articles where there are none, counted up to `most`."""
        dense = self._is_dense(connection, asked)
        if rows is None and not dense:
            counted = self._full_text.hits(asked, in_title=None)
        else:
            docs = None if dense else self._docs(connection, asked, None)
            hit = self._full_text.is_hit(articles.c.doc, asked, in_title=None)
            counted = (select(articles.c.doc) if rows is None else rows).where(
                hit if docs is None else self._full_text.among(articles.c.doc, docs)
            )
        return connection.execute(select(func.count()).select_from(counted.limit(most).subquery())).scalar_one()

    def _is_dense(self, connection: Connection, asked: Asked) -> bool:
        """Whether a beginning is asked for, and many of the newest articles are hits."""
        if not any(phrase.prefix for phrases in (*asked.every, asked.none) for phrase in phrases):
            return False
        near = _places(Listed(select(articles), NEWEST)).add_columns(articles.c.doc).limit(self._near)
        doc = near.subquery().c.doc
        hit: ColumnElement[bool] = self._full_text.is_hit(doc, asked, in_title=None)
        hits = connection.execute(select(func.count()).select_from(doc.table).where(hit)).scalar_one()
        return hits * DENSE >= self._near

    def _docs(self, connection: Connection, asked: Asked, in_title: bool | None) -> Sequence[int] | None:
        """None where they are more than few."""
        hits = self._full_text.hits(asked, in_title=in_title).limit(self._few + 1)
        docs: list[int] = [row[0] for row in connection.execute(hits)]
        return docs if len(docs) <= self._few else None


def _places(listed: Listed) -> Select[Any]:
    if listed.places is not None:
        return Listed(listed.places, listed.place).newest_first
    return listed.newest_first.with_only_columns(*listed.place)
