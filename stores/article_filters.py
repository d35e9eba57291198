"""Which articles a list shows, in which order, and the index that holds them in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, Tuple, exists, literal, or_, select, text, tuple_

from schemas.asked import Asked
from stores.article_tables import article_citations, article_entities, article_quotes, article_watches, articles
from stores.column_types import Characters
from stores.paging import Cursor
from stores.said_reads import is_said_by

Place = tuple[ColumnElement[Any], ColumnElement[Any]]
Several = str | Sequence[str] | None
"""One value, any of some, or whatever there is."""


class Sort(StrEnum):
    """The newest first: by the time that the article states, or by when it was first seen."""

    PUBLISHED = "published"
    SEEN = "seen"


@dataclass(frozen=True, kw_only=True)
class ArticleFilters:
    """All that is named must hold; of several values of one name any does.

    `entity` and `speaker`: see `SaidReads`; `cites` is a cited source by its name. Times are from `since` on and
    before `until`: those that an article is listed by, and those when it was first seen.
    """

    source: Several = None
    watch: Several = None
    entity: Several = None
    speaker: Several = None
    cites: Several = None
    language: Several = None
    flag: Several = None
    change: Several = None
    id: Several = None
    since: datetime | None = None
    until: datetime | None = None
    seen_since: datetime | None = None
    seen_until: datetime | None = None
    sort: Sort = Sort.PUBLISHED

    def of(self, rows: Select[Any]) -> tuple[Select[Any], Place]:
        """The rows, and the columns that hold time and id in their order: of the index that knows the fewest."""
        rows, place = self._by_index(rows)
        for held in (*self._columns(), *self._times(place), *self._said()):
            rows = rows.where(held)
        return rows, place

    def _by_index(self, rows: Select[Any]) -> tuple[Select[Any], Place]:
        watches, entities = values(self.watch), values(self.entity)
        if self.sort is Sort.SEEN:
            place: Place = (articles.c.first_seen, articles.c.id)
        elif len(entities) == 1:
            rows = rows.join(article_entities, article_entities.c.article_id == articles.c.id)
            rows = rows.where(article_entities.c.entity == entities[0])
            place, entities = (article_entities.c.sorted_at, article_entities.c.article_id), ()
        elif len(watches) == 1:
            rows = of_watch(rows, watches[0])
            place, watches = (article_watches.c.sorted_at, article_watches.c.article_id), ()
        else:
            place = (articles.c.sorted_at, articles.c.id)
        rows = in_watch(rows, watches)
        if entities:
            of = article_entities.c
            rows = rows.where(exists().where(of.article_id == articles.c.id, of.entity.in_(entities)))
        return rows, place

    def _columns(self) -> list[ColumnElement[bool]]:
        of = articles.c
        named = ((of.source, self.source), (of.language, self.language), (of.change, self.change), (of.id, self.id))
        held = [_any(column, found) for column, asked in named if (found := values(asked))]
        for column, asked, usual in ((of.language, self.language, "id"), (of.change, self.change, "first")):
            if (found := values(asked)) and usual not in found:
                # Said as the index says it, which holds the few that are not as most are.
                held.append(text(f"articles.{column.name} <> '{usual}'"))  # type: ignore[arg-type]
        if flags := values(self.flag):
            held.append(text("articles.flags <> '[]'"))  # type: ignore[arg-type]
            held.append(or_(*(of.flags.contains(f'"{flag}"', autoescape=True) for flag in flags)))
        return held

    def _times(self, place: Place) -> list[ColumnElement[bool]]:
        """A time by which is sorted is asked of the index that sorts."""
        listed = articles.c.sorted_at if self.sort is Sort.SEEN else place[0]
        seen = articles.c.first_seen
        since = [column >= at for column, at in ((listed, self.since), (seen, self.seen_since)) if at is not None]
        until = [column < at for column, at in ((listed, self.until), (seen, self.seen_until)) if at is not None]
        return since + until

    def _said(self) -> list[ColumnElement[bool]]:
        held: list[ColumnElement[bool]] = []
        if speakers := values(self.speaker):
            said = select(article_quotes.c.article_id).where(or_(*map(is_said_by, speakers)))
            held.append(articles.c.id.in_(said))
        if cited := values(self.cites):
            citing = select(article_citations.c.article_id).where(_any(article_citations.c.source, cited))
            held.append(articles.c.id.in_(citing))
        return held


ALL = ArticleFilters()


def values(asked: Several) -> tuple[str, ...]:
    if asked is None:
        return ()
    return (asked,) if isinstance(asked, str) else tuple(dict.fromkeys(asked))


def _any(column: ColumnElement[Any], found: Sequence[str]) -> ColumnElement[bool]:
    return column == found[0] if len(found) == 1 else column.in_(found)


def of_watch(rows: Select[Any], watch: str | None) -> Select[Any]:
    if watch is None:
        return rows
    joined = rows.join(article_watches, article_watches.c.article_id == articles.c.id)
    return joined.where(article_watches.c.watch == watch)


def in_watch(rows: Select[Any], watch: Several) -> Select[Any]:
    if not (found := values(watch)):
        return rows
    of = article_watches
    return rows.where(exists().where(of.c.article_id == articles.c.id, _any(of.c.watch, found)))


def of_sources(rows: Select[Any], asked: Asked) -> Select[Any]:
    if asked.sources:
        rows = rows.where(articles.c.source.in_(asked.sources))
    return rows.where(articles.c.source.not_in(asked.not_sources)) if asked.not_sources else rows


def place_of(cursor: Cursor) -> Tuple:
    """Time and id of a row, as they are compared with those of others."""
    return tuple_(literal(cursor[0], BigInteger), literal(cursor[1], Characters))
