"""A command that reads says in one line that there is no pipeline, and makes none."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.settings import Settings
from tests.pipeline.command import warta
from tests.pipeline.places import engines, pipeline

__all__ = ["engines", "pipeline"]

READING = [
    ("lag",),
    ("status",),
    ("serve", "--port", "0"),
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


DECLARED = [(("watches", "list"), "rusia-korut"), (("watches", "show", "rusia-korut"), "rusia-korut")]


@pytest.mark.parametrize(("arguments", "shown"), [*DECLARED, (("sources", "list"), "never verified")])
def test_what_is_declared_is_shown_without_one(tmp_path: Path, arguments: tuple[str, ...], shown: str) -> None:
    ran = warta(*arguments, "--data", tmp_path / "tiada")

    assert (ran.code, shown in ran.out) == (0, True)
    assert list(tmp_path.iterdir()) == []


READING_ALONE = [
    ("lag",),
    ("search", "kursk"),
    ("trace", "https://kabar.example/1"),
    ("archive", "check"),
    ("letters", "list"),
    ("sources", "history"),
    ("takedown", "list"),
    ("watches", "list"),
    ("watches", "show", "rusia-korut"),
]


@pytest.mark.parametrize("arguments", READING_ALONE, ids=" ".join)
def test_a_command_that_only_reads_brings_nothing_up_to_date(pipeline: Settings, arguments: tuple[str, ...]) -> None:
    older = {}
    for path in pipeline.data_dir.glob("*.db"):
        with closing(sqlite3.connect(path)) as connection:
            if path.name == "log.db":
                connection.execute("PRAGMA user_version = 1")
            else:
                connection.execute("UPDATE alembic_version SET version_num = '0003'")
                connection.commit()
        older[path.name] = path.read_bytes()
    ran = warta(*arguments, "--data", pipeline.data_dir)

    assert {path.name: path.read_bytes() for path in pipeline.data_dir.glob("*.db")} == older
    if arguments not in (("lag",), ("letters", "list")):
        assert ran.code == 1
        assert re.fullmatch(r"warta: \S+: \S+ (has schema 0003, .*|is not made yet)\n", ran.err)
