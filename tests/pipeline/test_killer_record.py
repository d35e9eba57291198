"""A record that kills every process that touches it ends as a dead letter, and everything else passes."""

import os
import sys
import time
from pathlib import Path

import pytest

from runtime.process.supervisor import Child, Supervisor
from stores.database import open_engine
from stores.state import SqlStateStore
from tests.runtime.notes import echo_stage
from tests.runtime.toy import Toy

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
PATIENCE_S = 60


@pytest.mark.parametrize("workers", [1, 2])
def test_a_killer_record_is_dead_lettered_after_two_deaths(tmp_path: Path, workers: int) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'state.db'}")
    toy = Toy(tmp_path, echo_stage(), SqlStateStore(engine), name="bystander")
    toy.consumer.close()
    toy.send("a", "b", "killer", "c")
    command = (sys.executable, "-m", "tests.runtime.killing_worker", str(tmp_path))
    children = [Child("echo", name, (*command, name)) for name in (f"echo-{slot}" for slot in range(workers))]
    environment = dict(os.environ) | {"PYTHONPATH": str(ROOT)}
    supervisor = Supervisor(children, toy.run_dir, environment, log_path=tmp_path / "log")
    deadline = time.monotonic() + PATIENCE_S

    supervisor.run(until=lambda: len(toy.fates()) >= 4 or time.monotonic() > deadline)

    assert sorted(toy.texts()) == ["a", "b", "c"]
    assert ("killer", "rejected", "killed_worker") in toy.outcomes()
    assert len(toy.fates()) == 4
    assert sum(child.restarts for child in children) == 2
    toy.activity.close()
    toy.log.close()
    engine.dispose()
