"""The declared map is what the code does: every step is wired, and its function takes and gives what is declared."""

import inspect
import os
import re
import typing
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.settings import Settings
from pipeline.topology import STEPS, Kind, all_topics
from pipeline.wiring import processors
from pipeline.wiring.steps import SOURCES, STAGES, stage
from schemas.record import Record

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "broker", "catalogue", "formats", "ingest", "pipeline", "processors", "runtime", "schemas", "serve", "stores",
)  # fmt: skip


def test_every_step_is_wired_and_nothing_else_is() -> None:
    sources = {step.name for step in STEPS if step.kind is Kind.SOURCE}

    assert set(SOURCES) == sources
    assert set(STAGES) == {step.name for step in STEPS} - sources


def functions() -> dict[str, typing.Any]:
    settings = Settings()
    return {
        "clean": processors.clean_function(settings),
        "revise": processors.revise_function,
        "enrich": processors.enrich_function(settings),
    }


@pytest.mark.parametrize("step", [s for s in STEPS if s.kind in (Kind.STAGE, Kind.KEYED)], ids=lambda step: step.name)
def test_a_stages_function_takes_and_gives_what_the_map_says(step: typing.Any) -> None:
    function = functions()[step.name]
    hints = typing.get_type_hints(function)
    taken = hints[next(iter(inspect.signature(function).parameters))]
    given = hints["return"] if step.kind is Kind.STAGE else typing.get_args(hints["return"])[1]

    assert taken is step.reads.record
    assert typing.get_origin(given) is Sequence
    assert set(typing.get_args(given)) == {topic.record for topic in step.writes}


def test_every_topic_that_is_read_is_written_by_some_step() -> None:
    written = {topic.name for step in STEPS for topic in step.writes} | {"fates"}

    assert {step.reads.name for step in STEPS if step.reads} <= written


def test_every_reader_has_its_dead_letters_and_every_stage_its_tiers() -> None:
    names = {topic.name for topic in all_topics()}

    assert {f"dead.{step.name}" for step in STEPS if step.reads} <= names
    assert {f"retry.clean.{delay}" for delay in ("10s", "1m", "10m")} <= names
    assert len(names) == len(all_topics())


def test_records_of_topics_are_records() -> None:
    assert all(topic.record is None or issubclass(topic.record, Record) for topic in all_topics())


def sources_of(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def test_only_settings_read_the_environment() -> None:
    readers = [
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in sources_of(package)
        if re.search(r"os\.(environ|getenv)|\bgetenv\(", path.read_text(encoding="utf-8"))
    ]

    assert readers == ["pipeline/settings.py"]


@pytest.mark.parametrize("package", [*PACKAGES, "newsroom"])
def test_every_file_says_what_it_is_and_packages_say_nothing(package: str) -> None:
    for path in sources_of(package):
        text = path.read_text(encoding="utf-8")
        is_said = not text if path.name == "__init__.py" else text.startswith('"""')
        assert is_said, f"{path.relative_to(ROOT)}{os.linesep}"


@pytest.mark.parametrize(
    ("log", "gather", "times"),
    [
        pytest.param("sqlite", None, 1.0, id="as declared on the embedded log"),
        pytest.param("kafka", None, 2.0, id="longer on Kafka"),
        pytest.param("kafka", 0.5, 0.5, id="as it is set"),
    ],
)
def test_records_gather_longer_where_a_settle_costs_more(
    tmp_path: Path, log: typing.Literal["sqlite", "kafka"], gather: float | None, times: float
) -> None:
    step = next(step for step in STEPS if step.name == "clean")
    settings = Settings(log=log, gather=gather, data_dir=tmp_path)
    declared = STAGES["clean"](step, settings).limits

    limits = stage(step, settings).limits

    assert limits.gather_s == declared.gather_s * times
    assert limits.settle_s == declared.settle_s * times
    assert limits.record_s == declared.record_s
