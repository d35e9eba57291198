"""What articles say, read side: the entities that are named most, and quotes by speaker and words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Engine, Select, and_, func, literal, select, tuple_

from schemas.ids import slug
from stores import full_text
from stores.article_tables import article_entities, article_quotes, article_watches, articles
from stores.column_types import Characters, micros
from stores.database import reading
from stores.paging import Cursor, ListPage, check_cursor

MAX_TOKENS = 32
ID = re.compile(r"[a-z]+:")


@dataclass(frozen=True)
class EntityRow:
    """`articles`: how many name it, of those that were asked for."""

    id: str
    name: str
    type: str
    code: str
    articles: int


@dataclass(frozen=True)
class QuoteRow:
    """`kind`: direct, partial, or statement (in the writer's words). `start` and `end` are characters of the
    article's paragraphs joined by line feeds. `speaker_id` is an entity's, a role's, or empty."""

    article_id: str
    kind: str
    speaker_id: str
    speaker: str
    text: str
    start: int
    end: int
    at: datetime
    title: str
    source: str


def is_said_by(speaker: str) -> ColumnElement[bool]:
    """By id (`per:vladimir-putin`, `role:juru-bicara`), or by the name in full: each has an index of its own."""
    return (article_quotes.c.speaker_id if ID.match(speaker) else article_quotes.c.speaker) == speaker


class SaidReads:
    """Every method raises StoreUnavailableError; those with `after` raise BadCursorError."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._full_text = full_text.of(engine.dialect.name)

    def entities(
        self,
        *,
        since: datetime,
        limit: int,
        type_: str | None = None,
        watch: str | None = None,
        name: str | None = None,
    ) -> Sequence[EntityRow]:
        """Those that articles since then name, the most named first. `name`: how each begins, in any case, with marks
        of letters or without."""
        of = article_entities.c
        count = func.count().label("articles")
        named = func.max(of.name)
        rows = select(of.entity, named, func.max(of.type), func.max(of.code), count).where(of.sorted_at >= since)
        if type_ is not None:
            rows = rows.where(of.type == type_)
        if name:
            # Databases differ in what they take for a small letter; an id is the same of a name in any case.
            rows = rows.where(of.entity.contains(f":{slug(name)}", autoescape=True))
        if watch is not None:
            within = and_(article_watches.c.article_id == of.article_id, article_watches.c.watch == watch)
            rows = rows.join(article_watches, within)
        rows = rows.group_by(of.entity).order_by(count.desc(), of.entity).limit(limit)
        with reading(self.engine) as connection:
            return [EntityRow(*row) for row in connection.execute(rows)]

    def entity(self, entity: str) -> EntityRow | None:
        """With all stored articles that name it; None where none does."""
        of = article_entities.c
        found = select(func.max(of.name), func.max(of.type), func.max(of.code), func.count()).where(of.entity == entity)
        with reading(self.engine) as connection:
            name, type_, code, count = connection.execute(found).one()
        return EntityRow(entity, name, type_, code, count) if count else None

    def quotes(
        self,
        *,
        limit: int,
        after: Cursor | None = None,
        speaker: str | None = None,
        article_id: str | None = None,
        stemmed_query: str = "",
    ) -> ListPage[QuoteRow]:
        """Newest first. Every token of the query is in the quote itself."""
        of = article_quotes.c
        place = (of.sorted_at, of.article_id, of.n)
        rows: Select[Any] = select(article_quotes, articles.c.title, articles.c.source).join(
            articles, articles.c.id == of.article_id
        )
        if speaker is not None:
            rows = rows.where(is_said_by(speaker))
        if article_id is not None:
            rows = rows.where(of.article_id == article_id)
        for token in full_text.tokens(stemmed_query)[:MAX_TOKENS]:
            rows = rows.where(of.tokens.contains(f" {token} ", autoescape=True))
        if after is not None:
            check_cursor(after, int, str, int)
            at, id_, n = after
            rows = rows.where(
                tuple_(*place) < tuple_(literal(at, BigInteger), literal(id_, Characters), literal(n, BigInteger))
            )
        rows = rows.order_by(*(part.desc() for part in place)).limit(limit + 1)
        with reading(self.engine) as connection:
            found = connection.execute(rows).all()
        cursors = [(micros(row.sorted_at), row.article_id, row.n) for row in found]
        return ListPage(tuple(map(_quote, found[:limit])), cursors[limit - 1] if len(found) > limit else None)


def _quote(row: Any) -> QuoteRow:
    names = ("article_id", "kind", "speaker_id", "speaker", "text", "start", "end")
    return QuoteRow(
        **{name: getattr(row, name) for name in names}, at=row.sorted_at, title=row.title, source=row.source
    )
