"""Sinks: a batch in one write, one bad record alone, and no record that passes one before it."""

import time
from collections.abc import Sequence

import pytest

from broker.port import Message, Position
from runtime.declare import Limits
from runtime.state import StaleOwnerError, StoreUnavailableError
from schemas.outcomes import Reason, Reject, Tier, TryLater
from schemas.record import Lane
from tests.runtime.conftest import Make
from tests.runtime.notes import PARTED, Note, Shelf, shelving


def test_a_sink_takes_a_batch_in_one_write_and_says_what_it_knew_already(make: Make) -> None:
    shelf = Shelf(kept=["b"])
    toy = make(shelving(shelf))
    toy.send("a", "b")
    toy.step()

    assert shelf.kept == ["b", "a"]
    assert len(shelf.owners) == 1
    assert toy.outcomes() == [("a", "passed", ""), ("b", "dropped", "already_known")]


def test_the_time_of_a_write_is_shared_among_its_records(make: Make) -> None:
    toy = make(shelving(Shelf()))
    toy.send(*(f"n{number}" for number in range(50)))
    began = time.perf_counter()
    toy.step()
    took_ms = 1000 * (time.perf_counter() - began)

    times_ms = [fate.ms for fate in toy.fates()]
    assert len(times_ms) == 50
    assert all(0 < each_ms <= took_ms / 50 for each_ms in times_ms)
    assert times_ms == [round(each_ms, 3) for each_ms in times_ms]


def test_how_old_a_record_is_when_it_ends_is_measured_where_it_was_taken(make: Make) -> None:
    toy = make(shelving(Shelf(kept=["b"])))
    toy.hands.at = 31.0
    toy.send("a", "b", lane=Lane.BACKFILL)
    toy.step()

    assert toy.metric("warta_end_to_end_seconds_count", lane="backfill") == 1
    assert toy.metric("warta_end_to_end_seconds_sum", lane="backfill") == 30.0


def test_a_record_whose_clock_was_ahead_or_that_tells_no_time_has_no_age(make: Make) -> None:
    toy = make(shelving(Shelf()))
    toy.hands.at = 0.5
    toy.send("a", "b")
    sent = [stored.message for stored in toy.topic("notes")]
    without = tuple((name, value) for name, value in sent[0].headers if name != "warta_origin")
    toy.send_messages([Message("notes", b"c", Note(text="c").encode(), without)])
    toy.step()

    assert toy.metric("warta_end_to_end_seconds_count", lane="live") == 3
    assert toy.metric("warta_end_to_end_seconds_sum", lane="live") == 0.0


def test_epochs_are_claimed_once_for_a_membership_and_anew_for_the_next(make: Make) -> None:
    shelf = Shelf()
    toy = make(shelving(shelf, reads=PARTED))
    for texts in (("a-1", "d-1"), ("a-2", "d-2")):
        toy.send(*texts)
        toy.step()
    assert shelf.claims == [0, 1]

    toy.changes_hands()
    toy.send("a-3")
    toy.step()

    assert shelf.claims == [0, 1, 1]
    assert [(owner.stage, owner.topic, owner.partition, owner.epoch) for owner in shelf.owners[-2:]] == [
        ("echo", "notes", 1, 2),
        ("echo", "notes", 1, 3),
    ]


def test_a_store_that_is_down_is_waited_for_and_nothing_is_lost(make: Make) -> None:
    shelf = Shelf(trouble=[StoreUnavailableError("disk is full")] * 2)
    toy = make(shelving(shelf))
    toy.send("a", "b")

    assert toy.step() == 0
    (wait,) = toy.waits.current().values()
    assert (wait.reason, wait.detail) == ("store_unavailable", "disk is full")
    assert toy.later(1.5) == 0
    assert len(shelf.owners) == 1

    assert toy.later(0.5) == 0
    assert toy.later(2) == 2
    assert shelf.kept == ["a", "b"]
    assert toy.letters() == []
    assert toy.waits.current() == {}


