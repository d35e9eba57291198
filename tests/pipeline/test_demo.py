"""The main job: every stage as its own process against the newsroom, and exactly what the newsroom expects."""

import json
from pathlib import Path

import pytest

from tests.pipeline.command import warta
from tests.pipeline.doc_commands import in_shell

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


def test_the_end_of_the_demo_says_what_to_do_next_with_commands_that_work(tmp_path: Path) -> None:
    ran = in_shell("warta demo --until-idle --publish-seconds 1 --data demo", tmp_path, {})
    lines = ran.err.split("What next, now or later:\n")[1].splitlines()
    commands = [line.strip() for line in lines if line.startswith("  ") and "/warta " in line]
    done = [(command, in_shell(command, tmp_path, {}).code) for command in commands]

    assert ran.code == 0, ran.err
    assert len(done) == 5
    assert [command for command, code in done if code != 0] == []
    assert "stopping…" in ran.err
