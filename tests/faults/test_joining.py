"""Machines that join and leave under load, by signal and by kill: partitions change hands, and no record twice."""

from collections.abc import Callable
from contextlib import closing

import pytest

from pipeline.bench.audit import Audit
from pipeline.bench.load import Load
from pipeline.bench.overhead import STEPS
from pipeline.bench.workers import supervised
from pipeline.settings import Settings
from tests.faults.looks import settled
from tests.faults.readers import ClusterReader

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("sockets_released")]
# A stage, a keyed stage and a sink.
JOINING = ("clean", "revise", "articles")
TAKES_PART_S = 120.0


def test_two_machines_that_join_and_leave_under_load_lose_and_double_nothing(
    settings: Settings,
    beside: Callable[[str], Settings],
    reader: ClusterReader,
    is_long: bool,
    hold: Callable[[str, Audit], None],
) -> None:
    count, rounds = (2000, 5) if is_long else (150, 1)
    with closing(Load(settings, count=count, seed=23)) as load, supervised(settings, tuple(STEPS)):
        for turn in range(rounds):
            join_and_leave(load, beside(f"second-{turn}"), beside(f"third-{turn}"))
        load.drain(reader)
        left = load.audit(reader)

    hold(f"joining and leaving: {load.published:,} pages, {2 * rounds} machines came, took part and left", left)


def join_and_leave(load: Load, second: Settings, third: Settings) -> None:
    """One leaves by SIGTERM, the other by SIGKILL while its workers are busy."""
    with supervised(second, JOINING), supervised(third, JOINING) as killed:
        load.until(lambda: take_part(second) and take_part(third), TAKES_PART_S)
        killed.kill()


def take_part(machine: Settings) -> bool:
    return all(settled(machine, f"{step}-0") for step in JOINING)
