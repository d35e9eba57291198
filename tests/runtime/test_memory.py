"""A stateful step's memory over one batch: what a record changes counts once the record has a fate."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.memory import BatchMemory
from runtime.state import Owner, StateStore
from stores.database import open_engine
from stores.state import SqlStateStore
from tests.runtime.notes import Count


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StateStore]:
    engine = open_engine(f"sqlite:///{tmp_path / 'state.db'}")
    yield SqlStateStore(engine)
    engine.dispose()


@pytest.fixture
def owner(store: StateStore) -> Owner:
    """Of a step that remembers 1 under `a/1`, 2 under `a/2`, 9 under `b/9`."""
    owner = store.claim("count", "notes", 0)
    with store.transaction(owner) as state:
        memory = BatchMemory("count", Count, state)
        for key in ("a/1", "a/2", "b/9"):
            memory.put(key, Count(int(key[-1])))
        memory.keep()
        memory.flush()
    return owner


def kept(store: StateStore, owner: Owner) -> dict[str, int]:
    with store.transaction(owner) as state:
        return {key: value.number for key, value in BatchMemory("count", Count, state).scan("")}


def test_a_scan_sees_what_is_stored_what_the_batch_kept_and_what_the_record_changed(
    store: StateStore, owner: Owner
) -> None:
    with store.transaction(owner) as state:
        memory = BatchMemory("count", Count, state)
        memory.put("a/3", Count(3))
        memory.keep()
        memory.put("a/0", Count(0))
        memory.delete("a/1")
        memory.put("a/2", Count(22))

        assert [(key, value.number) for key, value in memory.scan("a/")] == [("a/0", 0), ("a/2", 22), ("a/3", 3)]


def test_what_is_undone_leaves_no_trace(store: StateStore, owner: Owner) -> None:
    with store.transaction(owner) as state:
        memory = BatchMemory("count", Count, state)
        memory.put("a/1", Count(11))
        memory.delete("b/9")
        memory.undo()
        memory.keep()
        memory.flush()

        assert memory.get("a/1") == Count(1)
    assert kept(store, owner) == {"a/1": 1, "a/2": 2, "b/9": 9}


def test_what_is_kept_is_written_once_a_key_and_a_deleted_key_is_gone(store: StateStore, owner: Owner) -> None:
    written: list[str] = []
    with store.transaction(owner) as state:
        put = state.put

        def noted(key: str, value: bytes | None) -> None:
            written.append(key)
            put(key, value)

        state.put = noted  # type: ignore[method-assign]
        memory = BatchMemory("count", Count, state)
        for number in (5, 6, 7):
            memory.put("a/1", Count(number))
            memory.keep()
        memory.delete("b/9")
        memory.keep()
        memory.flush()

    assert written == ["count/a/1", "count/b/9"]
    assert kept(store, owner) == {"a/1": 7, "a/2": 2}


def test_a_value_is_decoded_once_a_batch(store: StateStore, owner: Owner) -> None:
    with store.transaction(owner) as state:
        memory = BatchMemory("count", Count, state)
        first = memory.get("a/1")

        assert memory.get("a/1") is first
        assert dict(memory.scan("a/"))["a/1"] is first
