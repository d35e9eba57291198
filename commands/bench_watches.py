"""`warta bench watches`: watches applied to stored articles on one core, under kills; the last line is JSON."""

import json
from typing import Annotated

import typer

from bench import watches as watches_bench
from commands.benching import console, fresh
from pipeline.errors import CommandError


def watches(
    stored: Annotated[int, typer.Option(min=80, help="How many articles are stored.")] = 100_000,
    seed: Annotated[int, typer.Option(help="Where the kills fall.")] = 1,
    kills: Annotated[int, typer.Option(min=0, help="Of the application, and of the workers behind it.")] = 5,
) -> None:
    """Apply changed watches to stored articles on one core; kill -9 on the way; count what was added and withdrawn."""
    with fresh() as settings:
        result = watches_bench.measure(settings, stored=stored, seed=seed, kills=kills)
    counts = ", ".join(f"{result.counts[name]} {name}" for name in ("added", "withdrawn", "changed"))
    said = f"{result.kept} texts judged in {result.apply_s} s, carried in {result.carry_s} s: {counts}"
    killed = f"{result.kills_of_apply} and {result.kills_of_workers} kills"
    console.print(f"{said}; {killed}; {result.lost} lost, {result.unexpected} unexpected", highlight=False)
    print(json.dumps(result.as_dict()))  # noqa: T201
    if result.lost or result.unexpected:
        raise CommandError("the store is not what the watches want")
