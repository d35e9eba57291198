"""`warta bench backup`: a backup of many articles, and its restore; the last line is JSON."""

import json
from typing import Annotated

import typer

from bench import backup as backup_bench
from commands.benching import console, fresh


def backup(articles: Annotated[int, typer.Option(min=100, help="How many are stored.")] = 1_000_000) -> None:
    """The time of a backup and of its restore, beside a plain copy of the same bytes."""
    with fresh() as settings:
        result = backup_bench.measure(settings, count=articles)
    console.print(
        f"{result.articles:,} articles, {result.rows:,} rows, {result.bytes:,} bytes: backup {result.backup_s} s, "
        f"restore {result.restore_s} s, a plain copy {result.copy_s} s"
    )
    print(json.dumps(result.as_dict()))  # noqa: T201
