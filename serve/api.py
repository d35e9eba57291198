"""The API, `/v1`: articles, search, fates, trace, sources, flow. Blocking reads run in the server's thread pool."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel

from schemas.article import EnrichedArticle
from schemas.ids import BadUrlError, url_key
from schemas.outcomes import Outcome, Reason
from serve.cursors import from_word, to_word
from serve.errors import BadQueryError, ErrorBody, NotFoundError
from serve.flow import Flow, read_flow
from serve.views import Views
from stores.article_reads import ArticleRow, RevisionRow
from stores.fates import FateRow
from stores.frontier.health import SourceHealth
from stores.full_text import tokens
from stores.paging import Page

MAX_QUERY_CHARS = 200
MAX_WINDOW_MINUTES = 30 * 24 * 60
Limit = Annotated[int, Query(ge=1, le=200)]
Word = Annotated[str | None, Query(description="`next` of the page before")]
Name = Annotated[str | None, Query(max_length=100)]
Revision = Annotated[int | None, Query(ge=1, le=2**31)]


class ArticlePage(BaseModel):
    """`next` is the cursor of the next page, null on the last."""

    items: tuple[ArticleRow, ...]
    next: str | None


class ArticleDetail(BaseModel):
    article: EnrichedArticle
    revisions: tuple[RevisionRow, ...]


class FatePage(BaseModel):
    items: tuple[FateRow, ...]
    next: str | None


class Trace(BaseModel):
    """Every fate of one address in the order of time, and the article it became, if it did."""

    url_key: str
    article: ArticleRow | None
    fates: tuple[FateRow, ...]


class Source(BaseModel):
    """`health` is null for a source without polls, such as an import."""

    id: str
    articles: int
    health: SourceHealth | None


class Sources(BaseModel):
    items: tuple[Source, ...]


def api(views: Views) -> APIRouter:
    refusals: dict[int | str, dict[str, Any]] = {status: {"model": ErrorBody} for status in (404, 422, 503)}
    router = APIRouter(prefix="/v1", responses=refusals)
    _add_articles(router, views)
    _add_fates(router, views)
    _add_state(router, views)
    return router


def _add_articles(router: APIRouter, views: Views) -> None:
    @router.get("/articles")
    def articles(limit: Limit = 50, cursor: Word = None, source: Name = None, watch: Name = None) -> ArticlePage:
        return _articles(views.articles.latest(limit=limit, after=from_word(cursor), source=source, watch=watch))

    @router.get("/articles/{article_id}")
    def article(article_id: str, revision: Revision = None) -> ArticleDetail:
        return read_article(views, article_id, revision)

    @router.get("/search")
    def search(q: str, limit: Limit = 50, cursor: Word = None, watch: Name = None) -> ArticlePage:
        return find(views, q, limit=limit, cursor=cursor, watch=watch)


def _add_fates(router: APIRouter, views: Views) -> None:
    @router.get("/fates")
    def fates(
        limit: Limit = 50,
        cursor: Word = None,
        stage: Name = None,
        outcome: Outcome | None = None,
        reason: Reason | None = None,
        subject: Annotated[str | None, Query(max_length=4000, description="a URL, or its key")] = None,
    ) -> FatePage:
        key = None if subject is None else key_of(subject)
        after = from_word(cursor)
        page = views.fates.page(limit=limit, after=after, stage=stage, outcome=outcome, reason=reason, subject=key)
        return FatePage(items=page.items, next=to_word(page.after))

    @router.get("/trace")
    def trace(url: Annotated[str, Query(min_length=1, max_length=4000)]) -> Trace:
        key = key_of(url)
        return Trace(url_key=key, article=views.articles.by_url_key(key), fates=tuple(views.fates.trace(key)))


def _add_state(router: APIRouter, views: Views) -> None:
    @router.get("/sources")
    def sources() -> Sources:
        return Sources(items=read_sources(views))

    @router.get("/flow")
    def flow(minutes: Annotated[int, Query(ge=1, le=MAX_WINDOW_MINUTES)] = 24 * 60) -> Flow:
        return read_flow(views, window=timedelta(minutes=minutes))


def _articles(page: Page[ArticleRow]) -> ArticlePage:
    return ArticlePage(items=page.items, next=to_word(page.after))


def read_article(views: Views, article_id: str, revision: int | None) -> ArticleDetail:
    found = views.articles.get(article_id, revision)
    if found is None:
        which = "" if revision is None else f" in revision {revision}"
        raise NotFoundError(f"no article {article_id[:64]!r} is stored{which}")
    return ArticleDetail(article=found, revisions=tuple(views.articles.revisions(article_id)))


def find(views: Views, query: str, *, limit: int, cursor: str | None, watch: str | None = None) -> ArticlePage:
    """Raises BadQueryError where nothing can be looked for."""
    if len(query) > MAX_QUERY_CHARS:
        raise BadQueryError("query_too_long", f"the query has {len(query)} characters, {MAX_QUERY_CHARS} are read")
    stemmed = views.stem(query)
    if not tokens(stemmed):
        raise BadQueryError("empty_query", "the query has no word to look for")
    return _articles(views.articles.search(stemmed, limit=limit, after=from_word(cursor), watch=watch))


def read_sources(views: Views) -> tuple[Source, ...]:
    counts = views.articles.counts_by_source()
    health = {source.source: source for source in views.crawl.sources()}
    names = sorted({*counts, *health})
    return tuple(Source(id=name, articles=counts.get(name, 0), health=health.get(name)) for name in names)


def key_of(address: str) -> str:
    """The key of a URL; what is no URL is taken for a key. Raises BadQueryError on a broken URL."""
    if "://" not in address.split("?", 1)[0]:
        return address
    try:
        return url_key(address)
    except BadUrlError as error:
        raise BadQueryError("bad_url", str(error)) from error
