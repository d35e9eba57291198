"""Makes `enrich_bulk`: language and stems of judged articles; their watches are judged already."""

from collections.abc import Callable, Sequence

from pipeline.settings import Settings
from processors.enrich.judged import enrich_judged
from processors.enrich.language import language_of
from processors.enrich.stem import stem_text
from schemas.article import EnrichedArticle
from schemas.judgement import Judgement


def make(settings: Settings) -> Callable[[Judgement], Sequence[EnrichedArticle]]:
    def process(judgement: Judgement) -> Sequence[EnrichedArticle]:
        return enrich_judged(judgement, language=language_of, stem=stem_text)

    return process
