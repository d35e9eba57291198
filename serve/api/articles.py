"""Articles: lists by filters, and search."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from serve.access import Access, Asking
from serve.api.parameters import MAX_QUERY_CHARS, Limit, Name, Word
from serve.cursors import from_word, to_word
from serve.errors import BadQueryError
from serve.rows import PAGE, Format, Pages, streamed
from serve.shown import Shape, Shaped, items
from serve.views import Views
from serve.wanted import Asked, wanted_by
from stores.article_filters import Wanted
from stores.article_reads import ArticleRow
from stores.full_text import tokens
from stores.paging import Cursor, Page

# Beyond it nobody reads on, and the database would count for long.
MOST_COUNTED = 10_000
Formed = Annotated[Format, Query(description="json: a page; jsonl, csv: the whole list, streamed")]


class ArticlePage(BaseModel):
    """`next` is the cursor of the next page, null on the last."""

    items: tuple[ArticleRow, ...]
    next: str | None


class ListedArticle(BaseModel):
    """An article of a list: the fields that were asked for."""

    id: str | None = None
    revision: int | None = None
    url: str | None = None
    source: str | None = None
    title: str | None = None
    lead: str | None = None
    rights: str | None = None
    text: tuple[str, ...] | None = None


class ListedPage(BaseModel):
    """`next` is the cursor of the next page, null on the last. `count` comes where it is asked for, 10000 at most."""

    items: tuple[ListedArticle, ...]
    next: str | None
    count: int | None = None


def routes(router: APIRouter, views: Views) -> None:
    @router.get("/articles", response_model=ListedPage)
    def articles(
        request: Request,
        asked: Asked,
        shape: Shaped,
        access: Asking,
        limit: Limit = 50,
        cursor: Word = None,
        count: Annotated[bool, Query(description=f"with the number of all, up to {MOST_COUNTED}")] = False,
        format: Formed = Format.JSON,
    ) -> Response:
        """Stored articles, the newest first. Filters of different names hold together; of one name any value does."""
        wanted, words = wanted_by(views, asked)
        if format is not Format.JSON:
            return streamed(
                request, _pages(views, wanted, words, shape, access), shape.fields, format, from_word(cursor)
            )
        page = views.articles.latest(wanted, limit=limit, after=from_word(cursor), stemmed_query=words)
        told: dict[str, Any] = {"items": items(views, page.items, shape, access), "next": to_word(page.after)}
        if count:
            told["count"] = views.articles.how_many(wanted, most=MOST_COUNTED, stemmed_query=words)
        return JSONResponse(told)

    @router.get("/search")
    def search(q: str, limit: Limit = 50, cursor: Word = None, watch: Name = None) -> ArticlePage:
        """Articles that have every word, in any of its forms: first those that have all in the title."""
        return find(views, q, limit=limit, cursor=cursor, watch=watch)


def _pages(views: Views, wanted: Wanted, words: str, shape: Shape, access: Access) -> Pages:
    def page(after: Cursor | None) -> tuple[list[dict[str, Any]], Cursor | None]:
        found = views.articles.latest(wanted, limit=PAGE, after=after, stemmed_query=words)
        return items(views, found.items, shape, access), found.after

    return page


def _articles(page: Page[ArticleRow]) -> ArticlePage:
    return ArticlePage(items=page.items, next=to_word(page.after))


def find(views: Views, query: str, *, limit: int, cursor: str | None, watch: str | None = None) -> ArticlePage:
    """Raises BadQueryError if nothing can be looked for."""
    if len(query) > MAX_QUERY_CHARS:
        raise BadQueryError("query_too_long", f"the query has {len(query)} characters, {MAX_QUERY_CHARS} are read")
    stemmed = views.stem(query)
    if not tokens(stemmed):
        raise BadQueryError("empty_query", "the query has no word to look for")
    return _articles(views.articles.search(stemmed, limit=limit, after=from_word(cursor), watch=watch))
