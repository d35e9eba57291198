"""The story store: the newest version is shown, an article is in one story of a watch, merged ids answer for ever."""

from collections.abc import Sequence
from itertools import permutations

import pytest
from sqlalchemy import Engine

from processors.enrich.stem import stem_text
from runtime.state import Owner, StaleOwnerError
from schemas.outcomes import Reason
from schemas.story import Story, StoryEvent
from stores.articles import ArticleStore
from stores.outbox import ChangeKind, OutboxReads
from stores.paging import BadCursorError
from stores.stories import STORED, WATCHED, StoryStore
from stores.takedown import Takedown
from tests.stores.samples import NOON, article
from tests.stores.storied import member, story


@pytest.fixture
def store(engine: Engine) -> StoryStore:
    return StoryStore(engine, stem=stem_text)


@pytest.fixture
def owner(store: StoryStore) -> Owner:
    return store.claim("stories", "stories", 0)


def members(store: StoryStore, id_: str) -> list[str]:
    return [each.article_id for each in store.members(id_, limit=100)]


def test_the_newest_version_is_shown_with_its_articles_and_all_versions(store: StoryStore, owner: Owner) -> None:
    assert store.write(owner, [story(1), story(1, 2, version=2, event=StoryEvent.UPDATED)]) == [None, None]

    assert store.story("s-1") == story(1, 2, version=2, event=StoryEvent.UPDATED)
    assert members(store, "s-1") == ["a1", "a2"]
    assert [(each.version, each.event) for each in store.versions("s-1", limit=9)] == [(2, "updated"), (1, "created")]
    assert store.story("s-2") is None
    assert [sample.value for sample in store.figures(NOON)] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("versions", "refused"),
    [
        pytest.param((2, 2), [None, Reason.DUPLICATE_VERSION], id="a replayed one is a duplicate"),
        pytest.param((2, 1), [None, Reason.OLDER_VERSION], id="a lower one is older"),
    ],
)
def test_only_a_higher_version_is_taken(
    store: StoryStore, owner: Owner, versions: Sequence[int], refused: Sequence[Reason | None]
) -> None:
    assert store.write(owner, [story(version, version=version) for version in versions]) == refused

    assert members(store, "s-1") == ["a2"]


def test_in_whatever_order_stories_of_a_watch_come_each_article_is_where_it_went_last(
    store: StoryStore, owner: Owner
) -> None:
    came = story(1, 2, number=1)
    without = story(1, version=2, number=2, event=StoryEvent.UPDATED)
    other = story(2, id_="s-2", number=2, event=StoryEvent.SPLIT, other="s-1")
    left = story(id_="s-2", version=2, number=3, event=StoryEvent.CLOSED, left=("a2",), size=0)

    for at, order in enumerate(permutations([came, without, other, left])):
        watch = f"watch-{at}"
        renamed = [each.model_copy(update={"watch": watch, "id": f"{each.id}-{at}"}) for each in order]
        store.write(owner, renamed)
        assert (members(store, f"s-1-{at}"), members(store, f"s-2-{at}")) == (["a1"], [])


def test_each_version_that_is_taken_is_told_in_the_outbox_with_the_articles_in_one_order(
    store: StoryStore, owner: Owner, engine: Engine
) -> None:
    articles = ArticleStore(engine, stem=str.lower)
    of_articles = articles.claim("articles", "enriched", 0)
    articles.write(of_articles, [article()])
    store.write(owner, [story(1), story(1, 2, version=2, number=2, event=StoryEvent.UPDATED)])
    store.write(owner, [story(1), story(id_="s-1", version=3, number=3, event=StoryEvent.MERGED, other="s-2")])
    articles.write(of_articles, [article(revision=2)])

    found = OutboxReads(engine).after(0, limit=9).items
    assert [(each.n, each.kind, each.story_id, each.revision) for each in found] == [
        (1, ChangeKind.STORED, "", 1),
        (2, ChangeKind.STORY_CREATED, "s-1", 1),
        (3, ChangeKind.STORY_UPDATED, "s-1", 2),
        (4, ChangeKind.STORY_MERGED, "s-1", 3),
        (5, ChangeKind.REVISED, "", 2),
    ]
    assert (found[3].detail, found[3].watches, found[3].article_id) == ("s-2", (story(1).watch,), "")


def test_a_story_that_loses_an_article_to_a_takedown_is_told_again(
    store: StoryStore, owner: Owner, engine: Engine
) -> None:
    store.write(owner, [story(1, 2)])
    store.forget(Takedown("t1", NOON, "redaksi", "permintaan", "https://a.example/1", ("k1",), ("a1",), {}))

    last = OutboxReads(engine).after(0, limit=9).items[-1]
    assert (last.kind, last.story_id, last.revision) == (ChangeKind.STORY_UPDATED, "s-1", 1)


