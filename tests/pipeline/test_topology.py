"""The declared map is what the code does: every step is wired, and its function takes and gives what is declared."""

import inspect
import os
import re
import typing
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.settings import Settings
from pipeline.topology import READERS, STEPS, all_topics, reader_named
from pipeline.wiring.steps import as_set, maker
from runtime.declare import Notifier, Reader, Source, Stage, Stateful, Step
from runtime.memory import Remembering
from schemas.record import Record

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "bench", "broker", "catalogue", "commands", "formats", "ingest", "pipeline", "processors", "runtime", "schemas",
    "serve", "stores",
)  # fmt: skip


WIRING = ROOT / "pipeline" / "wiring"
# What several steps, or none, are made of.
SHARED = {
    "__init__",
    "applying",
    "kafka_log",
    "letters",
    "log",
    "releasing",
    "search",
    "serve",
    "spans",
    "steps",
    "stores",
    "subscribing",
    "tended",
    "web",
}


def test_every_step_has_a_wiring_file_and_every_wiring_file_a_step() -> None:
    files = {path.stem for path in WIRING.glob("*.py")} - SHARED
    rows = {step.name for step in STEPS}

    assert rows - files == set(), "a row without a wiring file: add pipeline/wiring/<step>.py with `make(settings)`"
    assert files - rows == set(), "a wiring file without a row: add the step's row to pipeline/topology.py"


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_what_a_wiring_file_makes_is_called_make(step: Step) -> None:
    parameters = list(inspect.signature(maker(step)).parameters)

    # A notifier has metrics of its own.
    more = {Source: ["owner"], Notifier: ["owner", "registry"]}
    assert parameters == ["settings", *more.get(type(step), [])]


@pytest.mark.parametrize("step", [s for s in STEPS if isinstance(s, Stage | Stateful)], ids=lambda step: step.name)
def test_a_stages_function_takes_and_gives_what_the_map_says(step: Reader, tmp_path: Path) -> None:
    made = maker(step)(Settings(data_dir=tmp_path))
    function = made.process if isinstance(made, Remembering) else made
    hints = typing.get_type_hints(function)
    taken = hints[next(iter(inspect.signature(function).parameters))]

    assert taken is step.reads.record
    assert typing.get_origin(hints["return"]) is Sequence
    (given,) = typing.get_args(hints["return"])
    assert set(typing.get_args(given) or (given,)) == {topic.record for topic in step.writes}


# `warta import` and `warta replay` write the one, `warta watches apply` the other.
BY_COMMANDS = {"pages_bulk", "judgements"}


def test_every_topic_that_is_read_is_written_by_some_step() -> None:
    written = {topic.name for step in STEPS for topic in step.writes} | {"fates"} | BY_COMMANDS

    assert {topic.name for step in READERS for topic in (step.reads, *step.also)} <= written, (
        "a step reads a topic that no step writes"
    )


def test_every_topic_that_is_written_is_read_by_some_step() -> None:
    written = {topic.name for step in STEPS for topic in step.writes} | {"fates"}

    assert written <= {step.reads.name for step in READERS}, "a topic is read by nobody: add a step that reads it"


def test_a_step_gives_way_to_steps_further_on_whose_records_live_ones_wait_for() -> None:
    for step in READERS:
        fed = list(step.writes)
        for topic in fed:
            fed += [each for other in READERS if other.reads is topic for each in other.writes if each not in fed]
        further = {other.name for other in READERS if other.reads in fed and not other.limits.patient}

        assert set(step.gives_way_to) in (set(), further), f"{step.name} gives way to all of {further} or to none"


def test_every_reader_has_its_dead_letters_and_the_retries_that_its_row_says() -> None:
    names = {topic.name for topic in all_topics()}

    assert all(topic.record is step.record for step in READERS for topic in step.also)
    assert {f"dead.{step.name}" for step in READERS} <= names
    assert {name for name in names if name.startswith("retry.")} == {
        f"retry.{step.name}.{tier.value}" for step in READERS for tier in step.retries
    }
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

    # The entry keeps pydantic from looking for plugins. A shell that asks for completion says so in the environment,
    # before any setting is needed. A fork puts on the environment that its supervisor gives it.
    assert readers == ["commands/entry.py", "commands/main.py", "pipeline/settings.py", "runtime/process/template.py"]


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
    step = reader_named("clean")
    declared = step.limits

    limits = as_set(step, Settings(log=log, gather=gather, data_dir=tmp_path)).limits

    assert limits.gather_s == declared.gather_s * times
    assert limits.settle_s == declared.settle_s * times
    assert limits.record_s == declared.record_s


def test_a_step_refuses_an_output_that_is_over_its_topics_limit_as_it_is_set(tmp_path: Path) -> None:
    for folder in ("sources", "watches"):
        (tmp_path / folder).mkdir()
    (tmp_path / "topics.toml").write_text("[cleaned]\nmax_record_bytes = 20000\n")

    (cleaned,) = as_set(reader_named("clean"), Settings(config_dir=tmp_path, data_dir=tmp_path)).writes

    assert cleaned.max_record_bytes == 20_000
