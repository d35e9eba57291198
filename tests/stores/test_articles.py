"""The article store: the highest revision wins, search stays in step with it, paging neither repeats nor skips."""

import json
from collections.abc import Sequence

import pytest
from sqlalchemy import Engine

from runtime.state import Owner, StaleOwnerError
from schemas.article import EnrichedArticle, Flag
from schemas.asked import every_word
from schemas.outcomes import Reason
from stores.article_filters import ArticleFilters
from stores.article_reads import ArticleRow
from stores.articles import ArticleStore
from stores.full_text import tokens
from stores.paging import BadCursorError, Cursor, ListPage
from tests.stores.conftest import OpenEngine
from tests.stores.samples import NOON, URL, article, later


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


def test_a_written_article_comes_back_whole(store: ArticleStore, owner: Owner) -> None:
    written = article().model_copy(update={"flags": (Flag.PARTIAL,), "subtitle": "“Kutipan” – é"})

    assert store.write(owner, [written]) == [None]

    assert store.get(written.id) == written
    (row,) = store.latest(limit=10).items
    assert (row.title, row.published_at, row.source) == (written.title, NOON, "kabar")
    assert row.lead == written.paragraphs[0]
    assert row.flags == ("partial",)
    assert row.watches == {"rusia-korut": 2.5}


def test_articles_are_counted_by_the_watch_that_wants_them_now(store: ArticleStore, owner: Owner) -> None:
    store.write(owner, [article(), numbered(1), numbered(2)])
    assert store.counts_by_watch() == {"rusia-korut": 3}

    store.write(owner, [article(revision=2).model_copy(update={"watches": ()})])
    assert store.counts_by_watch() == {"rusia-korut": 2}


def test_what_a_newer_writer_says_of_an_article_is_kept(store: ArticleStore, owner: Owner) -> None:
    newer = json.dumps(json.loads(article().encode()) | {"field_of_tomorrow": {"deep": [1, 2]}}).encode()
    store.write(owner, [EnrichedArticle.decode(newer)])

    stored = store.get(article().id)
    assert stored == article()
    assert stored.encode() == newer


def test_an_unknown_article_is_none(store: ArticleStore) -> None:
    assert store.get("nothing") is None
    assert store.by_url_key("kabar.example/nothing") is None
    assert store.revisions("nothing") == []


@pytest.mark.parametrize(
    ("revisions", "refused", "kept"),
    [
        pytest.param((1, 2), [None, None], 2, id="a higher revision is taken"),
        pytest.param((2, 2), [None, Reason.DUPLICATE_VERSION], 2, id="a replayed one is a duplicate"),
        pytest.param((2, 1), [None, Reason.OLDER_VERSION], 2, id="a lower one is older"),
        pytest.param((1, 3, 2), [None, None, Reason.OLDER_VERSION], 3, id="a gap is no obstacle"),
    ],
)
@pytest.mark.parametrize("at_once", [True, False], ids=["in one batch", "one by one"])
def test_the_highest_revision_is_kept(
    store: ArticleStore,
    owner: Owner,
    revisions: Sequence[int],
    refused: Sequence[Reason | None],
    kept: int,
    at_once: bool,
) -> None:
    versions = [article(revision=number, title=f"Judul {number}") for number in revisions]

    batches = [versions] if at_once else [[version] for version in versions]
    given = [reason for batch in batches for reason in store.write(owner, batch)]

    assert given == refused
    assert titles(store.latest(limit=10)) == [f"Judul {kept}"]
    assert store.count() == 1


def test_every_revision_can_be_read_and_first_seen_stays(store: ArticleStore, owner: Owner) -> None:
    first, second = article(), article(revision=2, title="Judul baru")
    store.write(owner, [first])
    store.write(owner, [second])

    assert [(row.revision, row.change) for row in store.revisions(first.id)] == [(1, "first"), (2, "text")]
    assert store.get(first.id, 1) == first
    assert store.get(first.id) == second
    assert store.get(first.id, 3) is None
    (row,) = store.latest(limit=1).items
    assert row.first_seen == first.fetched_at
    assert row.fetched_at == second.fetched_at


def test_a_revision_replaces_the_watches_and_the_tokens(store: ArticleStore, owner: Owner) -> None:
    store.write(owner, [article(title="Judul lama", watches=("rusia-korut", "kursk"))])
    store.write(owner, [article(title="Judul baru", revision=2, watches=("rusia-korut",))])

    assert titles(store.search(every_word(tokens("lama")), limit=5)) == []
    assert titles(store.search(every_word(tokens("baru")), limit=5)) == ["Judul baru"]
    assert titles(store.latest(ArticleFilters(watch="kursk"), limit=5)) == []
    assert titles(store.latest(ArticleFilters(watch="rusia-korut"), limit=5)) == ["Judul baru"]


