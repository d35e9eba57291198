"""A worker whose step is paused leaves its records to nobody, and goes on with them where it was."""

from collections.abc import Sequence
from pathlib import Path

from runtime.declare import Limits
from runtime.pauses import Pauses, write
from schemas.record import Record
from tests.runtime.conftest import Make
from tests.runtime.notes import Note, echo, echo_stage

CLEAN = {"step": {"clean": "by desk: a mend"}}


def test_what_is_paused_is_seen_and_seen_to_go_on(tmp_path: Path) -> None:
    pauses = Pauses(tmp_path / "paused.json")
    before = pauses.why("step", "clean")
    write(pauses.path, CLEAN)
    paused = pauses.why("step", "clean"), pauses.why("step", "enrich"), pauses.why("host", "clean")
    write(pauses.path, {"step": {}})

    assert before is None
    assert paused == ("by desk: a mend", None, None)
    assert pauses.why("step", "clean") is None


def test_what_stays_the_same_is_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "paused.json"
    write(path, CLEAN)
    before = path.stat()
    write(path, CLEAN)

    assert path.stat().st_ino == before.st_ino


def test_a_paused_worker_waits_by_name_and_loses_nothing(make: Make) -> None:
    """It is paused before it begins, and again in the midst of its work."""
    waits: list[dict[str, str]] = []

    def process(note: Note) -> Sequence[Record]:
        # The batch in hand is finished.
        write(toy.run_dir.paused, {"step": {"echo": "by desk"}})
        if note.text == "two":
            toy.stop.set()
        return echo(note)

    def at_wait() -> None:
        waits.append(toy.reasons())
        if len(waits) % 3 == 0:
            write(toy.run_dir.paused, {"step": {}})

    toy = make(echo_stage(process, Limits(batch_records=1, gather_s=0.0)))
    write(toy.run_dir.paused, {"step": {"echo": "by desk"}})
    toy.send("one", "two")
    toy.stop.at_wait = at_wait
    toy.run()

    assert waits == [{"step": "paused"}] * 6
    assert toy.texts() == ["one", "two"]
    assert toy.tap.settles == [[0], [1]]
