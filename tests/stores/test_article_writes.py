"""A batch of revisions leaves the rows that its records leave one by one: of new, stored and withdrawn articles."""

from collections.abc import Sequence

from sqlalchemy import Engine, column, select, table, text

from schemas.article import EnrichedArticle
from schemas.judged import Effect, Judged
from stores.article_tables import ARTICLES, articles
from stores.articles import ArticleStore
from stores.common_tables import owners
from stores.database import reading
from tests.stores.samples import article, later
from tests.stores.saying import DARTO, GARUT, TANGGUL, says

LAIN, TUA = "https://kabar.example/lain", "https://kabar.example/tua"
INDEX = {
    "sqlite": table("article_fts", *map(column, ("rowid", "title", "body"))),
    "postgresql": table("article_tokens", *map(column, ("doc", "title", "anywhere", "title_words", "body_words"))),
}


def judged(record: EnrichedArticle, number: int, effect: Effect) -> EnrichedArticle:
    return record.model_copy(update={"judged": Judged(number=number, effect=effect)})


def records() -> Sequence[EnrichedArticle]:
    spoken = {"layers": says(DARTO, GARUT, quotes=TANGGUL, cites=("Antara",))}
    return [
        article(),
        article(LAIN, title="Tanggul dibangun lagi").model_copy(update=spoken),
        article(revision=2, title="Pyongyang akui lagi", watches=("kursk", "rusia-korut")),
        article(TUA, revision=2),
        judged(article(LAIN, watches=()), 1, Effect.WITHDRAWN),
        article(TUA, revision=1),
        judged(article(LAIN, watches=("kursk",)).model_copy(update=spoken), 2, Effect.ADDED),
        judged(article(TUA, revision=2, watches=("kursk",)), 2, Effect.CHANGED),
        article(revision=3, watches=()),
    ]


def stored(engine: Engine) -> dict[str, object]:
    """Every row but numbers that the database gives, which go by the article."""
    with reading(engine) as connection:
        rows = {
            each.name: sorted(map(repr, connection.execute(select(*(c for c in each.columns if c.name != "doc")))))
            for each in ARTICLES
            if each is not owners
        }
        ids = {doc: id_ for doc, id_ in connection.execute(select(articles.c.doc, articles.c.id))}
        index = connection.execute(select(INDEX[engine.dialect.name])).all()
        terms = connection.execute(text("SELECT term FROM article_vocabulary ORDER BY term")).scalars().all()
    return {**rows, "index": sorted((ids[doc], *rest) for doc, *rest in index), "terms": terms}


def test_a_batch_stores_what_its_records_store_one_by_one(engine: Engine, open_beside: Engine) -> None:
    at_once, one_by_one = (ArticleStore(each, stem=str.lower, now=later) for each in (engine, open_beside))

    refused = at_once.write(at_once.claim("articles", "enriched", 0), records())
    owner = one_by_one.claim("articles", "enriched", 0)
    singly = [reason for record in records() for reason in one_by_one.write(owner, [record])]

    assert refused == singly
    assert stored(engine) == stored(open_beside)
    assert len(at_once.revisions(article().id)) == 3
