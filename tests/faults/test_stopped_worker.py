"""A worker stopped for longer than its session and woken: its settle is refused, and it goes on as the same process."""

import threading
import time
from collections.abc import Mapping, Sequence

import pytest

from bench.load import Load
from bench.workers import Phase, Stopped, stopped_in, supervised
from pipeline.settings import Settings
from tests.faults.looks import all_have_settled, fenced, holder, settled
from tests.faults.scene import Scene

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("sockets_released")]
WAIT_S = 150.0
TRIES = 60


def test_workers_stopped_for_longer_than_their_session_are_fenced_and_go_on(scene: Scene) -> None:
    count, seconds = (2000, 40) if scene.is_long else (150, 0)
    steps = ("clean", "revise", "articles") if scene.is_long else ("clean",)
    phases: Sequence[Phase] = ("processing", "settling") if scene.is_long else ("processing",)
    heir, refused = scene.beside("heir"), 0.0
    workers = [f"{step}-0" for step in steps]
    with scene.under_load(count=count, seed=31) as load, supervised(heir, steps):
        load.until(lambda: all(all_have_settled(each, workers) for each in (scene.machine, heir)), WAIT_S)
        for phase in phases:
            refused += stop_and_wake(scene.machine, load, steps, phase, seconds)
        left = scene.left_by(load)

    scene.hold(
        f"stopped and woken: {load.published:,} pages, {len(steps) * len(phases)} workers stopped for "
        f"{f'{seconds} s' if seconds else 'their session'}, fenced {refused:.0f}×, all went on",
        left,
    )


def stop_and_wake(machine: Settings, load: Load, steps: Sequence[str], phase: Phase, seconds: int) -> float:
    """How often the woken workers were refused."""
    before = {step: fenced(machine, f"{step}-0") for step in steps}
    stopped = {step: stop(machine, load, f"{step}-0", phase) for step in steps}
    until = time.monotonic() + seconds
    # Not for much longer: what a worker processes for over a minute is taken for hung, and the worker is killed.
    load.until(lambda: is_passed(load, "clean", stopped["clean"]), WAIT_S)
    threading.Event().wait(max(0.0, until - time.monotonic()))
    for worker in stopped.values():
        worker.wake()
    if phase == "processing":
        load.until(lambda: fenced(machine, "clean-0") > before["clean"], WAIT_S)
    goes_on(machine, load, stopped)
    return sum(fenced(machine, f"{step}-0") - before[step] for step in steps)


def stop(machine: Settings, load: Load, worker: str, phase: Phase) -> Stopped:
    for _ in range(TRIES):
        load.keep_up()
        stopped = stopped_in(machine, worker, phase)
        if stopped is not None:
            return stopped
    pytest.fail(f"{worker} was never seen {phase}")


def is_passed(load: Load, step: str, stopped: Stopped) -> bool:
    """Whether what it holds in its hands has been settled by another: its session is over."""
    at = stopped.activity.position
    return at is not None and any(
        lag.settled > at.offset
        for lag in load.log.lag()
        if (lag.group, lag.topic, lag.partition) == (step, at.topic, at.partition)
    )


def goes_on(machine: Settings, load: Load, woken: Mapping[str, Stopped]) -> None:
    """Each settles again, in the process that was stopped."""
    now = {step: settled(machine, f"{step}-0") for step in woken}
    load.until(lambda: all(settled(machine, f"{step}-0") > now[step] for step in woken), WAIT_S)
    for step, worker in woken.items():
        assert holder(machine, f"{step}-0") == worker.pid
