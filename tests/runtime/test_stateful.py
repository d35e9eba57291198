"""Stateful stages: state by key, recorded outputs on replay, fencing by epoch."""

from collections.abc import Sequence

import pytest

from broker.port import BrokerError, Position
from runtime.declare import Limits
from runtime.state import Made, Owner
from schemas.memory import Memory
from schemas.outcomes import Drop, Reason, Reject
from schemas.record import Lane, Record
from tests.runtime.conftest import Make
from tests.runtime.notes import Count, Echo, Note, count, counting, failing, remembering
from tests.runtime.toy import Toy


def recorded(toy: Toy, offset: int, text: str) -> Made | None:
    """What the store keeps of an input; claims the partition, as another worker would."""
    with toy.state.transaction(toy.state.claim("echo", "notes", 0)) as state:
        return state.recorded(Position("notes", 0, offset), text)


def crash_before_settling(toy: Toy) -> None:
    """The state is committed, and the process ends before it settles."""
    toy.tap.trouble = [BrokerError("it dies here")]
    with pytest.raises(BrokerError, match="it dies here"):
        toy.round()


def test_state_is_kept_by_key_and_over_restarts(make: Make) -> None:
    toy = make(counting())
    toy.send("a-1", "b-1", "a-2")
    toy.step()
    toy.restart()
    toy.send("a-3")
    toy.step()

    assert toy.texts() == ["a-1:1", "b-1:1", "a-2:2", "a-3:3"]


def test_what_a_refused_record_changed_is_forgotten_before_the_next(make: Make) -> None:
    def process(note: Note, memory: Memory[Count]) -> Sequence[Record]:
        known = memory.get("shared")
        memory.put("shared", Count(len(note.text)))
        if note.text == "refused":
            raise Reject(Reason.UNPARSABLE_HTML)
        return [Echo(text=f"{note.text}:{known.number if known else 'nothing'}")]

    toy = make(remembering(process))
    toy.send("refused", "a", "bb")
    toy.step()

    assert toy.texts() == ["a:nothing", "bb:1"]


def test_a_replayed_input_returns_what_it_produced_and_does_not_meet_itself(make: Make) -> None:
    toy = make(counting())
    toy.send("a-1", "a-drop", "a-2", lane=Lane.REPLAY)
    crash_before_settling(toy)
    assert toy.texts() == []

    toy.restart(counting(lambda note, seen: (99, [Echo(text="processed again")])))
    toy.step()

    assert toy.texts() == ["a-1:1", "a-2:2"]
    assert toy.outcomes() == [
        ("a-1", "passed", ""),
        ("a-drop", "dropped", "duplicate_version"),
        ("a-2", "passed", ""),
    ]
    assert [fate.subject for fate in toy.fates()] == ["a-1", "a-drop", "a-2"]
    assert {fate.lane for fate in toy.fates()} == {Lane.REPLAY}
    headers = dict(toy.topic("echoes")[0].message.headers)
    assert (headers["ce_id"], headers["warta_origin"]) == (b"a-1:1", b"1.000")


def test_a_replayed_rejection_is_dead_lettered_once_with_its_detail(make: Make) -> None:
    toy = make(counting(failing({"a-1": [Reject(Reason.UNPARSABLE_HTML, "no tree")]})))
    toy.send("a-1")
    crash_before_settling(toy)
    toy.restart()
    toy.step()

    assert [(letter.reason, letter.detail) for letter in toy.letters()] == [("unparsable_html", "no tree")]
    assert toy.texts() == []


def test_what_was_recorded_for_settled_inputs_is_forgotten_with_the_next_batch(make: Make) -> None:
    toy = make(counting())
    toy.send("a-1", "a-2")
    toy.step()
    assert recorded(toy, 0, "a-1") is not None
    toy.restart()
    toy.send("a-3")
    toy.step()

    assert recorded(toy, 0, "a-1") is None
    assert recorded(toy, 1, "a-2") is None
    assert recorded(toy, 2, "a-3") is not None


def test_a_record_may_be_dropped_and_remembered_all_the_same(make: Make) -> None:
    def process(note: Note, memory: Memory[Count]) -> Sequence[Record]:
        if note.text.endswith("drop"):
            memory.put("a", Count(40))
            raise Drop(Reason.DUPLICATE_VERSION)
        seen = memory.get("a")
        number, outputs = count(note, seen.number if seen else None)
        memory.put("a", Count(number))
        return outputs

    toy = make(remembering(process))
    toy.send("a-1", "a-drop", "a-2")
    toy.step()

    assert toy.texts() == ["a-1:1", "a-2:41"]
    assert toy.outcomes()[1][1:] == ("dropped", "duplicate_version")


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(Drop(Reason.DUPLICATE_VERSION), id="dropped"),
        pytest.param(Reject(Reason.UNPARSABLE_HTML), id="rejected"),
    ],
)
def test_a_record_that_did_not_pass_changes_no_state(make: Make, error: Exception) -> None:
    toy = make(counting(failing({"a-2": [error]})))
    toy.send("a-1", "a-2", "a-3")
    toy.step()

    assert toy.texts() == ["a-1:1", "a-3:2"]


def test_a_late_owner_cannot_write_state_and_its_work_is_done_again(make: Make) -> None:
    claimed: list[Owner] = []

    def another_claims_once() -> None:
        if not claimed:
            claimed.append(store.claim("echo", "notes", 0))

    def process(note: Note, seen: int | None) -> tuple[int, Sequence[Record]]:
        if note.text == "a-3":
            toy.stop.set()
        return count(note, seen)

    toy = make(counting(process, Limits(batch_records=1, gather_s=0.0)))
    store = toy.state
    toy.tap.at_settle = another_claims_once
    toy.send("a-1", "a-2", "a-3")
    toy.run()

    assert toy.texts() == ["a-1:1", "a-2:2", "a-3:3"]
    assert toy.metric("warta_rebuilds_total", cause="StaleOwnerError") == 1


def test_epochs_are_claimed_once_for_a_membership_and_anew_for_the_next(make: Make) -> None:
    toy = make(counting())
    store = toy.state
    for text in ("a-1", "a-2"):
        toy.send(text)
        toy.step()
    assert store.claim("echo", "notes", 0).epoch == 2

    toy.changes_hands()
    toy.send("a-3")
    toy.step()

    assert toy.texts() == ["a-1:1", "a-2:2", "a-3:3"]
    assert store.claim("echo", "notes", 0).epoch == 4


def test_records_that_cannot_be_read_hold_no_state_back(make: Make) -> None:
    toy = make(counting())
    toy.send("a-1")
    toy.send_of_major_two("future")
    toy.send("a-2")
    assert toy.step() == 1
    assert toy.reasons() == {"notes/0": "unknown_major"}

    toy.run_dir.quarantine("echo", Position("notes", 0, 1))
    toy.later(10)

    assert toy.texts() == ["a-1:1", "a-2:2"]
    assert toy.outcomes()[1] == ("future", "rejected", "quarantined")