def test_a_store_that_is_down_holds_every_partition_of_the_batch(make: Make) -> None:
    shelf = Shelf(trouble=[StoreUnavailableError("down")])
    toy = make(shelving(shelf, reads=PARTED))
    toy.send("d-1", "a-1", "d-2", "a-2")

    assert toy.step() == 0
    assert toy.reasons() == {"notes/0": "store_unavailable", "notes/1": "store_unavailable"}
    assert toy.tap.rewound == [Position("notes", 0, 0), Position("notes", 1, 0)] or toy.tap.rewound == [
        Position("notes", 1, 0),
        Position("notes", 0, 0),
    ]
    assert toy.later(2) == 4
    assert sorted(shelf.kept) == ["a-1", "a-2", "d-1", "d-2"]


def test_one_bad_record_does_not_keep_a_batch_out_of_its_store(make: Make) -> None:
    shelf = Shelf(poison=ValueError("poison"))
    toy = make(shelving(shelf))
    toy.send("a", "bad", "c")

    assert toy.step() == 1
    assert shelf.kept == ["a"]
    for delay_s in (10, 60):
        assert toy.later(delay_s) == 0
    assert toy.reasons() == {"notes/0": "unexpected_error"}
    assert toy.later(600) == 2
    assert shelf.kept == ["a", "c"]
    assert [row for row in toy.outcomes() if row[0] == "bad"] == [("bad", "rejected", "unexpected_error")]
    assert [letter.detail for letter in toy.letters()] == ["ValueError: poison"]


def test_a_record_that_waits_in_its_place_is_passed_by_none(make: Make) -> None:
    shelf = Shelf(trouble=[TryLater(Tier.SOON, Reason.TIMEOUT, "busy")])
    toy = make(shelving(shelf))
    toy.send("a")
    toy.step()
    toy.send("b")

    assert toy.step() == 0
    assert shelf.kept == []
    assert toy.later(10) == 2
    assert shelf.kept == ["a", "b"]


def test_a_record_of_an_unknown_major_is_passed_by_none_of_its_partition(make: Make) -> None:
    shelf = Shelf()
    toy = make(shelving(shelf, reads=PARTED))
    toy.send("x-1")
    toy.send_of_major_two("x-2")
    toy.send("x-3", "d-1")

    assert toy.step() == 2
    assert sorted(shelf.kept) == ["d-1", "x-1"]
    assert toy.reasons() == {"notes/1": "unknown_major"}

    toy.run_dir.quarantine("echo", Position("notes", 1, 1))
    toy.later(10)
    assert shelf.kept[2:] == ["x-3"]
    assert toy.outcomes()[2:] == [("x-2", "rejected", "quarantined"), ("x-3", "passed", "")]


@pytest.mark.parametrize(
    ("rejects", "kept"),
    [
        pytest.param(Reject(Reason.UNPARSABLE_HTML, "no"), ["a", "c"], id="rejected at once"),
    ],
)
def test_a_record_that_the_store_rejects_is_dead_lettered_alone(
    make: Make, rejects: Exception, kept: Sequence[str]
) -> None:
    shelf = Shelf(poison=rejects)
    toy = make(shelving(shelf))
    toy.send("a", "bad", "c")

    assert toy.step() == 3
    assert shelf.kept == kept
    assert [letter.reason for letter in toy.letters()] == ["unparsable_html"]


def test_a_record_is_tried_in_its_place_exactly_as_often_as_its_stage_allows(make: Make) -> None:
    shelf = Shelf(poison=ValueError("poison"))
    toy = make(shelving(shelf, Limits(gather_s=0.0, attempts=2)))
    toy.send("bad")
    toy.step()
    assert toy.letters() == []
    toy.later(10)

    assert len(shelf.owners) == 2
    assert len(toy.letters()) == 1


def test_tries_are_counted_by_record(make: Make) -> None:
    shelf = Shelf(trouble=[ValueError("first"), ValueError("second")])
    toy = make(shelving(shelf, Limits(gather_s=0.0, attempts=2)))
    toy.send("a")
    toy.step()
    toy.hands.at += 10
    toy.send("b")
    toy.step()

    assert [letter.detail for letter in toy.letters()] == []
    assert shelf.kept == ["a", "b"]


def test_a_sink_that_was_fenced_writes_nothing_and_settles_nothing(make: Make) -> None:
    shelf = Shelf(trouble=[StaleOwnerError("epoch 1, now 2")])
    toy = make(shelving(shelf))
    toy.send("a")

    with pytest.raises(StaleOwnerError):
        toy.round()

    assert (shelf.kept, toy.tap.settles) == ([], [])
