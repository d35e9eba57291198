"""Makes `enrich`: language, watches, stems, and what the text says."""

from collections.abc import Callable, Sequence

from catalogue.knowledge import load_knowledge
from catalogue.watches import load_watches
from pipeline.settings import Settings
from pipeline.topology import KNOWLEDGE, WATCHES
from processors.enrich.enrich import Readers, enrich
from processors.enrich.language import language_of
from processors.enrich.layered import layers_reader
from processors.enrich.layers.knowledge_index import index_knowledge
from processors.enrich.stem import stem_text
from processors.enrich.watch import compile_watch
from processors.relate.matching import matches_of, withdrawals_of
from schemas.article import Article, EnrichedArticle
from schemas.match import Match
from schemas.outcomes import Drop


def readers(settings: Settings) -> Readers:
    """Raises CatalogueError."""
    index = index_knowledge(load_knowledge(settings.config_dir / KNOWLEDGE))
    return Readers(language=language_of, stem=stem_text, layers=layers_reader(index))


def make(settings: Settings) -> Callable[[Article], Sequence[EnrichedArticle | Match]]:
    watches = [compile_watch(watch) for watch in load_watches(settings.config_dir / WATCHES)]
    ids = [each.watch.id for each in watches]
    of_text = readers(settings)

    def process(article: Article) -> Sequence[EnrichedArticle | Match]:
        try:
            (enriched,) = enrich(article, watches=watches, readers=of_text)
        except Drop as off_watch:
            if left := withdrawals_of(article, ids, off_watch.detail):
                return left
            raise
        return [enriched, *matches_of(enriched, ids)]

    return process
