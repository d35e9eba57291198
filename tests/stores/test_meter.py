"""The meter store: an article counts once, whoever writes it, and its owner's others teach a new source."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from processors.meter.meter import fold, told
from processors.meter.source import SourceMeter
from runtime.state import Owner, StaleOwnerError
from schemas.article import Article
from schemas.outcomes import Reason
from stores.meter import SEEN, MeterStore
from stores.takedown import Takedown
from tests.stores.samples import NOON, article, later


@pytest.fixture
def store(engine: Engine) -> MeterStore:
    return MeterStore(engine, fold=fold, tell=told, groups=[("kabar", "kabar-utara"), ("lain",)])


@pytest.fixture
def owner(store: MeterStore) -> Owner:
    return store.claim("meter", "articles", 0)


def numbered(number: int, *, revision: int = 1, source: str = "kabar", hours: float = 0.0) -> Article:
    enriched = article(f"https://{source}.example/{number}", revision=revision, source=source)
    fields = {name: getattr(enriched, name) for name in Article.model_fields}
    return Article(**fields | {"fetched_at": NOON + timedelta(hours=hours)})


def counted(store: MeterStore, name: str = "articles") -> dict[str, float]:
    return {values[0]: value for figure, values, value in store.figures(later()) if figure.name == name}


@pytest.mark.parametrize(
    ("revisions", "reasons", "articles", "later_ones"),
    [
        pytest.param((1, 2), [None, None], 1, 1, id="two revisions"),
        pytest.param((1, 1), [None, Reason.ALREADY_KNOWN], 1, 0, id="a replay"),
        pytest.param((2, 1), [None, Reason.ALREADY_KNOWN], 0, 1, id="an earlier one after a later"),
    ],
)
@pytest.mark.parametrize("at_once", [True, False], ids=["in one batch", "one by one"])
def test_a_revision_is_counted_once(
    store: MeterStore,
    owner: Owner,
    revisions: Sequence[int],
    reasons: Sequence[Reason | None],
    articles: int,
    later_ones: int,
    at_once: bool,
) -> None:
    records = [numbered(1, revision=revision) for revision in revisions]
    batches = [records] if at_once else [[record] for record in records]

    assert [reason for batch in batches for reason in store.write(owner, batch)] == reasons
    assert counted(store) == {"kabar": articles}
    assert counted(store, "revisions") == {"kabar": later_ones}


def test_a_source_has_one_value_whichever_partition_its_articles_come_by(store: MeterStore) -> None:
    for partition in range(3):
        store.write(store.claim("meter", "articles", partition), [numbered(partition), numbered(9, source="lain")])

    assert counted(store) == {"kabar": 3, "lain": 1}


def test_who_lost_the_partition_writes_nothing(store: MeterStore, owner: Owner) -> None:
    store.claim("meter", "articles", 0)

    with pytest.raises(StaleOwnerError):
        store.write(owner, [numbered(1)])
    assert counted(store) == {}


def test_a_new_source_learns_from_its_owners_others_and_from_no_one_else(store: MeterStore, owner: Owner) -> None:
    """One an hour for three weeks."""
    store.write(owner, [numbered(number, hours=number) for number in range(3 * 168)])
    store.write(owner, [numbered(1, source="kabar-utara"), numbered(2, source="lain")])
    expected = counted(store, "expected_per_hour")

    assert expected["kabar-utara"] > 0
    assert expected["lain"] == 0


def test_what_was_taken_down_is_not_counted_again(store: MeterStore, owner: Owner) -> None:
    gone, stays = numbered(1), numbered(2)
    store.write(owner, [gone, stays])
    order = Takedown("t1", NOON, "redaksi", "permintaan", gone.url, (gone.url_key,), (gone.id,), {})

    assert not store.has_forgotten(order)
    assert store.forget(order) == 1
    assert store.has_forgotten(order)
    assert store.write(owner, [gone, numbered(1, revision=2)]) == [Reason.TAKEN_DOWN] * 2
    assert counted(store) == {"kabar": 2}


def test_what_was_counted_long_ago_is_let_go_and_the_rhythm_stays(store: MeterStore, owner: Owner) -> None:
    store.write(owner, [numbered(1), numbered(2, hours=48)])

    assert store.retain(NOON + SEEN + timedelta(hours=1)) == 1
    assert counted(store) == {"kabar": 2}
    assert store.write(owner, [numbered(2, hours=48)]) == [Reason.ALREADY_KNOWN]


def test_a_value_is_what_the_function_made_of_it(store: MeterStore, owner: Owner, engine: Engine) -> None:
    records = [numbered(number, hours=number) for number in range(5)]
    store.write(owner, records[:3])
    store.write(owner, records[3:])
    with engine.connect() as connection:
        (value,) = connection.exec_driver_sql("SELECT value FROM meters").scalars()

    assert SourceMeter.decode(value) == SourceMeter.decode(fold(None, records, []))