def test_a_zombie_writes_no_article(store: ArticleStore, owner: Owner) -> None:
    store.claim("articles", "enriched", 0)

    with pytest.raises(StaleOwnerError):
        store.write(owner, [article()])

    assert store.count() == 0


def test_owners_of_two_partitions_write_side_by_side(store: ArticleStore, owner: Owner, open_same: OpenEngine) -> None:
    other = ArticleStore(open_same(), stem=stem)
    there = other.claim("articles", "enriched", 1)

    assert store.write(owner, [numbered(1)]) == [None]
    assert other.write(there, [numbered(2), numbered(1)]) == [None, Reason.DUPLICATE_VERSION]
    assert store.count() == 2


def test_an_article_is_found_by_the_key_of_its_address(store: ArticleStore, owner: Owner) -> None:
    store.write(owner, [article()])

    found = store.by_url_key("kabar.example/internasional/28/prajurit-korut-di-kursk")

    assert found is not None
    assert found.url == URL


def test_articles_are_counted_by_source(store: ArticleStore, owner: Owner) -> None:
    store.write(owner, [numbered(1), numbered(2), numbered(3, source="warta-lain")])

    assert store.counts_by_source() == {"kabar": 2, "warta-lain": 1}


def test_the_newest_come_first_and_an_undated_one_counts_from_its_fetch(store: ArticleStore, owner: Owner) -> None:
    undated = article("https://kabar.example/undated", title="Tanpa tanggal", published=None)
    old = article("https://kabar.example/old", title="Lama", published=later(days=-1))
    new = article("https://kabar.example/new", title="Baru", published=later(days=1))
    store.write(owner, [undated, new, old])

    assert titles(store.latest(limit=10)) == ["Baru", "Tanpa tanggal", "Lama"]
    assert store.latest(limit=10).items[1].published_at is None


def test_a_list_can_be_of_one_source_and_one_watch(store: ArticleStore, owner: Owner) -> None:
    wanted = article("https://kabar.example/1", title="Ya")
    store.write(
        owner,
        [
            wanted,
            article("https://kabar.example/2", source="lain"),
            article("https://kabar.example/3", watches=("kursk",)),
        ],
    )

    assert titles(store.latest(ArticleFilters(source="kabar", watch="rusia-korut"), limit=10)) == ["Ya"]


@pytest.mark.parametrize("watch", [None, "rusia-korut"])
def test_paging_reaches_every_article_once_while_newer_ones_arrive(
    store: ArticleStore, owner: Owner, watch: str | None
) -> None:
    # Pairs share a publication time, so the id must decide.
    stored = [article(f"https://kabar.example/{n}", published=later(minutes=n // 2)) for n in range(11)]
    store.write(owner, stored)
    seen: list[str] = []
    after: Cursor | None = None
    for turn in range(4):
        page = store.latest(ArticleFilters(watch=watch), limit=3, after=after)
        seen += [row.id for row in page.items]
        after = page.after
        store.write(owner, [numbered(1000 + turn)])

    assert after is None
    assert sorted(seen) == sorted(record.id for record in stored)


def test_the_last_page_says_so_even_when_it_is_full(store: ArticleStore, owner: Owner) -> None:
    store.write(owner, [numbered(n) for n in range(4)])

    first = store.latest(limit=2)

    assert store.latest(limit=2, after=first.after).after is None


@pytest.mark.parametrize(
    "cursor",
    [
        pytest.param((), id="empty"),
        pytest.param(("a", 1), id="types swapped"),
        pytest.param((1, "a", "b"), id="too long"),
        pytest.param((True, "a"), id="a truth value"),
        pytest.param((2**63, "a"), id="beyond 64 bits"),
    ],
)
def test_a_strange_cursor_is_refused(store: ArticleStore, cursor: Cursor) -> None:
    with pytest.raises(BadCursorError):
        store.latest(limit=3, after=cursor)


def test_a_nul_is_kept_in_the_record_and_marked_in_lists(store: ArticleStore, owner: Owner) -> None:
    written = article(title="Kursk\x00 hari ini", paragraphs=("isi\x00",))

    assert store.write(owner, [written]) == [None]

    assert store.get(written.id) == written
    assert titles(store.search(every_word(tokens("kursk")), limit=5)) == ["Kursk\ufffd hari ini"]


def test_an_article_is_found_by_an_address_of_any_length(store: ArticleStore, owner: Owner) -> None:
    # Digits that do not repeat: a database must not be able to make them short.
    long = article("https://kabar.example/" + "".join(str(n) for n in range(2000)))
    store.write(owner, [long])

    found = store.by_url_key(long.url_key)

    assert found is not None
    assert found.id == long.id
