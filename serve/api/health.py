"""Health: the condition of the pipeline in one sentence."""

from fastapi import APIRouter

from serve.condition import Condition
from serve.views import Views


def routes(router: APIRouter, views: Views) -> None:
    @router.get("/health")
    def health() -> Condition:
        return views.condition()
