"""`warta letters`: the dead letters of every step, looked at, replayed, discarded; and the breaker released."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from broker.port import Log, Position
from commands.options import Data, Json, settings_of_pipeline
from commands.showing import console, print_json, table
from pipeline.errors import UsageError
from pipeline.settings import Settings
from pipeline.topology import READERS, reader_named
from pipeline.wiring.letters import settle_letters, waiting_letters
from pipeline.wiring.log import names, open_log
from pipeline.wrong_settings import nearest
from runtime.breaker import release as release_breaker
from runtime.dead_letters import Letter
from runtime.declare import Reader
from runtime.process.worker_process import consumed
from runtime.run_dir import RunDir

PAGE = 500
StepName = Annotated[str, typer.Argument(help="The step whose letters are meant.", metavar="STEP")]
Through = Annotated[
    int | None, typer.Option("--through", min=0, help="Only letters up to this number, as `list` shows it.")
]


def list_(
    step: Annotated[str | None, typer.Argument(help="Only this step's.")] = None,
    data: Data = None,
    as_lines: Json = False,
) -> None:
    """Show the dead letters: which step refused what, when and why."""
    settings = settings_of_pipeline(data=data)
    log = open_log(settings, to_read=True)
    chosen = [step_named(step)] if step else READERS
    letters = [letter for each in chosen for letter in waiting_letters(log, each, settings)]
    log.close()
    if as_lines:
        for letter in letters:
            print_json(as_row(letter))
        return
    shown = table("Dead letters", "step", "number", "at", "reason", "detail", "tries", right=("number", "tries"))
    for letter in letters:
        at = datetime.fromtimestamp(letter.at, UTC).strftime("%Y-%m-%d %H:%M:%S")
        number = str(letter.position.offset)
        shown.add_row(letter.stage, number, at, letter.reason, letter.detail[:120], str(letter.attempts))
    console.print(shown if letters else "no dead letters")


def replay(step: StepName, through: Through = None, data: Data = None) -> None:
    """Send dead letters to their step again, as they came; they leave the list in the same transaction."""
    count = _settle(step, through, data, again=True)
    console.print(f"{count} letters sent to {step} again")


def discard(
    step: StepName,
    through: Through = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data: Data = None,
) -> None:
    """Take dead letters off the list; their records are given up."""
    if not yes:
        typer.confirm(f"Give up the dead letters of {step}?", abort=True)
    count = _settle(step, through, data, again=False)
    console.print(f"{count} letters of {step} discarded")


def release(
    step: StepName,
    grace: Annotated[int, typer.Option(min=1, help="How many dead letters may be written.")] = 1000,
    data: Data = None,
) -> None:
    """Close a step's breaker: let its dead letters be written in spite of their number."""
    settings = settings_of_pipeline(data=data)
    folder = RunDir(settings.run_dir).path / "breakers"
    held = sorted(folder.glob(f"{step_named(step).name}-*.json"))
    for path in held:
        release_breaker(path, grace=grace)
    console.print(f"released: {', '.join(path.stem for path in held)}" if held else f"no breaker of {step} has tripped")


def quarantine(
    step: StepName,
    topic: Annotated[str, typer.Argument(help="Topic of the record, as the log names it.")],
    partition: Annotated[int, typer.Argument(min=0)],
    offset: Annotated[int, typer.Argument(min=0)],
    data: Data = None,
) -> None:
    """Dead-letter a record that its step waits on, such as one of an unknown major version."""
    settings, chosen, position = settings_of_pipeline(data=data), step_named(step), Position(topic, partition, offset)
    with closing(open_log(settings, to_read=True)) as log:
        check_waiting(log, chosen, settings, position)
    RunDir(settings.run_dir).quarantine(chosen.name, position)
    console.print(f"{step} will dead-letter {topic}/{partition}/{offset} when it looks again")


def check_waiting(log: Log, step: Reader, settings: Settings, position: Position) -> None:
    """Raises UsageError unless the step reads the topic, and has yet to settle the record that is there."""
    topic, partition, offset = position
    read, there = consumed(step, names(settings), log), log.topics()
    if topic not in read:
        raise UsageError(f"{step.name} reads no topic {topic}: it reads {', '.join(read)}{nearest(topic, read)}")
    if partition >= there.get(topic, 0):
        raise UsageError(f"{topic} has no partition {partition}: it has {there.get(topic, 0)}, from 0 on")
    if not any(stored.position == position for stored in log.read(topic, partition, start=offset, limit=1)):
        raise UsageError(f"{topic}/{partition} has no record {offset}")
    own = [lag for lag in log.lag((step.group,)) if (lag.topic, lag.partition) == (topic, partition)]
    if any(lag.settled > offset for lag in own):
        raise UsageError(f"{step.name} has settled {topic}/{partition}/{offset}: it does not wait on it")


def step_named(name: str) -> Reader:
    try:
        return reader_named(name)
    except KeyError as error:
        readers = ", ".join(step.name for step in READERS)
        near = nearest(name, [step.name for step in READERS])
        raise UsageError(f"{name} has no dead letters; the steps that read are {readers}{near}") from error


def _settle(step: str, through: int | None, data: Path | None, *, again: bool) -> int:
    settings = settings_of_pipeline(data=data)
    with closing(open_log(settings)) as log:
        return settle_letters(log, settings, step_named(step).name, through, again=again)


def as_row(letter: Letter) -> dict[str, object]:
    return {
        "step": letter.stage,
        "number": letter.position.offset,
        "at": datetime.fromtimestamp(letter.at, UTC),
        "reason": letter.reason,
        "detail": letter.detail,
        "attempts": letter.attempts,
        "worker": letter.worker,
        "from": f"{letter.origin.topic}/{letter.origin.partition}/{letter.origin.offset}",
    }
