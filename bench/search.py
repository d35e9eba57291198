"""Search and paging over many stored articles: how long a reader waits for a page of hits."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from rich.progress import track

from pipeline.settings import Settings
from pipeline.wiring.stores import engine_for
from schemas.article import Change, EnrichedArticle, Instant, WatchMatch
from schemas.asked import Asked, Phrase, every_word
from schemas.ids import article_id, url_key
from stores.article_filters import ArticleFilters
from stores.article_reads import ArticleRow
from stores.articles import ArticleStore
from stores.paging import ListPage

Ask = Callable[[random.Random], ListPage[ArticleRow]]
FIRST = datetime(2024, 1, 1, tzinfo=UTC)
BATCH = 1000
WORDS = 50_000
TEXT_TOKENS, TITLE_TOKENS = 120, 9
# The shares of all articles that three watches hold.
WATCHES = {"sempit": 0.0005, "sedang": 0.01, "luas": 0.3}
LIMIT = 20
QUERIES = 100


@dataclass(frozen=True)
class Waits:
    """Milliseconds a reader waits for one page; `hits`: how many a page had in the mean."""

    hits: float
    p50_ms: float
    p95_ms: float
    worst_ms: float


@dataclass(frozen=True)
class Search:
    """`waits` by kind of question."""

    articles: int
    load_per_s: int
    waits: dict[str, Waits]

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def measure(settings: Settings, *, count: int) -> Search:
    """Loads `count` made articles, then asks by kind of question."""
    store = ArticleStore(engine_for(settings, "articles"), stem=str)
    owner = store.claim("bench", "bench", 0)
    started = time.monotonic()
    for batch in track(list(range(0, count, BATCH)), description="loading"):
        store.write(owner, list(made_articles(batch, min(batch + BATCH, count))))
    loaded_s = time.monotonic() - started
    waits = {name: waits_of(ask) for name, ask in _questions(store).items()}
    return Search(store.count(), round(count / loaded_s), waits)


def made_articles(start: int, end: int) -> Iterator[EnrichedArticle]:
    for number in range(start, end):
        dice = random.Random(number)
        title = " ".join(_tokens(dice, TITLE_TOKENS))
        url = f"https://uji.warta.example/{number}"
        at = FIRST + timedelta(minutes=number)
        yield EnrichedArticle(
            id=article_id(url),
            page_id=f"page-{number}",
            url=url,
            canonical_url=url,
            url_key=url_key(url),
            source=f"s{number % 50}",
            fetched_at=at,
            publisher="Warta Uji",
            title=title,
            paragraphs=(title,),
            published=Instant(at=at, precision="minute", provenance="json-ld"),
            language="id",
            revision=1,
            change=Change.FIRST,
            watches=tuple(
                WatchMatch(watch=watch, watch_version="1", score=1.0, terms={})
                for watch, share in WATCHES.items()
                if dice.random() < share
            ),
            search_text=" ".join([title, *_tokens(dice, TEXT_TOKENS)]),
        )


def _tokens(dice: random.Random, count: int) -> list[str]:
    """Words as often as in a language: the n-th most frequent about 1/n as often as the first (Zipf)."""
    return [f"k{int(WORDS ** dice.random())}" for _ in range(count)]


def _questions(store: ArticleStore) -> dict[str, Ask]:
    def search(ranks: Sequence[tuple[int, int]], watch: str | None = None) -> Ask:
        def ask(dice: random.Random) -> ListPage[ArticleRow]:
            words = " ".join(f"k{dice.randint(*ranks_of)}" for ranks_of in ranks)
            return store.search(every_word(words.split()), limit=LIMIT, watch=watch)

        return ask

    def asks(make: Callable[[random.Random], Asked]) -> Ask:
        return lambda dice: store.search(make(dice), limit=LIMIT)

    common, usual, rare = (1, 20), (50, 500), (5_000, 50_000)
    questions: dict[str, Ask] = {
        "newest": lambda _: store.latest(limit=LIMIT),
        "deep page": lambda dice: store.latest(limit=LIMIT, after=_some_place(dice, store)),
        "newest of a source": lambda dice: store.latest(ArticleFilters(source=f"s{dice.randrange(50)}"), limit=LIMIT),
        "one common word": search([common]),
        "one usual word": search([usual]),
        "one rare word": search([rare]),
        "two usual words": search([usual, usual]),
        "a common and a rare word": search([common, rare]),
    }
    questions |= {
        "a phrase of common words": asks(lambda dice: Asked(((Phrase((_word(dice, common), _word(dice, common))),),))),
        "a beginning": asks(lambda dice: Asked(((Phrase((_word(dice, usual),), prefix=True),),))),
        "a common word without another": asks(
            lambda dice: Asked(((Phrase((_word(dice, common),)),),), (Phrase((_word(dice, common),)),))
        ),
        "a rare word or another": asks(
            lambda dice: Asked(((Phrase((_word(dice, rare),)), Phrase((_word(dice, rare),))),))
        ),
    }
    for watch in WATCHES:
        questions[f"newest of watch {watch}"] = partial(_newest_of, store, watch)
        questions[f"a common word in watch {watch}"] = search([common], watch)
        questions[f"two usual words in watch {watch}"] = search([usual, usual], watch)
    return questions


def _word(dice: random.Random, ranks: tuple[int, int]) -> str:
    return f"k{dice.randint(*ranks)}"


def _newest_of(store: ArticleStore, watch: str, _: random.Random) -> ListPage[ArticleRow]:
    return store.latest(ArticleFilters(watch=watch), limit=LIMIT)


def _some_place(dice: random.Random, store: ArticleStore) -> tuple[int, str]:
    at = FIRST + timedelta(minutes=dice.randrange(1, max(2, store.count())))
    return int(at.timestamp() * 1_000_000), ""


def waits_of(ask: Ask) -> Waits:
    dice, waits, hits = random.Random(7), [], 0
    for _ in range(QUERIES):
        started = time.perf_counter()
        hits += len(ask(dice).items)
        waits.append((time.perf_counter() - started) * 1000)
    waits.sort()
    return Waits(
        hits / QUERIES, round(waits[QUERIES // 2], 2), round(waits[int(QUERIES * 0.95)], 2), round(waits[-1], 2)
    )
