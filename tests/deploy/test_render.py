"""The files of the cluster are what the rows of the topology and the templates give."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.render import COMMAND, FILES, ROOT, TEMPLATES, main, rendered, stale, write
from pipeline.topology import BY_NAME, STEPS
from runtime.declare import Stage, Step
from schemas.topics import ARTICLES
from tests.deploy.test_prometheus import scraped

COMPOSE, _, PROMETHEUS, RULES = FILES


def shout(*, processes: int = 1, memory_mb: int = 768, web: bool = False) -> Step:
    return Stage(name="shout", reads=ARTICLES, processes=processes, memory_mb=memory_mb, web=web)


def service(row: Step) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(rendered((*STEPS, row))[COMPOSE])["services"][row.name]
    return found


def ports(row: Step) -> list[int]:
    """Where Prometheus looks for the row's processes."""
    prometheus = yaml.safe_load(rendered((*STEPS, row))[PROMETHEUS])
    return [port for name, port in scraped(prometheus) if name == row.name]


def test_the_files_are_what_their_rows_give() -> None:
    assert stale(ROOT, STEPS) == [], f"run `{COMMAND}`"


@pytest.mark.parametrize("name", FILES)
def test_a_file_says_what_renders_it_and_from_where(name: str) -> None:
    [note] = [line for line in rendered(STEPS)[name].splitlines() if COMMAND in line]

    assert note.startswith("# Rendered by ")
    assert f"deploy/templates/{FILES[name]}" in note


@pytest.mark.parametrize(
    ("processes", "cpus", "memory", "looked_at"),
    [
        pytest.param(1, "1.0", "300m", [9100, 9101], id="one"),
        pytest.param(2, "2.0", "600m", [9100, 9101, 9102], id="two"),
        pytest.param(3, "2.0", "900m", [9100, 9101, 9102, 9103], id="more than a small machine has processors"),
    ],
)
def test_a_row_that_is_added_appears_in_both_files(
    processes: int, cpus: str, memory: str, looked_at: list[int]
) -> None:
    row = shout(processes=processes, memory_mb=300)
    found = service(row)

    assert found["command"] == ["worker", "shout", "--processes", str(processes)]
    assert (found["cpus"], found["mem_limit"]) == (cpus, memory)
    assert ports(row) == looked_at


@pytest.mark.parametrize(
    ("web", "networks"), [pytest.param(False, ["inside"], id="no"), pytest.param(True, ["inside", "outside"], id="yes")]
)
def test_only_a_row_that_asks_the_web_reaches_it_and_says_whom_to_turn_to(web: bool, networks: list[str]) -> None:
    found = service(shout(web=web))

    assert found["networks"] == networks
    assert ("WARTA_CONTACT" in found["environment"]) is web


def test_a_row_that_is_added_is_missed_where_it_does_not_run() -> None:
    rules = rendered((*STEPS, shout()))[RULES]

    assert 'absent(warta_up{worker=~"shout-[0-9]+"} == 1)' in rules


def test_a_row_that_is_added_changes_no_other_service() -> None:
    before, after = (yaml.safe_load(rendered(rows)[COMPOSE]) for rows in (STEPS, (*STEPS, shout(processes=3))))
    del after["services"]["shout"]

    assert after == before


def test_what_is_added_to_a_service_is_added_to_one_of_a_step() -> None:
    assert {path.name.removesuffix(".yml.j2") for path in (TEMPLATES / "steps").iterdir()} <= set(BY_NAME)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    return tmp_path


def test_the_check_names_each_file_that_differs_and_the_command(tree: Path) -> None:
    write(tree, STEPS)
    assert main(["--check"], root=tree) is None
    (tree / COMPOSE).write_text("services: {}\n", encoding="utf-8")
    (tree / PROMETHEUS).unlink()

    said = main(["--check"], root=tree)

    assert said is not None
    assert [line.split()[0] for line in said.splitlines()] == [COMPOSE, PROMETHEUS]
    assert all(f"`{COMMAND}`" in line for line in said.splitlines())
    assert (tree / COMPOSE).read_text(encoding="utf-8") == "services: {}\n"


def test_rendering_makes_the_files_as_the_rows_give_them(tree: Path) -> None:
    assert main([], root=tree) is None

    assert stale(tree, STEPS) == []
