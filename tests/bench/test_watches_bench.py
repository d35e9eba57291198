"""The measurement of applied watches: killed on the way, every article ends where the watches want it, counted once."""

import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import watches
from commands.benching import own_topics
from pipeline.settings import Settings
from pipeline.wiring.stores import own_schema

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="keeps to one core, and finds workers through Linux's /proc"),
]


@pytest.fixture(params=["sqlite", "postgresql", "cluster"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """The files, the server of the stores alone, and the broker beside it."""
    settings = Settings(data_dir=tmp_path, database_url=None)
    if request.param == "cluster":
        request.getfixturevalue("sockets_released")
        bootstrap = request.getfixturevalue("kafka_bootstrap")
        own = {"log": "kafka", "kafka_bootstrap": bootstrap, "topic_prefix": f"test-{uuid.uuid4().hex[:8]}."}
        settings = settings.model_copy(update=own)
    if request.param != "sqlite":
        settings = settings.model_copy(update={"database_url": request.getfixturevalue("postgres_url")})
    with own_schema(settings) as made, own_topics(made):
        yield made


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
def test_an_application_that_is_killed_adds_and_withdraws_everything_once(settings: Settings) -> None:
    result = watches.measure(settings, stored=1600, seed=3, kills=2)

    assert (result.kept, result.kills_of_apply) == (2000, 2)
    assert (result.counts["judged"], result.counts["changed"]) == (2000, 0)
    assert (result.counts["added"], result.counts["withdrawn"]) == (200, 200)
    assert (result.lost, result.unexpected) == (0, 0)
