"""`warta watches apply`: a changed watch reaches what is stored already, and what no watch wanted before."""

from difflib import get_close_matches
from typing import Annotated

import typer

from catalogue.watches import load_watches
from commands.applying import TIMEOUT_S, Applier, conclude
from commands.options import Config, Data, Json, is_pipeline, settings_of_pipeline, settings_with
from commands.showing import output_console
from pipeline.applying import ApplyRequest
from pipeline.errors import UsageError
from pipeline.settings import Settings
from pipeline.topology import WATCHES
from pipeline.wiring.stores import open_standings


def apply(
    watch: Annotated[str, typer.Argument(help="A watch by id, also one that was deleted; all without it.")] = "",
    until_idle: Annotated[bool, typer.Option("--until-idle", help="Carry the changes to the stores and end.")] = False,
    timeout_s: Annotated[
        float, typer.Option("--timeout-seconds", min=1, help="Give up waiting for others after this long.")
    ] = TIMEOUT_S,
    data: Data = None,
    config: Config = None,
    as_lines: Json = False,
) -> None:
    """Judge every kept text again, without fetching or cleaning: add and withdraw. Cut off, it goes on where it was."""
    settings = settings_with(data=data, config=config)
    if watch:
        refuse_unknown(watch, settings)
    settings = settings_of_pipeline(data=data, config=config)
    application = Applier(settings, output_console(stderr=True), until_idle=until_idle, timeout_s=timeout_s)
    conclude(application.apply(ApplyRequest(watch=watch)), carried=until_idle, as_lines=as_lines)


def refuse_unknown(watch: str, settings: Settings) -> None:
    """Raises UsageError if the watch is neither declared nor that of a stored article."""
    declared = {each.id for each in load_watches(settings.config_dir / WATCHES)}
    known = sorted(declared.union(open_standings(settings).by_watch() if is_pipeline(settings) else ()))
    if watch not in known:
        near = get_close_matches(watch, known, n=1)
        meant = f"; did you mean {near[0]}?" if near else f"; there are {', '.join(known) or 'none'}"
        raise UsageError(f"there is no watch {watch}{meant}")
