"""The disk of PostgreSQL is filled while pages flow: its steps wait for it, and then it holds everything."""

from collections.abc import Iterator

import pytest

from tests.faults.looks import settled, waits_of
from tests.faults.scene import Scene
from tests.faults.services import Service, postgres_server
from tests.faults.volumes import Volume

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("sockets_released")]
WAIT_S = 120.0
ON_THE_DATABASE = ("revise-0", "articles-0", "texts-0", "meter-0", "fates-0", "archive-0")


@pytest.fixture
def postgres(disk: Volume) -> Iterator[Service]:
    """A server whose disk it is."""
    server = postgres_server(disk.path / "postgres")
    server("up")
    yield server
    server("down")


def test_a_full_disk_of_the_database_is_waited_for_and_then_holds_everything(
    scene: Scene, postgres: Service, disk: Volume
) -> None:
    machine = scene.machine

    def is_waited_for() -> bool:
        return any("store_unavailable" in wait for worker in ON_THE_DATABASE for wait in waits_of(machine, worker))

    with scene.under_load(count=2000 if scene.is_long else 200, seed=61) as load:
        load.until(lambda: settled(machine, "articles-0") > 0, WAIT_S)
        disk.fill()
        load.until(is_waited_for, WAIT_S)
        disk.make_room()
        # It may have ended: a server that cannot write ahead does.
        postgres("up")
        left = scene.left_by(load)

    scene.hold(f"the database's disk was full: {load.published:,} pages", left)
