"""Supervisors beside each other on one data folder: names of their own, and one list of all that run."""

import json
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bench.workers import supervised
from pipeline.running import own_slots
from pipeline.settings import Settings
from runtime.process.targets import Target, Targets
from runtime.run_dir import ActivityFile, RunDir, is_held
from tests.pipeline.command import ROOT, comes

HOLDS = """
import sys
from pathlib import Path
from runtime.run_dir import hold
held = hold(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def target(worker: str) -> Target:
    return {"targets": ["127.0.0.1:9"], "labels": {"service": worker.partition("-")[0], "process": worker}}


def listed(path: Path) -> list[str]:
    """The workers in the list; none while it is not there."""
    return sorted(each["labels"]["process"] for each in json.loads(path.read_text())) if path.exists() else []


def test_two_supervisors_have_names_of_their_own_and_write_one_list(tmp_path: Path) -> None:
    with closing(Targets(RunDir(tmp_path))) as first, closing(Targets(RunDir(tmp_path))) as second:
        first.write([target("clean-0")])
        second.write([target("clean-1")])
        assert listed(tmp_path / "targets.json") == ["clean-0", "clean-1"]

        first.write([])
        assert listed(tmp_path / "targets.json") == ["clean-1"]
        assert (first.name, second.name) == ("supervisor", "supervisor-1")


def test_what_a_supervisor_ran_leaves_the_list_with_it(tmp_path: Path) -> None:
    gone = Targets(RunDir(tmp_path))
    with closing(Targets(RunDir(tmp_path))) as stays:
        gone.write([target("clean-0")])
        gone.close()
        stays.write([target("clean-1")])

        assert listed(tmp_path / "targets.json") == ["clean-1"]


def test_a_step_gets_slots_that_no_other_supervisor_and_no_living_worker_has(tmp_path: Path) -> None:
    run_dir = RunDir(tmp_path)
    with closing(ActivityFile(run_dir.activity("clean-1"))), own_slots(run_dir, {"clean": 2, "fetch": 1}) as first:
        with own_slots(run_dir, {"clean": 1, "fetch": 1}) as second:
            assert first == {"clean": [0, 2], "fetch": [0]}
            assert second == {"clean": [3], "fetch": [1]}

        with own_slots(run_dir, {"clean": 1}) as after:
            assert after == {"clean": [3]}


def test_a_name_is_free_once_its_process_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "supervisor"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(path)],
        env={"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert is_held(path)

        holder.send_signal(signal.SIGKILL)
        holder.wait()

    assert not is_held(path)


@pytest.mark.slow
def test_two_commands_that_start_at_once_share_a_step(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, log_durable=False)
    targets = settings.run_dir / "targets.json"
    everybody = ["revise-0", "revise-1", "supervisor", "supervisor-1"]
    with supervised(settings, ("revise",)) as first:
        with supervised(settings, ("revise",)):
            assert comes(lambda: listed(targets) == everybody)

        assert comes(lambda: len(listed(targets)) == 2)
        assert first.poll() is None
