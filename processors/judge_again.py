"""Judges an article again, beside what is stored of it: it is added, withdrawn, changed, or stays as it is."""

from collections.abc import Mapping, Sequence

from processors.enrich.watch import CompiledWatch, judge
from schemas.article import Article, EnrichedArticle, WatchMatch
from schemas.judged import Effect, Judged
from schemas.judgement import Judgement
from schemas.record import Lane


def newer(text: Article | None, stored: EnrichedArticle | None) -> Article:
    """What is to be judged: the text that is kept, or the stored one where no later is. Raises ValueError on none."""
    if text is not None and (stored is None or text.revision >= stored.revision):
        return text
    if stored is None:
        raise ValueError("there is neither a text nor a stored article")
    return Article(**{name: getattr(stored, name) for name in Article.model_fields})


def judge_again(
    article: Article,
    stored: EnrichedArticle | None,
    *,
    watches: Sequence[CompiledWatch],
    only: str = "",
    number: int,
    forced: bool = False,
) -> Judgement | None:
    """None where nothing changes; `forced`: where nothing is stored and nothing is wanted.

    `only` names the one watch that is judged. The others stay as they are stored, unless the text is another.
    A requested article stays without any watch. A change of a watch's version alone is no change.
    """
    is_same_text = stored is None or stored.revision == article.revision
    asked = [each for each in watches if not only or each.watch.id == only] if is_same_text else watches
    verdicts = [judge(watch, article.title, article.paragraphs) for watch in asked]
    others = stored.watches if stored is not None and only and is_same_text else ()
    found = [match for match in others if match.watch != only]
    found += [verdict.as_match() for verdict in verdicts if verdict.matches]
    matches = sorted(found, key=lambda match: match.watch)
    why = ""
    if not matches and not article.requested:
        if stored is None:
            return None
        effect = Effect.WITHDRAWN
        why = "; ".join(verdict.explain() for verdict in verdicts) or "there is no watch"
    elif stored is None:
        effect = Effect.ADDED
    elif forced or _said(matches) != _said(stored.watches):
        effect = Effect.CHANGED
    else:
        return None
    judged = Judged(number=number, effect=effect, why=why)
    replayed = article.model_copy(update={"lane": Lane.REPLAY})
    former = tuple(match.watch for match in stored.watches) if stored is not None else ()
    return Judgement(article=replayed, watches=tuple(matches), judged=judged, former=former)


def _said(matches: Sequence[WatchMatch]) -> Mapping[str, object]:
    return {match.watch: (match.score, match.terms) for match in matches}
