"""Every query of the boards of Kafka and PostgreSQL returns data where their exporters were scraped under load."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO

import pytest
from sqlalchemy import create_engine, make_url, text

from deploy.boards.kafka import KAFKA
from deploy.boards.postgres import POSTGRES
from deploy.panels import Board
from tests.broker.conftest import LOCAL_NODE, kafka_bootstrap
from tests.deploy.prometheus_process import Prometheus, scraping
from tests.deploy.tools import tool
from tests.pipeline.command import ROOT, comes
from tests.stores.conftest import postgres_url

__all__ = ["kafka_bootstrap", "postgres_url"]


def targets(job: str, address: str) -> dict[str, object]:
    return {"scrape_configs": [{"job_name": job, "static_configs": [{"targets": [address]}]}]}


def unanswered(prometheus: Prometheus, board: Board) -> set[str]:
    exprs = {query.expr for panel in board.panels for query in panel.queries}
    return {expr for expr in exprs if not prometheus.has(expr)}


@pytest.mark.slow
def test_every_query_of_the_board_of_kafka_returns_data(
    tmp_path: Path, free_tcp_port: int, kafka_bootstrap: str
) -> None:
    status = subprocess.run([LOCAL_NODE, "status"], capture_output=True, text=True, check=False).stdout
    if "metrics at " not in status:
        pytest.skip("the broker that is named was not started here, and exports no metrics")
    address = status.partition("metrics at ")[2].split()[0]
    env = {"WARTA_LOG": "kafka", "WARTA_KAFKA_BOOTSTRAP": kafka_bootstrap}
    left = {query.expr for panel in KAFKA.panels for query in panel.queries}
    with (
        (tmp_path / "log").open("wb") as log,
        scraping(tmp_path, free_tcp_port, targets("kafka", address), log) as seen,
    ):

        def look() -> bool:
            """Topics of a bench are gone when it is done: what was answered once counts."""
            left.intersection_update(unanswered(seen, KAFKA))
            return not left

        bench = ["bench", "pass-through", "--chunk", "3000", "--turns", "1", "--batch", "50"]
        with moving(bench, env, log):
            answered = comes(look)

    assert answered, left


@pytest.mark.slow
def test_every_query_of_the_board_of_postgresql_returns_data(
    tmp_path: Path, free_tcp_port_factory: Callable[[], int], postgres_url: str
) -> None:
    address = f"127.0.0.1:{free_tcp_port_factory()}"
    engine = create_engine(postgres_url)
    with (
        (tmp_path / "log").open("wb") as log,
        exporter(postgres_url, address, log),
        scraping(tmp_path, free_tcp_port_factory(), targets("postgres", address), log) as seen,
    ):

        def look() -> bool:
            """Something is done while it is looked at."""
            with engine.begin() as connection:
                connection.execute(text("CREATE TEMPORARY TABLE seen ON COMMIT DROP AS SELECT generate_series(1, 100)"))
            return not unanswered(seen, POSTGRES)

        answered = comes(look)
        left = unanswered(seen, POSTGRES)
    engine.dispose()

    assert answered, left


@contextmanager
def process(command: list[str], env: dict[str, str], log: IO[bytes]) -> Iterator[None]:
    running = subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        yield
    finally:
        running.terminate()
        running.wait()


def moving(arguments: list[str], settings: dict[str, str], log: IO[bytes]) -> AbstractContextManager[None]:
    """The command beside; it is ended at the end."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WARTA_")}
    env = clean | {"PYTHONPATH": str(ROOT)} | settings
    return process([sys.executable, "-m", "commands.main", *arguments], env, log)


def exporter(url: str, address: str, log: IO[bytes]) -> AbstractContextManager[None]:
    """The one that the cluster has, for the database of the tests."""
    plain = make_url(url).set(drivername="postgresql").update_query_dict({"sslmode": "disable"})
    env = dict(os.environ) | {"DATA_SOURCE_NAME": plain.render_as_string(hide_password=False)}
    return process([tool("prometheus-postgres-exporter"), f"--web.listen-address={address}"], env, log)
