"""A stateful step's memory over one batch: what a record changes counts once the record has a fate."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from runtime.memory import BatchMemory
from runtime.state import Owner, StateStore, StateTransaction
from stores.database import open_engine
from stores.state import SqlStateStore
from tests.runtime.notes import Count


class Counted:
    """A transaction that notes what it is asked."""

    def __init__(self, state: StateTransaction) -> None:
        self._state = state
        self.asked: list[list[str]] = []
        self.scanned: list[str] = []
        self.written: list[Mapping[str, bytes | None]] = []
        self.recorded, self.record, self.forget_before = state.recorded, state.record, state.forget_before

    def get(self, keys: Collection[str]) -> Mapping[str, bytes]:
        self.asked.append(list(keys))
        return self._state.get(keys)

    def put(self, values: Mapping[str, bytes | None]) -> None:
        self.written.append(values)
        self._state.put(values)

    def scan(self, prefix: str) -> Iterable[tuple[str, bytes]]:
        self.scanned.append(prefix)
        return self._state.scan(prefix)


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
    with store.transaction(owner) as state:
        counted = Counted(state)
        memory = BatchMemory("count", Count, counted)
        for number in (5, 6, 7):
            memory.put("a/1", Count(number))
            memory.keep()
        memory.delete("b/9")
        memory.keep()
        memory.flush()

    assert counted.written == [{"count/a/1": b"7", "count/b/9": None}]
    assert kept(store, owner) == {"a/1": 7, "a/2": 2}


def test_many_keys_are_asked_of_the_store_at_once_and_only_those_that_are_not_known(
    store: StateStore, owner: Owner
) -> None:
    with store.transaction(owner) as state:
        counted = Counted(state)
        memory = BatchMemory("count", Count, counted)
        memory.get("a/1")
        memory.put("a/0", Count(0))
        memory.delete("b/9")
        found = memory.get_many(["a/2", "a/1", "a/0", "b/9", "c/3"])
        again = memory.get_many(["c/3", "a/2"])

    assert list(found.items()) == [("a/2", Count(2)), ("a/1", Count(1)), ("a/0", Count(0))]
    assert again == {"a/2": Count(2)}
    assert counted.asked == [["count/a/1"], ["count/a/2", "count/c/3"]]


def test_a_prefix_is_scanned_once_a_batch_and_still_tells_what_changed(store: StateStore, owner: Owner) -> None:
    with store.transaction(owner) as state:
        counted = Counted(state)
        memory = BatchMemory("count", Count, counted)
        before = [key for key, _ in memory.scan("a/")]
        memory.delete("a/1")
        memory.put("a/3", Count(3))
        memory.keep()
        memory.put("a/4", Count(4))
        changed = [key for key, _ in memory.scan("a/")]
        memory.undo()
        after = [key for key, _ in memory.scan("a/")]

    assert (before, changed, after) == (["a/1", "a/2"], ["a/2", "a/3", "a/4"], ["a/2", "a/3"])
    assert counted.scanned == ["count/a/"]


def test_a_scan_after_a_flush_finds_what_was_flushed(store: StateStore, owner: Owner) -> None:
    with store.transaction(owner) as state:
        memory = BatchMemory("count", Count, state)
        list(memory.scan("a/"))
        memory.put("a/3", Count(3))
        memory.keep()
        memory.flush()

        assert [key for key, _ in memory.scan("a/")] == ["a/1", "a/2", "a/3"]


def test_what_was_scanned_is_not_asked_for_again(store: StateStore, owner: Owner) -> None:
    with store.transaction(owner) as state:
        counted = Counted(state)
        memory = BatchMemory("count", Count, counted)
        scanned = dict(memory.scan("a/"))

        assert memory.get("a/2") is scanned["a/2"]
    assert counted.asked == []


def test_a_value_is_decoded_once_a_batch(store: StateStore, owner: Owner) -> None:
    with store.transaction(owner) as state:
        memory = BatchMemory("count", Count, state)
        first = memory.get("a/1")

        assert memory.get("a/1") is first
        assert dict(memory.scan("a/"))["a/1"] is first
