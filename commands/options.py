"""Options that commands share, and the settings they make."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from pipeline.errors import UsageError
from pipeline.settings import Settings

Data = Annotated[
    Path | None,
    typer.Option("--data", help="Folder for everything a run writes.", show_default="WARTA_DATA_DIR or ./data"),
]
Config = Annotated[
    Path | None,
    typer.Option("--config", help="Folder with sources/ and watches/.", show_default="WARTA_CONFIG_DIR or shipped"),
]
Json = Annotated[bool, typer.Option("--json", help="JSON for machines.")]
Port = Annotated[int | None, typer.Option("--port", help="Port of the page and the API; 0 takes a free one.")]


def settings_with(*, data: Path | None = None, config: Path | None = None, **others: object) -> Settings:
    """Settings from the environment, with what the command line says instead. Raises UsageError."""
    given = {"data_dir": data, "config_dir": config} | others
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "WARTA_" + "_".join(str(part) for part in first["loc"][:1]).upper()
        raise UsageError(f"{name}: {first['msg']} (given: {first.get('input')!r}); see `warta settings`") from error
