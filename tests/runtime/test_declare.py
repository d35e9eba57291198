"""What a row says if it does not say otherwise, as the docs have it; and what is derived from a row."""

import re
from pathlib import Path

import pytest
from prometheus_client import generate_latest

from runtime.declare import Limits, Reader, Sink, Stage, Stateful, Step
from runtime.metrics import engine_metrics
from schemas.outcomes import Tier
from schemas.topics import Topic
from tests.runtime.notes import ECHOES, NOTES, PARTED

DOCS = Path(__file__).parents[2] / "docs"


def documented() -> dict[str, tuple[float, ...]]:
    """The figures of the table of limits, by name."""
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", (DOCS / "stage-contract.md").read_text(), flags=re.MULTILINE)
    return {name: tuple(map(float, re.findall(r"[\d.]+", told))) for name, told in rows}


def test_the_limits_of_a_row_are_those_of_the_docs() -> None:
    told = documented()
    row, limits = Step(name="echo"), Limits()
    (batch, of_sink) = told.pop("batch_records")

    assert (limits.batch_records, Sink(name="kept", reads=NOTES).limits.batch_records) == (batch, of_sink)
    assert {name: (getattr(row if hasattr(row, name) else limits, name),) for name in told} == told
    assert set(told) == {*vars(limits), "processes", "memory_mb", "nice"} - {"batch_records"}


def test_the_borders_of_the_histograms_are_those_of_the_docs() -> None:
    (told,) = re.findall(r"borders of the histograms are ([\d., \nand]+) seconds", (DOCS / "metrics.md").read_text())

    metrics = engine_metrics()
    metrics.process_seconds.labels("clean").observe(1.0)
    page = generate_latest(metrics.registry).decode()

    assert re.findall(r'^warta_process_seconds_bucket\{le="([\d.]+)"', page, flags=re.MULTILINE) == [
        str(float(border)) for border in re.findall(r"[\d.]+", told)
    ]


def test_every_process_exports_the_usual_figures_of_python() -> None:
    page = generate_latest(engine_metrics().registry).decode()

    assert "process_cpu_seconds_total" in page
    assert "python_info{" in page


def test_a_row_sends_nothing_to_the_web_unless_it_says_so() -> None:
    assert not Step(name="echo").web


@pytest.mark.parametrize(
    ("kind", "ends", "is_pure"),
    [
        pytest.param(Stage, False, True, id="stage"),
        pytest.param(Stateful, False, False, id="stateful stage"),
        pytest.param(Sink, True, False, id="sink"),
    ],
)
def test_where_records_end_and_which_steps_are_pure(kind: type[Reader], ends: bool, is_pure: bool) -> None:
    assert kind.ENDS is ends
    assert kind.PURE is is_pure


def test_the_topics_of_a_row_are_its_own_its_retries_and_its_dead_letters() -> None:
    larger = Topic("larger", NOTES.record, partitions=1, max_record_bytes=2 * NOTES.max_record_bytes)
    row = Stage(name="echo", reads=NOTES, also=(larger,), writes=(ECHOES,), retries=(Tier.SOON,))

    assert [topic.name for topic in row.topics] == ["notes", "larger", "retry.echo.10s", "echoes", "dead.echo"]
    assert row.dead.max_record_bytes == Stage(name="echo", reads=larger).dead.max_record_bytes
    assert [topic.name for topic in Step(name="source", writes=(PARTED,)).topics] == ["notes"]
    assert (row.group, row.letters_group, row.record) == ("echo", "letters.echo", NOTES.record)


def test_a_topic_that_holds_the_bytes_of_another_has_no_record() -> None:
    with pytest.raises(TypeError, match="step echo reads bytes"):
        _ = Stage(name="echo", reads=Topic("bytes", None, partitions=1)).record


def test_a_stateful_stage_has_no_retries() -> None:
    with pytest.raises(ValueError, match="keeps the order"):
        Stateful(name="echo", reads=NOTES, retries=(Tier.SOON,))
