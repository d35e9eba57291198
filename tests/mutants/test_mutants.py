"""The tool that puts faults into the engine: what it changes, and that it tells the found from the missed."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutants.__main__ import FOLDERS, sampled
from tests.mutants.argued import Argument, read
from tests.mutants.operators import mutants_of

ROOT = Path(__file__).parents[2]
TOY = """LIMIT = 3


def is_over(count: int) -> bool:
    return count > LIMIT


def is_even(count: int) -> bool:
    return count % 2 == 0


def never_asked(count: int) -> bool:
    return not count
"""
TOY_TEST = """from toy.counting import is_even, is_over


def test_over():
    assert is_over(4)
    assert not is_over(3)


def test_even_is_asked_only_of_even_numbers():
    assert is_even(2)
"""


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        pytest.param("a = b < c", ["b < c -> (b <= c)", "b < c -> (b >= c)"], id="comparison"),
        pytest.param("a = b < c == d", ["(b <= c == d)", "(b >= c == d)", "(b < c != d)"], id="chain"),
        pytest.param("a = b and not c", ["(b or not c)", "(c)"], id="logic"),
        pytest.param("a = b + 2", ["(b - 2)", "(3)", "(1)"], id="sum and constant"),
        pytest.param("a = 'x' + b", [], id="text is left alone"),
        pytest.param("a = 0", ["(1)"], id="zero"),
        pytest.param("a = True", ["(False)"], id="truth"),
        pytest.param("a = b if c else d", ["(d if c else b)"], id="choice"),
        pytest.param("f(x)", ["pass"], id="call"),
        pytest.param("log.warning('x', y=2)", [], id="what is logged is left alone"),
        pytest.param("a.b = c", ["pass"], id="attribute set"),
        pytest.param("def f():\n    return g()", ["return None"], id="returned value"),
        pytest.param("def f():\n    return False", ["(True)"], id="what is false is none already"),
        pytest.param("def f(a: int = 1) -> 'x < y': ...", ["(2)", "(0)"], id="default, and no annotation"),
        pytest.param("def f():\n    raise ValueError(f'{1 + 1}')", ["pass"], id="raise"),
        pytest.param("for a in b:\n    continue", ["pass"], id="continue"),
        pytest.param("a = 'é' if b else (c or d)", ["(c or d if b else 'é')", "(c and d)"], id="after a wide letter"),
    ],
)
def test_each_kind_of_fault_changes_its_place_only(text: str, changes: list[str]) -> None:
    found = mutants_of("a.py", text)

    assert sorted(mutant.after for mutant in found) == sorted(change.rpartition(" -> ")[2] for change in changes)


def test_every_mutant_of_the_engine_is_another_program() -> None:
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text()
            for mutant in mutants_of(str(path), text):
                assert ast.dump(ast.parse(mutant.applied(text))) != ast.dump(ast.parse(text)), str(mutant)


def test_a_seed_gives_one_sample_and_another_seed_another() -> None:
    first, again, other = (sampled(ROOT, FOLDERS, sample=50, seed=seed) for seed in (1, 1, 2))

    assert first == again != other
    assert len(first) == 50


def test_every_argument_is_of_a_mutant_that_there_is() -> None:
    stale = [each for each in read() if not _covers_any(each)]

    assert stale == []


def _covers_any(argument: Argument) -> bool:
    path = ROOT / argument.file
    return path.is_file() and any(map(argument.covers, mutants_of(argument.file, path.read_text())))


@pytest.mark.slow
def test_mutants_that_a_test_finds_are_killed_and_the_others_are_named(tmp_path: Path) -> None:
    for name, text in {"toy/counting.py": TOY, "checks/test_counting.py": TOY_TEST}.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text)
    run = subprocess.run(
        [sys.executable, "-m", "tests.mutants", f"--project={tmp_path}", "--folders=toy", "--tests=checks"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    survived = [line for line in run.stdout.splitlines() if line.startswith("toy/")]

    assert "toy/counting.py:13: not count -> (count)  (no test runs it)" in survived
    assert "toy/counting.py:9: count % 2 == 0 -> (count % 2 != 0)" not in survived
    assert "toy/counting.py:9: 2 -> (1)" in survived
    assert not [line for line in survived if line.startswith(("toy/counting.py:1:", "toy/counting.py:5:"))]
    assert run.stdout.splitlines()[-1] == "12 mutants: 9 killed (75.0 %), 3 survived, 0 of them argued"
    assert run.returncode == 1
