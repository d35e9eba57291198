"""Records that say something, and a store of them, for the tests of what articles say."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, select

from processors.enrich.stem import stem_text
from schemas.article import EnrichedArticle
from schemas.ids import slug
from schemas.judged import Effect, Judged
from schemas.knowledge import EntityType
from schemas.layers import Citation, Entity, Layers, Quote, Statement, TextSpan
from schemas.outcomes import Reason
from stores.article_filters import ArticleFilters
from stores.article_tables import SAID
from stores.articles import ArticleStore
from stores.database import reading
from stores.said_reads import SaidReads
from tests.stores.samples import NOON, article, later

DARTO, USEP, GARUT = "Darto Wiyono", "Usep Kurnadi", "Garut"
TYPES = {DARTO: EntityType.PER, USEP: EntityType.PER, GARUT: EntityType.GPE}
TANGGUL = ((DARTO, "Tanggul ini kami bangun lagi."), ("", "Siapa yang tahu?"))
Spoken = Sequence[tuple[str, str]]


def id_of(name: str) -> str:
    return f"{TYPES[name].value.lower()}:{slug(name)}"


def says(
    *names: str, quotes: Spoken = (), told: Spoken = (), cites: Sequence[str] = (), via: tuple[str, ...] = ()
) -> Layers:
    """Entities by name, quotes and statements by speaker and words, citations by source."""
    mentions = (TextSpan(0, 5), TextSpan(9, 12))
    return Layers(
        entities=tuple(Entity(id_of(name), name, TYPES[name], "", mentions, 1.0) for name in names),
        quotes=tuple(Quote(n, n + len(words), words, "direct", who or None) for n, (who, words) in enumerate(quotes)),
        statements=tuple(Statement(90, 90 + len(words), words, who, "bahwa") for who, words in told),
        citations=tuple(Citation(0, 5, f"kata {each}", each, via) for each in cites),
    )


def of(
    number: int, layers: Layers | None, *, revision: int = 1, watches: tuple[str, ...] = ("rusia-korut",)
) -> EnrichedArticle:
    url = f"https://kabar.example/{number}"
    made = article(url, revision=revision, published=later(hours=number), watches=watches)
    return made.model_copy(update={"layers": layers})


def judged(record: EnrichedArticle, number: int, effect: Effect, layers: Layers | None = None) -> EnrichedArticle:
    return record.model_copy(update={"judged": Judged(number=number, effect=effect), "layers": layers})


class Scene:
    def __init__(self, engine: Engine) -> None:
        self.store = ArticleStore(engine, stem=stem_text)
        self.owner = self.store.claim("articles", "enriched", 0)
        self.reads = SaidReads(engine)
        self.engine = engine

    def write(self, *records: EnrichedArticle) -> Sequence[Reason | None]:
        return self.store.write(self.owner, records)

    def counts(self, *, since: datetime = NOON, **asked: str) -> dict[str, int]:
        return {row.name: row.articles for row in self.reads.entities(since=since, limit=50, **asked)}

    def said(self, query: str = "", *, speaker: str | None = None, article_id: str | None = None) -> list[str]:
        of_words = stem_text(query)
        page = self.reads.quotes(limit=50, speaker=speaker, article_id=article_id, stemmed_query=of_words)
        return [row.text for row in page.items]

    def rows(self) -> list[int]:
        """Of entities, quotes and citations."""
        with reading(self.engine) as connection:
            return [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in SAID]

    def listed(self, **asked: Any) -> list[str]:
        return [row.url.rpartition("/")[2] for row in self.store.latest(ArticleFilters(**asked), limit=50).items]
