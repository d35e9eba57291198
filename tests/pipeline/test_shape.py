"""How large a file, a function and its list of parameters may be, in every room but the tests."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = (
    *("bench", "broker", "catalogue", "commands", "deploy", "formats", "ingest", "newsroom", "pipeline", "processors"),
    *("runtime", "schemas", "serve", "stores"),
)
MAX_LINES = 250
MAX_FUNCTION_LINES = 40
MAX_PARAMETERS = 7
# What a database was once given is not written anew.
FROZEN = "versions"


def files(room: str) -> list[Path]:
    return [path for path in sorted((ROOT / room).rglob("*.py")) if FROZEN not in path.parts]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    given = function.args
    names = [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len([name for name in names if name not in ("self", "cls")])


@pytest.mark.parametrize("room", ROOMS)
def test_files_functions_and_parameter_lists_are_short(room: str) -> None:
    too_long = [
        f"{path.relative_to(ROOT)} has {lines} lines, {MAX_LINES} may be"
        for path in files(room)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MAX_LINES
    ]
    for path in files(room):
        for function in functions(path):
            where = f"{path.relative_to(ROOT)}: {function.name}"
            lines = (function.end_lineno or 0) - function.lineno + 1
            if lines > MAX_FUNCTION_LINES:
                too_long.append(f"{where} has {lines} lines, {MAX_FUNCTION_LINES} may be")
            # A command's parameters are its options.
            if room != "commands" and parameters(function) > MAX_PARAMETERS:
                too_long.append(f"{where} has {parameters(function)} parameters: give it a value object")

    assert too_long == []
