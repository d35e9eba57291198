"""Both databases find the same: every query over one corpus, hit by hit, page by page."""

import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, column, select, table, text

from schemas.article import EnrichedArticle
from stores.articles import ArticleStore
from stores.database import open_engine, writing
from stores.full_text import MAX_TOKEN_CHARS, tokens
from stores.paging import Cursor
from tests.stores.conftest import empty_schema, on_sqlite
from tests.stores.samples import article, later

# What takes a tokenizer apart: marks that combine, ligatures, full width, other scripts and digits, letters younger
# than SQLite's tables, signs between digits, letters with more than one lower case, runs too long for an index.
WORDS = [
    *("kursk", "pyongyang", "prajurit", "Kursk", "KIRIM", "kim", "Jum'at", "Il-76", "10.000", "10000", "2,5", "a_b"),
    *("anak-anak", "caf\u00e9", "cafe\u0301", "CAF\u00c9", "\ufb01nal", "final", "\uff2b\uff29\uff2d", "\u00bd"),
    *("stra\u00dfe", "STRASSE", "\u2167", "Москва", "москва", "김정은", "金正恩", "١٢٣", "ı", "İ", "ǅ", "\ufdfa"),
    *("\U0001e922\U0001e900", "\U00016e40", "ς", "Σ", "σ", "x\x00y", "e\u200db", "\u00ad", "\U0001f680", "_"),
    *("OR", "AND", "NOT", "NEAR", "title:kursk", "kursk*", '"', "'", "\\", "%", "{}", "[]", "(()", "--", ";"),
]
LONG = "a" * 3000


def corpus() -> Sequence[EnrichedArticle]:
    chosen = random.Random(28)
    return [
        article(
            f"https://kabar.example/{number}",
            title=" ".join(chosen.choices(WORDS, k=3)),
            paragraphs=(" ".join(chosen.choices(WORDS, k=12)), LONG if number % 50 == 0 else ""),
            # Some share a minute, so that the id decides.
            published=later(minutes=chosen.randrange(60)),
            watches=("rusia-korut",) if number % 3 else ("lain",),
        )
        for number in range(150)
    ]


def hits(store: ArticleStore, query: str, watch: str | None) -> list[str]:
    found: list[str] = []
    after: Cursor | None = None
    while True:
        page = store.search(query, limit=7, after=after, watch=watch)
        found += [row.id for row in page.items]
        after = page.after
        if after is None:
            return found


Twins = tuple[ArticleStore, ArticleStore]


@pytest.fixture(scope="module")
def twins(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    file: Path = tmp_path_factory.mktemp("search") / "store.db"
    with empty_schema(postgres_url) as url:
        engines = (open_engine(f"sqlite:///{file}"), open_engine(url))
        stores = tuple(ArticleStore(engine, stem=str.lower) for engine in engines)
        for store in stores:
            store.write(store.claim("articles", "enriched", 0), corpus())
        yield stores[0], stores[1]
        for engine in engines:
            engine.dispose()


@pytest.mark.parametrize("watch", [None, "lain"])
def test_every_word_is_found_alike(twins: Twins, watch: str | None) -> None:
    sqlite, postgresql = twins
    queries = [*WORDS, LONG, *(f"{one} {other}" for one in WORDS for other in ("kursk", "10.000", "CAFÉ"))]

    found = {query: hits(sqlite, query, watch) for query in queries}

    assert {query: hits(postgresql, query, watch) for query in queries} == found
    assert sum(map(bool, found.values())) > len(queries) / 2


@pytest.fixture(scope="module")
def walking(twins: Twins) -> Twins:
    """The same stores, to whom every hit is one of many."""
    sqlite, postgresql = (ArticleStore(store.engine, stem=str.lower, few=0) for store in twins)
    return sqlite, postgresql


@pytest.mark.parametrize("watch", [None, "lain"])
def test_a_walk_to_the_hits_finds_what_sorting_them_finds(twins: Twins, walking: Twins, watch: str | None) -> None:
    queries = ["kursk", "10.000", "anak-anak", "CAFÉ kursk", "москва", "a_b kim", "tiada"]

    expected = [hits(twins[0], query, watch) for query in queries]

    for store in walking:
        assert [hits(store, query, watch) for query in queries] == expected


def test_whatever_is_typed_finds_the_same(twins: Twins) -> None:
    sqlite, postgresql = twins

    @given(st.text(max_size=30) | st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join))
    def same(query: str) -> None:
        assert hits(postgresql, query, None) == hits(sqlite, query, None)

    same()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("Kursk, KURSK", ["kursk", "kursk"], id="case"),
        pytest.param("10.000 anak-anak a_b", ["10", "000", "anak", "anak", "a", "b"], id="what stands between"),
        pytest.param("ＫＩＭ ﬁnal", ["kim", "final"], id="shapes of a letter"),
        pytest.param("cafe\u0301", ["café"], id="an accent that combines"),
        pytest.param("x\x00y", ["x", "y"], id="NUL"),
        pytest.param(LONG, ["a" * MAX_TOKEN_CHARS], id="no word is so long"),
        pytest.param("— … 🚀", [], id="no letter, no digit"),
    ],
)
def test_tokens_are_runs_of_letters_and_digits(words: str, expected: list[str]) -> None:
    assert tokens(words) == expected


@on_sqlite
def test_sqlite_splits_nothing_that_is_a_token_of_ours(engine: Engine) -> None:
    ArticleStore(engine, stem=str.lower)
    every = sorted({token for code in range(0x110000) if not 0xD800 <= code < 0xE000 for token in tokens(chr(code))})
    rows = [{"doc": number, "body": token} for number, token in enumerate(every, start=1)]
    with writing(engine) as connection:
        connection.execute(text("INSERT INTO article_fts (rowid, title, body) VALUES (:doc, '', :body)"), rows)
        connection.exec_driver_sql("CREATE VIRTUAL TABLE words USING fts5vocab(article_fts, 'row')")
        known = connection.execute(select(table("words", column("term")).c.term)).scalars().all()

    assert sorted(known) == every


@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=90)), max_size=12).map(" ".join))
def test_tokens_are_all_runs_of_letters_and_digits(words: str) -> None:
    folded = unicodedata.normalize("NFKC", words).casefold()

    assert tokens(words) == [run[:MAX_TOKEN_CHARS] for run in re.findall(r"[^\W_]+", folded)]
