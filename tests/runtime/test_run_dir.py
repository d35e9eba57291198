"""What workers leave behind for their supervisor."""

from pathlib import Path

import pytest

from broker.port import Position
from runtime.run_dir import Activity, ActivityFile, RunDir, WorkerRunningError, read_activity

AT = Position("warta.pages", 2, 41)


def leave(run_dir: RunDir, phase: str, worker: str = "clean-0") -> None:
    """What a killed worker's file holds."""
    path = run_dir.activity(worker)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(f"{phase} 12.500 120.000 warta.pages 2 41\nleftover of a longer line".encode())


def test_the_activity_of_a_worker_can_be_read_while_it_works(tmp_path: Path) -> None:
    run_dir = RunDir(tmp_path)
    activity = ActivityFile(run_dir.activity("clean-0"))
    activity.write("processing", 12.5, 120.0, AT)

    seen = read_activity(run_dir.activity("clean-0"))
    activity.close()

    assert seen is not None
    assert (seen.phase, seen.since, seen.limit_s, seen.position) == ("processing", 12.5, 120.0, AT)


def test_a_worker_that_ended_while_processing_is_buried_with_its_record(tmp_path: Path) -> None:
    run_dir = RunDir(tmp_path)
    leave(run_dir, "processing")

    assert run_dir.bury("clean", "clean-0") == AT
    assert run_dir.bury("clean", "clean-0") is None
    assert run_dir.deaths("clean") == {AT: 1}
    run_dir.suspect("clean", "clean-1", Activity("processing", 14.0, 120.0, AT))
    assert run_dir.deaths("clean") == {AT: 2}
    run_dir.absolve("clean", AT)
    assert run_dir.deaths("clean") == {}


@pytest.mark.parametrize("phase", ["idle", "settling"])
def test_a_worker_that_ended_otherwise_blames_no_record(tmp_path: Path, phase: str) -> None:
    run_dir = RunDir(tmp_path)
    leave(run_dir, phase)

    assert run_dir.bury("clean", "clean-0") is None


def test_a_workers_next_life_learns_what_it_died_of(tmp_path: Path) -> None:
    run_dir = RunDir(tmp_path)
    leave(run_dir, "processing")

    activity = ActivityFile(run_dir.activity("clean-0"))
    before = activity.before
    activity.close()

    assert before is not None
    assert before.suspect == AT


def test_a_death_counts_before_the_supervisor_has_seen_it_and_only_once_when_it_has(tmp_path: Path) -> None:
    run_dir = RunDir(tmp_path)
    leave(run_dir, "processing")
    last = read_activity(run_dir.activity("clean-0"))
    assert last is not None

    assert run_dir.deaths("clean") == {AT: 1}
    # The supervisor and the worker's next life may have read the file before.
    run_dir.suspect("clean", "clean-0", last)
    assert run_dir.bury("clean", "clean-0") is None
    assert run_dir.deaths("clean") == {AT: 1}


def test_a_worker_that_lives_and_one_of_another_stage_are_no_deaths_of_a_stage(tmp_path: Path) -> None:
    run_dir = RunDir(tmp_path)
    leave(run_dir, "processing", worker="clean-up-0")
    activity = ActivityFile(run_dir.activity("clean-0"))
    activity.write("processing", 12.5, 120.0, AT)

    assert run_dir.deaths("clean") == {}
    activity.close()


def test_two_processes_cannot_work_under_one_name(tmp_path: Path) -> None:
    run_dir = RunDir(tmp_path)
    path = run_dir.activity("clean-0")
    assert not run_dir.is_held("clean-0")
    activity = ActivityFile(path)

    with pytest.raises(WorkerRunningError, match="clean-0"):
        ActivityFile(path)
    assert run_dir.is_held("clean-0")

    activity.close()
    assert not run_dir.is_held("clean-0")
    ActivityFile(path).close()


def test_a_worker_is_idle_from_its_start_to_its_end_and_its_file_stays_small_over_its_lives(tmp_path: Path) -> None:
    path = RunDir(tmp_path / "data" / "run").activity("clean-0")
    for _ in range(3):
        activity = ActivityFile(path)
        assert read_activity(path) == Activity("idle", 0.0, 0.0, None)
        activity.write("processing", 12.5, 120.0, AT)
        activity.close()
        assert read_activity(path) == Activity("idle", 0.0, 0.0, None)

    assert path.stat().st_size == 512


def test_what_a_torn_file_or_an_idle_one_says_is_no_death(tmp_path: Path) -> None:
    run_dir = RunDir(tmp_path)
    leave(run_dir, "idle")
    run_dir.activity("clean-1").write_bytes(b"\x00\xff processing x\n")

    assert run_dir.deaths("clean") == {}
    assert run_dir.bury("clean", "clean-1") is None
    assert run_dir.bury("clean", "clean-2") is None


def test_a_name_is_kept_for_one_supervisor_while_nobody_works_under_it(tmp_path: Path) -> None:
    run_dir = RunDir(tmp_path / "data" / "run")
    slot = run_dir.reserve("clean-0")
    assert slot is not None
    assert run_dir.reserve("clean-0") is None
    slot.close()
    activity = ActivityFile(run_dir.activity("clean-0"))
    assert run_dir.reserve("clean-0") is None
    activity.close()
    again = run_dir.reserve("clean-0")

    assert again is not None
    again.close()


def test_a_torn_file_is_read_as_nothing(tmp_path: Path) -> None:
    (tmp_path / "torn").write_bytes(b"\x00\xff processing x\n")

    assert read_activity(tmp_path / "torn") is None
    assert read_activity(tmp_path / "absent") is None
