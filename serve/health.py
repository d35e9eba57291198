"""Whether the read side lives, whether it can answer, and its metrics in Prometheus' text format."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from pydantic import BaseModel

from broker.port import BrokerError
from runtime.refreshed import Refreshed
from runtime.state import StoreUnavailableError
from runtime.waits import Wait, WaitReason
from serve.views import Views

# As this process is called among the stages.
STAGE = "serve"
LOOK_EVERY_S = 5.0


class Live(BaseModel):
    status: str = "live"


class Ready(BaseModel):
    status: str = "ready"


def health(views: Views) -> APIRouter:
    router = APIRouter(tags=["health"])

    @router.get("/health/live")
    def live() -> Live:
        return Live()

    @router.get("/health/ready", response_model=Ready)
    def ready() -> Response:
        reasons = [f"{each.what}: {each.detail}" for each in unread(views)]
        if reasons:
            body = {"error": "not_ready", "detail": "; ".join(reasons), "reasons": reasons}
            return JSONResponse(body, status_code=503)
        return JSONResponse(Ready().model_dump())

    @router.get("/metrics", include_in_schema=False)
    def metrics() -> Response:
        return Response(generate_latest(views.metrics_registry), media_type=CONTENT_TYPE_LATEST)

    return router


@dataclass(frozen=True)
class Unreadable:
    """A store or log that cannot be read now, the name of its wait, and the cause."""

    what: str
    reason: str
    detail: str


def unread(views: Views) -> list[Unreadable]:
    """Empty where all can be read."""
    reads: dict[str, Callable[[], object]] = {
        "articles": views.articles.ping,
        "fates": views.fates.ping,
        "frontier": views.crawl.ping,
        "log": views.lag,
    }
    found = []
    for what, read in reads.items():
        try:
            read()
        except StoreUnavailableError as error:
            # To say so is the answer that was asked for.
            found.append(Unreadable(what, WaitReason.STORE_UNAVAILABLE, str(error)))
        except BrokerError as error:
            found.append(Unreadable(what, WaitReason.LOG_UNAVAILABLE, str(error)))
    return found


class UnreadWaits:
    """Declares a wait for each unreadable store or log, as every process does. A scrape starts a look, but seldom."""

    def __init__(self, views: Views) -> None:
        self._unread = Refreshed(lambda: unread(views), every_s=LOOK_EVERY_S)

    def current(self) -> Mapping[str, Wait]:
        last = self._unread.last()
        return {each.what: Wait(each.reason, each.detail, inf) for each in (last.value if last is not None else ())}
