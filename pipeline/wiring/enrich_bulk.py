"""Makes `enrich_bulk`: judged articles are read as `enrich` reads them; their watches are judged already."""

from collections.abc import Callable, Sequence

from pipeline.settings import Settings
from pipeline.wiring.enrich import readers
from processors.enrich.judged import enrich_judged
from processors.relate.matching import matches_of
from schemas.article import EnrichedArticle
from schemas.judgement import Judgement
from schemas.match import Match


def make(settings: Settings) -> Callable[[Judgement], Sequence[EnrichedArticle | Match]]:
    of_text = readers(settings)

    def process(judgement: Judgement) -> Sequence[EnrichedArticle | Match]:
        (enriched,) = enrich_judged(judgement, of_text)
        return [enriched, *matches_of(enriched, judgement.former)]

    return process
