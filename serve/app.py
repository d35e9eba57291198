"""The read side as one ASGI application: the API, the pages, health and metrics, behind strict headers."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from broker.port import PartitionLag
from runtime.clock import utc_now
from serve.errors import add_error_handlers
from serve.headers import StrictHeaders
from serve.health import UnreadCollector, health
from serve.pages import Pages
from serve.resources import api
from serve.views import StageView, Views
from stores.articles import ArticleStore
from stores.fates import FateStore
from stores.frontier.health import CrawlHealth

__all__ = ["StageView", "create_app"]


def create_app(
    *,
    articles: ArticleStore,
    fates: FateStore,
    crawl: CrawlHealth,
    lag: Callable[[], Sequence[PartitionLag]],
    ends: Callable[[], Mapping[str, int]],
    stem: Callable[[str], str],
    stages: Sequence[StageView],
    metrics_registry: CollectorRegistry,
    now: Callable[[], datetime] = utc_now,
) -> FastAPI:
    """`stages` in the order of the flow; a stage's fates and its group in `lag` carry its name."""
    views = Views(articles, fates, crawl, lag, ends, stem, stages, metrics_registry, now)
    # FastAPI's own pages of documentation load scripts from elsewhere.
    app = FastAPI(title="Warta", version="1", docs_url=None, redoc_url=None, openapi_url="/v1/openapi.json")
    metrics_registry.register(UnreadCollector(views))
    pages = Pages(views)
    add_error_handlers(app, pages.error)
    app.include_router(api(views))
    app.include_router(health(views))
    app.include_router(pages.router())
    app.mount("/static", pages.static(), name="static")
    app.add_middleware(StrictHeaders)
    return app
