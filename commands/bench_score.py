"""`warta bench score`: our cleaner beside other tools, over pages with gold answers."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench.score import run

console = Console(stderr=True)


def score(
    folders: Annotated[list[Path], typer.Argument(help="Folders of pages with gold and urls.tsv, or of cases.")],
    doc: Annotated[Path | None, typer.Option("--doc", help="Write this page, and chart and figures by it.")] = None,
    tool: Annotated[list[str] | None, typer.Option("--tool", help="Only this tool; may be given again.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="How often ours is timed on each page, others twice.")] = 5,
    limit: Annotated[float, typer.Option("--limit", min=1, help="Seconds a tool may take for a folder.")] = 600.0,
) -> None:
    """Text, boilerplate, facts and time of our cleaner beside other tools; the last line is JSON."""
    result = run.measure(folders, names=tool or [], rounds=rounds, limit_s=limit, say=_say)
    if doc is not None:
        run.write(result, doc)
    print(result.model_dump_json())  # noqa: T201


def _say(line: str) -> None:
    console.print(line, markup=False, highlight=False, soft_wrap=True)
