"""Stories, read side: the newest, one with its articles and versions, and where an article is."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Engine, Row, literal, or_, select, tuple_

from schemas.story import Story
from stores import full_text
from stores.column_types import Characters, micros
from stores.database import reading
from stores.paging import Cursor, ListPage, check_cursor
from stores.story_tables import stories, story_members, story_versions

MAX_TOKENS = 32
# An id leads to the next one; a ring is impossible, and a chain of merges is short.
MAX_MERGES = 1000


@dataclass(frozen=True)
class StoryRow:
    """What a list shows of a story. `size`: articles, `disputed`: rows of figures in which sources disagree."""

    id: str
    watch: str
    version: int
    is_open: bool
    headline: str
    size: int
    outlets: int
    disputed: int
    last_at: datetime


@dataclass(frozen=True)
class MemberRow:
    """An article of a story. `near_dup_of` is the earlier article that it is a near-duplicate of."""

    article_id: str
    outlet: str
    title: str
    published_at: datetime | None
    near_dup_of: str
    kind: str
    credit: str
    confidence: float


@dataclass(frozen=True)
class VersionRow:
    """One change of a story. `articles` came or left; `why` tells of the last of them."""

    version: int
    event: str
    other: str
    articles: tuple[str, ...]
    why: str
    size: int


@dataclass(frozen=True)
class InStory:
    """Where an article is, in one watch, with its copies there."""

    story_id: str
    watch: str
    headline: str
    size: int
    copies: tuple[MemberRow, ...]


LISTED = ("id", "watch", "version", "is_open", "headline", "size", "outlets", "disputed")
MEMBER = tuple(MemberRow.__dataclass_fields__)


def _listed(row: Row[Any]) -> StoryRow:
    return StoryRow(**{name: getattr(row, name) for name in LISTED}, last_at=row.sorted_at)


class StoryReads:
    """Every method raises StoreUnavailableError; those with `after` raise BadCursorError."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def newest(
        self,
        *,
        limit: int,
        after: Cursor | None = None,
        watch: str | None = None,
        disputed: bool = False,
        min_size: int = 1,
        stemmed_query: str = "",
    ) -> ListPage[StoryRow]:
        """By their last article. Every token of the query is in what the story says."""
        place = (stories.c.sorted_at, stories.c.id)
        rows = select(stories).where(stories.c.merged_into == "", stories.c.size >= max(1, min_size))
        if watch is not None:
            rows = rows.where(stories.c.watch == watch)
        if disputed:
            rows = rows.where(stories.c.disputed > 0)
        for token in full_text.tokens(stemmed_query)[:MAX_TOKENS]:
            rows = rows.where(stories.c.tokens.contains(f" {token} ", autoescape=True))
        if after is not None:
            check_cursor(after, int, str)
            at, id_ = after
            rows = rows.where(tuple_(*place) < tuple_(literal(at, BigInteger), literal(id_, Characters)))
        rows = rows.order_by(*(part.desc() for part in place)).limit(limit + 1)
        with reading(self.engine) as connection:
            found = connection.execute(rows).all()
        cursors: list[Cursor] = [(micros(row.sorted_at), row.id) for row in found]
        return ListPage(tuple(map(_listed, found[:limit])), cursors[limit - 1] if len(found) > limit else None)

    def rows(self, ids: Collection[str]) -> Sequence[StoryRow]:
        """Of those that are there and went into no other."""
        asked = select(stories).where(stories.c.id.in_(ids), stories.c.merged_into == "")
        with reading(self.engine) as connection:
            return [_listed(row) for row in connection.execute(asked)]

    def story(self, story_id: str) -> Story | None:
        """The newest version of the story that the id answers with, through every merge."""
        with reading(self.engine) as connection:
            for _ in range(MAX_MERGES):
                asked = select(stories.c.merged_into, stories.c.body).where(stories.c.id == story_id)
                row = connection.execute(asked).one_or_none()
                if row is None:
                    return None
                if not row.merged_into:
                    return Story.decode(row.body.encode())
                story_id = row.merged_into
        return None

    def members(self, story_id: str, *, limit: int) -> Sequence[MemberRow]:
        """The earliest first."""
        of = story_members.c
        rows = select(*(of[name] for name in MEMBER)).where(of.story_id == story_id)
        rows = rows.order_by(of.published_at, of.number, of.article_id).limit(limit)
        with reading(self.engine) as connection:
            return [MemberRow(*row) for row in connection.execute(rows)]

    def versions(self, story_id: str, *, limit: int) -> Sequence[VersionRow]:
        """The newest first."""
        of = story_versions.c
        rows = select(of.version, of.event, of.other, of.articles, of.why, of.size).where(of.story_id == story_id)
        with reading(self.engine) as connection:
            found = connection.execute(rows.order_by(of.version.desc()).limit(limit)).all()
        return [VersionRow(r.version, r.event, r.other, tuple(json.loads(r.articles)), r.why, r.size) for r in found]

    def of_article(self, article_id: str) -> Sequence[InStory]:
        """The story of each watch that it is in."""
        of = story_members.c
        rows = (
            select(of.story_id, of.near_dup_of, stories.c.watch, stories.c.headline, stories.c.size)
            .join(stories, stories.c.id == of.story_id)
            .where(of.article_id == article_id)
            .order_by(stories.c.watch)
        )
        with reading(self.engine) as connection:
            found: Sequence[Any] = connection.execute(rows).all()
            told = []
            for row in found:
                alike = or_(of.near_dup_of == article_id, of.article_id == row.near_dup_of)
                if row.near_dup_of:
                    alike = or_(alike, of.near_dup_of == row.near_dup_of)
                copies = select(*(of[name] for name in MEMBER)).where(
                    of.story_id == row.story_id, of.article_id != article_id, alike
                )
                near = tuple(MemberRow(*each) for each in connection.execute(copies.order_by(of.published_at)))
                told.append(InStory(row.story_id, row.watch, row.headline, row.size, near))
        return told
