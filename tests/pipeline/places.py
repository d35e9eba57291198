"""Pipelines for tests, in both places: on the embedded log and SQLite files, and on a cluster and a server."""

import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event

from pipeline.settings import Settings
from pipeline.wiring.log import apply_topics, open_log
from pipeline.wiring.stores import open_stores
from tests.stores.conftest import empty_schema

PLACES = ("embedded", "cluster")


@pytest.fixture
def engines() -> Iterator[None]:
    """What the wiring opens lives as long as its process; here a test ends before."""
    opened: set[Engine] = set()

    def keep(connection: Connection) -> None:
        opened.add(connection.engine)

    event.listen(Engine, "engine_connect", keep)
    yield
    event.remove(Engine, "engine_connect", keep)
    for engine in opened:
        engine.dispose()


@pytest.fixture
def pipeline(tmp_path: Path, engines: None) -> Settings:
    """One on the embedded log that has just been made."""
    return made(Settings(data_dir=tmp_path / "data", log_durable=False))


def in_place(request: pytest.FixtureRequest, data_dir: Path) -> Iterator[Settings]:
    """Where the fixture's parameter says; on a cluster under a prefix and in a schema of its own."""
    if request.param == "embedded":
        yield Settings(data_dir=data_dir, log_durable=False)
        return
    bootstrap, server = request.getfixturevalue("kafka_bootstrap"), request.getfixturevalue("postgres_url")
    with empty_schema(server) as url:
        prefix = f"t-{uuid.uuid4().hex[:12]}."
        yield Settings(data_dir=data_dir, log="kafka", kafka_bootstrap=bootstrap, topic_prefix=prefix, database_url=url)


def made(settings: Settings) -> Settings:
    """With its topics, groups and stores, as `warta run` makes them."""
    with closing(open_log(settings)) as log:
        apply_topics(log, settings)
    open_stores(settings)
    return settings
