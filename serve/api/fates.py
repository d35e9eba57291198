"""Fates of records, and the trace of one address."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from schemas.outcomes import Outcome, Reason
from serve.access import CallerAccess
from serve.api.parameters import Limit, Name, Word, key_of
from serve.cursors import from_word, to_word
from serve.refusals import refusing
from serve.shown import row_for
from serve.tracing import traced
from serve.views import Views
from stores.article_reads import ArticleRow
from stores.fates import FateRow


class FatePage(BaseModel):
    items: tuple[FateRow, ...]
    next: str | None


class Trace(BaseModel):
    """Every fate of one address in the order of time, and the article it became, if it did."""

    url_key: str
    article: ArticleRow | None
    fates: tuple[FateRow, ...]


def routes(router: APIRouter, views: Views) -> None:
    @router.get("/fates", responses=refusing("bad_cursor", "bad_url"))
    def fates(
        limit: Limit = 50,
        cursor: Word = None,
        stage: Name = None,
        outcome: Outcome | None = None,
        reason: Reason | None = None,
        subject: Annotated[str | None, Query(max_length=4000, description="a URL, or its key")] = None,
    ) -> FatePage:
        """What became of what the steps read, the newest first."""
        key = None if subject is None else key_of(subject)
        after = from_word(cursor)
        page = views.fates.page(limit=limit, after=after, stage=stage, outcome=outcome, reason=reason, subject=key)
        return FatePage(items=page.items, next=to_word(page.after))

    @router.get("/trace", responses=refusing("bad_url"))
    def trace(url: Annotated[str, Query(min_length=1, max_length=4000)], access: CallerAccess) -> Trace:
        """Every fate of one address, and the article that it became."""
        key = key_of(url)
        found, told = traced(views.articles, views.fates, key)
        article = None if found is None else row_for(views, found, access)
        return Trace(url_key=key, article=article, fates=tuple(told))
