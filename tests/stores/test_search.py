"""Full-text search: every word wanted, titles first, nothing typed is syntax, paging neither repeats nor skips."""

import pytest
from sqlalchemy import Engine

from runtime.state import Owner
from schemas.article import EnrichedArticle
from stores.article_reads import ArticleRow
from stores.articles import ArticleStore
from stores.paging import Cursor, Page
from tests.stores.samples import NOON, article, later


def stem(text: str) -> str:
    """Stands for the stemmer: lower case, and `mengirim` is a form of `kirim`."""
    return text.lower().replace("mengirim", "kirim")


@pytest.fixture
def store(engine: Engine) -> ArticleStore:
    return ArticleStore(engine, stem=stem)


@pytest.fixture
def owner(store: ArticleStore) -> Owner:
    return store.claim("articles", "enriched", 0)


def numbered(number: int, *, title: str = "Judul", source: str = "kabar") -> EnrichedArticle:
    return article(f"https://kabar.example/{number}", title=title, source=source, published=later(minutes=number))


def titles(page: Page[ArticleRow]) -> list[str]:
    return [row.title for row in page.items]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("kursk", ["Serangan di Kursk", "Kabar singkat"], id="title before text"),
        pytest.param("kirim prajurit", ["Kabar singkat"], id="all tokens, anywhere"),
        pytest.param("kursk prajurit", ["Kabar singkat"], id="one token too many for the first"),
        pytest.param("kirim", ["Pyongyang mengirim bantuan", "Kabar singkat"], id="the title is stemmed as well"),
        pytest.param("bukan kata", [], id="no article has it"),
        pytest.param("", [], id="nothing asked"),
        pytest.param("()!?", [], id="no token at all"),
        pytest.param("_kursk_", ["Serangan di Kursk", "Kabar singkat"], id="underscores"),
        pytest.param("KURSK", ["Serangan di Kursk", "Kabar singkat"], id="case"),
    ],
)
def test_search_finds_what_holds_every_token(store: ArticleStore, owner: Owner, query: str, found: list[str]) -> None:
    records = [
        article("https://kabar.example/1", title="Serangan di Kursk", paragraphs=("isi",), published=NOON),
        article(
            "https://kabar.example/2",
            title="Kabar singkat",
            paragraphs=("kirim prajurit ke kursk",),
            published=later(days=9),
        ),
        article("https://kabar.example/3", title="Pyongyang mengirim bantuan", paragraphs=("kirim",), published=NOON),
    ]
    store.write(owner, records)

    assert titles(store.search(query, limit=10)) == found


@pytest.mark.parametrize(
    "query",
    [
        'kursk"',
        '"',
        "kursk*",
        "title:kursk",
        "kursk OR lain",
        "NEAR(kursk lain)",
        "-kursk",
        "^kursk",
        "kursk; DROP",
        "'",
        "a\x00b",
    ],
)
def test_what_a_reader_types_is_never_query_syntax(store: ArticleStore, owner: Owner, query: str) -> None:
    store.write(owner, [article(title="Lain", paragraphs=("kursk",))])

    found = titles(store.search(query, limit=10))

    # Bare words that are left over (or, near, title) are tokens like any other, and this article has none of them.
    assert found in ([], ["Lain"])
    assert (found == ["Lain"]) is (query in {'kursk"', "kursk*", "-kursk", "^kursk"})


def test_search_keeps_to_a_watch(store: ArticleStore, owner: Owner) -> None:
    store.write(owner, [numbered(1, title="Kursk satu"), article(title="Kursk dua", watches=("lain",))])

    assert titles(store.search("kursk", limit=10, watch="lain")) == ["Kursk dua"]


def test_search_pages_through_all_hits_once_while_articles_arrive(store: ArticleStore, owner: Owner) -> None:
    in_title = [numbered(n, title=f"Kursk {n}") for n in range(5)]
    in_text = [article(f"https://kabar.example/t{n}", title=f"Teks {n}", paragraphs=("kursk",)) for n in range(4)]
    store.write(owner, [*in_text, *in_title])
    seen: list[str] = []
    after: Cursor | None = None
    for turn in range(5):
        page = store.search("kursk", limit=2, after=after)
        seen += [row.id for row in page.items]
        after = page.after
        store.write(owner, [numbered(1000 + turn, title="Kursk baru")])

    assert after is None
    assert seen[:5] == [record.id for record in reversed(in_title)]
    assert sorted(seen) == sorted(record.id for record in [*in_title, *in_text])
