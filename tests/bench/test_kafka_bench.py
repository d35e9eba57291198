"""The measurements of `warta bench kafka` in small, on a real cluster: both sides do the work they are measured by."""

import json
import sys
import uuid
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from bench import cleaners, pass_through, recovery
from broker.port import Log, Stored
from pipeline.settings import Settings
from pipeline.wiring.log import apply_topics, names, open_log
from schemas.fate import FateBatch
from schemas.topics import FATES, Topic
from tests.pipeline.command import warta

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="reads CPU time in Linux's /proc")]


def corner(path: Path, bootstrap: str) -> Settings:
    """Topics of its own on the cluster, made."""
    prefix = f"bench-{uuid.uuid4().hex[:8]}."
    settings = Settings(data_dir=path, log="kafka", kafka_bootstrap=bootstrap, topic_prefix=prefix)
    with closing(open_log(settings)) as log:
        apply_topics(log, settings)
    return settings


def stored(log: Log, settings: Settings, topic: Topic) -> Sequence[Stored]:
    full = names(settings).full(topic)
    return [each for number in range(log.partitions(full)) for each in log.read(full, number, limit=10_000)]


def ids(found: Sequence[Stored]) -> list[str]:
    return [dict(each.message.headers)["ce_id"].decode() for each in found]


@pytest.mark.usefixtures("sockets_released")
def test_the_worker_and_the_bare_loop_move_the_same_records_once(tmp_path: Path, kafka_bootstrap: str) -> None:
    settings = corner(tmp_path, kafka_bootstrap)
    result = pass_through.measure(settings, chunk=300, turns=2, batch=100)
    with closing(open_log(settings)) as log:
        filled, passed, bare = (
            stored(log, settings, topic) for topic in (pass_through.PLAIN, pass_through.PASSED, pass_through.BARE)
        )
        batches = [FateBatch.decode(each.message.value) for each in stored(log, settings, FATES)]

    assert len(filled) == 1200
    assert {len(each.message.value) for each in filled} == {pass_through.RECORD_BYTES}
    for moved in (ids(passed), ids(bare), [fate.id for batch in batches for fate in batch.fates]):
        assert len(moved) == len(set(moved)) >= 900
        assert set(moved) <= set(ids(filled))
    assert result.records >= 600
    assert result.ratio > 0


@pytest.mark.usefixtures("sockets_released")
def test_cleaners_take_turns_until_the_pages_run_out(tmp_path: Path, kafka_bootstrap: str) -> None:
    settings = corner(tmp_path, kafka_bootstrap)
    result = cleaners.measure(settings, count=1500, folder=None, slice_s=0.5)

    assert 0 < result.workers.pages < 1500
    assert result.bare.pages > 0
    assert result.bare.cpus <= cleaners.PROCESSES * 1.1
    assert result.workers.cpu_ms_per_page > 0


@pytest.mark.usefixtures("sockets_released")
def test_a_killed_worker_s_partitions_move_again(tmp_path: Path, kafka_bootstrap: str) -> None:
    settings = corner(tmp_path, kafka_bootstrap)
    result = recovery.measure(settings, kills=1, seed=1)

    assert [each.phase for each in result.kills] == ["processing"]
    assert 0 < result.kills[0].partitions < 4
    assert result.worst_s > recovery.LAST_WORDS_S


def test_a_measurement_ends_with_a_line_of_json(kafka_bootstrap: str) -> None:
    small = ("--chunk", "200", "--turns", "1", "--batch", "100")
    ran = warta("bench", "pass-through", *small, env={"WARTA_KAFKA_BOOTSTRAP": kafka_bootstrap})

    assert ran.code == 0, ran.err
    assert json.loads(ran.lines[-1])["records"] >= 200
    assert "pass-through worker" in ran.err


def test_a_cluster_that_is_not_there_is_one_line() -> None:
    ran = warta("bench", "kafka", env={"WARTA_KAFKA_BOOTSTRAP": "127.0.0.1:1"})

    assert ran.code == 1
    assert ran.err.startswith("warta: ")
    assert "127.0.0.1:1" in ran.err
    assert len(ran.err.strip().splitlines()) == 1
