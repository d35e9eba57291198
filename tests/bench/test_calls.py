"""What a record costs in calls of our own functions is held: a count, which no busy machine changes."""

from pathlib import Path

from bench.calls import measure
from pipeline.settings import Settings

MOST = 58


def test_a_record_goes_through_few_functions_at_any_kind_of_step(tmp_path: Path) -> None:
    calls = measure(Settings(data_dir=tmp_path, log_durable=False, gather=1.0), records=300)

    assert set(calls.by_kind) == {"stage", "stateful stage", "sink"}
    assert {kind: count for kind, count in calls.by_kind.items() if not 5 < count <= MOST} == {}
