"""Articles: the newest first, one with its revisions, and search."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from schemas.article import EnrichedArticle
from serve.api.parameters import Limit, Name, Word
from serve.cursors import from_word, to_word
from serve.errors import BadQueryError, GoneError, NotFoundError
from serve.views import Views
from stores.article_filters import Wanted
from stores.article_reads import ArticleRow, RevisionRow
from stores.full_text import tokens
from stores.paging import Page

MAX_QUERY_CHARS = 200
Revision = Annotated[int | None, Query(ge=1, le=2**31)]


class ArticlePage(BaseModel):
    """`next` is the cursor of the next page, null on the last."""

    items: tuple[ArticleRow, ...]
    next: str | None


class ArticleDetail(BaseModel):
    article: EnrichedArticle
    revisions: tuple[RevisionRow, ...]


def articles_wanted(
    source: Name = None,
    watch: Name = None,
    entity: Annotated[str | None, Query(max_length=200, description="an id of /v1/entities that each names")] = None,
    speaker: Annotated[str | None, Query(max_length=200, description="whom each quotes, by id or name")] = None,
    cites: Annotated[str | None, Query(max_length=200, description="a source that each cites, by name")] = None,
) -> Wanted:
    return Wanted(source=source, watch=watch, entity=entity, speaker=speaker, cites=cites)


def routes(router: APIRouter, views: Views) -> None:
    @router.get("/articles")
    def articles(
        wanted: Annotated[Wanted, Depends(articles_wanted)], limit: Limit = 50, cursor: Word = None
    ) -> ArticlePage:
        return _articles(views.articles.latest(wanted, limit=limit, after=from_word(cursor)))

    @router.get("/articles/{article_id}")
    def article(article_id: str, revision: Revision = None) -> ArticleDetail:
        return read_article(views, article_id, revision)

    @router.get("/search")
    def search(q: str, limit: Limit = 50, cursor: Word = None, watch: Name = None) -> ArticlePage:
        return find(views, q, limit=limit, cursor=cursor, watch=watch)


def _articles(page: Page[ArticleRow]) -> ArticlePage:
    return ArticlePage(items=page.items, next=to_word(page.after))


def read_article(views: Views, article_id: str, revision: int | None) -> ArticleDetail:
    if (why := views.articles.taken_down(article_id)) is not None:
        raise GoneError(f"the article was taken down: {why}")
    found = views.articles.get(article_id, revision)
    if found is None:
        which = "" if revision is None else f" in revision {revision}"
        raise NotFoundError(f"no article {article_id[:64]!r} is stored{which}")
    return ArticleDetail(article=found, revisions=tuple(views.articles.revisions(article_id)))


def find(views: Views, query: str, *, limit: int, cursor: str | None, watch: str | None = None) -> ArticlePage:
    """Raises BadQueryError if nothing can be looked for."""
    if len(query) > MAX_QUERY_CHARS:
        raise BadQueryError("query_too_long", f"the query has {len(query)} characters, {MAX_QUERY_CHARS} are read")
    stemmed = views.stem(query)
    if not tokens(stemmed):
        raise BadQueryError("empty_query", "the query has no word to look for")
    return _articles(views.articles.search(stemmed, limit=limit, after=from_word(cursor), watch=watch))
