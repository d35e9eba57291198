"""Sources: how many articles each has given, and how its polls fare."""

from fastapi import APIRouter
from pydantic import BaseModel

from serve.views import Views
from stores.frontier.health import SourceHealth


class Source(BaseModel):
    """`health` is null for a source without polls, such as an import."""

    id: str
    articles: int
    health: SourceHealth | None


class Sources(BaseModel):
    items: tuple[Source, ...]


def routes(router: APIRouter, views: Views) -> None:
    @router.get("/sources")
    def sources() -> Sources:
        """Every outlet by its id: articles that are stored, and how its lists fare."""
        return Sources(items=read_sources(views))


def read_sources(views: Views) -> tuple[Source, ...]:
    counts = views.articles.counts_by_source()
    health = {source.source: source for source in views.crawl.sources()}
    names = sorted({*counts, *health})
    return tuple(Source(id=name, articles=counts.get(name, 0), health=health.get(name)) for name in names)
