"""`warta bench archive`: a page's cost in the archive, by compression; the last line is JSON."""

import importlib.util
import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console

from bench import archive as archive_bench
from bench.overhead import corpus
from commands.benching import Pages, Saved, fresh
from pipeline.errors import UsageError

console = Console(stderr=True)


def archive(
    pages: Pages = 200,
    saved: Saved = None,
    also: Annotated[
        list[str] | None, typer.Option("--with", help="A module made like zlib, to be measured beside it.")
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, help="How often; the least time counts.")] = 3,
) -> None:
    """Processor time and bytes of a page's records by level of compression, and of a whole write."""
    modules = ["zlib", *(also or [])]
    for name in modules:
        if importlib.util.find_spec(name) is None:
            raise UsageError(f"--with {name}: no such module here")
    measured = corpus(pages, saved)
    making = round(archive_bench.making_ms(measured, rounds=rounds), 3)
    found = archive_bench.packings(measured, modules, rounds=rounds)
    with fresh() as settings:
        writing = round(archive_bench.writing_ms(settings, measured), 3)
        rebuilding = round(archive_bench.rebuilding_ms(settings), 3)
    for each in found:
        console.print(
            f"{each.module:<16} level {each.level}  {each.ms:7.3f} ms  {each.bytes:8,} bytes", highlight=False
        )
    body = sum(len(page.body) for page in measured) // len(measured)
    said = f"{making} ms for its records before they are compressed, {writing} ms in all"
    console.print(f"of a page ({body:,} bytes): {said}; {rebuilding} ms in a rebuild of the index", highlight=False)
    took = {"making_ms": making, "writing_ms": writing, "rebuilding_ms": rebuilding}
    print(json.dumps({"body": body, **took, "by": [asdict(packing) for packing in found]}))  # noqa: T201
