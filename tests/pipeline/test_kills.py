"""Kill -9 in the middle of everything: nothing lost, nothing doubled, proved by a reader that is not ours."""

import sys
from collections import Counter
from pathlib import Path
from typing import cast

import pytest

from bench import kills
from bench.audit import SqliteReader
from bench.kills import Hit, Kills
from pipeline.errors import CommandError
from pipeline.settings import Settings


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="finds and stops workers through Linux's /proc")
def test_seeded_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    reader = SqliteReader(tmp_path)
    outcome = kills.measure(Settings(data_dir=tmp_path), count=2000, seed=7, kills=14, inside=10, reader=reader)

    assert outcome.unread_at_first_kill >= 2000
    assert outcome.inside_settle >= 10
    assert outcome.hits.keys() >= {
        (step, phase) for step in ("revise", "relate") for phase in ("processing", "settling")
    }
    assert outcome.result.records["stories of a replay"] >= 2000
    assert outcome.supervisor >= 1
    assert sum(outcome.result.lost.values()) == 0
    assert sum(outcome.result.doubled.values()) == 0
    assert sum(outcome.result.unexpected.values()) == 0


def test_a_kill_is_told_by_step_and_phase() -> None:
    hits = Counter({Hit("revise", "processing"): 2, Hit("revise", "settling"): 1, Hit("clean", "settling"): 3})
    outcome = Kills(seed=1, records=10, supervisor=1, hits=hits)
    told = outcome.as_dict()

    assert told["kills"] == {"supervisor": 1, "processing": 2, "settling": 4}
    assert cast(dict[str, object], told["by_step"])["revise"] == {"processing": 2, "settling": 1}
    assert (outcome.inside_settle, outcome.inside_state) == (4, 3)


@pytest.mark.parametrize(
    ("hits", "why"),
    [
        pytest.param({Hit("revise", "processing"): 9}, "only 0 of 1 kills", id="no settle"),
        pytest.param({Hit("clean", "settling"): 1}, "no kill hit .*revise processing, revise settling", id="no state"),
        pytest.param(
            {Hit("revise", "settling"): 1, Hit("relate", "settling"): 1},
            "no kill hit relate processing, revise processing;",
            id="no transaction",
        ),
    ],
)
def test_a_run_that_proves_less_than_asked_is_an_error(hits: dict[Hit, int], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        kills.check(Kills(seed=1, records=10, hits=Counter(hits)), inside=1)
