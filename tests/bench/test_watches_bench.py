"""The measurement of applied watches: killed on the way, every article ends where the watches want it, counted once."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import watches
from pipeline.settings import Settings
from pipeline.wiring.stores import own_schema

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="keeps to one core, and finds workers through Linux's /proc"),
]


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    url = None if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    with own_schema(Settings(data_dir=tmp_path, database_url=url)) as own:
        yield own


def test_an_application_that_is_killed_adds_and_withdraws_everything_once(settings: Settings) -> None:
    result = watches.measure(settings, stored=1600, seed=3, kills=2)

    assert (result.kept, result.kills_of_apply) == (2000, 2)
    assert (result.counts["judged"], result.counts["changed"]) == (2000, 0)
    assert (result.counts["added"], result.counts["withdrawn"]) == (200, 200)
    assert (result.lost, result.unexpected) == (0, 0)
