"""The text store: the newest text of every article comes back whole, in the order of ids, until its time is over."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from runtime.state import Owner, StaleOwnerError
from schemas.article import Article
from schemas.ids import article_id, id_of_key, url_key
from schemas.outcomes import Reason
from stores.takedown import Takedown
from stores.texts import KEPT, TextRange, TextStore
from tests.stores.samples import NOON, article, later


@pytest.fixture
def store(engine: Engine) -> TextStore:
    return TextStore(engine, keep=timedelta(days=30), now=later)


@pytest.fixture
def owner(store: TextStore) -> Owner:
    return store.claim("texts", "articles", 0)


def text(number: int, *, revision: int = 1, source: str = "kabar") -> Article:
    return numbered(article(f"https://kabar.example/{number}", revision=revision, source=source))


def numbered(enriched: Article) -> Article:
    return Article(**{name: getattr(enriched, name) for name in Article.model_fields})


def test_a_text_comes_back_whole_by_its_id_and_by_its_address(store: TextStore, owner: Owner) -> None:
    written = text(1)
    assert store.write(owner, [written]) == [None]

    assert store.of([written.id, "nothing"]) == {written.id: written}
    assert store.by_url_key(written.url_key) == written
    assert store.kept([written.id, "nothing"]) == {written.id}
    assert store.by_url_key("kabar.example/nothing") is None


@pytest.mark.parametrize(
    ("revisions", "refused", "kept"),
    [
        pytest.param((1, 2), [None, None], 2, id="a higher revision is taken"),
        pytest.param((2, 2), [None, Reason.DUPLICATE_VERSION], 2, id="a replayed one is a duplicate"),
        pytest.param((2, 1), [None, Reason.OLDER_VERSION], 2, id="a lower one is older"),
    ],
)
@pytest.mark.parametrize("at_once", [True, False], ids=["in one batch", "one by one"])
def test_the_highest_revision_is_kept(
    store: TextStore, owner: Owner, revisions: Sequence[int], refused: Sequence[Reason | None], kept: int, at_once: bool
) -> None:
    versions = [text(1, revision=revision) for revision in revisions]

    batches = [versions] if at_once else [[version] for version in versions]
    given = [reason for batch in batches for reason in store.write(owner, batch)]

    assert given == refused
    assert store.of([versions[0].id])[versions[0].id].revision == kept
    assert store.count() == 1


def test_texts_are_read_through_in_the_order_of_their_ids(store: TextStore, owner: Owner) -> None:
    store.write(owner, [text(number) for number in range(7)])
    seen: list[str] = []
    while batch := store.after(seen[-1] if seen else "", limit=3, span=TextRange()):
        seen += [each.id for each in batch]

    assert seen == sorted(article_id(f"https://kabar.example/{number}") for number in range(7))


def test_a_span_is_of_one_outlet_and_of_a_time_without_its_end(store: TextStore, owner: Owner) -> None:
    store.write(
        owner, [text(1, revision=1), text(2, revision=2), text(3, revision=3), text(4, revision=2, source="lain")]
    )
    span = TextRange(later(minutes=2), later(minutes=3), "kabar")
    found = store.after("", limit=9, span=span)

    assert [each.url for each in found] == ["https://kabar.example/2"]
    assert [span.has(text(2, revision=revision)) for revision in (1, 2, 3)] == [False, True, False]
    assert not span.has(text(4, revision=2, source="lain"))


def test_a_text_goes_when_its_time_is_over_and_its_figures_with_it(store: TextStore, owner: Owner) -> None:
    store.write(owner, [text(1)])
    another = TextStore(store.engine, keep=timedelta(days=30), now=lambda: later(days=2))
    another.write(owner, [text(2).model_copy(update={"fetched_at": later(days=-3000)})])

    # However long ago its page was fetched, it counts from when it came.
    assert store.retain(later(days=31)) == 1
    assert [sample.value for sample in store.figures(later()) if sample.figure == KEPT] == [1.0]
    assert TextStore(store.engine).retain(later(days=9999)) == 0


def test_a_forgotten_address_has_no_text(store: TextStore, owner: Owner) -> None:
    store.write(owner, [text(1), text(2)])

    key = url_key("https://www.kabar.example/1?utm_source=x")
    order = Takedown("t1", NOON, "redaksi", "permintaan", key, (key,), (id_of_key(key),), {})

    assert store.forget(order) == 1
    assert store.count() == 1
    assert store.has_forgotten(order)
    assert store.write(owner, [text(1, revision=9)]) == [Reason.TAKEN_DOWN]


def test_a_zombie_keeps_no_text(store: TextStore, owner: Owner) -> None:
    store.claim("texts", "articles", 0)

    with pytest.raises(StaleOwnerError):
        store.write(owner, [text(1)])

    assert store.count() == 0


def test_a_text_takes_a_fraction_of_its_record(store: TextStore, owner: Owner) -> None:
    long = text(1).model_copy(update={"paragraphs": tuple(f"Kapal nomor {n} tiba di pelabuhan." for n in range(200))})
    store.write(owner, [long])
    (size,) = [sample.value for sample in store.figures(later()) if sample.figure != KEPT]

    assert size < len(long.encode()) / 4
