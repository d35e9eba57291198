"""The main job: every stage as its own process against the newsroom, and exactly what the newsroom expects."""

import json
from pathlib import Path

import pytest

from tests.pipeline.command import warta

pytestmark = pytest.mark.slow


def test_the_demo_stores_what_the_newsroom_wrote_and_nothing_else(tmp_path: Path) -> None:
    ran = warta("demo", "--until-idle", "--json", "--publish-seconds", "6", "--data", tmp_path / "demo")
    result = json.loads(ran.lines[-1])

    assert (result["missing"], result["unexpected"], result["differing"]) == ([], [], [])
    assert ran.code == 0, ran.err
    assert result["published"] >= 30
    assert result["articles"] == result["expected_articles"] >= 25
    assert result["dead_letters"] == 0
    assert result["fates"]["enrich"]["off_watch"] >= 5
