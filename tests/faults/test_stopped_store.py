"""A database that is stopped while pages flow: its steps wait and say so, the others go on, and then all is stored."""

import threading

import pytest

from bench.load import Load
from bench.workers import stopped_in
from pipeline.settings import Settings
from tests.faults.looks import all_have_settled, holder, settled, waits_of
from tests.faults.scene import Scene
from tests.faults.services import Service

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("sockets_released")]
WAIT_S = 120.0
ARRIVE_MEANWHILE = 50
ON_THE_DATABASE = ("revise-0", "articles-0", "fates-0")


def test_a_database_stopped_while_pages_flow_is_waited_for_and_then_holds_everything(
    scene: Scene, postgres: Service
) -> None:
    machine, count = scene.machine, 2000 if scene.is_long else 150
    outages = (("down", 120.0), ("crash", 10.0)) if scene.is_long else (("down", 10.0),)
    with scene.under_load(count=count, seed=47) as load:
        load.until(lambda: all_have_settled(machine, ON_THE_DATABASE), WAIT_S)
        processes = {worker: holder(machine, worker) for worker in ON_THE_DATABASE}
        for command, seconds in outages:
            endure(machine, load, postgres, command, seconds)
        left = scene.left_by(load)
        still = {worker: holder(machine, worker) for worker in ON_THE_DATABASE}

    scene.hold(
        f"database away: {load.published:,} pages, "
        + " and ".join(f"{seconds:.0f} s ({command})" for command, seconds in outages),
        left,
    )
    assert still == processes


def endure(machine: Settings, load: Load, postgres: Service, command: str, seconds: float) -> None:
    """The database is away until every step that needs it has said so, and for so long at least."""
    # Held until the server is away, so that it has something to store just then.
    articles = stopped_in(machine, "articles-0", "processing")
    # Where it was not caught at work, nothing reaches it: the steps before it wait.
    waiting = [worker for worker in ON_THE_DATABASE if worker != "articles-0" or articles is not None]
    postgres(command)
    try:
        if articles is not None:
            articles.wake()
        load.publish(ARRIVE_MEANWHILE)
        load.until(lambda: all(waits_for_its_store(machine, worker) for worker in waiting), WAIT_S)
        before = settled(machine, "clean-0")
        load.publish(ARRIVE_MEANWHILE)
        load.until(lambda: settled(machine, "clean-0") > before, WAIT_S)
        threading.Event().wait(seconds)
    finally:
        postgres("up")


def waits_for_its_store(machine: Settings, worker: str) -> bool:
    return any("store_unavailable" in wait for wait in waits_of(machine, worker))
