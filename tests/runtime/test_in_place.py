"""Keyed stages wait in place: order is kept in the partition of a record that waits, and the others go on."""

from collections.abc import Sequence

import pytest

from broker.port import BrokerError
from runtime.declare import Limits, Stateful
from schemas.outcomes import Reason, Tier, TryLater
from schemas.record import Record
from tests.runtime.conftest import Make
from tests.runtime.notes import PARTED, Note, count, counting, failing


def test_a_stateful_stage_waits_in_place_and_keeps_the_order(make: Make) -> None:
    toy = make(counting(failing({"a-2": [TryLater(Tier.SOON, Reason.STORE_UNAVAILABLE, "locked")]})))
    toy.send("a-1", "a-2", "a-3")

    assert toy.step() == 1
    (wait,) = toy.waits.current().values()
    assert (wait.reason, wait.detail) == ("store_unavailable", "locked")
    assert toy.later(9.5) == 0
    assert toy.later(0.5) == 2
    assert toy.texts() == ["a-1:1", "a-2:2", "a-3:3"]
    assert toy.waits.current() == {}
    assert len(toy.tap.rewound) == 1


def test_a_record_that_waits_holds_back_its_own_partition_only(make: Make) -> None:
    toy = make(counting(failing({"d-1": [TryLater(Tier.SOON, Reason.STORE_UNAVAILABLE)]}), reads=PARTED))
    toy.send("d-1", "d-2", "a-1", "a-2")

    assert toy.round() == 2
    assert toy.texts() == ["a-1:1", "a-2:2"]
    assert toy.reasons() == {"notes/0": "store_unavailable"}
    toy.send("a-3")
    assert toy.step() == 1
    assert toy.later(10) == 2
    assert toy.texts()[3:] == ["d-1:1", "d-2:2"]


def test_a_record_that_never_passes_is_dead_lettered_after_its_tries_in_place(make: Make) -> None:
    tries: list[float] = []

    def process(note: Note, seen: int | None) -> tuple[int, Sequence[Record]]:
        if note.text == "a-2":
            tries.append(toy.hands.at - begun)
            raise RuntimeError("poison")
        return count(note, seen)

    toy = make(counting(process))
    begun = toy.hands.at
    toy.send("a-1", "a-2", "a-3")
    toy.step()
    for delay_s in (10, 60, 600):
        toy.later(delay_s)

    assert tries == [0, 10, 70, 670]
    assert toy.texts() == ["a-1:1", "a-3:2"]
    assert [letter.detail for letter in toy.letters()] == ["RuntimeError: poison"]


def test_a_record_that_passes_at_its_last_try_is_no_dead_letter(make: Make) -> None:
    toy = make(counting(failing({"a-1": [RuntimeError("boom")] * 3})))
    toy.send("a-1")
    for delay_s in (0, 10, 60, 600):
        toy.later(delay_s)

    assert toy.texts() == ["a-1:1"]
    assert toy.letters() == []


def test_the_tries_in_place_are_counted_anew_after_a_consumer_was_discarded(make: Make) -> None:
    tries: list[str] = []

    def process(note: Note, seen: int | None) -> tuple[int, Sequence[Record]]:
        if note.text == "a-1":
            return count(note, seen)
        tries.append(note.text)
        if len(tries) == 2:
            toy.stop.set()
        raise RuntimeError("poison")

    toy = make(counting(process, Limits(gather_s=0.0, attempts=2), reads=PARTED))
    toy.send("d-1", "a-1")
    toy.tap.trouble = [BrokerError("away")]
    toy.run()

    assert tries == ["d-1", "d-1"]
    assert toy.letters() == []


def test_a_stateful_stage_cannot_be_declared_with_retries() -> None:
    with pytest.raises(ValueError, match="step echo keeps the order of its records"):
        Stateful(name="echo", reads=PARTED, retries=(Tier.SOON,))
