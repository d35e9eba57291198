"""`warta completion`: the script by which a shell completes commands and options. Typer makes it and answers it."""

import shlex
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated

import typer
from typer.completion import get_completion_script  # type: ignore[attr-defined]

ASKS = "_WARTA_COMPLETE"


class Shell(StrEnum):
    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def completion(shell: Annotated[Shell, typer.Argument(help="The shell to print it for.")]) -> None:
    """Print the script that completes commands in a shell; see docs/commands.md for where it goes."""
    sys.stdout.write(get_completion_script(prog_name="warta", complete_var=ASKS, shell=shell.value) + "\n")


def words_to_complete(environment: Mapping[str, str]) -> Sequence[str] | None:
    """The finished words after `warta`, as a shell tells them that asks for what may follow; None where none asks."""
    if ASKS not in environment:
        return None
    told = environment.get("_TYPER_COMPLETE_ARGS", environment.get("COMP_WORDS", ""))
    try:
        words = shlex.split(told)
    except ValueError:
        # A quote is still open.
        words = told.split()
    typed = int(environment.get("COMP_CWORD", len(words) if told.endswith(" ") else len(words) - 1))
    return words[1:typed]
