"""What holds fetching back: pages that wait, a full disk, a log that does not answer; asked for now and then."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from broker.port import BrokerError, PartitionLag
from pipeline.pressure import LOOK_S, Pressure


@dataclass
class Machine:
    pages: int = 0
    other: int = 0
    free: int = 100
    now: float = 0.0
    is_down: bool = False
    asked: int = 0

    def lag(self) -> Sequence[PartitionLag]:
        self.asked += 1
        if self.is_down:
            raise BrokerError("no broker")
        waiting = (("clean", "pages", self.pages), ("another", "pages", 1), ("clean", "cleaned", self.other))
        return [
            PartitionLag(group, f"warta.{topic}", partition=0, settled=0, end=behind, oldest_at=None)
            for group, topic, behind in waiting
        ]


def pressure(machine: Machine) -> Pressure:
    return Pressure(
        pages="warta.pages",
        lag=machine.lag,
        free_bytes=lambda: machine.free,
        max_pages=10,
        reserve_bytes=50,
        clock=lambda: machine.now,
    )


@pytest.mark.parametrize(
    ("machine", "why"),
    [
        pytest.param(Machine(), None, id="nothing"),
        pytest.param(Machine(pages=10), None, id="as many pages as may wait"),
        pytest.param(Machine(pages=11), "11 pages wait in the log, 10 may", id="more pages"),
        pytest.param(Machine(other=99), None, id="what waits elsewhere"),
        pytest.param(Machine(free=49), "49 bytes are free on the disk, 50 are to stay so", id="a full disk"),
        pytest.param(Machine(is_down=True), "the log cannot be asked: no broker", id="a log that is down"),
    ],
)
def test_fetching_is_held_back_by(machine: Machine, why: str | None) -> None:
    assert pressure(machine).why_held() == why


def test_the_log_is_not_asked_at_every_lease() -> None:
    machine = Machine()
    held = pressure(machine)
    for _ in range(5):
        held.why_held()
    assert machine.asked == 1

    machine.pages, machine.now = 11, LOOK_S

    assert held.why_held()
    assert machine.asked == 2
