"""The flow: records by step over a window of time."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query

from serve.flow import Flow, read_flow
from serve.views import Views

MAX_WINDOW_MINUTES = 30 * 24 * 60


def routes(router: APIRouter, views: Views) -> None:
    @router.get("/flow")
    def flow(minutes: Annotated[int, Query(ge=1, le=MAX_WINDOW_MINUTES)] = 24 * 60) -> Flow:
        """What each step did in a window of time, and what waits."""
        return read_flow(views, window=timedelta(minutes=minutes))
