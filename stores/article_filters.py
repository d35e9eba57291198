"""Which articles a list shows, and the index that holds them in its order."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select

from stores.article_tables import article_citations, article_entities, article_quotes, article_watches, articles
from stores.said_reads import is_said_by

Place = tuple[ColumnElement[Any], ColumnElement[Any]]


@dataclass(frozen=True)
class Wanted:
    """All that is named must hold. `entity` and `speaker`: see `SaidReads`; `cites` is a cited source by its name."""

    source: str | None = None
    watch: str | None = None
    entity: str | None = None
    speaker: str | None = None
    cites: str | None = None

    def of(self, rows: Select[Any]) -> tuple[Select[Any], Place]:
        """The rows, and the columns that hold time and id in their order: of the index that knows the fewest."""
        place: Place = (articles.c.sorted_at, articles.c.id)
        if self.entity is not None:
            rows = rows.join(article_entities, article_entities.c.article_id == articles.c.id)
            rows = rows.where(article_entities.c.entity == self.entity)
            place = (article_entities.c.sorted_at, article_entities.c.article_id)
            rows = in_watch(rows, self.watch)
        elif self.watch is not None:
            rows, place = of_watch(rows, self.watch), (article_watches.c.sorted_at, article_watches.c.article_id)
        if self.source is not None:
            rows = rows.where(articles.c.source == self.source)
        if self.speaker is not None:
            rows = rows.where(articles.c.id.in_(select(article_quotes.c.article_id).where(is_said_by(self.speaker))))
        if self.cites is not None:
            citing = select(article_citations.c.article_id).where(article_citations.c.source == self.cites)
            rows = rows.where(articles.c.id.in_(citing))
        return rows, place


ALL = Wanted()


def of_watch(rows: Select[Any], watch: str | None) -> Select[Any]:
    if watch is None:
        return rows
    joined = rows.join(article_watches, article_watches.c.article_id == articles.c.id)
    return joined.where(article_watches.c.watch == watch)


def in_watch(rows: Select[Any], watch: str | None) -> Select[Any]:
    if watch is None:
        return rows
    of = article_watches
    return rows.where(exists().where(of.c.article_id == articles.c.id, of.c.watch == watch))
