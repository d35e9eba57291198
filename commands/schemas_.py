"""`warta schemas export`: every record as JSON Schema."""

import json
from pathlib import Path
from typing import Annotated

import typer

from commands.showing import console
from schemas.topics import ALL


def export(
    folder: Annotated[
        Path | None, typer.Argument(help="Where the files go; standard output where none is given.")
    ] = None,
) -> None:
    """Write the JSON Schema of every record."""
    schemas = {
        f"{topic.record.TYPE}.v{topic.record.VERSION}": topic.record.model_json_schema()
        for topic in ALL
        if topic.record is not None
    }
    if folder is None:
        print(json.dumps(schemas, indent=2))  # noqa: T201
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas.items():
        (folder / f"{name}.json").write_text(json.dumps(schema, indent=2) + "\n")
    console.print(f"{len(schemas)} schemas in {folder}")
