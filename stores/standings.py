"""What the article store says of articles that are judged again: whole records, many at once, in the order of ids."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Engine, and_, func, select

from schemas.article import EnrichedArticle
from stores import migrate
from stores.article_tables import ARTICLES, article_revisions, article_watches, articles
from stores.database import reading

NEWEST = select(article_revisions.c.body).join(
    articles, and_(articles.c.id == article_revisions.c.id, articles.c.revision == article_revisions.c.revision)
)


class Standings:
    """Every method raises StoreUnavailableError."""

    def __init__(self, engine: Engine) -> None:
        migrate.upgrade(engine, ARTICLES)
        self._engine = engine

    def of(self, ids: Collection[str]) -> Mapping[str, EnrichedArticle]:
        """The newest revision of those that are stored."""
        with reading(self._engine) as connection:
            bodies = connection.execute(NEWEST.where(articles.c.id.in_(list(ids)))).scalars().all()
        found = [EnrichedArticle.decode(body.encode()) for body in bodies]
        return {article.id: article for article in found}

    def ids_after(self, id_: str, *, limit: int) -> Sequence[str]:
        ids = select(articles.c.id).where(articles.c.id > id_).order_by(articles.c.id).limit(limit)
        with reading(self._engine) as connection:
            return connection.execute(ids).scalars().all()

    def count(self) -> int:
        with reading(self._engine) as connection:
            return connection.execute(select(func.count()).select_from(articles)).scalar_one()

    def by_watch(self) -> Mapping[str, int]:
        """How many articles are stored of each watch."""
        counts = select(article_watches.c.watch, func.count()).group_by(article_watches.c.watch)
        with reading(self._engine) as connection:
            return {watch: count for watch, count in connection.execute(counts)}
