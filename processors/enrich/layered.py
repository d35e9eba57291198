"""What an article says, read out of its text: the layers as a reader that `enrich` and `enrich_bulk` share."""

from collections.abc import Callable
from datetime import UTC, date, timedelta, timezone

from processors.enrich.layers.knowledge_index import KnowledgeIndex
from processors.enrich.layers.read import Reported, layers_version, read_article
from schemas.article import Article
from schemas.layers import Layers

ReadLayers = Callable[[Article, str], Layers]
"""Of an article in a language (ISO 639-1, empty: not known)."""

# The rules are of Indonesian; Malay shares its grammar and nearly all its words. A text too short to tell is read.
READ_LANGUAGES = frozenset(("id", "ms", ""))
OTHER_LANGUAGE = "language"
# Where an article has no date it is taken for one of the day of its fetch, as Jakarta counts days.
WIB = timezone(timedelta(hours=7))


def layers_reader(index: KnowledgeIndex) -> ReadLayers:
    def read(article: Article, language: str) -> Layers:
        if language not in READ_LANGUAGES:
            return Layers(gave_up=(OTHER_LANGUAGE,), version=layers_version(index))
        return read_article(Reported(article.paragraphs, day_of(article), article.title, article.publisher), index)

    return read


def day_of(article: Article) -> date:
    """The day of publication in the zone that the page states: dates in the text are told from it."""
    if article.published is not None:
        return article.published.at.date()
    fetched_at = article.fetched_at
    return (fetched_at if fetched_at.tzinfo else fetched_at.replace(tzinfo=UTC)).astimezone(WIB).date()
