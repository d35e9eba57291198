"""The fate store: a replayed batch adds nothing, a URL can be traced, counts agree with the rows."""

import pytest
from sqlalchemy import Engine

from runtime.state import Owner, StaleOwnerError
from schemas.outcomes import Outcome, Reason
from stores.fates import KEEP, FateCount, FateStore
from stores.paging import BadCursorError, Cursor
from tests.stores.samples import NOON, batch, dropped, later, passed


@pytest.fixture
def store(engine: Engine) -> FateStore:
    return FateStore(engine)


@pytest.fixture
def owner(store: FateStore) -> Owner:
    return store.claim("fates", "fates", 0)


def test_a_fate_comes_back_with_its_reason_and_time(store: FateStore, owner: Owner) -> None:
    assert store.write(owner, [batch()]) == [None]

    last, first = store.page(limit=10).items

    assert (first.subject, first.outcome, first.reason, first.at, first.ms) == ("a", "passed", "", NOON, 2.0)
    assert (last.subject, last.outcome, last.reason) == ("b", "dropped", "off_watch")
    assert last.detail == "rusia-korut 0.40<1.00"


def test_a_replayed_batch_adds_nothing(store: FateStore, owner: Owner) -> None:
    store.write(owner, [batch()])

    again = store.write(owner, [batch(), batch("clean-0-102"), batch("clean-0-102")])

    assert again == [Reason.ALREADY_KNOWN, None, Reason.ALREADY_KNOWN]
    assert len(store.page(limit=100).items) == 4
    assert sum(count.records for count in store.counts(NOON)) == 4


def test_stages_may_name_their_batches_alike(store: FateStore, owner: Owner) -> None:
    assert store.write(owner, [batch("1"), batch("1", stage="revise")]) == [None, None]


def test_a_zombie_writes_no_fate(store: FateStore, owner: Owner) -> None:
    store.claim("fates", "fates", 0)

    with pytest.raises(StaleOwnerError):
        store.write(owner, [batch()])

    assert store.page(limit=1).items == ()


def test_a_url_is_traced_through_its_stages_in_order_of_time(store: FateStore, owner: Owner) -> None:
    revised = batch("r", passed("a"), stage="revise", at=later(seconds=2))
    fetched = batch("f", passed("a"), passed("b"), stage="fetch", at=later(seconds=-2))
    store.write(owner, [revised, batch("c", passed("a")), fetched])

    assert [row.stage for row in store.trace("a")] == ["fetch", "clean", "revise"]
    assert store.trace("unknown") == []


def test_counts_add_up_records_and_time_by_stage_outcome_and_reason(store: FateStore, owner: Owner) -> None:
    store.write(owner, [batch("1", passed("a"), passed("b", ms=3.0), dropped("c")), batch("2", passed("d"))])
    store.write(owner, [batch("3", dropped("e", Reason.TOO_SHORT), at=later(minutes=5))])

    assert store.counts(NOON) == [
        FateCount("clean", "dropped", "off_watch", 1, 1.0),
        FateCount("clean", "dropped", "too_short", 1, 1.0),
        FateCount("clean", "passed", "", 3, 7.0),
    ]
    assert store.counts(later(minutes=1)) == [FateCount("clean", "dropped", "too_short", 1, 1.0)]
    assert store.counts(later(minutes=6)) == []


@pytest.mark.parametrize(
    ("stage", "outcome", "reason", "subject", "found"),
    [
        pytest.param("clean", None, None, None, ["c", "b", "a"], id="stage"),
        pytest.param(None, Outcome.DROPPED, None, None, ["c", "b"], id="outcome"),
        pytest.param(None, None, Reason.TOO_SHORT, None, ["c"], id="reason"),
        pytest.param(None, None, None, "a", ["a", "a"], id="subject"),
        pytest.param("fetch", Outcome.DROPPED, None, None, [], id="nothing has both"),
    ],
)
def test_fates_are_filtered(
    store: FateStore,
    owner: Owner,
    stage: str | None,
    outcome: Outcome | None,
    reason: Reason | None,
    subject: str | None,
    found: list[str],
) -> None:
    clean = batch("1", passed("a"), dropped("b"), dropped("c", Reason.TOO_SHORT))
    store.write(owner, [clean, batch("1", passed("a"), stage="fetch")])

    page = store.page(limit=10, stage=stage, outcome=outcome, reason=reason, subject=subject)

    assert [row.subject for row in page.items] == found


def test_paging_reaches_every_fate_once_while_more_arrive(store: FateStore, owner: Owner) -> None:
    store.write(owner, [batch(str(n), passed(str(n))) for n in range(7)])
    seen: list[str] = []
    after: Cursor | None = None
    for turn in range(3):
        page = store.page(limit=3, after=after)
        seen += [row.subject for row in page.items]
        after = page.after
        store.write(owner, [batch(f"new-{turn}")])

    assert after is None
    assert seen == ["6", "5", "4", "3", "2", "1", "0"]


def test_a_strange_cursor_is_refused(store: FateStore) -> None:
    with pytest.raises(BadCursorError):
        store.page(limit=3, after=("a",))


def test_purging_takes_whole_minutes_and_their_counts(store: FateStore, owner: Owner) -> None:
    store.write(owner, [batch("old", at=later(minutes=-1)), batch("new", at=later(seconds=10))])

    assert store.retain(later(seconds=30) + KEEP) == 2

    assert {row.at for row in store.page(limit=10).items} == {later(seconds=10)}
    assert sum(count.records for count in store.counts(later(days=-1))) == 2


def test_a_subject_of_any_length_can_be_traced(store: FateStore, owner: Owner) -> None:
    subject = "".join(str(n) for n in range(2000))
    store.write(owner, [batch("long", passed(subject))])

    assert len(store.trace(subject)) == 1
    assert len(store.page(limit=5, subject=subject).items) == 1


def test_a_nul_in_what_was_said_stops_nothing(store: FateStore, owner: Owner) -> None:
    told = dropped("a").model_copy(update={"detail": "rusak\x00"})

    assert store.write(owner, [batch("nul", told)]) == [None]
    assert store.trace("a")[0].detail == "rusak\ufffd"
