"""Stage `enrich`: an article with its language, watches and stemmed text; one that no watch wants is dropped."""

from collections.abc import Callable, Sequence

from processors.enrich.watch import CompiledWatch, judge
from schemas.article import Article, EnrichedArticle, WatchMatch
from schemas.outcomes import Drop, Reason

Language = Callable[[str], str]
Stem = Callable[[str], str]


def enrich(
    article: Article, *, watches: Sequence[CompiledWatch], language: Language, stem: Stem
) -> Sequence[EnrichedArticle]:
    """Raises Drop(OFF_WATCH) with every watch's score and terms, unless somebody asked for the page."""
    verdicts = [judge(watch, article.title, article.paragraphs) for watch in watches]
    matches = tuple(verdict.as_match() for verdict in verdicts if verdict.matches)
    if not matches and not article.requested:
        raise Drop(Reason.OFF_WATCH, "; ".join(verdict.explain() for verdict in verdicts) or "there is no watch")
    return [enriched_with(article, matches, language=language, stem=stem)]


def enriched_with(
    article: Article, matches: Sequence[WatchMatch], *, language: Language, stem: Stem
) -> EnrichedArticle:
    """The article with its watches as they were judged, and all that is read out of its text."""
    text = "\n".join((article.title, *article.paragraphs))
    told = {"language": language(text), "search_text": stem(text)}
    return EnrichedArticle(**{**dict(article), **told, "watches": tuple(matches)})
