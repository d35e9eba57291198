"""Quotes and statements of stored articles, by speaker and by words, the newest first."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from serve.access import CallerAccess
from serve.api.parameters import MAX_QUERY_CHARS, Limit, Name, Word
from serve.cursors import from_word, to_word
from serve.errors import BadQueryError
from serve.refusals import WORDS, refusing
from serve.shown import quote_for
from serve.views import Views
from stores.full_text import tokens
from stores.said_reads import QuoteRow


class QuotePage(BaseModel):
    """`next` is the cursor of the next page, null on the last."""

    items: tuple[QuoteRow, ...]
    next: str | None


def routes(router: APIRouter, views: Views) -> None:
    @router.get("/quotes", responses=refusing(*WORDS, "bad_cursor"))
    def quotes(
        access: CallerAccess,
        limit: Limit = 50,
        cursor: Word = None,
        speaker: Annotated[str | None, Query(max_length=200, description="an entity's id, or a name in full")] = None,
        article: Name = None,
        q: Annotated[str, Query(description="words that are all in the quote, in any of their forms")] = "",
    ) -> QuotePage:
        """Who said what, the newest first. Without the right to the words, who spoke and where they stand."""
        page = find_quotes(views, q, limit=limit, cursor=cursor, speaker=speaker, article=article)
        return page.model_copy(update={"items": tuple(quote_for(views, quote, access) for quote in page.items)})


def find_quotes(
    views: Views, query: str, *, limit: int, cursor: str | None, speaker: str | None, article: str | None = None
) -> QuotePage:
    """Raises BadQueryError for words that cannot be looked for."""
    if len(query) > MAX_QUERY_CHARS:
        raise BadQueryError("query_too_long", f"the query has {len(query)} characters, {MAX_QUERY_CHARS} are read")
    stemmed = views.stem(query)
    if query.strip() and not tokens(stemmed):
        raise BadQueryError("empty_query", "the query has no word to look for")
    page = views.said.quotes(
        limit=limit, after=from_word(cursor), speaker=speaker, article_id=article, stemmed_query=stemmed
    )
    return QuotePage(items=page.items, next=to_word(page.after))
