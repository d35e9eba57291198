"""Makes `enrich`: language, watches and stems."""

from collections.abc import Callable, Sequence

from catalogue.watches import load_watches
from pipeline.settings import Settings
from processors.enrich.enrich import enrich
from processors.enrich.language import language_of
from processors.enrich.stem import stem_text
from processors.enrich.watch import compile_watch
from schemas.article import Article, EnrichedArticle


def make(settings: Settings) -> Callable[[Article], Sequence[EnrichedArticle]]:
    watches = [compile_watch(watch) for watch in load_watches(settings.config_dir / "watches")]

    def process(article: Article) -> Sequence[EnrichedArticle]:
        return enrich(article, watches=watches, language=language_of, stem=stem_text)

    return process
