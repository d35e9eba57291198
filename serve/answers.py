"""Counts and times the answers of the read side, for whoever promises that it answers."""

import time
from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CLASSES = ("2xx", "3xx", "4xx", "5xx")
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
# Asked by machines that look after this one, or without an end; nobody waits for them.
OWN_PATHS: Sequence[str] = ("/metrics", "/health/", "/v1/stream")


def http_seconds(registry: CollectorRegistry) -> Histogram:
    """`warta_http_seconds`: by the class of the answer's code, each from 0 on."""
    told = Histogram(
        "warta_http_seconds", "Time to an answer of the page or the API.", ("code",), buckets=SECONDS, registry=registry
    )
    for each in CLASSES:
        told.labels(each)
    return told


class TimedAnswers:
    """Stands outside of everything that answers. A fault that nobody answered is the server's error, and goes on."""

    def __init__(self, app: ASGIApp, seconds: Histogram) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(tuple(OWN_PATHS)):
            await self._app(scope, receive, send)
            return
        started, code = time.perf_counter(), "5xx"

        async def send_noted(message: Message) -> None:
            nonlocal code
            if message["type"] == "http.response.start":
                code = f"{message['status'] // 100}xx"
            await send(message)

        try:
            await self._app(scope, receive, send_noted)
        finally:
            self._seconds.labels(code).observe(time.perf_counter() - started)
