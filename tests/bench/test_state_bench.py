"""The measurement of a stateful step's memory: every record passes through the real batch, each way at its cost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import state
from bench.state_window import GETS, PUTS, STEP, VALUES, Asking, Blob, key_of, relate, value_of, window
from pipeline.settings import Settings
from pipeline.wiring.stores import own_schema

RECORDS = 30


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    url = None if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    with own_schema(Settings(data_dir=tmp_path, database_url=url)) as own:
        yield own


def test_every_way_is_measured_and_the_blob_writes_the_whole_window(settings: Settings) -> None:
    result = state.measure(settings, records=RECORDS, blobs=2)

    assert [cost.records for cost in result.ways.values()] == [RECORDS, RECORDS, RECORDS, 2]
    assert all(cost.wall_ms > 0 and cost.cpu_ms > 0 for cost in result.ways.values())
    assert 0 < result.by_key.written_bytes < result.blob.written_bytes


def test_the_window_slides_through_all_batches(settings: Settings) -> None:
    state.measure(settings, records=RECORDS, blobs=1)
    end = state.USUAL + 3 * RECORDS
    with state.opened(settings) as store, store.transaction(store.claim(STEP, "asking", 0)) as transaction:
        kept = [key for key, _ in transaction.scan(f"{STEP}/")]

    assert kept == [f"{STEP}/{key_of(number)}" for number in range(end, end + VALUES)]


def test_the_blob_does_the_same_work() -> None:
    before = Blob(window())
    after = Blob.decode(before.encode())
    (told,) = relate(Asking(number=0), after)
    changed = {key for key in after.values.keys() & before.values.keys() if after.values[key] != before.values[key]}

    assert len(before.values) == len(after.values) == VALUES
    assert len(changed) == PUTS - 1
    assert after.values.keys() - before.values.keys() == {key_of(VALUES)}
    assert told.text == value_of(VALUES).text


def test_a_window_that_lacks_values_is_an_error_and_no_figure() -> None:
    half = {key: kept for key, kept in window().items() if kept.number < VALUES / 2}

    with pytest.raises(LookupError, match=rf"\d of {GETS} values found"):
        relate(Asking(number=0), Blob(half))
