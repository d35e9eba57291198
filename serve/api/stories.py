"""Stories: the newest, and one with its articles, its timeline, its figures and all its versions."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Annotated, TypeVar

from fastapi import APIRouter, Query
from pydantic import BaseModel

from schemas.story import StoryClaim, StoryFigure, StoryMoment, StoryName, StoryOutlet, StoryQuote
from serve.access import Access, CallerAccess
from serve.api.parameters import MAX_QUERY_CHARS, Limit, Name, Word
from serve.cursors import from_word, to_word
from serve.errors import BadQueryError, NotFoundError
from serve.refusals import WORDS, refusing
from serve.shown import may_not_be_shown
from serve.views import Views
from stores.full_text import tokens
from stores.story_reads import InStory, MemberRow, StoryRow, VersionRow

MOST = 1000
Said = TypeVar("Said", StoryQuote, StoryClaim)


class StoryPage(BaseModel):
    """`next` is the cursor of the next page, null on the last."""

    items: tuple[StoryRow, ...]
    next: str | None


class StoryDetail(BaseModel):
    """`id` is that of the story which goes on, where the one that was asked for went into it. `versions` are the
    newest first, `members` the earliest first; of both there are a thousand at most."""

    id: str
    watch: str
    version: int
    is_open: bool
    headline: str
    central: str
    size: int
    first_day: date | None
    last_day: date | None
    outlets: tuple[StoryOutlet, ...]
    timeline: tuple[StoryMoment, ...]
    entities: tuple[StoryName, ...]
    quotes: tuple[StoryQuote, ...]
    figures: tuple[StoryFigure, ...]
    members: tuple[MemberRow, ...]
    versions: tuple[VersionRow, ...]


class StoriesOfArticle(BaseModel):
    items: tuple[InStory, ...]


def routes(router: APIRouter, views: Views) -> None:
    @router.get("/stories", responses=refusing(*WORDS, "bad_cursor"))
    def stories(
        limit: Limit = 50,
        cursor: Word = None,
        watch: Name = None,
        disputed: Annotated[bool, Query(description="only those in which sources disagree on a number")] = False,
        min_size: Annotated[int, Query(ge=1, description="articles at least")] = 1,
        q: Annotated[str, Query(description="words that are all in what the story says, in any of their forms")] = "",
    ) -> StoryPage:
        """Stories, by their last article, the newest first."""
        return list_stories(views, q, limit=limit, cursor=cursor, watch=watch, disputed=disputed, min_size=min_size)

    @router.get("/stories/{story_id}", responses=refusing("not_found"))
    def story(story_id: str, access: CallerAccess) -> StoryDetail:
        """One story. The id of one that went into another gives the one that goes on. The words of a quote
        or a claim are left out where no outlet that carries them lets them go."""
        return _shown_to(views, read_story(views, story_id), access)

    @router.get("/articles/{article_id}/stories")
    def stories_of_article(article_id: str) -> StoriesOfArticle:
        """The stories of an article, with its near-duplicates; none for an article that is not stored."""
        return StoriesOfArticle(items=tuple(views.stories.of_article(article_id)))


def list_stories(
    views: Views, query: str, *, limit: int, cursor: str | None, watch: str | None, disputed: bool, min_size: int
) -> StoryPage:
    """Raises BadQueryError for words that cannot be looked for."""
    if len(query) > MAX_QUERY_CHARS:
        raise BadQueryError("query_too_long", f"the query has {len(query)} characters, {MAX_QUERY_CHARS} are read")
    stemmed = views.stem(query)
    if query.strip() and not tokens(stemmed):
        raise BadQueryError("empty_query", "the query has no word to look for")
    page = views.stories.newest(
        limit=limit,
        after=from_word(cursor),
        watch=watch,
        disputed=disputed,
        min_size=min_size,
        stemmed_query=stemmed,
    )
    return StoryPage(items=page.items, next=to_word(page.after))


def _shown_to(views: Views, told: StoryDetail, access: Access) -> StoryDetail:
    """An article that is not stored any more lets nothing go."""
    if access.has_text:
        return told
    claims = [claim.carriers for row in told.figures for claim in row.claims]
    carriers = {each for of_one in (*claims, *(quote.carriers for quote in told.quotes)) for each in of_one}
    rows = views.articles.rows(carriers)
    free = {row.id for row in rows if not may_not_be_shown(views, row.source, access)}
    figures = (row.model_copy(update={"claims": _freed(row.claims, free)}) for row in told.figures)
    return told.model_copy(update={"quotes": _freed(told.quotes, free), "figures": tuple(figures)})


def _freed(said: Sequence[Said], free: AbstractSet[str]) -> tuple[Said, ...]:
    return tuple(each if free & set(each.carriers) else each.model_copy(update={"text": ""}) for each in said)


def read_story(views: Views, story_id: str) -> StoryDetail:
    """Raises NotFoundError."""
    story = views.stories.story(story_id)
    if story is None:
        raise NotFoundError(f"no story {story_id[:64]!r} is stored")
    same = (
        *("id", "watch", "version", "headline", "central", "size", "first_day", "last_day"),
        *("outlets", "timeline", "entities", "quotes", "figures"),
    )
    return StoryDetail(
        **{name: getattr(story, name) for name in same},
        is_open=story.open,
        members=tuple(views.stories.members(story.id, limit=MOST)),
        versions=tuple(views.stories.versions(story.id, limit=MOST)),
    )
