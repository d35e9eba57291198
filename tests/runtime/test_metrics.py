"""What an alert counts is there before it first happens, and nothing is told that no rule reads."""

import re
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import pytest
from prometheus_client import generate_latest

from broker.port import PartitionLag
from runtime.clock import SYSTEM
from runtime.declare import Stage
from runtime.metrics import REJECTIONS, LagCollector, engine_metrics
from runtime.observer import Observer
from runtime.progress import Progress
from runtime.refreshed import Refreshed
from schemas.outcomes import Reason
from tests.runtime.notes import NOTES

ROOT = Path(__file__).parents[2]
ANSWER_S = 5.0
ECHO = Stage(name="echo", reads=NOTES)


def page_of(step_ends: bool) -> str:
    metrics = engine_metrics()
    metrics.born("clean", ends=step_ends)
    return generate_latest(metrics.registry).decode()


def test_a_worker_counts_its_dead_letters_from_nought() -> None:
    metrics = engine_metrics()
    Observer(ECHO, metrics, Progress(), SYSTEM)

    read = metrics.registry.get_sample_value
    counted = [read("warta_dead_letters_total", {"stage": ECHO.name, "reason": reason}) for reason in REJECTIONS]

    assert counted == [0.0] * len(REJECTIONS)
    assert read("warta_breaker_open", {"stage": ECHO.name}) == 0.0


def test_every_reason_for_a_dead_letter_is_counted_from_nought() -> None:
    """Of the engine and of the steps, as their sources have it."""
    sources = [path.read_text() for room in ("runtime", "processors", "stores") for path in (ROOT / room).rglob("*.py")]
    raised = {name for text in sources for name in re.findall(r"\bReject\(\s*Reason\.(\w+)", text)}

    assert {Reason[name] for name in raised} == set(REJECTIONS)


@pytest.mark.parametrize(("ends", "lanes"), [(True, 3), (False, 0)], ids=["a sink", "a stage"])
def test_a_sink_tells_every_lane_before_the_first_record_of_it(ends: bool, lanes: int) -> None:
    assert len(re.findall(r"^warta_end_to_end_seconds_count\{", page_of(ends), flags=re.MULTILINE)) == lanes


def test_no_series_tells_when_another_was_made() -> None:
    assert "_created" not in page_of(True)


def test_the_version_that_runs_is_told() -> None:
    assert f'warta_build_info{{version="{version("warta")}"}} 1.0' in page_of(False)


def test_the_lag_of_several_steps_comes_from_one_reading() -> None:
    lags = (PartitionLag("clean", "pages", 0, 5, 7, None), PartitionLag("revise", "cleaned", 0, 1, 9, None))
    lag = Refreshed[Sequence[PartitionLag]](lambda: lags, every_s=5, patience_s=ANSWER_S)
    metrics = engine_metrics()
    metrics.registry.register(LagCollector(groups=("clean", "revise", "enrich"), lag=lag, clock=SYSTEM))

    page = generate_latest(metrics.registry).decode()

    assert 'warta_lag_records{partition="0",stage="clean",topic="pages"} 2.0' in page
    assert 'warta_lag_records{partition="0",stage="revise",topic="cleaned"} 8.0' in page
    assert page.count("warta_lag_age_seconds{") == 3
