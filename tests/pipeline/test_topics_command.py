"""`warta topics`: what would change is told to the word, made once, and nothing is deleted unless forced."""

import json
import uuid
from contextlib import closing
from pathlib import Path

import pytest

from commands.benching import fresh
from pipeline.settings import Settings
from pipeline.topic_file import topics_as_set
from pipeline.wiring.log import open_log
from schemas.topics import Topic
from tests.pipeline.command import warta

pytestmark = pytest.mark.slow
Env = dict[str, str]


@pytest.fixture(params=["sqlite", "kafka"])
def env(request: pytest.FixtureRequest, tmp_path: Path) -> Env:
    """A log of its own, and a folder of configuration with nothing in it."""
    (tmp_path / "config").mkdir()
    made = {
        "WARTA_DATA_DIR": str(tmp_path / "data"),
        "WARTA_CONFIG_DIR": str(tmp_path / "config"),
        "WARTA_TOPIC_PREFIX": f"t-{uuid.uuid4().hex[:12]}.",
        "WARTA_LOG": request.param,
    }
    if request.param == "kafka":
        made["WARTA_KAFKA_BOOTSTRAP"] = request.getfixturevalue("kafka_bootstrap")
    return made


def settings_of(env: Env) -> Settings:
    return Settings.model_validate({name.removeprefix("WARTA_").lower(): value for name, value in env.items()})


def test_applying_is_told_before_done_once_and_then_there_is_nothing_to_say(env: Env) -> None:
    would = warta("topics", "apply", "--dry-run", env=env)
    first = warta("topics", "apply", env=env)
    second = warta("topics", "apply", env=env)

    assert (would.code, first.code, second.code) == (0, 0, 0), would.err + first.err
    assert len(first.lines) > len(topics_as_set(settings_of(env)))
    assert would.lines == [f"would be {line}" for line in first.lines]
    assert second.out == ""

    (Path(env["WARTA_CONFIG_DIR"]) / "topics.toml").write_text("[pages]\npartitions = 6\nretention_s = 3600\n")
    would = warta("topics", "apply", "--dry-run", env=env)
    altered = warta("topics", "apply", env=env)

    assert [line.split(",")[0] for line in altered.lines] == [
        f"altered {env['WARTA_TOPIC_PREFIX']}pages: partitions 4 → 6"
    ]
    assert would.lines == [f"would be {line}" for line in altered.lines]
    assert warta("topics", "apply", env=env).out == ""
    listed = {row["name"]: row for row in map(json.loads, warta("topics", "list", "--json", env=env).lines)}
    assert listed[f"{env['WARTA_TOPIC_PREFIX']}pages"]["partitions"] == 6


def test_only_topics_of_ours_that_are_declared_no_more_are_deleted_and_only_by_force(env: Env) -> None:
    prefix = env["WARTA_TOPIC_PREFIX"]
    gone = [f"{prefix}dead.wash", f"{prefix}wash"]
    others = [f"{prefix}staging.pages", f"x{prefix}wash"]
    warta("topics", "apply", env=env)
    # Without a prefix, so that it tells those of others too, which make topics of their own meanwhile.
    with closing(open_log(settings_of(env | {"WARTA_TOPIC_PREFIX": ""}))) as log:
        log.apply([Topic(name, None, partitions=1) for name in (*gone, *others)])
        ours = {name for name in log.topics() if prefix in name}

        kept = warta("topics", "apply", env=env)
        told = warta("topics", "apply", "--force", "--dry-run", env=env)
        assert {*gone, *others} <= set(log.topics())
        forced = warta("topics", "apply", "--force", env=env)

        assert kept.out == ""
        assert f"declared no more: {', '.join(gone)}" in kept.err
        assert told.lines == [f"would be deleted {name}" for name in gone]
        assert forced.lines == [f"deleted {name}" for name in gone]
        assert {name for name in log.topics() if prefix in name} == ours - set(gone)
        log.delete(others)


def test_partitions_are_never_taken_away(env: Env) -> None:
    warta("topics", "apply", env=env | {"WARTA_TOPIC_PARTITIONS": "5"})
    refused = warta("topics", "apply", env=env)

    assert refused.code == 1
    assert refused.err.startswith("warta: ")
    assert "has 5 partitions and cannot go down to 4" in refused.err
    assert len(refused.err.splitlines()) == 1


def test_force_deletes_nothing_where_no_prefix_tells_our_topics(env: Env) -> None:
    refused = warta("topics", "apply", "--force", env=env | {"WARTA_TOPIC_PREFIX": ""})

    assert refused.code == 2
    assert "WARTA_TOPIC_PREFIX" in refused.err


def test_what_a_measurement_made_on_a_cluster_goes_with_it(
    kafka_bootstrap: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARTA_KAFKA_BOOTSTRAP", kafka_bootstrap)
    with fresh(log="kafka") as settings, closing(open_log(settings)) as log:
        mine = {name for name in log.topics() if name.startswith(settings.topic_prefix)}

    with closing(open_log(settings)) as log:
        left = set(log.topics())

    assert f"{settings.topic_prefix}pages" in mine
    assert not mine & left
