"""The read side as one ASGI application: the API, the pages, health and metrics, behind strict headers."""

from collections.abc import Sequence

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from runtime.metrics import WaitCollector
from serve.answers import TimedAnswers, http_seconds
from serve.bounded import BoundedBodies
from serve.compressed import Compressed
from serve.conditional import Conditional
from serve.described import with_answers
from serve.errors import add_error_handlers
from serve.gate import Gate
from serve.head import HeadAsGet
from serve.headers import StrictHeaders
from serve.health import STAGE, UnreadWaits, health
from serve.hosts import KnownHosts
from serve.pages import Pages
from serve.resources import api
from serve.views import Views


def create_app(
    views: Views, *, cors_origins: Sequence[str] = (), tokens_required: bool = False, hosts: Sequence[str] = ()
) -> FastAPI:
    """`cors_origins`: sites whose scripts may read the API. `tokens_required`: of everybody who asks.

    `hosts`: names that are answered to, beside addresses and localhost. Where a token is required, and no name is
    given, every name is.
    """
    # FastAPI's own pages of documentation load scripts from elsewhere.
    app = FastAPI(
        title="Warta",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/v1/openapi.json",
        generate_unique_id_function=lambda route: route.name,
    )
    app.openapi = with_answers(app)  # type: ignore[method-assign]
    views.metrics_registry.register(WaitCollector(stage=STAGE, waits=UnreadWaits(views)))
    pages = Pages(views)
    add_error_handlers(app, pages.error)
    app.include_router(api(views))
    app.include_router(health(views))
    app.include_router(pages.router())
    app.mount("/static", pages.static(), name="static")
    app.add_middleware(StrictHeaders)
    app.add_middleware(Conditional, views=views)
    app.add_middleware(BoundedBodies)
    app.add_middleware(Gate, find=views.token, is_required=tokens_required)
    if hosts or not tokens_required:
        app.add_middleware(KnownHosts, names=hosts)
    if cors_origins:
        _let_read(app, cors_origins)
    app.add_middleware(HeadAsGet)
    app.add_middleware(Compressed)
    app.add_middleware(TimedAnswers, seconds=http_seconds(views.metrics_registry))
    return app


def _let_read(app: FastAPI, sites: Sequence[str]) -> None:
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(sites),
        allow_methods=["GET", "HEAD"],
        allow_headers=["authorization", "if-none-match", "last-event-id"],
        expose_headers=["etag", "last-modified", "retry-after", "ratelimit-limit", "ratelimit-remaining"],
    )
