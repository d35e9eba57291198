"""Watches: what each looks for, and how many articles are stored of it."""

from fastapi import APIRouter
from pydantic import BaseModel

from schemas.watch import ConceptGroup
from serve.views import Views


class WatchItem(BaseModel):
    """`is_declared`: false for one that has articles and is declared no more."""

    id: str
    name: str
    version: str
    threshold: float
    groups: tuple[ConceptGroup, ...]
    excludes: tuple[str, ...]
    articles: int
    is_declared: bool


class Watches(BaseModel):
    items: tuple[WatchItem, ...]


def routes(router: APIRouter, views: Views) -> None:
    @router.get("/watches")
    def watches() -> Watches:
        """Every watch by its id, with all the names that it looks for."""
        counts = dict(views.articles.counts_by_watch())
        found = [
            WatchItem(**watch.model_dump(), articles=counts.pop(watch.id, 0), is_declared=True)
            for watch in views.watches()
        ]
        gone = [
            WatchItem(
                id=id_, name="", version="", threshold=0, groups=(), excludes=(), articles=count, is_declared=False
            )
            for id_, count in sorted(counts.items())
        ]
        return Watches(items=(*found, *gone))
