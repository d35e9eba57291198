"""What `enrich` hands to `relate`: a match for each watch that an article is on, a withdrawal for each it left."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from processors.relate.features import Bare, Features, features_of
from schemas.article import Article, EnrichedArticle
from schemas.layers import Layers
from schemas.match import Match
from schemas.outcomes import Reason

# A page that is dated later than this after it was fetched states a wrong date.
MAX_AHEAD = timedelta(days=1)


def matches_of(article: EnrichedArticle, former: Iterable[str] = ()) -> Sequence[Match]:
    """`former` are watches that the article may have been on before. A first revision was on none."""
    wanted = () if article.judged is not None and article.judged.is_withdrawal else article.watches
    now = [match.watch for match in wanted]
    number = 0 if article.judged is None else article.judged.number
    left = sorted(set(former) - set(now)) if article.revision > 1 or article.judged is not None else []
    kept = [_match(article, watch, number) for watch in now]
    return [*kept, *(_withdrawal(article, watch, number) for watch in left)]


def withdrawals_of(article: Article, watches: Iterable[str], why: str) -> Sequence[Match]:
    """Of a revision that no watch wants: it leaves the stories of all that an earlier one may be on.

    A first revision was on none. `why` tells the scores.
    """
    if article.revision == 1:
        return ()
    told = {"reason": Reason.OFF_WATCH, "why": why}
    return [_withdrawal(article, watch).model_copy(update=told) for watch in sorted(watches)]


def _match(article: EnrichedArticle, watch: str, number: int) -> Match:
    bare = _withdrawal(article, watch, number)
    published = article.published.at if article.published is not None else None
    told = {
        "withdrawn": False,
        "published_at": published,
        "title": article.title,
        "paragraphs": article.paragraphs,
        "layers": article.layers,
    }
    return bare.model_copy(update=told)


def _withdrawal(article: Article, watch: str, number: int = 0) -> Match:
    return Match(
        watch=watch,
        article=article.id,
        url_key=article.url_key,
        source=article.source,
        lane=article.lane,
        revision=article.revision,
        number=number,
        withdrawn=True,
        fetched_at=article.fetched_at,
    )


def features_of_match(match: Match) -> Features:
    """A date in the future is not believed: nobody knows when such an article was published."""
    published = match.published_at
    if published is not None and published > match.fetched_at + MAX_AHEAD:
        published = None
    bare = Bare(match.article, match.title, match.paragraphs, published, match.source, match.revision)
    return features_of(bare, match.layers or Layers())
