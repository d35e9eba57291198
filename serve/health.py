"""Whether the read side lives, whether it can answer, and its metrics in Prometheus' text format."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from pydantic import BaseModel

from broker.port import BrokerError
from runtime.refreshed import Refreshed
from runtime.state import StoreUnavailableError
from schemas.outcomes import Reason
from serve.views import Views

# As this process is called among the stages.
STAGE = "serve"
LOOK_EVERY_S = 5.0


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
class Unread:
    """What cannot be read now: a store or the log, the name of the wait for it, and the cause."""

    what: str
    reason: str
    detail: str


def unread(views: Views) -> list[Unread]:
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
            found.append(Unread(what, Reason.STORE_UNAVAILABLE.value, str(error)))
        except BrokerError as error:
            found.append(Unread(what, "log_unavailable", str(error)))
    return found


class UnreadCollector(Collector):
    """What cannot be read, as every process tells what it waits for; looked at when Prometheus asks, but seldom."""

    def __init__(self, views: Views) -> None:
        self._unread = Refreshed(lambda: unread(views), every_s=LOOK_EVERY_S)

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterable[Metric]:
        family = GaugeMetricFamily("warta_waiting", "1 for each declared wait.", labels=("stage", "what", "reason"))
        last = self._unread.last()
        for each in last.value if last is not None else ():
            family.add_metric((STAGE, each.what, each.reason), 1)
        return (family,)
