"""Kept texts and stored articles of a made pipeline, so many that an application of watches takes several batches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.settings import Settings
from pipeline.wiring.stores import open_articles, open_standings, open_texts
from schemas.article import Article, Change, EnrichedArticle, WatchMatch
from schemas.ids import article_id, url_key

NOON = datetime(2025, 4, 28, 12, 0, tzinfo=UTC)
WATCH = """\
id = "{id}"
name = "{id}"
version = "1"
threshold = {threshold}
[[groups]]
id = "satu"
aliases = ["{alias}"]
"""
TITLES = ("Kapal tiba di pelabuhan", "Pasar dibuka lagi", "Sekolah libur sepekan")


def declare(config: Path, id_: str, alias: str, *, threshold: float = 0.3) -> None:
    (config / "sources").mkdir(parents=True, exist_ok=True)
    (config / "watches").mkdir(exist_ok=True)
    (config / "watches" / f"{id_}.toml").write_text(WATCH.format(id=id_, alias=alias, threshold=threshold))


def text(number: int, title: str, *, revision: int = 1) -> Article:
    url = f"https://kabar.example/{number}"
    return Article(
        id=article_id(url),
        page_id=f"page-{number}",
        url=url,
        canonical_url=url,
        url_key=url_key(url),
        source="kabar",
        fetched_at=NOON + timedelta(minutes=number),
        title=title,
        paragraphs=("Warga menonton sejak pagi.",),
        revision=revision,
        change=Change.FIRST,
    )


def stored(article: Article, watch: str) -> EnrichedArticle:
    match = WatchMatch(watch=watch, watch_version="1", score=0.5, terms={})
    return EnrichedArticle(**dict(article), watches=(match,), search_text=article.title.lower())


@dataclass(frozen=True)
class Kept:
    """`ships` are kept and stored, `markets` and `schools` kept only; `old` are stored without a kept text."""

    ships: Sequence[Article]
    markets: Sequence[Article]
    schools: Sequence[Article]
    old: Sequence[Article]


def keep(settings: Settings, *, each: int = 300) -> Kept:
    """The ships match the watch `kapal`, with a score that it does not give them any more."""
    numbers = iter(range(10 * each))
    ships, markets, schools = ([text(next(numbers), title) for _ in range(each)] for title in TITLES)
    old = [text(next(numbers), TITLES[0]) for _ in range(each // 10)]
    texts, articles = open_texts(settings), open_articles(settings)
    for batch in _batches([*ships, *markets, *schools]):
        texts.write(texts.claim("texts", "articles", 0), batch)
    for batch in _batches([*ships, *old]):
        articles.write(articles.claim("articles", "enriched", 0), [stored(article, "kapal") for article in batch])
    return Kept(ships, markets, schools, old)


def _batches(articles: Sequence[Article]) -> Iterator[Sequence[Article]]:
    for start in range(0, len(articles), 200):
        yield articles[start : start + 200]


def stored_ids(settings: Settings) -> set[str]:
    standings = open_standings(settings)
    found: list[str] = []
    while batch := standings.ids_after(found[-1] if found else "", limit=500):
        found += batch
    return set(found)


def ids(*articles: Sequence[Article]) -> set[str]:
    return {article.id for each in articles for article in each}
