"""Stage `enrich`: an article with its language, watches, stems and what it says; one that no watch wants is dropped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from processors.enrich.layered import ReadLayers
from processors.enrich.watch import CompiledWatch, judge
from schemas.article import Article, EnrichedArticle, WatchMatch
from schemas.outcomes import Drop, Reason


@dataclass(frozen=True)
class Readers:
    """What reads an article's text: its language, its stemmed words, what it says."""

    language: Callable[[str], str]
    stem: Callable[[str], str]
    layers: ReadLayers


def enrich(article: Article, *, watches: Sequence[CompiledWatch], readers: Readers) -> Sequence[EnrichedArticle]:
    """Raises Drop(OFF_WATCH) with every watch's score and terms, unless somebody asked for the page."""
    verdicts = [judge(watch, article.title, article.paragraphs) for watch in watches]
    matches = tuple(verdict.as_match() for verdict in verdicts if verdict.matches)
    if not matches and not article.requested:
        raise Drop(Reason.OFF_WATCH, "; ".join(verdict.explain() for verdict in verdicts) or "there is no watch")
    return [enriched_with(article, matches, readers)]


def enriched_with(article: Article, matches: Sequence[WatchMatch], readers: Readers) -> EnrichedArticle:
    """The article with its watches as they were judged, and all that is read out of its text."""
    text = "\n".join((article.title, *article.paragraphs))
    language = readers.language(text)
    told = {"language": language, "search_text": readers.stem(text), "layers": readers.layers(article, language)}
    return EnrichedArticle(**{**dict(article), **told, "watches": tuple(matches)})
