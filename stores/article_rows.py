"""What the article store writes of one revision: the rows of its tables and the tokens of its index."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from schemas.article import EnrichedArticle
from stores.full_text import tokens
from stores.said import SaidRows, said_rows
from stores.withdrawals import Row, Standing

# What a list shows of a long first paragraph.
LEAD_CHARS = 400


@dataclass(frozen=True)
class ArticleRows:
    """`title` and `body` are tokens."""

    id: str
    place: Standing
    latest: Row
    of_revision: Row
    watches: Sequence[Row]
    title: Sequence[str]
    body: Sequence[str]
    said: SaidRows


def rows_of(record: EnrichedArticle, *, stem: Callable[[str], str]) -> ArticleRows:
    """`stem` is the function that made `search_text`: it is asked for the title's tokens."""
    latest = article_row(record)
    watches = [
        {"article_id": record.id, "watch": watch, "score": score, "sorted_at": latest["sorted_at"]}
        for watch, score in _scores(record).items()
    ]
    return ArticleRows(
        id=record.id,
        place=Standing.of(record),
        latest=latest,
        of_revision=revision_row(record),
        watches=watches,
        title=tokens(stem(record.title)),
        body=tokens(record.search_text),
        said=said_rows(record, sorted_at(record), stem=stem),
    )


def article_row(record: EnrichedArticle) -> Row:
    """The row of `articles`; an article without a date is listed by when it was fetched."""
    return {
        "id": record.id,
        "revision": record.revision,
        "url": record.url,
        "canonical_url": record.canonical_url,
        "url_key": record.url_key,
        "source": record.source,
        "publisher": record.publisher,
        "title": record.title,
        "lead": record.paragraphs[0][:LEAD_CHARS] if record.paragraphs else "",
        "published_at": None if record.published is None else record.published.at,
        "sorted_at": sorted_at(record),
        "first_seen": record.fetched_at,
        "fetched_at": record.fetched_at,
        "language": record.language,
        "lane": record.lane.value,
        "change": record.change.value,
        "flags": json.dumps([flag.value for flag in record.flags]),
        "watches": json.dumps(_scores(record)),
    }


def revision_row(record: EnrichedArticle) -> Row:
    return {
        "id": record.id,
        "revision": record.revision,
        "change": record.change.value,
        "title": record.title,
        "fetched_at": record.fetched_at,
        "body": record.encode().decode(),
    }


def sorted_at(record: EnrichedArticle) -> datetime:
    return record.fetched_at if record.published is None else record.published.at


def _scores(record: EnrichedArticle) -> dict[str, float]:
    return {match.watch: match.score for match in record.watches}
