"""Articles: lists by filters, and search."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from schemas.asked import Asked as Typed
from serve.access import Access, CallerAccess
from serve.api.parameters import Limit, Name, Word
from serve.cursors import from_word, to_word
from serve.finding import MOST_COUNTED, Finder, Hit, HitPage, splitting_by
from serve.refusals import TYPED, Responses, refusing
from serve.rows import MEDIA_TYPES, PAGE, Format, Pages, streamed
from serve.shown import ItemFields, Shaped, hit_for, items
from serve.views import Views
from serve.wanted import AskedFilters, reading_typed, wanted_by
from stores.article_filters import ArticleFilters
from stores.paging import Cursor

LISTING: Responses = {
    **refusing(*TYPED, "bad_cursor", "bad_time", "unknown_field", "unknown_owner"),
    200: {"content": {media: {"schema": {"type": "string"}} for media in MEDIA_TYPES.values()}},
}
Formed = Annotated[Format, Query(description="json: a page; jsonl, csv: the whole list, streamed")]


class ListedArticle(BaseModel):
    """An article of a list: the fields that were asked for."""

    id: str | None = None
    revision: int | None = None
    url: str | None = None
    canonical_url: str | None = None
    url_key: str | None = None
    source: str | None = None
    publisher: str | None = None
    title: str | None = None
    lead: str | None = None
    published_at: datetime | None = None
    first_seen: datetime | None = None
    fetched_at: datetime | None = None
    language: str | None = None
    lane: str | None = None
    change: str | None = None
    flags: tuple[str, ...] | None = None
    watches: Mapping[str, float] | None = None
    rights: str | None = None
    text: tuple[str, ...] | None = None


class SearchPage(BaseModel):
    """`count` (10000 at most) and `suggestion`, a better spelling where nothing is found, are of the first page."""

    items: tuple[Hit, ...]
    next: str | None
    count: int | None
    suggestion: str | None


class ListedPage(BaseModel):
    """`next` is the cursor of the next page, null on the last. `count` comes where it is asked for, 10000 at most."""

    items: tuple[ListedArticle, ...]
    next: str | None
    count: int | None = None


@dataclass(frozen=True)
class ListRequest:
    """Which page of a list, and whether all of it is counted."""

    limit: int
    after: Cursor | None
    count: bool


def _part(
    limit: Limit = 50,
    cursor: Word = None,
    count: Annotated[bool, Query(description=f"with the number of all, up to {MOST_COUNTED}")] = False,
) -> ListRequest:
    return ListRequest(limit, from_word(cursor), count)


def routes(router: APIRouter, views: Views) -> None:
    @router.get("/articles", response_model=ListedPage, responses=LISTING)
    def articles(
        request: Request,
        asked: AskedFilters,
        shape: Shaped,
        access: CallerAccess,
        part: Annotated[ListRequest, Depends(_part)],
        format: Formed = Format.JSON,
    ) -> Response:
        """Stored articles, the newest first. Filters of different names hold together; of one name any value does."""
        wanted, typed = wanted_by(views, asked)
        if format is not Format.JSON:
            return streamed(request, list_pages(views, wanted, typed, shape, access), shape.fields, format, part.after)
        page = views.articles.latest(wanted, limit=part.limit, after=part.after, asked=typed)
        told: dict[str, Any] = {"items": items(views, page.items, shape, access), "next": to_word(page.after)}
        if part.count:
            told["count"] = views.articles.how_many(wanted, most=MOST_COUNTED, asked=typed)
        return JSONResponse(told)

    @router.get("/search", responses=refusing(*TYPED, "bad_cursor"))
    def search(q: str, access: CallerAccess, limit: Limit = 50, cursor: Word = None, watch: Name = None) -> SearchPage:
        """Words, "phrases", -word, OR, begin*, title:, source:. Those with all in the title first, then the newest."""
        found = find(views, q, limit=limit, cursor=cursor, watch=watch)
        hits = tuple(hit_for(views, hit, access) for hit in found.items)
        return SearchPage(items=hits, next=to_word(found.after), count=found.count, suggestion=found.suggestion)


def list_pages(views: Views, wanted: ArticleFilters, typed: Typed | None, shape: ItemFields, access: Access) -> Pages:
    """The whole list, a page at a time, by the cursor of the page before."""

    def page(after: Cursor | None) -> tuple[list[dict[str, Any]], Cursor | None]:
        found = views.articles.latest(wanted, limit=PAGE, after=after, asked=typed)
        return items(views, found.items, shape, access), found.after

    return page


def find(views: Views, query: str, *, limit: int, cursor: str | None, watch: str | None = None) -> HitPage:
    """Raises BadQueryError if nothing can be looked for."""
    finder = Finder(views.articles, splitting_by(views.stem, views.names))
    with reading_typed(query):
        return finder.find(query, limit=limit, after=from_word(cursor), watch=watch)
