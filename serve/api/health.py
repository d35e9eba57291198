"""Health: the condition of the pipeline in one sentence."""

from fastapi import APIRouter

from serve.condition import Condition
from serve.views import Views


def routes(router: APIRouter, views: Views) -> None:
    @router.get("/health")
    def health() -> Condition:
        """Whether the pipeline is well, in one sentence."""
        return views.condition()
