"""Records that workers died of: told from what the dead left, taken alone, dead-lettered after two deaths."""

from collections.abc import Sequence

import pytest

from broker.port import BrokerError, LogFullError, Position
from runtime.declare import Limits
from runtime.run_dir import Activity
from runtime.state import StaleOwnerError, StoreUnavailableError
from schemas.outcomes import Reason, Reject, Tier, TryLater
from schemas.record import Lane, Record
from tests.runtime.conftest import Make
from tests.runtime.notes import Note, Shelf, Wired, count, counting, echo, echo_stage, shelving

BATCHES_OF_THREE = Limits(batch_records=3, gather_s=0.0)


def test_a_record_that_killed_its_worker_twice_is_dead_lettered_unprocessed(make: Make) -> None:
    processed: list[str] = []

    def process(note: Note) -> Sequence[Record]:
        processed.append(note.text)
        return echo(note)

    toy = make(echo_stage(process))
    toy.send("a", "killer", "c", lane=Lane.BACKFILL)
    toy.died_at(1, lives=2)
    toy.restart()
    toy.step()

    assert processed == toy.texts() == ["a", "c"]
    assert toy.outcomes()[1] == ("killer", "rejected", "killed_worker")
    assert toy.fates()[1].detail == "2 workers died while they processed it"
    assert toy.fates()[1].ms == 0.0
    assert {fate.lane for fate in toy.fates()} == {Lane.BACKFILL}
    assert [letter.attempts for letter in toy.letters()] == [1]
    assert toy.run_dir.deaths("echo") == {}


def test_a_suspect_of_one_death_is_taken_alone_passes_and_is_absolved(make: Make) -> None:
    toy = make(echo_stage())
    toy.send("a", "b", "c")
    toy.died_at(1)
    toy.restart()
    toy.step()

    assert toy.texts() == ["a", "b", "c"]
    assert toy.tap.settles == [[0], [1], [2]]
    assert toy.run_dir.deaths("echo") == {}


def test_after_a_death_as_many_records_go_alone_as_a_batch_holds_and_the_suspect_whenever_it_comes(make: Make) -> None:
    toy = make(echo_stage(limits=BATCHES_OF_THREE))
    toy.send(*"abcdefghijkl")
    toy.died_at(7)
    toy.restart()
    toy.step()

    assert toy.tap.settles == [[0], [1], [2], [3, 4, 5], [6], [7], [8], [9, 10, 11]]
    assert toy.run_dir.deaths("echo") == {}


def test_a_worker_that_is_careful_asks_for_one_record_at_a_time(make: Make) -> None:
    toy = make(echo_stage(limits=BATCHES_OF_THREE))
    toy.send("a")
    toy.died_at(7)
    toy.restart()
    toy.round()
    toy.send("b", "c", "d", "e")
    toy.step()

    assert toy.tap.settles == [[0], [1], [2], [3, 4]]
    assert toy.tap.sizes[:4] == [3, 1, 1, 3]


def test_nobody_is_careful_any_more_when_another_has_handled_what_was_suspected(make: Make) -> None:
    toy = make(echo_stage(limits=BATCHES_OF_THREE))
    toy.died_at(9)
    toy.restart()
    toy.send("a", "b", "c")
    toy.step()
    toy.run_dir.absolve("echo", Position("notes", 0, 9))
    toy.changes_hands()
    toy.send("d", "e", "f")
    toy.step()

    assert toy.tap.settles == [[0], [1], [2], [3, 4, 5]]


def test_nobody_is_careful_where_nobody_died(make: Make) -> None:
    toy = make(echo_stage(limits=BATCHES_OF_THREE))
    toy.send("a", "b", "c")
    toy.step()

    assert toy.tap.settles == [[0, 1, 2]]


def test_what_others_died_of_is_known_when_the_same_partitions_come_back(make: Make) -> None:
    toy = make(echo_stage())
    toy.send("a")
    toy.step()
    toy.changes_hands()
    toy.died_at(1, lives=2)
    toy.send("killer")
    toy.step()

    assert toy.texts() == ["a"]
    assert ("killer", "rejected", "killed_worker") in toy.outcomes()


