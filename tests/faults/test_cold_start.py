"""A cluster that is away when the pipeline starts: every process comes up, says what it waits for, and goes on."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from bench.load import Load
from bench.workers import supervised
from pipeline.running import ALL_STEPS
from pipeline.settings import Settings
from pipeline.topology import SERVE
from tests.faults.looks import restarts, waits_for
from tests.faults.scene import Scene
from tests.faults.services import Service, free_ports

pytestmark = [
    pytest.mark.slow,
    # kafka-python drops the sockets of connections that a stopped broker refuses.
    pytest.mark.usefixtures("sockets_released"),
]
WAIT_S = 180.0
ON_THE_DATABASE = (
    "discover",
    "frontier",
    "fetch",
    "revise",
    "articles",
    "texts",
    "meter",
    "archive",
    "fates",
    "webhooks",
    SERVE,
)
# What tells of stored changes needs no log.
ON_THE_LOG = tuple(step for step in ALL_STEPS if step != "webhooks")


@pytest.fixture
def bootstrap(kafka_bootstrap: str, node: Service) -> str:
    """The broker that may be stopped, where there is one to start at all."""
    return f"127.0.0.1:{node.port}"


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """With a page of its own, and no outlet to poll."""
    config = tmp_path / "config"
    shutil.copytree(settings.config_dir / "watches", config / "watches")
    (config / "sources").mkdir()
    return settings.model_copy(update={"config_dir": config, "port": free_ports(1)})


@pytest.mark.parametrize(
    ("server", "reason", "steps"),
    [
        pytest.param("postgres", "store_unavailable", ON_THE_DATABASE, id="database"),
        pytest.param("node", "log_unavailable", ON_THE_LOG, id="broker"),
    ],
)
def test_a_pipeline_that_starts_while_its_cluster_is_away_waits_for_it_and_goes_on(
    scene: Scene, server: str, reason: str, steps: tuple[str, ...], request: pytest.FixtureRequest
) -> None:
    machine, workers = scene.machine, [f"{step}-0" for step in steps]
    service: Service = request.getfixturevalue(server)
    with closing(Load(machine, count=60, seed=61)) as load:
        service("down")
        try:
            with supervised(machine, ALL_STEPS):
                load.until(lambda: all(reason in waits_for(machine, worker) for worker in workers), WAIT_S)
                service("up")
                load.until(lambda: not any(reason in waits_for(machine, worker) for worker in workers), WAIT_S)
                left, ended = scene.left_by(load), restarts(machine)
        finally:
            service("up")

    scene.hold(f"{reason} at the start: {load.published:,} pages, {len(workers)} processes waited", left)
    assert ended == 0
