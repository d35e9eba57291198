"""The disk of a Kafka broker is filled while pages flow: it is started when there is room, and nothing is lost."""

from collections.abc import Iterator

import pytest

from bench.overhead import STEPS
from tests.faults.looks import settled, waits_of
from tests.faults.scene import Scene
from tests.faults.services import Service, kafka_node
from tests.faults.volumes import Volume

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("sockets_released"),
    # A connection that is refused leaves its socket to the collector.
]
WAIT_S = 180.0


@pytest.fixture
def broker(disk: Volume) -> Iterator[Service]:
    """A broker whose disk it is."""
    node = kafka_node(disk.path / "kafka")
    node("up")
    yield node
    node("down")


@pytest.fixture
def bootstrap(broker: Service) -> str:
    return f"127.0.0.1:{broker.port}"


def test_a_full_disk_of_the_broker_is_waited_for_and_then_holds_everything(
    scene: Scene, broker: Service, disk: Volume
) -> None:
    machine = scene.machine

    def is_waited_for() -> bool:
        return any("log_unavailable" in wait for step in STEPS for wait in waits_of(machine, f"{step}-0"))

    with scene.under_load(count=2000 if scene.is_long else 200, seed=67) as load:
        load.until(lambda: settled(machine, "articles-0") > 0, WAIT_S)
        disk.fill()
        load.watch(is_waited_for, WAIT_S)
        disk.make_room()
        # A broker that cannot write gives its folder up, and ends.
        broker("up")
        left = scene.left_by(load)

    scene.hold(f"the broker's disk was full: {load.published:,} pages", left)
