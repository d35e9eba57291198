"""Entities: people, bodies, places and events that articles name, the most named first."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from schemas.knowledge import EntityType
from serve.api.parameters import Limit, Name
from serve.errors import BadQueryError
from serve.refusals import refusing
from serve.views import Views
from stores.said_reads import EntityRow

# Counted anew for every answer: longer spans are asked for by name.
DAYS = 7


class EntityPage(BaseModel):
    """`since` is the publication time from which articles are counted."""

    since: datetime
    items: tuple[EntityRow, ...]


def routes(router: APIRouter, views: Views) -> None:
    @router.get("/entities", responses=refusing("bad_time"))
    def entities(
        limit: Limit = 50,
        type: EntityType | None = None,
        watch: Name = None,
        name: Annotated[str | None, Query(max_length=100, description="how the name begins, in any case")] = None,
        since: Annotated[datetime | None, Query(description=f"RFC 3339; {DAYS} days ago where it is left out")] = None,
    ) -> EntityPage:
        """Who and what is named in the most articles, the most often first."""
        return named_most(views, limit=limit, type_=type, watch=watch, name=name, since=since)


def named_most(
    views: Views,
    *,
    limit: int,
    type_: EntityType | None = None,
    watch: str | None = None,
    name: str | None = None,
    since: datetime | None = None,
) -> EntityPage:
    """Raises BadQueryError for a time without a zone."""
    if since is not None and since.tzinfo is None:
        raise BadQueryError("bad_time", f"{since.isoformat()} has no zone: add Z, or an offset such as +07:00")
    start = since or views.now() - timedelta(days=DAYS)
    of_type = None if type_ is None else type_.value
    found = views.said.entities(since=start, limit=limit, type_=of_type, watch=watch, name=name)
    return EntityPage(since=start, items=tuple(found))
