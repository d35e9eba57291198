"""Machines that join and leave under load, by signal and by kill: partitions change hands, and no record twice."""

import pytest

from bench.load import Load
from bench.overhead import STEPS
from bench.workers import supervised
from pipeline.settings import Settings
from tests.faults.looks import all_have_settled
from tests.faults.scene import Scene

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("sockets_released")]
# A stage, a keyed stage and a sink.
JOINING = ("clean", "revise", "articles")
WORKERS = [f"{step}-0" for step in JOINING]
# The watch has one partition of `matches`: it changes hands too, but nobody knows to whom.
STORIES = ("relate", "stories")
TAKES_PART_S = 120.0


def test_two_machines_that_join_and_leave_under_load_lose_and_double_nothing(scene: Scene) -> None:
    count, rounds = (2000, 5) if scene.is_long else (150, 1)
    with scene.under_load(count=count, seed=23, steps=(*STEPS, *STORIES), stories=True) as load:
        for turn in range(rounds):
            join_and_leave(load, scene.beside(f"second-{turn}"), scene.beside(f"third-{turn}"))
        left = scene.left_by(load)

    scene.hold(f"joining and leaving: {load.published:,} pages, {2 * rounds} machines came, took part and left", left)


def join_and_leave(load: Load, second: Settings, third: Settings) -> None:
    """One leaves by SIGTERM, the other by SIGKILL while its workers are busy."""
    steps = (*JOINING, *STORIES)
    with supervised(second, steps), supervised(third, steps) as killed:
        load.until(lambda: all_have_settled(second, WORKERS) and all_have_settled(third, WORKERS), TAKES_PART_S)
        killed.kill()
