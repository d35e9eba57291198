"""Options that commands share, and the settings they make."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from commands.showing import errors
from pipeline.errors import UsageError
from pipeline.secret_files import open_secrets
from pipeline.settings import Settings, environment
from pipeline.wrong_settings import unknown_variables, variable, wrong_values

# By the embedded log, the SQLite stores, the archive; each may be all that is left.
LEFT_BY_ONE = ("log.db", "articles.db", "frontier.db", "fates.db", "archive.db", "archive")
Data = Annotated[
    Path | None,
    typer.Option("--data", help="Folder for everything a run writes.", show_default="WARTA_DATA_DIR or ./data"),
]
Config = Annotated[
    Path | None,
    typer.Option("--config", help="Folder with sources/ and watches/.", show_default="WARTA_CONFIG_DIR or shipped"),
]
Json = Annotated[bool, typer.Option("--json", help="JSON Lines for machines: an object a line, times in RFC 3339.")]
Port = Annotated[int | None, typer.Option("--port", help="Port of the page and the API; 0 takes a free one.")]


def settings_with(*, data: Path | None = None, config: Path | None = None, **others: object) -> Settings:
    """Settings from the environment, with what the command line says instead. Raises UsageError."""
    given = {"data_dir": data, "config_dir": config} | others
    wrong = unknown_variables(environment())
    if not wrong:
        try:
            return _told(_checked(Settings(**{name: value for name, value in given.items() if value is not None})))  # type: ignore[arg-type]
        except ValidationError as error:
            wrong = wrong_values(error)
    raise UsageError(f"{wrong[0]}; see `warta settings`")


def _checked(settings: Settings) -> Settings:
    """Raises UsageError if one of the folders is a file."""
    for name, option in (("data_dir", "--data"), ("config_dir", "--config")):
        folder: Path = getattr(settings, name)
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"{folder} is a file: {option} and {variable(name)} take a folder")
    return settings


def _told(settings: Settings) -> Settings:
    """Says which passwords others can read; whoever set them up so may have a reason."""
    for line in open_secrets(settings):
        errors.print(line, style="yellow", highlight=False)
    return settings


def is_pipeline(settings: Settings) -> bool:
    """Whether anything of a pipeline is in the data folder; of one on a cluster or a server nothing need be."""
    is_elsewhere = settings.log != "sqlite" or settings.database_url is not None
    return is_elsewhere or any((settings.data_dir / name).exists() for name in LEFT_BY_ONE)


def settings_of_pipeline(*, data: Path | None = None, config: Path | None = None, **others: object) -> Settings:
    """For a command that reads what a pipeline has: it makes none. Raises UsageError where there is none."""
    settings = settings_with(data=data, config=config, **others)
    if not is_pipeline(settings):
        raise UsageError(
            f"no pipeline in {settings.data_dir}: `warta run` or `warta demo` makes one, --data names another folder"
        )
    return settings
