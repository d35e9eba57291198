"""A command that reads says in one line that there is no pipeline, and makes none."""

from pathlib import Path

import pytest

from tests.pipeline.command import warta

READING = [
    ("lag",),
    ("search", "kursk"),
    ("trace", "https://kabar.example/1"),
    ("archive", "check"),
    ("archive", "rebuild"),
    ("letters", "list"),
    ("letters", "show", "clean", "1"),
    ("sources", "history"),
    ("replay", "--since", "2025-04-01"),
    ("takedown", "list"),
    ("takedown", "https://kabar.example/1", "--reason", "uji"),
    ("watches", "apply"),
    ("watches", "test", "rusia-korut", "--stored"),
    ("rekey",),
]


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_where_no_pipeline_is_none_is_made(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    folder = tmp_path / "tiada"
    ran = warta(*arguments, "--data", folder)

    assert ran.code == 2
    assert ran.err == (
        f"warta: no pipeline in {folder}: `warta run` or `warta demo` makes one, --data names another folder\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [("watches", "list"), ("watches", "show", "rusia-korut")], ids=" ".join)
def test_what_is_declared_is_shown_without_one(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ran = warta(*arguments, "--data", tmp_path / "tiada")

    assert (ran.code, "rusia-korut" in ran.out) == (0, True)
    assert list(tmp_path.iterdir()) == []
