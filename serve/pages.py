"""The web pages: the flow, articles and one of them, stories, entities, search, sources, dead letters, a trace."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.staticfiles import StaticFiles

from schemas.knowledge import EntityType
from serve.access import CallerAccess
from serve.api.article import Revision
from serve.api.articles import find
from serve.api.parameters import MAX_QUERY_CHARS, key_of
from serve.api_page import api_page
from serve.article_page import Tab, article_page
from serve.cursors import from_word, to_word
from serve.errors import BadQueryError, ErrorAnswer, NotFoundError
from serve.flow import Flow, StageFlow, read_flow
from serve.headers import HEADERS
from serve.letters_page import Deed, letters_page, posted, settle
from serve.list_pages import Form, articles_page, sources_page
from serve.story_pages import stories_page, story_page
from serve.templating import HERE, templates
from serve.tracing import traced
from serve.views import Views
from stores.article_filters import ArticleFilters

WINDOW = timedelta(hours=24)
LATEST = 12
HITS = 20
KINDS = {
    EntityType.PER: "person",
    EntityType.ORG: "body",
    EntityType.GPE: "country, region or city",
    EntityType.LOC: "place",
    EntityType.EVENT: "event",
}


class Pages:
    """Draws pages with Jinja2; every value is escaped."""

    def __init__(self, views: Views) -> None:
        self._views = views
        self._templates = templates()

    def static(self) -> StaticFiles:
        return StaticFiles(directory=HERE / "static")

    def error(self, answer: ErrorAnswer) -> Response:
        response = self._draw("error.html", {"code": answer.code, "detail": answer.detail}, answer.status)
        response.headers.update(HEADERS)
        return response

    def router(self) -> APIRouter:
        router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
        views = self._views

        @router.get("/")
        def index() -> Response:
            return self._draw("flow.html", index_page(views))

        @router.get("/entities/{entity}")
        def entity(entity: str, cursor: str | None = None) -> Response:
            return self._draw("entity.html", entity_page(views, entity, cursor))

        @router.get("/search")
        def search(q: str = "", cursor: str | None = None) -> Response:
            return self._draw("search.html", search_page(views, q, cursor))

        @router.get("/trace")
        def trace(url: Annotated[str, Query(max_length=4000)] = "") -> Response:
            return self._draw("trace.html", trace_page(views, url))

        @router.get("/sources")
        def sources(q: str = "", state: str = "") -> Response:
            return self._draw("sources.html", sources_page(views, q, state))

        @router.get("/api")
        def description(request: Request) -> Response:
            return self._draw("api.html", api_page(request.app.openapi()))

        self._add_articles(router)
        self._add_stories(router)
        self._add_letters(router)
        return router

    def _add_articles(self, router: APIRouter) -> None:
        views = self._views

        @router.get("/articles")
        def articles(form: Annotated[Form, Query()]) -> Response:
            return self._draw("articles.html", articles_page(views, form))

        @router.get("/articles/{article_id}")
        def article(article_id: str, revision: Revision = None, tab: Tab = Tab.TEXT) -> Response:
            return self._draw("article.html", article_page(views, views.rules, article_id, revision, tab))

    def _add_stories(self, router: APIRouter) -> None:
        views = self._views

        @router.get("/stories")
        def stories(q: str = "", cursor: str | None = None, disputed: bool = False) -> Response:
            return self._draw("stories.html", stories_page(views, q, cursor, disputed=disputed))

        @router.get("/stories/{story_id}")
        def story(story_id: str) -> Response:
            return self._draw("story.html", story_page(views, story_id))

    def _add_letters(self, router: APIRouter) -> None:
        views = self._views

        @router.get("/letters")
        def letters(step: str = "", done: Deed | None = None, count: Annotated[int, Query(ge=0)] = 0) -> Response:
            return self._draw("letters.html", letters_page(views, step, done, count))

        @router.post("/letters/{step}")
        async def settle_letters(request: Request, access: CallerAccess, step: str) -> Response:
            deed, through = await posted(request)
            count = await run_in_threadpool(settle, views, request, access, step, deed, through)
            return RedirectResponse(f"/letters?{urlencode({'done': deed.value, 'count': count})}", status_code=303)

    def _draw(self, template: str, values: Mapping[str, Any], status: int = 200) -> Response:
        # Where the page stands among those of the navigation.
        here = "/" if template == "flow.html" else f"/{template.removesuffix('.html')}"
        return HTMLResponse(self._templates.get_template(template).render(values, here=here), status_code=status)


def index_page(views: Views) -> dict[str, Any]:
    flow = read_flow(views, window=WINDOW)
    written = {topic for stage in flow.stages for topic in stage.writes}
    return {
        "flow": flow,
        "topics": {topic.name: topic.messages for topic in flow.topics},
        "chain": [stage for stage in flow.stages if not stage.reads or stage.reads in written or stage.writes],
        "aside": [stage for stage in flow.stages if is_aside(stage, written)],
        "feeds": feeds(flow),
        "latest": views.articles.latest(limit=LATEST).items,
        "condition": views.condition(),
    }


def is_aside(stage: StageFlow, written: set[str]) -> bool:
    """A sink of a topic that every step writes."""
    return bool(stage.reads) and not stage.writes and stage.reads not in written


def feeds(flow: Flow) -> set[str]:
    """Sinks that hand work to the source after them: the frontier to fetch."""
    pairs = zip(flow.stages, flow.stages[1:], strict=False)
    return {sink.name for sink, source in pairs if sink.reads and not sink.writes and not source.reads}


def entity_page(views: Views, entity: str, cursor: str | None) -> dict[str, Any]:
    """Raises NotFoundError where no stored article names it."""
    page = views.articles.latest(ArticleFilters(entity=entity), limit=HITS, after=from_word(cursor))
    row = views.said.entity(entity)
    if row is None:
        raise NotFoundError(f"no stored article names {entity[:64]!r}")
    quotes = views.said.quotes(limit=HITS, speaker=entity).items
    about = {"id": row.id, "name": row.name, "kind": KINDS[EntityType(row.type)]}
    return about | {"articles": page.items, "next": to_word(page.after), "quotes": quotes}


def search_page(views: Views, query: str, cursor: str | None) -> dict[str, Any]:
    """An unanswerable query shows its error on the page, beside the box for another."""
    page: dict[str, Any] = {"query": query[:MAX_QUERY_CHARS], "problem": "", "hits": (), "next": None}
    page |= {"asked": bool(query.strip()), "count": None, "suggestion": None}
    if not query.strip():
        return page
    try:
        found = find(views, query, limit=HITS, cursor=cursor)
    except BadQueryError as error:
        return page | {"problem": str(error)}
    told = {"count": found.count, "suggestion": found.suggestion}
    return page | told | {"hits": found.items, "next": to_word(found.after)}


def trace_page(views: Views, address: str) -> dict[str, Any]:
    page: dict[str, Any] = {"address": address, "problem": "", "fates": (), "article": None}
    if not address.strip():
        return page
    try:
        key = key_of(address.strip())
    except BadQueryError as error:
        return page | {"problem": str(error)}
    article, fates = traced(views.articles, views.fates, key)
    return page | {"fates": fates, "article": article}
