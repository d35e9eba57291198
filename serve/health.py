"""Whether the read side lives, whether it can answer, and its metrics in Prometheus' text format."""

from collections.abc import Callable

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from pydantic import BaseModel

from broker.port import BrokerError
from runtime.state import StoreUnavailableError
from serve.views import Views


class Live(BaseModel):
    status: str = "live"


class Ready(BaseModel):
    status: str = "ready"


def health(views: Views) -> APIRouter:
    router = APIRouter()

    @router.get("/health/live")
    def live() -> Live:
        return Live()

    @router.get("/health/ready", response_model=Ready)
    def ready() -> Response:
        reasons = why_not_ready(views)
        if reasons:
            body = {"error": "not_ready", "detail": "; ".join(reasons), "reasons": reasons}
            return JSONResponse(body, status_code=503)
        return JSONResponse(Ready().model_dump())

    @router.get("/metrics", include_in_schema=False)
    def metrics() -> Response:
        return Response(generate_latest(views.metrics_registry), media_type=CONTENT_TYPE_LATEST)

    return router


def why_not_ready(views: Views) -> list[str]:
    """What cannot be read now, each with its cause; empty where all can."""
    reads: dict[str, Callable[[], object]] = {
        "articles": lambda: views.articles.latest(limit=1),
        "fates": lambda: views.fates.page(limit=1),
        "frontier": lambda: views.frontier.next_due_at(now=views.now()),
        "log": views.lag,
    }
    reasons = []
    for name, read in reads.items():
        try:
            read()
        except (StoreUnavailableError, BrokerError) as error:
            # To say so is the answer that was asked for.
            reasons.append(f"{name}: {error}")
    return reasons
