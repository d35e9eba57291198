"""Articles that are judged again: they go from every read, come back as they were, and keep their order."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from runtime.state import Owner
from schemas.article import EnrichedArticle
from schemas.asked import every_word
from schemas.judged import Effect, Judged
from schemas.outcomes import Reason
from stores.article_filters import ArticleFilters
from stores.article_tables import article_judgements, withdrawn_revisions
from stores.articles import STORED, WATCHED, WITHDRAWN, ArticleStore
from stores.database import writing
from stores.full_text import tokens
from stores.takedown import Takedown
from tests.stores.samples import NOON, article, later


@pytest.fixture
def store(engine: Engine) -> ArticleStore:
    return ArticleStore(engine, stem=str.lower, keep_withdrawn=timedelta(days=30), now=later)


@pytest.fixture
def owner(store: ArticleStore) -> Owner:
    return store.claim("articles", "enriched", 0)


def judged(number: int, effect: Effect, *, revision: int = 1, watches: tuple[str, ...] = ()) -> EnrichedArticle:
    return article(revision=revision, watches=watches).model_copy(
        update={"judged": Judged(number=number, effect=effect)}
    )


def withdrawn(number: int, *, revision: int = 1) -> EnrichedArticle:
    return judged(number, Effect.WITHDRAWN, revision=revision)


def test_a_withdrawn_article_is_in_no_list_no_search_and_no_count(store: ArticleStore, owner: Owner) -> None:
    first, other = article(), article("https://kabar.example/lain", title="Prajurit lain")
    store.write(owner, [first, other])

    assert store.write(owner, [withdrawn(1)]) == [None]

    assert [row.id for row in store.latest(limit=9).items] == [other.id]
    assert [row.id for row in store.latest(ArticleFilters(watch="rusia-korut"), limit=9).items] == [other.id]
    assert [row.id for row in store.search(every_word(tokens("prajurit")), limit=9).items] == [other.id]
    assert store.by_url_key(first.url_key) is None
    assert store.get(first.id) is None
    assert store.get(first.id, 1) is None
    assert store.revisions(first.id) == []
    assert store.counts_by_source() == {"kabar": 1}
    assert {sample.figure: sample.value for sample in store.figures(later())} == {STORED: 1, WATCHED: 1, WITHDRAWN: 1}


def test_an_added_article_comes_back_with_its_revisions_and_its_first_sight(store: ArticleStore, owner: Owner) -> None:
    first, second = article(), article(revision=2)
    store.write(owner, [first, second, withdrawn(1, revision=2)])

    back = judged(2, Effect.ADDED, revision=2, watches=("kursk",))
    assert store.write(owner, [back]) == [None]

    assert store.get(first.id) == back
    assert store.get(first.id, 1) == first
    assert [row.revision for row in store.revisions(first.id)] == [1, 2]
    (row,) = store.search(every_word(tokens("prajurit")), limit=9).items
    assert (row.first_seen, row.watches) == (first.fetched_at, {"kursk": 2.5})
    assert store.withdrawals.count() == 0


def test_a_withdrawn_article_comes_back_with_a_revision_that_a_watch_wants(store: ArticleStore, owner: Owner) -> None:
    store.write(owner, [article()])
    store.write(owner, [withdrawn(1)])

    assert store.write(owner, [article(revision=2)]) == [None]

    assert [row.revision for row in store.revisions(article().id)] == [1, 2]
    assert store.write(owner, [withdrawn(1, revision=1)]) == [Reason.OLDER_VERSION]
    assert store.write(owner, [withdrawn(2, revision=2)]) == [None]
    assert store.count() == 0


@pytest.mark.parametrize(
    ("record", "refused"),
    [
        pytest.param(article(), Reason.OLDER_VERSION, id="what was there before"),
        pytest.param(withdrawn(3), Reason.DUPLICATE_VERSION, id="the same withdrawal"),
        pytest.param(judged(2, Effect.ADDED), Reason.OLDER_VERSION, id="an earlier judgement"),
        pytest.param(judged(4, Effect.ADDED), None, id="a later judgement"),
        pytest.param(article(revision=2), None, id="a later revision"),
    ],
)
@pytest.mark.parametrize("at_once", [True, False], ids=["in one batch", "one by one"])
def test_nothing_older_brings_a_withdrawn_article_back(
    store: ArticleStore, owner: Owner, record: EnrichedArticle, refused: Reason | None, at_once: bool
) -> None:
    before = [article(), withdrawn(3)]
    if at_once:
        given = store.write(owner, [*before, record])[-1]
    else:
        store.write(owner, before)
        (given,) = store.write(owner, [record])

    assert given is refused
    assert store.count() == (0 if refused else 1)


def test_a_later_judgement_changes_the_watches_of_the_same_revision(store: ArticleStore, owner: Owner) -> None:
    store.write(owner, [article()])
    changed = judged(1, Effect.CHANGED, watches=("kursk",))

    assert store.write(owner, [changed, changed]) == [None, Reason.DUPLICATE_VERSION]
    assert store.get(changed.id) == changed
    assert [len(store.latest(ArticleFilters(watch=watch), limit=9).items) for watch in ("rusia-korut", "kursk")] == [
        0,
        1,
    ]
    assert len(store.revisions(changed.id)) == 1


def test_a_withdrawal_of_what_never_came_keeps_it_out(store: ArticleStore, owner: Owner) -> None:
    assert store.write(owner, [withdrawn(1, revision=2)]) == [None]

    assert store.write(owner, [article(revision=1), article(revision=2)]) == [Reason.OLDER_VERSION] * 2
    assert store.withdrawals.last_number() == 1


def test_what_is_put_aside_goes_when_its_time_is_over_and_its_place_stays(store: ArticleStore, owner: Owner) -> None:
    store.write(owner, [article()])
    store.write(owner, [withdrawn(1)])

    assert store.retain(later(days=29)) == 0
    assert store.retain(later(days=31)) == 1
    assert store.write(owner, [article()]) == [Reason.OLDER_VERSION]
    assert store.write(owner, [judged(2, Effect.ADDED)]) == [None]


def test_a_forgotten_address_leaves_nothing_aside(store: ArticleStore, owner: Owner) -> None:
    store.write(owner, [article(), withdrawn(1)])
    order = Takedown("t1", NOON, "redaksi", "permintaan", "", (article().url_key,), (article().id,), {})

    assert store.forget(order) == 1
    assert store.withdrawals.count() == 0
    assert store.write(owner, [article()]) == [Reason.TAKEN_DOWN]


def test_a_store_of_before_there_were_withdrawals_gets_their_tables(engine: Engine) -> None:
    before = ArticleStore(engine, stem=str.lower)
    before.write(before.claim("articles", "enriched", 0), [article()])
    with writing(engine) as connection:
        for table in (article_judgements, withdrawn_revisions):
            table.drop(connection)

    after = ArticleStore(engine, stem=str.lower)

    assert after.write(after.claim("articles", "enriched", 0), [withdrawn(1)]) == [None]
    assert after.count() == 0
