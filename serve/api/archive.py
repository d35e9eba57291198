"""The archive of fetched pages: how much it holds, and since when."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel

from serve.errors import NotFoundError
from serve.refusals import refusing
from serve.views import Views
from stores.archive.index import FileState, Total


class Archive(BaseModel):
    """Files by their state; of removed ones the index remembers that they were. `oldest`: its first fetch."""

    open: Total
    closed: Total
    removed: Total
    oldest: datetime | None


def routes(router: APIRouter, views: Views) -> None:
    @router.get("/archive", responses=refusing("not_found"))
    def archive() -> Archive:
        """What lies in the archive; one page of it is `/v1/articles/{article_id}/raw`."""
        reader = views.archive()
        if reader is None:
            raise NotFoundError("no archive is kept")
        figures = reader.figures()
        return Archive(
            open=figures.of(FileState.OPEN),
            closed=figures.of(FileState.CLOSED),
            removed=figures.of(FileState.REMOVED),
            oldest=figures.oldest,
        )
