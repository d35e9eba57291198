"""Stateful stages and sinks: recorded outputs on replay, fencing by epoch, order kept while waiting."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import pytest

from runtime.declare import Stateful
from runtime.memory import Remembering
from runtime.run_dir import read_activity
from runtime.state import Owner, StaleOwnerError, StateStore, StoreUnavailableError
from schemas.memory import Memory
from schemas.outcomes import Drop, Reason, Tier, TryLater
from schemas.record import Record
from stores.database import open_engine
from stores.state import SqlStateStore
from tests.runtime.toy import ECHOES, NOTES, Echo, Note, Toy, Wired, echo_stage, sink_stage

Make = Callable[[Wired], Toy]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    made: list[Toy] = []

    def make(wired: Wired) -> Toy:
        made.append(Toy(tmp_path, wired))
        return made[-1]

    yield make
    for toy in made:
        toy.close()


@pytest.fixture
def state(tmp_path: Path) -> Iterator[StateStore]:
    engine = open_engine(f"sqlite:///{tmp_path / 'state.db'}")
    yield SqlStateStore(engine)
    engine.dispose()


@dataclass(frozen=True)
class Count:
    """A number that is remembered."""

    number: int

    def encode(self) -> bytes:
        return str(self.number).encode()

    @classmethod
    def decode(cls, data: bytes) -> Self:
        return cls(int(data))


Counting = Callable[[Note, Memory[Count]], Sequence[Record]]


def count(note: Note, memory: Memory[Count]) -> Sequence[Record]:
    """Numbers the notes of a key; `x-drop` is refused."""
    if note.text.endswith("drop"):
        raise Drop(Reason.DUPLICATE_VERSION)
    before = memory.get(note.key())
    number = 1 if before is None else before.number + 1
    memory.put(note.key(), Count(number))
    return [Echo(text=f"{note.text}:{number}")]


def counting(state: StateStore, process: Counting = count) -> Wired:
    step = Stateful(name="echo", reads=NOTES, writes=(ECHOES,))
    return Wired(step, Remembering(process, Count, state))


def test_state_is_kept_by_key_and_over_restarts(make: Make, state: StateStore) -> None:
    toy = make(counting(state))
    toy.send("a-1", "b-1", "a-2")
    toy.step()
    toy.restart()
    toy.send("a-3")
    toy.step()

    assert toy.texts() == ["a-1:1", "b-1:1", "a-2:2", "a-3:3"]


def test_a_replayed_input_returns_what_it_produced_and_does_not_meet_itself(make: Make, state: StateStore) -> None:
    toy = make(counting(state))
    toy.send("a-1", "a-drop", "a-2")
    # The state is committed and the process dies before it settles.
    polled = toy.consumer.poll(max_messages=10, timeout_s=1)
    toy.worker.batch.handle(polled)
    assert toy.texts() == []

    toy.restart()
    toy.step()

    assert toy.texts() == ["a-1:1", "a-2:2"]
    assert [row[1:] for row in toy.outcomes()] == [("passed", ""), ("dropped", "duplicate_version"), ("passed", "")]


def test_a_record_may_be_dropped_and_remembered_all_the_same(make: Make, state: StateStore) -> None:
    def process(note: Note, memory: Memory[Count]) -> Sequence[Record]:
        if note.text.endswith("drop"):
            memory.put(note.key(), Count(40))
            raise Drop(Reason.DUPLICATE_VERSION)
        return count(note, memory)

    toy = make(counting(state, process))
    toy.send("a-1", "a-drop", "a-2")
    toy.step()

    assert toy.texts() == ["a-1:1", "a-2:41"]
    assert toy.outcomes()[1][1:] == ("dropped", "duplicate_version")


def test_a_record_that_passed_may_be_counted_by_what_was_made_of_it(make: Make, state: StateStore) -> None:
    toy = make(counting(state, lambda note, memory: [Echo(text=note.text)]))
    toy.send("a", "doubtful")
    toy.step()

    assert toy.outcomes() == [("a", "passed", ""), ("doubtful", "passed", "doubtful")]


def test_a_late_owner_cannot_write_state(make: Make, state: StateStore) -> None:
    toy = make(counting(state))
    toy.send("a-1", "a-2")
    polled = toy.consumer.poll(max_messages=10, timeout_s=1)
    late = toy.worker.batch
    late.handle(polled[:1])
    state.claim("echo", "notes", 0)

    with pytest.raises(StaleOwnerError):
        late.handle(polled[1:])

    toy.restart()
    toy.step()
    assert toy.texts() == ["a-1:1", "a-2:2"]


def test_a_stateful_stage_waits_in_place_and_keeps_the_order(make: Make, state: StateStore) -> None:
    unready = [TryLater(Tier.SOON, Reason.STORE_UNAVAILABLE)]

    def process(note: Note, memory: Memory[Count]) -> Sequence[Record]:
        if note.text == "a-2" and unready:
            raise unready.pop()
        return count(note, memory)

    toy = make(counting(state, process))
    toy.send("a-1", "a-2", "a-3")

    assert toy.step() == 1
    toy.hands.at += 11
    assert toy.step() == 2
    assert toy.texts() == ["a-1:1", "a-2:2", "a-3:3"]


def test_a_record_that_never_passes_is_dead_lettered_after_its_tries_in_place(make: Make, state: StateStore) -> None:
    def process(note: Note, memory: Memory[Count]) -> Sequence[Record]:
        if note.text == "a-2":
            raise RuntimeError("poison")
        return count(note, memory)

    toy = make(counting(state, process))
    toy.send("a-1", "a-2", "a-3")
    for _ in range(5):
        toy.step()
        toy.hands.at += 601

    assert toy.texts() == ["a-1:1", "a-3:2"]
    assert len(toy.topic("dead.echo")) == 1


@dataclass
class Shelf:
    """A store of ten lines: keeps what it was given, refuses what it is told to."""

    kept: list[str] = field(default_factory=list)
    trouble: list[Exception] = field(default_factory=list)
    poison: str = ""
    written: Callable[[], None] = lambda: None

    def claim(self, stage: str, topic: str, partition: int) -> Owner:
        return Owner(stage, topic, partition, 1)

    def write(self, owner: Owner, records: Sequence[Note]) -> Sequence[Reason | None]:
        self.written()
        if self.trouble:
            raise self.trouble.pop(0)
        if any(note.text == self.poison for note in records):
            raise ValueError("poison")
        reasons = [Reason.ALREADY_KNOWN if note.text in self.kept else None for note in records]
        self.kept += [note.text for note in records if note.text not in self.kept]
        return reasons


def test_a_sink_takes_a_batch_and_says_what_it_knew_already(make: Make) -> None:
    shelf = Shelf(kept=["b"])
    toy = make(sink_stage(shelf))
    toy.send("a", "b")
    toy.step()

    assert shelf.kept == ["b", "a"]
    assert toy.outcomes() == [("a", "passed", ""), ("b", "dropped", "already_known")]


def test_a_store_that_is_down_is_waited_for_and_nothing_is_lost(make: Make) -> None:
    shelf = Shelf(trouble=[StoreUnavailableError("disk is full")] * 2)
    toy = make(sink_stage(shelf))
    toy.send("a", "b")

    assert toy.step() == 0
    (wait,) = toy.waits.current().values()
    assert (wait.reason, wait.detail) == ("store_unavailable", "disk is full")

    for _ in range(2):
        toy.hands.at += 5
        toy.step()
    assert shelf.kept == ["a", "b"]
    assert toy.topic("dead.echo") == []


def later(note: Note) -> Sequence[Record]:
    raise TryLater(Tier.MUCH_LATER, Reason.STORE_UNAVAILABLE)


@pytest.mark.parametrize(
    "stage",
    [
        pytest.param(sink_stage(Shelf(trouble=[StoreUnavailableError("down")])), id="for its store"),
        pytest.param(echo_stage(later, retries=()), id="for a record in its place"),
    ],
)
def test_a_worker_that_waits_is_not_taken_for_one_that_hangs_on_a_record(make: Make, stage: Wired) -> None:
    toy = make(stage)
    toy.send("a")
    toy.step()

    activity = read_activity(toy.run_dir.activity(toy.name))
    assert activity is not None
    assert (activity.phase, activity.position) == ("idle", None)


def test_a_worker_that_was_fenced_by_its_store_holds_no_record_any_more(make: Make) -> None:
    shelf = Shelf(trouble=[StaleOwnerError("epoch 1, now 2")])
    toy = make(sink_stage(shelf))
    shelf.written = toy.stop.set
    toy.send("a")
    toy.consumer.close()
    toy.worker.run(toy.open)
    toy.consumer = toy.open()

    activity = read_activity(toy.run_dir.activity(toy.name))
    assert activity is not None
    assert (activity.phase, activity.position) == ("idle", None)


def test_one_bad_record_does_not_keep_a_batch_out_of_its_store(make: Make) -> None:
    shelf = Shelf(poison="bad")
    toy = make(sink_stage(shelf))
    toy.send("a", "bad", "c")
    for _ in range(5):
        toy.step()
        toy.hands.at += 601

    assert shelf.kept == ["a", "c"]
    assert [row for row in toy.outcomes() if row[0] == "bad"] == [("bad", "rejected", "unexpected_error")]
