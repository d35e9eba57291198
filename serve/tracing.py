"""What became of one address: its article and every fate. The route, the page and `warta trace` share it."""

from collections.abc import Sequence

from schemas.ids import id_of_key
from stores.article_reads import ArticleReads, ArticleRow
from stores.fates import FateRow, FateStore


def traced(articles: ArticleReads, fates: FateStore, key: str) -> tuple[ArticleRow | None, Sequence[FateRow]]:
    """In the order of time. An article is known by the address that was fetched, and by the one that it states as its
    own, which nobody may have fetched: its fates stand under the first. Raises StoreUnavailableError."""
    article = articles.by_url_key(key) or next(iter(articles.rows([id_of_key(key)])), None)
    told = fates.trace(key)
    if not told and article is not None:
        told = fates.trace(article.url_key)
    return article, told
