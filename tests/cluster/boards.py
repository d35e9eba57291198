"""The exporters of Kafka and PostgreSQL, brought up as docs/cluster.md tells; Grafana, their reader, cannot be had."""

import shutil
import time
from collections.abc import Sequence

from deploy.boards.kafka import KAFKA
from deploy.boards.postgres import POSTGRES
from deploy.panels import Board
from tests.cluster.acts import HEALTHY_S, Stage
from tests.cluster.project import PROMETHEUS_PORT, Project
from tests.deploy.prometheus_process import Prometheus

AGENT = "-javaagent:/opt/agent/agent.jar=9404:/opt/agent/jmx.yml"
# Rates need some scrapes, one every 15 s.
ANSWERED_S = 240.0


def boards(stage: Stage, project: Project) -> None:
    """Each query of both boards is asked of the Prometheus of the cluster, and must return data."""
    deployed = stage.tree / "deploy"
    jar = next((stage.folder / "build" / "kafka" / "libs").glob("jmx_prometheus_javaagent-*.jar"))
    shutil.copy(jar, deployed / "kafka" / "agent" / "agent.jar")
    for name in ("kafka", "postgres"):
        targets = deployed / "prometheus" / "targets" / f"{name}.yml"
        shutil.copy(targets.with_suffix(".yml.example"), targets)
    project.environment["KAFKA_OPTS"] = AGENT
    project("up", "--detach", "--no-build", "kafka", "postgres-exporter", timeout_s=HEALTHY_S)
    project.await_healthy(HEALTHY_S)
    deadline = time.monotonic() + ANSWERED_S
    left = [query for board in (KAFKA, POSTGRES) for query in queries(board)]
    count, seen = len(left), Prometheus(f"http://127.0.0.1:{PROMETHEUS_PORT}", window="1m")
    while left := [query for query in left if not seen.has(query)]:
        if time.monotonic() > deadline:
            stage.table.wrong += [f"no data for {query}" for query in left]
            break
        time.sleep(5)
    stage.table.add("queries of the boards Kafka and PostgreSQL", f"{count - len(left)} of {count}", "all")


def queries(board: Board) -> Sequence[str]:
    return sorted({query.expr for panel in board.panels for query in panel.queries})
