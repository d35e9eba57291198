"""The dead-letter breaker, seen from outside: when it trips, what it keeps, and who closes it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from runtime.breaker import release
from runtime.declare import Limits
from runtime.run_dir import RunDir
from schemas.outcomes import Reason, Reject
from schemas.record import Record
from tests.runtime.conftest import Make
from tests.runtime.notes import Note, echo, echo_stage
from tests.runtime.toy import Toy

NEVER = 999


def limits(*, batch: int = 100, consecutive: int = NEVER, ratio: float = 1.0) -> Limits:
    return Limits(
        batch_records=batch,
        gather_s=0.0,
        settle_s=60.0,
        max_consecutive_dead=consecutive,
        max_dead_ratio=ratio,
        probe_s=30.0,
    )


def rejecting(broken: Sequence[str] | None = None) -> Callable[[Note], Sequence[Record]]:
    """Rejects the notes that begin with an x, while `broken` holds anything."""

    def process(note: Note) -> Sequence[Record]:
        if note.text.startswith("x") and (broken is None or broken):
            raise Reject(Reason.UNPARSABLE_HTML, note.text)
        return echo(note)

    return process


def sent(pattern: str) -> list[str]:
    """Notes for a pattern: `x` is rejected, `.` passes."""
    return [f"{letter if letter == 'x' else 'n'}{number}" for number, letter in enumerate(pattern)]


def is_open(toy: Toy) -> bool:
    return "breaker_open" in toy.reasons().values()


@pytest.mark.parametrize(
    ("batches", "dead"),
    [
        pytest.param(["xx"], 2, id="one under the limit"),
        pytest.param(["xxx"], 0, id="at the limit"),
        pytest.param(["xx.xx"], 4, id="one that passes between them begins anew"),
        pytest.param([".xxx."], 0, id="a run inside a batch"),
        pytest.param(["xx", "x"], 2, id="a run over two batches"),
        pytest.param(["xx", ".", "xx"], 4, id="one that passes in a batch between them begins anew"),
        pytest.param(["xx", ".x", "xx"], 3, id="a run that began in the batch before"),
    ],
)
def test_so_many_dead_letters_in_a_row_trip_it_before_the_last_is_written(
    make: Make, batches: Sequence[str], dead: int
) -> None:
    toy = make(echo_stage(rejecting(), limits(consecutive=3)))
    for batch in batches:
        toy.send(*sent(batch))
        toy.round()

    assert len(toy.letters()) == dead
    assert is_open(toy) == (dead < "".join(batches).count("x"))


@pytest.mark.parametrize(
    ("batches", "ratio", "trips"),
    [
        pytest.param([".x" * 9 + "x"], 0.5, False, id="19 are too few to tell, though over half are dead"),
        pytest.param([".x" * 10], 0.5, False, id="20 of which exactly half are dead"),
        pytest.param([".x" * 9 + "xx"], 0.5, True, id="20 of which over half are dead"),
        pytest.param(["." * 10, "x" * 11], 0.5, True, id="over two batches"),
        pytest.param(["." * 100, "x" * 50], 0.5, False, id="half of the last hundred"),
        pytest.param(["." * 100, "x" * 51], 0.505, True, id="51 of the last hundred, whatever was before"),
    ],
)
def test_too_large_a_share_of_dead_letters_trips_it(
    make: Make, batches: Sequence[str], ratio: float, trips: bool
) -> None:
    toy = make(echo_stage(rejecting(), limits(ratio=ratio)))
    for batch in batches:
        toy.send(*sent(batch))
        toy.round()

    assert is_open(toy) == trips
    assert len(toy.letters()) == sum(batch.count("x") for batch in (batches[:-1] if trips else batches))


def test_a_batch_that_is_held_back_says_why_and_writes_nothing(make: Make) -> None:
    toy = make(echo_stage(rejecting(), limits(consecutive=3)))
    toy.send(*sent("xxx.."))

    assert toy.step() == 0
    assert toy.topic("dead.echo") == toy.topic("echoes") == toy.topic("fates") == []
    (wait,) = toy.waits.current().values()
    assert (wait.reason, wait.detail) == ("breaker_open", "unparsable_html: x0")
    assert toy.metric("warta_breaker_open") == 1


def test_an_open_breaker_lets_one_record_through_at_each_probe_and_stays_open_over_a_restart(make: Make) -> None:
    toy = make(echo_stage(rejecting(), limits(consecutive=3)))
    toy.send(*sent("xxx.."))
    toy.step()
    toy.restart()
    toy.tap.sizes.clear()

    assert toy.step() == 0
    assert toy.tap.sizes[0] == 1
    toy.tap.sizes.clear()
    assert toy.later(29.5) == 0
    assert toy.tap.rewound[-1].offset == 0
    rewound = len(toy.tap.rewound)
    assert toy.later(0.5) == 0
    assert len(toy.tap.rewound) == rewound + 1
    assert set(toy.tap.sizes) == {1}
    assert toy.letters() == []


def test_a_probe_that_passes_closes_it_for_good(make: Make) -> None:
    broken = ["yes"]
    toy = make(echo_stage(rejecting(broken), limits(consecutive=3)))
    toy.send(*sent("xxx.."))
    toy.step()
    broken.clear()
    toy.tap.settles.clear()

    assert toy.later(30) == 5
    assert toy.tap.settles == [[0], [1, 2, 3, 4]]
    assert toy.waits.current() == {}
    assert toy.metric("warta_breaker_open") == 0

    toy.restart()
    toy.send("n5", "n6")
    toy.step()
    assert toy.tap.settles[-1] == [5, 6]


def test_a_run_of_dead_letters_is_forgotten_when_a_probe_closes_it(make: Make) -> None:
    broken = ["yes"]
    toy = make(echo_stage(rejecting(broken), limits(consecutive=3)))
    toy.send(*sent("xxx"))
    toy.step()
    broken.clear()
    toy.later(30)
    broken.append("again")
    toy.send(*sent("xx"))
    toy.step()

    assert len(toy.letters()) == 2
    assert not is_open(toy)


def test_an_operator_can_let_the_dead_letters_through(make: Make) -> None:
    toy = make(echo_stage(rejecting(), limits(consecutive=2)))
    toy.send(*sent("xxx."))
    assert toy.step() == 0

    release(toy.run_dir.breaker("echo-0"), grace=10)
    toy.later(30)

    assert len(toy.letters()) == 3
    assert toy.texts() == ["n3"]


@pytest.mark.parametrize(
    ("grace", "dead"),
    [
        pytest.param(0, 0, id="none are allowed"),
        pytest.param(2, 0, id="one fewer than the batch holds"),
        pytest.param(3, 3, id="as many as the batch holds"),
    ],
)
def test_an_operator_allows_so_many_dead_letters_and_no_more(make: Make, grace: int, dead: int) -> None:
    toy = make(echo_stage(rejecting(), limits(consecutive=3)))
    release(toy.run_dir.breaker("echo-0"), grace=grace)
    toy.restart()
    toy.send(*sent("xxx"))
    toy.step()

    assert len(toy.letters()) == dead
    assert is_open(toy) == (dead == 0)


def test_what_an_operator_allowed_is_used_up_over_a_restart_and_does_not_count_against_the_limits(make: Make) -> None:
    toy = make(echo_stage(rejecting(), limits(consecutive=3)))
    release(toy.run_dir.breaker("echo-0"), grace=2)
    toy.restart()
    toy.send(*sent("xx"))
    toy.step()
    toy.restart()
    toy.send(*sent("xx"))
    toy.step()
    assert len(toy.letters()) == 4
    toy.send(*sent("x"))
    toy.step()

    assert len(toy.letters()) == 4
    assert is_open(toy)


def test_what_an_operator_allowed_is_no_part_of_the_share(make: Make) -> None:
    toy = make(echo_stage(rejecting(), limits(ratio=0.5)))
    toy.send(*sent("." * 15))
    toy.step()
    release(toy.run_dir.breaker("echo-0"), grace=15)
    toy.restart()
    toy.send(*sent("x" * 15))
    toy.step()
    toy.send(*sent("." * 5 + "x" * 5))
    toy.step()

    assert len(toy.letters()) == 20
    assert not is_open(toy)


def test_a_word_of_an_operator_is_kept_where_no_worker_has_run_yet(make: Make, tmp_path: Path) -> None:
    release(tmp_path / "another" / "run" / "breakers" / "echo-0.json", grace=3)

    toy = make(echo_stage(rejecting(), limits(consecutive=3)))
    toy.run_dir = RunDir(tmp_path / "another" / "run")
    toy.settings = replace(toy.settings, run_dir=toy.run_dir)
    toy.restart()
    toy.send(*sent("xxx"))
    toy.step()

    assert len(toy.letters()) == 3


def test_a_closed_breaker_writes_no_file(make: Make) -> None:
    toy = make(echo_stage(rejecting(), limits(consecutive=3)))
    toy.send(*sent("x.xx."))
    toy.step()

    assert len(toy.letters()) == 3
    assert not toy.run_dir.breaker("echo-0").exists()


def test_a_damaged_file_does_not_stop_the_stage(make: Make) -> None:
    toy = make(echo_stage())
    path = toy.run_dir.breaker("echo-0")
    path.parent.mkdir(parents=True)
    path.write_text("{")
    toy.restart()
    toy.send("a")

    assert toy.step() == 1
