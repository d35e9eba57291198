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
from schemas.asked import Asked, Phrase
from stores.article_filters import ArticleFilters, Sort
from stores.articles import ArticleStore
from stores.database import open_engine, writing
from stores.full_text import MAX_TOKEN_CHARS, tokens
from stores.paging import Cursor
from tests.stores.asking import asked
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
        page = store.search(asked(query), limit=7, after=after, watch=watch)
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


NEAR = 5
WALKING = "every hit is one of many"


@pytest.fixture(scope="module", params=["hits beyond the newest are looked up", WALKING])
def far(request: pytest.FixtureRequest, twins: Twins) -> Twins:
    """The same stores, to whom most articles are not among the newest."""
    few = 0 if request.param == WALKING else None
    sqlite, postgresql = (ArticleStore(store.engine, stem=str.lower, near=NEAR, few=few) for store in twins)
    return sqlite, postgresql


@pytest.mark.parametrize("watch", [None, "lain"])
def test_each_way_to_the_hits_finds_the_same(twins: Twins, far: Twins, watch: str | None) -> None:
    queries = [
        "kursk",
        "10.000",
        "anak-anak",
        "CAFÉ kursk",
        "москва",
        "a_b kim",
        "tiada",
        "k*",
        "ki* -kursk",
        '"kim k*"',
    ]

    expected = [hits(twins[0], query, watch) for query in queries]

    for store in far:
        assert [hits(store, query, watch) for query in queries] == expected
        counts = [store.count_hits(asked(query), most=40, watch=watch) for query in queries]
        assert counts == [min(40, len(found)) for found in expected]


@pytest.mark.parametrize("query", ["kursk", "ki* -kim", "title:kirim", "kursk source:kabar"])
def test_a_list_of_hits_is_the_same_by_each_way(twins: Twins, far: Twins, query: str) -> None:
    wanted = ArticleFilters(watch="lain", sort=Sort.SEEN)
    listed = [row.id for row in twins[0].latest(wanted, limit=100, asked=asked(query)).items]

    for store in far:
        assert [row.id for row in store.latest(wanted, limit=100, asked=asked(query)).items] == listed
        assert store.how_many(wanted, most=100, asked=asked(query)) == len(listed)
    assert listed


def test_whatever_is_typed_finds_the_same(twins: Twins) -> None:
    sqlite, postgresql = twins
    of_words = st.sampled_from(WORDS)
    quoted = st.lists(of_words, min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"')
    begun = of_words.map(lambda word: word[:3] + "*")
    term = st.builds("".join, st.tuples(st.sampled_from(["", "", "-", "title:"]), of_words | quoted | begun))
    terms = st.lists(term | st.just("OR") | st.sampled_from(["source:kabar", "-source:lain"]), max_size=5)

    @given(st.text(max_size=30) | terms.map(" ".join))
    def same(query: str) -> None:
        found = hits(sqlite, query, None)
        assert hits(postgresql, query, None) == found
        counts = {store.count_hits(asked(query), most=40) for store in twins}
        assert counts == {min(len(found), 40)}

    same()


def meant(record: EnrichedArticle, query: Asked) -> bool:
    """Whether an article is as asked, told without a database."""
    title, body = tokens(record.title.lower()), tokens(record.search_text)

    def has(phrase: Phrase, *texts: Sequence[str]) -> bool:
        length = len(phrase.tokens)
        runs = [tuple(text[at : at + length]) for text in texts for at in range(len(text) - length + 1)]
        if not phrase.prefix:
            return phrase.tokens in runs
        return any(run[:-1] == phrase.tokens[:-1] and run[-1].startswith(phrase.tokens[-1]) for run in runs)

    def any_of(phrases: Sequence[Phrase]) -> bool:
        return any(has(phrase, title) if phrase.in_title else has(phrase, title, body) for phrase in phrases)

    return all(map(any_of, query.every)) and not any_of(query.none) and bool(query.every)


@pytest.mark.parametrize("number", range(60))
def test_what_is_found_is_what_was_asked(twins: Twins, number: int) -> None:
    dice = random.Random(number)
    plain = [word for word in WORDS if word.isalnum()]
    forms = ("{}", "{}", "-{}", "title:{}", '"{} {}"', "{} OR {}", "{}*", '-"{} {}"')
    query = " ".join(dice.choice(forms).format(*dice.choices(plain, k=2)) for _ in range(dice.randrange(1, 4)))
    expected = {record.id for record in corpus() if meant(record, asked(query))}

    assert {len(set(hits(store, query, None)) ^ expected) for store in twins} == {0}


def test_both_know_the_same_words(twins: Twins) -> None:
    sqlite, postgresql = (store.vocabulary("k", most=100) for store in twins)

    assert list(sqlite) == list(postgresql)
    assert {"kursk", "kirim"} <= set(sqlite)


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
