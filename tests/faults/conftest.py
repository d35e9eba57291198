"""For each fault a corner of a real cluster: a Kafka broker and a PostgreSQL server; and a line on what it left."""

import os
import shutil
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from pipeline.settings import Settings
from tests.broker.conftest import kafka_bootstrap, sockets_released
from tests.faults.readers import ClusterReader
from tests.faults.scene import LINE, Scene
from tests.faults.services import Service, kafka_node, postgres_server
from tests.faults.volumes import NoVolumeError, Volume, volume

__all__ = ["kafka_bootstrap", "sockets_released"]
LONG = os.environ.get("WARTA_FAULTS") == "long"


@pytest.fixture(scope="session")
def is_long() -> bool:
    """Whether this is `make faults`: at scale, for as long as the faults last in earnest, and with nothing skipped."""
    if not sys.platform.startswith("linux"):
        _miss("workers are found and stopped through Linux's /proc")
    return LONG


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """Not pytest's own: that is closed to the user that PostgreSQL runs as."""
    path = Path(tempfile.mkdtemp(prefix="warta-faults-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="session")
def node(folder: Path) -> Iterator[Service]:
    """A broker that may be crashed."""
    node = kafka_node(folder / "kafka")
    node("up")
    yield node
    node("down")


@pytest.fixture(scope="session")
def bootstrap(request: pytest.FixtureRequest, is_long: bool) -> str:
    """The broker that other tests use too where none is crashed."""
    if not is_long:
        return str(request.getfixturevalue("kafka_bootstrap"))
    own: Service = request.getfixturevalue("node")
    return f"127.0.0.1:{own.port}"


@pytest.fixture(scope="session")
def postgres(folder: Path) -> Iterator[Service]:
    """A server that may be stopped."""
    server = postgres_server(folder / "postgres")
    try:
        server("up")
    except AssertionError as error:
        _miss(str(error).strip())
    yield server
    server("down")


@pytest.fixture
def disk(folder: Path) -> Iterator[Volume]:
    """A small disk of the test's own, to be filled."""
    try:
        with volume(folder / f"disk-{uuid.uuid4().hex[:8]}", mb=600) as made:
            yield made
    except NoVolumeError as error:
        _miss(str(error))


@pytest.fixture
def reader(bootstrap: str, postgres: Service) -> ClusterReader:
    """Of a schema that no other fault knows."""
    dsn = make_url(postgres("url")).set(drivername="postgresql").render_as_string(hide_password=False)
    schema = f"faults_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}".encode())
    return ClusterReader(bootstrap, dsn, schema)


@pytest.fixture
def settings(tmp_path: Path, reader: ClusterReader) -> Settings:
    """Of the first machine: topics, groups and tables that no other fault knows."""
    database = make_url(reader.dsn).set(drivername="postgresql+psycopg")
    database = database.update_query_dict({"options": f"-csearch_path={reader.schema}"})
    return Settings(
        data_dir=tmp_path / "first",
        instance="first",
        log="kafka",
        kafka_bootstrap=reader.bootstrap,
        database_url=database.render_as_string(hide_password=False),
        topic_prefix=f"faults-{uuid.uuid4().hex[:8]}.",
    )


@pytest.fixture
def scene(
    settings: Settings, reader: ClusterReader, is_long: bool, record_property: Callable[[str, object], None]
) -> Scene:
    return Scene(settings, reader, is_long, record_property)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each fault, whether it passed or not."""
    for outcome in ("passed", "failed", "error"):
        for report in terminalreporter.stats.get(outcome, []):
            told = dict(report.user_properties).get(LINE)
            if told or (outcome != "passed" and report.nodeid.startswith("tests/faults/")):
                line = told or f"{report.nodeid} ended before its count"
                terminalreporter.write_line(f"fault {report.outcome} in {report.duration:.0f} s: {line}")


def _miss(why: str) -> None:
    if LONG or os.environ.get("CI") == "true":
        pytest.fail(why, pytrace=False)
    pytest.skip(why)
