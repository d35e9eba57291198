"""What `enrich` hands to `relate`: a match for each watch that an article is on, a withdrawal for each it left."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from processors.relate.features import Bare, Features, features_of
from schemas.article import EnrichedArticle
from schemas.layers import Layers
from schemas.match import Match

# A page that is dated later than this after it was fetched states a wrong date.
MAX_AHEAD = timedelta(days=1)


def matches_of(article: EnrichedArticle, former: Iterable[str] = ()) -> Sequence[Match]:
    """`former` are watches that the article may have been on before. A first revision was on none."""
    wanted = () if article.judged is not None and article.judged.is_withdrawal else article.watches
    now = [match.watch for match in wanted]
    left = sorted(set(former) - set(now)) if article.revision > 1 or article.judged is not None else []
    return [*(_match(article, watch) for watch in now), *(_withdrawal(article, watch) for watch in left)]


def _match(article: EnrichedArticle, watch: str) -> Match:
    bare = _withdrawal(article, watch)
    published = article.published.at if article.published is not None else None
    told = {
        "withdrawn": False,
        "published_at": published,
        "title": article.title,
        "paragraphs": article.paragraphs,
        "layers": article.layers,
    }
    return bare.model_copy(update=told)


def _withdrawal(article: EnrichedArticle, watch: str) -> Match:
    return Match(
        watch=watch,
        article=article.id,
        url_key=article.url_key,
        source=article.source,
        lane=article.lane,
        revision=article.revision,
        number=0 if article.judged is None else article.judged.number,
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