def test_ids_of_merged_stories_answer_with_the_one_that_goes_on(store: StoryStore, owner: Owner) -> None:
    merged = [
        story(id_=f"s-{number}", version=2, number=number * 10, event=StoryEvent.MERGED, other=f"s-{number + 1}")
        for number in (1, 2)
    ]
    store.write(owner, [story(1), story(2, id_="s-2"), story(3, id_="s-3"), *merged])
    first = store.story("s-1")

    assert first is not None
    assert first.id == "s-3"
    assert members(store, "s-3") == ["a1", "a2", "a3"]
    assert [each.id for each in store.newest(limit=9).items] == ["s-3"]


def test_lists_are_by_the_last_article_and_go_on_behind_a_cursor(store: StoryStore, owner: Owner) -> None:
    store.write(owner, [story(n, n + 1, id_=f"s-{n}", watch="b" if n == 3 else "a") for n in (1, 3, 5)])
    first = store.newest(limit=2)

    assert [each.id for each in first.items] == ["s-5", "s-3"]
    assert [each.id for each in store.newest(limit=2, after=first.after).items] == ["s-1"]
    assert [each.id for each in store.newest(limit=9, watch="b").items] == ["s-3"]
    assert [each.id for each in store.newest(limit=9, min_size=3).items] == []
    with pytest.raises(BadCursorError):
        store.newest(limit=2, after=("x", 1))


def test_a_story_is_found_by_the_words_of_what_it_says(store: StoryStore, owner: Owner) -> None:
    store.write(owner, [story(1), story(2, id_="s-2")])

    assert [each.id for each in store.newest(limit=9, stemmed_query=stem_text("mengirim 2 peleton")).items] == ["s-2"]
    assert len(store.newest(limit=9, stemmed_query=stem_text("prajurit")).items) == 2
    assert store.newest(limit=9, stemmed_query="%").items == store.newest(limit=9).items


def test_an_article_leads_to_its_stories_and_copies(store: StoryStore, owner: Owner) -> None:
    copy = member(2, near_dup_of="a1", kind="wire", credit="antara", confidence=0.8)
    third = member(3, near_dup_of="a1", kind="copy", credit="antara", confidence=0.8)
    said = story(1, 2, 3, 4).model_copy(update={"members": (member(1), copy, third, member(4))})
    store.write(owner, [said])
    (first,), (second,) = store.of_article("a1"), store.of_article("a2")

    assert [each.article_id for each in first.copies] == ["a2", "a3"]
    assert [(each.article_id, each.kind) for each in second.copies] == [("a1", ""), ("a3", "copy")]
    assert [each.copies for each in store.of_article("a4")] == [()]
    assert store.of_article("a9") == []


def order(*articles: str) -> Takedown:
    return Takedown("t1", NOON, "editor", "asked", articles[0], ("kabar.example/2",), articles, {})


def test_what_is_taken_down_is_in_no_story_and_does_not_come_back(store: StoryStore, owner: Owner) -> None:
    store.write(owner, [story(1, 2)])
    assert store.watches_of(["a2"]) == {"a2": {"rusia-korut"}}
    assert store.forget(order("a2")) == 1
    left = store.story("s-1")

    assert left is not None
    assert "a2" not in left.encode().decode()
    assert "2 peleton" not in left.encode().decode()
    assert members(store, "s-1") == ["a1"]
    assert store.has_forgotten(order("a2"))
    assert store.write(owner, [story(1, 2, 3, version=2)]) == [None]
    assert members(store, "s-1") == ["a1", "a3"]
    again = store.story("s-1")
    assert again is not None
    assert [row.carriers for row in again.quotes] == [("a1",), ("a3",)]


def test_a_story_of_which_all_is_taken_down_is_listed_no_more(store: StoryStore, owner: Owner) -> None:
    store.write(owner, [story(2)])
    store.forget(order("a2"))

    assert store.newest(limit=9).items == ()
    assert store.forget(order("a2")) == 0


def test_a_writer_that_was_replaced_writes_nothing(store: StoryStore, owner: Owner) -> None:
    store.claim("stories", "stories", 0)

    with pytest.raises(StaleOwnerError):
        store.write(owner, [story(1)])
    assert store.story("s-1") is None


def test_stories_are_counted_by_watch_without_merged_ones(store: StoryStore, owner: Owner) -> None:
    merged = story(id_="s-2", version=2, number=9, event=StoryEvent.MERGED, other="s-1")
    store.write(owner, [story(1), story(2, id_="s-2"), story(3, id_="s-3", watch="lain"), merged])

    by_watch = {sample.values[0]: sample.value for sample in store.figures(NOON) if sample.figure is WATCHED}
    assert by_watch == {"rusia-korut": 1, "lain": 1}


def test_its_figures_are_named(store: StoryStore) -> None:
    assert STORED in StoryStore.FIGURES
    assert isinstance(store.story("s-1"), Story | None)
    store.ping()
    assert store.retain(NOON) == 0
