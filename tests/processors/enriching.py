"""Articles to enrich, and readers of their text that tests can foresee."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from processors.enrich.enrich import Readers
from processors.enrich.language import language_of
from processors.enrich.layered import layers_reader
from processors.enrich.layers.knowledge_index import index_knowledge
from processors.enrich.stem import stem_text
from schemas.article import Article, Change
from schemas.knowledge import EntityType, Known

KNOWN = (
    Known(name="Rusia", type=EntityType.GPE, code="RU", aliases=("Russia",)),
    Known(name="Korea Utara", type=EntityType.GPE, code="KP", aliases=("Korut",)),
    Known(name="Vladimir Putin", type=EntityType.PER, aliases=("Putin",)),
)
INDEX = index_knowledge(KNOWN)
READERS = Readers(language=language_of, stem=stem_text, layers=layers_reader(INDEX))
# Every text is Indonesian, and its words are their own stems.
PLAIN = Readers(language=lambda _: "id", stem=str.lower, layers=layers_reader(INDEX))


def article(title: str, paragraphs: Sequence[str], **more: Any) -> Article:
    """The first revision of an article, but for what `more` says."""
    return Article(
        **{
            "id": "a",
            "page_id": "p",
            "url": "https://a.id/1",
            "canonical_url": "https://a.id/1",
            "url_key": "a.id/1",
            "source": "a",
            "fetched_at": datetime(2025, 4, 29, tzinfo=UTC),
            "title": title,
            "paragraphs": tuple(paragraphs),
            "revision": 1,
            "change": Change.FIRST,
            **more,
        }
    )
