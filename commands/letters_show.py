"""`warta letters show`: one dead letter with its address, its reason and the head of what it holds; or its bytes."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from commands.letters import StepName, as_row, step_named
from commands.options import Data, Json, settings_of_pipeline
from commands.showing import print_json
from pipeline.errors import UsageError
from pipeline.settings import Settings
from pipeline.wiring.log import names, open_log
from runtime.dead_letters import Letter, read_letter
from runtime.declare import Reader
from serve.previews import address_of, head_of

STACK_LINES = 12


def show(
    step: StepName,
    number: Annotated[int, typer.Argument(min=0, help="The letter's number, as `list` shows it.")],
    raw: Annotated[Path | None, typer.Option("--raw", help="Write its bytes to this new file, as they came.")] = None,
    data: Data = None,
    as_lines: Json = False,
) -> None:
    """Show one dead letter: its address, why it was refused, and the head of what it holds."""
    settings, chosen = settings_of_pipeline(data=data), step_named(step)
    letter = _read(chosen, number, settings)
    if raw is not None:
        _write(raw, letter.message.value)
    told = as_row(letter) | {
        "address": address_of(letter.message, chosen.record),
        "bytes": len(letter.message.value),
        "stack": letter.stack,
        "head": head_of(letter.message, chosen.record),
    }
    if as_lines:
        print_json(told)
        return
    stack, head = told.pop("stack"), told.pop("head")
    lines = [f"{name:<9}{value}" for name, value in told.items()]
    last = str(stack).rstrip().splitlines()[-STACK_LINES:]
    print("\n".join([*lines, "", *last, *([""] if last else []), str(head)]))  # noqa: T201


def _read(step: Reader, number: int, settings: Settings) -> Letter:
    """Raises UsageError if there is none of the number."""
    topic = names(settings).full(step.dead)
    with closing(open_log(settings, to_read=True)) as log:
        stored = [each for each in log.read(topic, 0, start=number, limit=1) if each.position.offset == number]
    if not stored:
        raise UsageError(f"{step.name} has no letter {number}; see `warta letters list {step.name}`")
    return read_letter(stored[0])


def _write(path: Path, value: bytes) -> None:
    """Never over another file. Raises UsageError."""
    try:
        with path.open("xb") as file:
            file.write(value)
    except OSError as error:
        raise UsageError(f"--raw {path}: {error.strerror}") from error
