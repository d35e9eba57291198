"""Kill -9 in the middle of everything: nothing lost, nothing doubled, proved by a reader that is not ours."""

import sys
from pathlib import Path

import pytest

from bench import kills
from bench.audit import SqliteReader
from pipeline.settings import Settings

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="finds and stops workers through Linux's /proc"),
]


def test_seeded_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    reader = SqliteReader(tmp_path)
    outcome = kills.measure(Settings(data_dir=tmp_path), count=2000, seed=7, kills=14, inside=10, reader=reader)

    assert outcome.unread_at_first_kill >= 2000
    assert outcome.inside_settle >= 10
    assert outcome.supervisor >= 1
    assert sum(outcome.result.lost.values()) == 0
    assert sum(outcome.result.doubled.values()) == 0
    assert sum(outcome.result.unexpected.values()) == 0