def test_a_suspect_that_another_has_died_of_since_is_not_processed(make: Make) -> None:
    def process(note: Note) -> Sequence[Record]:
        # While this worker is busy, its suspect kills another.
        toy.died_at(1, lives=2)
        return echo(note)

    toy = make(echo_stage(process))
    toy.send("a", "killer")
    toy.died_at(1)
    toy.restart()
    toy.step()

    assert toy.texts() == ["a"]
    assert ("killer", "rejected", "killed_worker") in toy.outcomes()


@pytest.mark.parametrize("kind", ["pure", "keyed", "sink"])
def test_the_record_in_hand_and_its_time_limit_stand_in_the_activity_file(make: Make, kind: str) -> None:
    seen: list[Activity] = []
    limits = Limits(gather_s=0.0, record_s=77.0)

    def look() -> None:
        seen.append(toy.seen())
        toy.hands.at += 0.01

    def pure(note: Note) -> Sequence[Record]:
        look()
        return echo(note)

    def keyed(note: Note, known: int | None) -> tuple[int, Sequence[Record]]:
        look()
        return count(note, known)

    stages: dict[str, Wired] = {
        "pure": echo_stage(pure, limits),
        "keyed": counting(keyed, limits),
        "sink": shelving(Shelf(at_write=look), limits),
    }
    toy = make(stages[kind])
    toy.send("a", "b")
    begun = toy.hands.at
    toy.step()

    told = [(each.phase, each.since, each.limit_s, each.position and each.position.offset) for each in seen]
    first, second = ("processing", begun, 77.0, 0), ("processing", begun + 0.01, 77.0, 1)
    assert told == ([first] if kind == "sink" else [first, second])


def test_a_sink_that_takes_records_alone_holds_one_after_the_other(make: Make) -> None:
    seen: list[Position | None] = []
    shelf = Shelf(poison=Reject(Reason.UNPARSABLE_HTML), at_write=lambda: seen.append(toy.seen().position))
    toy = make(shelving(shelf))
    toy.send("a", "bad", "c")
    toy.step()

    # All at once first, under the name of the first.
    assert [position and position.offset for position in seen] == [0, 0, 1, 2]


def test_a_worker_that_settles_says_so_and_is_idle_afterwards(make: Make) -> None:
    seen: list[Activity] = []
    toy = make(echo_stage(limits=Limits(gather_s=0.0, record_s=77.0)))
    toy.tap.at_settle = lambda: seen.append(toy.seen())
    toy.send("a", "b")
    toy.step()

    (settling,) = seen
    assert (settling.phase, settling.since, settling.limit_s) == ("settling", toy.hands.at, 77.0)
    assert settling.suspect is None
    assert (toy.seen().phase, toy.seen().position) == ("idle", None)


def later(note: Note, seen: int | None) -> tuple[int, Sequence[Record]]:
    raise TryLater(Tier.MUCH_LATER, Reason.STORE_UNAVAILABLE)


@pytest.mark.parametrize(
    "stage",
    [
        pytest.param(shelving(Shelf(trouble=[StoreUnavailableError("down")])), id="for its store"),
        pytest.param(counting(later), id="for a record in its place"),
    ],
)
def test_a_worker_that_waits_is_not_taken_for_one_that_hangs_on_a_record(make: Make, stage: Wired) -> None:
    toy = make(stage)
    toy.send("a")
    toy.step()

    assert (toy.seen().phase, toy.seen().position) == ("idle", None)


def test_a_worker_that_waits_for_room_in_the_log_is_idle(make: Make) -> None:
    seen: list[Activity] = []
    toy = make(echo_stage())
    toy.tap.trouble = [LogFullError("no room")]
    toy.stop.at_wait = lambda: seen.append(toy.seen())
    toy.send("a")
    toy.step()

    assert [(each.phase, each.position) for each in seen] == [("idle", None)]


@pytest.mark.parametrize("fails", ["store", "log"])
def test_a_worker_whose_consumer_was_discarded_holds_no_record_any_more(make: Make, fails: str) -> None:
    seen: list[Activity] = []

    def look() -> None:
        seen.append(toy.seen())
        toy.stop.set()

    toy = make(shelving(Shelf(trouble=[StaleOwnerError("epoch 1, now 2")] if fails == "store" else [])))
    toy.tap.trouble = [BrokerError("away")] if fails == "log" else []
    toy.stop.at_wait = look
    toy.send("a")
    toy.run()

    assert [(each.phase, each.position) for each in seen] == [("idle", None)]
