"""Stage step `enrich_bulk`: a judgement becomes the article that the stores take, or let go of."""

from collections.abc import Sequence

from processors.enrich.enrich import Readers, enriched_with
from schemas.article import EnrichedArticle
from schemas.judgement import Judgement


def enrich_judged(judgement: Judgement, readers: Readers) -> Sequence[EnrichedArticle]:
    """The watches are those of the judgement: no watch is asked again. A withdrawal is passed on as it is."""
    article, judged = judgement.article, judgement.judged
    if judged.is_withdrawal:
        return [EnrichedArticle(**dict(article), judged=judged)]
    enriched = enriched_with(article, judgement.watches, readers)
    return [enriched.model_copy(update={"judged": judged})]
