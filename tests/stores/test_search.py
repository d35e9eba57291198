"""Full-text search: every word wanted, titles first, nothing typed is syntax, paging neither repeats nor skips."""

import pytest
from sqlalchemy import Engine

from runtime.state import Owner
from schemas.article import EnrichedArticle
from stores.article_reads import ArticleRow
from stores.articles import ArticleStore
from stores.paging import Cursor, ListPage
from tests.stores.asking import asked
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


def titles(page: ListPage[ArticleRow]) -> list[str]:
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

    assert titles(store.search(asked(query, stem=stem), limit=10)) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param('"kim jong un"', ["Satu"], id="a phrase"),
        pytest.param('"jong kim"', [], id="a phrase in another order"),
        pytest.param('"un tiba"', ["Satu"], id="a phrase over a comma"),
        pytest.param("kim -kursk", ["Satu"], id="a word that may not stand there"),
        pytest.param('kim -"jong un"', ["Dua"], id="a phrase that may not stand there"),
        pytest.param("moskow OR kursk", ["Tiga", "Dua"], id="either"),
        pytest.param("kim kursk OR moskow", ["Dua"], id="OR binds the two beside it"),
        pytest.param("mos*", ["Tiga"], id="a beginning"),
        pytest.param("title:dua kim", ["Dua"], id="in the title"),
        pytest.param("title:kim", [], id="in the text alone"),
        pytest.param("kim source:lain", ["Dua"], id="of a source"),
        pytest.param("kim -source:lain", ["Satu"], id="of another source"),
        pytest.param("kim source:lain OR source:kabar", ["Dua", "Satu"], id="of either source"),
        pytest.param("Korut", ["Tiga", "Satu"], id="a name by its other names"),
        pytest.param("korea utara", ["Tiga", "Satu"], id="names of several words"),
        pytest.param('"korea utara"', ["Satu"], id="a name as it is written"),
        pytest.param("kim -DPRK", ["Dua"], id="no name of it"),
        pytest.param("kerja sama", ["Dua", "Satu"], id="two words that are written as one"),
        pytest.param("kerjasama", ["Dua", "Satu"], id="a word that is written as two"),
    ],
)
def test_search_means_what_it_says(store: ArticleStore, owner: Owner, query: str, found: list[str]) -> None:
    texts = {
        "Satu": "Kim Jong Un, tiba di Korea Utara untuk kerja sama",
        "Dua": "Kim di Kursk; kerjasama itu",
        "Tiga": "Moskow dan DPRK",
    }
    records = [
        article(
            f"https://kabar.example/{title}",
            title=title,
            paragraphs=(text,),
            source="lain" if title == "Dua" else "kabar",
            published=later(minutes=number),
        )
        for number, (title, text) in enumerate(texts.items())
    ]
    store.write(owner, records)

    assert titles(store.search(asked(query), limit=10)) == found
    assert store.count_hits(asked(query), most=10) == len(found)


@pytest.mark.parametrize("query", ["NEAR(kursk lain)", "kursk; DROP", "'", "a\x00b", "^kursk^", "body:kursk", "()"])
def test_what_is_no_syntax_of_ours_is_none_of_the_databases(store: ArticleStore, owner: Owner, query: str) -> None:
    store.write(owner, [article(title="Lain", paragraphs=("kursk",))])

    found = titles(store.search(asked(query), limit=10))

    assert found == (["Lain"] if query == "^kursk^" else [])


def test_search_keeps_to_a_watch(store: ArticleStore, owner: Owner) -> None:
    store.write(owner, [numbered(1, title="Kursk satu"), article(title="Kursk dua", watches=("lain",))])

    assert titles(store.search(asked("kursk"), limit=10, watch="lain")) == ["Kursk dua"]


def test_search_pages_through_all_hits_once_while_articles_arrive(store: ArticleStore, owner: Owner) -> None:
    in_title = [numbered(n, title=f"Kursk {n}") for n in range(5)]
    in_text = [article(f"https://kabar.example/t{n}", title=f"Teks {n}", paragraphs=("kursk",)) for n in range(4)]
    store.write(owner, [*in_text, *in_title])
    seen: list[str] = []
    after: Cursor | None = None
    for turn in range(5):
        page = store.search(asked("kursk"), limit=2, after=after)
        seen += [row.id for row in page.items]
        after = page.after
        store.write(owner, [numbered(1000 + turn, title="Kursk baru")])

    assert after is None
    assert seen[:5] == [record.id for record in reversed(in_title)]
    assert sorted(seen) == sorted(record.id for record in [*in_title, *in_text])
