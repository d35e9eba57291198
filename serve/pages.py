"""The web pages: the flow, the newest articles, one article beside what was removed from it, search, sources."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.staticfiles import StaticFiles

from schemas.article import EnrichedArticle
from serve.api import MAX_QUERY_CHARS, Revision, find, key_of, read_article, read_sources
from serve.errors import Answer, BadQueryError
from serve.flow import Flow, StageFlow, read_flow
from serve.headers import HEADERS
from serve.views import Views

HERE = Path(__file__).parent
JAKARTA = ZoneInfo("Asia/Jakarta")
WINDOW = timedelta(hours=24)
LATEST = 12
HITS = 20
# Classes `rule-0` … of the style sheet.
RULE_COLOURS = 8


class Pages:
    """Draws pages with Jinja2; every value is escaped."""

    def __init__(self, views: Views) -> None:
        self._views = views
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters.update(wib=wib, exact=exact, day=day, number=number, short=short, web=web, ago=ago)

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
            return self._draw("article.html", article_page(views, article_id, revision))

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
        "sources": len(views.frontier.sources()),
    }


def is_aside(stage: StageFlow, written: set[str]) -> bool:
    """A sink of a topic that no single stage writes: every stage does."""
    return bool(stage.reads) and not stage.writes and stage.reads not in written


def feeds(flow: Flow) -> set[str]:
    """Sinks that hand work to the source after them: the frontier to fetch."""
    pairs = zip(flow.stages, flow.stages[1:], strict=False)
    return {sink.name for sink, source in pairs if sink.reads and not sink.writes and not source.reads}


def article_page(views: Views, article_id: str, revision: int | None) -> dict[str, Any]:
    detail = read_article(views, article_id, revision)
    counts = Counter(piece.rule for piece in detail.article.removed)
    rules = sorted(counts.items(), key=lambda rule: (-rule[1], rule[0]))
    return {
        "article": detail.article,
        "revisions": detail.revisions,
        "rules": rules,
        "colours": {rule: place % RULE_COLOURS for place, (rule, _) in enumerate(rules)},
        "facts": facts(detail.article),
        "fates": views.fates.trace(detail.article.url_key),
    }


def facts(article: EnrichedArticle) -> list[tuple[str, str]]:
    """Name and value of what is known of an article beyond its text, the empty ones left out."""
    dateline = article.dateline
    share = article.quality.removed_chars / max(1, article.quality.removed_chars + article.quality.chars)
    named = [
        ("Source", article.source),
        ("Publisher", article.publisher),
        ("Authors", ", ".join(article.authors)),
        ("Editors", ", ".join(article.editors)),
        ("Section", article.section),
        ("Tags", ", ".join(article.tags)),
        ("Dateline", " · ".join(filter(None, (dateline.place, dateline.outlet))) if dateline else ""),
        ("Language", article.language),
        ("Flags", ", ".join(article.flags)),
        ("Fetched", wib(article.fetched_at)),
        ("Modified", wib(article.modified.at) if article.modified else ""),
        ("Lane", article.lane.value),
        ("Text", f"{article.quality.chars:,} characters, {share:.0%} removed" if article.quality.chars else ""),
        ("Second opinion", article.quality.second_opinion),
        ("Cleaned by", article.cleaner),
    ]
    return [(name, value) for name, value in named if value]


def search_page(views: Views, query: str, cursor: str | None) -> dict[str, Any]:
    """A query that cannot be answered is told so on the page, beside the box to type another."""
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


def wib(at: datetime) -> str:
    """In the zone most readers of Indonesian news live in."""
    return f"{at.astimezone(JAKARTA):%Y-%m-%d %H:%M} WIB"


def exact(at: datetime) -> str:
    return f"{at.astimezone(JAKARTA):%Y-%m-%d %H:%M:%S} WIB"


def day(at: datetime) -> str:
    return f"{at.astimezone(JAKARTA):%Y-%m-%d}"


def number(value: int) -> str:
    return f"{value:,}"


def short(topic: str) -> str:
    """A topic without its prefix."""
    return topic.rsplit(".", 1)[-1]


def web(url: str) -> str:
    """The address where it leads to the web, else nothing: it came from a page, and `javascript:` is an address too."""
    return url if url.lower().startswith(("http://", "https://")) else ""


def ago(seconds: float | None) -> str:
    """A duration in its largest unit; empty for none."""
    if seconds is None:
        return ""
    for unit, size in (("d", 86_400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
