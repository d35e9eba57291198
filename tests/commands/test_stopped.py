"""Ctrl-C before a command waits for it: one line and the exit code of a shell, never a stack."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import pytest

from commands.entry import EXIT_STOPPED
from pipeline.settings import Settings
from tests.pipeline.command import ROOT
from tests.pipeline.places import engines, pipeline

__all__ = ["engines", "pipeline"]


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """With a line on standard error for each module that was imported."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WARTA_")}
    with subprocess.Popen(
        [sys.executable, "-u", "-X", "importtime", "-m", "commands.entry", *arguments],
        env=clean | {"PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


def read_until(stream: IO[str] | None, word: str) -> None:
    assert stream is not None
    seen = ""
    while word not in seen:
        character = stream.read(1)
        assert character, seen
        seen += character


def stopped(process: subprocess.Popen[str]) -> list[str]:
    """What it says after Ctrl-C, but for its imports."""
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert process.returncode == EXIT_STOPPED
    return [line for line in said.splitlines() if "|" not in line and line]


@pytest.mark.parametrize("module", ["typer", "pydantic"])
def test_while_commands_are_imported(module: str) -> None:
    with started("lag") as process:
        read_until(process.stderr, f" {module}.")

        assert stopped(process)[-1:] == ["warta: stopped"]


def test_while_a_command_waits_for_an_answer(pipeline: Settings) -> None:
    with started("letters", "discard", "clean", "--data", str(pipeline.data_dir)) as process:
        read_until(process.stdout, "clean?")

        assert stopped(process)[-1:] == ["warta: stopped"]
