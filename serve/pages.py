"""The web pages: the flow, the newest articles, one article beside what was removed from it, search, sources."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

from processors.clean.rules import Rules
from processors.explain.record import explain_record
from processors.explain.said import cut_text, figure_says
from schemas.article import EnrichedArticle
from schemas.knowledge import EntityType
from serve.api.article import Revision, read_article
from serve.api.articles import find
from serve.api.parameters import MAX_QUERY_CHARS, key_of
from serve.api.sources import read_sources
from serve.cursors import from_word, to_word
from serve.errors import Answer, BadQueryError, NotFoundError
from serve.explained import explanation_values
from serve.flow import Flow, StageFlow, read_flow
from serve.headers import HEADERS
from serve.templating import HERE, templates, wib
from serve.views import Views
from stores.article_filters import Wanted

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

    def error(self, answer: Answer) -> Response:
        response = self._draw("error.html", {"code": answer.code, "detail": answer.detail}, answer.status)
        response.headers.update(HEADERS)
        return response

    def router(self) -> APIRouter:
        router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
        views = self._views

        @router.get("/")
        def index() -> Response:
            return self._draw("flow.html", index_page(views))

        @router.get("/articles/{article_id}")
        def article(article_id: str, revision: Revision = None) -> Response:
            return self._draw("article.html", article_page(views, self._views.rules, article_id, revision))

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
        def sources() -> Response:
            return self._draw("sources.html", {"sources": read_sources(views), "now": views.now()})

        return router

    def _draw(self, template: str, values: Mapping[str, Any], status: int = 200) -> Response:
        return HTMLResponse(self._templates.get_template(template).render(values), status_code=status)


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


def article_page(views: Views, rules: Rules, article_id: str, revision: int | None) -> dict[str, Any]:
    detail = read_article(views, article_id, revision)
    return {
        "article": detail.article,
        "revisions": detail.revisions,
        "v": explanation_values(explain_record(detail.article, rules)),
        "stored": stored(detail.article),
        "fates": views.fates.trace(detail.article.url_key),
        "layers": detail.article.layers,
        "cut": cut_text(detail.article.paragraphs, detail.article.layers) if detail.article.layers else (),
        "figure_says": figure_says,
    }


def entity_page(views: Views, entity: str, cursor: str | None) -> dict[str, Any]:
    """Raises NotFoundError where no stored article names it."""
    page = views.articles.latest(Wanted(entity=entity), limit=HITS, after=from_word(cursor))
    row = views.said.entity(entity)
    if row is None:
        raise NotFoundError(f"no stored article names {entity[:64]!r}")
    quotes = views.said.quotes(limit=HITS, speaker=entity).items
    about = {"id": row.id, "name": row.name, "kind": KINDS[EntityType(row.type)]}
    return about | {"articles": page.items, "next": to_word(page.after), "quotes": quotes}


def stored(article: EnrichedArticle) -> list[tuple[str, str]]:
    """Name and value of what came with an article besides what its page says."""
    return [("Source", article.source), ("Fetched", wib(article.fetched_at)), ("Lane", article.lane.value)]


def search_page(views: Views, query: str, cursor: str | None) -> dict[str, Any]:
    """An unanswerable query shows its error on the page, beside the box for another."""
    page = {"query": query[:MAX_QUERY_CHARS], "problem": "", "hits": (), "next": None, "asked": bool(query.strip())}
    if not query.strip():
        return page
    try:
        found = find(views, query, limit=HITS, cursor=cursor)
    except BadQueryError as error:
        return page | {"problem": str(error)}
    return page | {"hits": found.items, "next": found.next}


def trace_page(views: Views, address: str) -> dict[str, Any]:
    page: dict[str, Any] = {"address": address, "problem": "", "fates": (), "article": None}
    if not address.strip():
        return page
    try:
        key = key_of(address.strip())
    except BadQueryError as error:
        return page | {"problem": str(error)}
    return page | {"fates": views.fates.trace(key), "article": views.articles.by_url_key(key)}
