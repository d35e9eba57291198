"""`warta pause` and `warta resume`: steps, sources and hosts stand still until they are told to go on."""

import getpass
from collections.abc import Sequence
from typing import Annotated

import typer

from catalogue.outlets import load_outlets
from commands.options import Config, Data, Json, settings_of_pipeline
from commands.showing import console, local_time, print_json, table
from pipeline.before_start import hosts_of
from pipeline.errors import UsageError
from pipeline.topology import BY_NAME
from pipeline.wiring.stores import open_operations
from pipeline.wrong_settings import nearest
from runtime.clock import utc_now
from schemas.outlet import Outlet
from stores.operations import Operations, Pause, PauseKind

Names = Annotated[
    list[str] | None, typer.Argument(help="A step, an outlet's id or a host; none: list.", metavar="[NAME]...")
]


def pause(
    names: Names = None,
    reason: Annotated[str, typer.Option("--reason", help="Why; shown to whoever asks.")] = "",
    by: Annotated[str, typer.Option("--by", help="Who orders it.", show_default="the user")] = "",
    data: Data = None,
    config: Config = None,
    as_lines: Json = False,
) -> None:
    """Let steps, sources or hosts stand still, within seconds, also over a restart; without a name list them."""
    settings = settings_of_pipeline(data=data, config=config)
    if not names:
        _list(open_operations(settings, to_read=True).paused(), as_lines=as_lines)
        return
    outlets = load_outlets(settings.config_dir / "sources")
    operations = open_operations(settings)
    # All of them are known before the first is paused.
    found = [_kind(name, outlets, operations) for name in names]
    for kind, name in zip(found, names, strict=True):
        order = Pause(kind, name, utc_now(), by or getpass.getuser(), reason.strip())
        hosts = next((outlet.hosts for outlet in outlets if outlet.id == name), ()) if kind is PauseKind.SOURCE else ()
        is_new = operations.pause(order, hosts=hosts)
        _tell(order, "is paused" if is_new else "was paused already", as_lines=as_lines)


def resume(names: Names = None, data: Data = None, config: Config = None, as_lines: Json = False) -> None:
    """Let what was paused go on; without a name list what is paused."""
    settings = settings_of_pipeline(data=data, config=config)
    operations = open_operations(settings, to_read=not names)
    paused = operations.paused()
    if not names:
        _list(paused, as_lines=as_lines)
        return
    by_name = {each.name: each for each in paused if not each.of}
    if unknown := [name for name in names if name not in by_name]:
        raise UsageError(f"{unknown[0]} is not paused{nearest(unknown[0], by_name) or _all(by_name)}")
    for name in names:
        operations.resume(by_name[name].kind, name)
        _tell(by_name[name], "goes on", as_lines=as_lines)


def _all(names: Sequence[str] | dict[str, Pause]) -> str:
    return f"; paused: {', '.join(names)}" if names else "; nothing is"


def _kind(name: str, outlets: Sequence[Outlet], operations: Operations) -> PauseKind:
    """Raises UsageError, with the nearest name that is there."""
    sources = [outlet.id for outlet in outlets]
    hosts = {*hosts_of(outlets), *operations.hosts()}
    if name in BY_NAME:
        return PauseKind.STEP
    if name in sources:
        return PauseKind.SOURCE
    if any(f".{name}".endswith(f".{host}") for host in hosts):
        return PauseKind.HOST
    near = nearest(name, (*BY_NAME, *sources, *sorted(hosts)))
    raise UsageError(f"no step, source or host is named {name}{near or '; see `warta map` and `warta outlets`'}")


def _tell(pause: Pause, said: str, *, as_lines: bool) -> None:
    if as_lines:
        print_json(_row(pause) | {"said": said})
    else:
        console.print(f"{pause} {said}", markup=False, highlight=False, soft_wrap=True)


def _list(paused: Sequence[Pause], *, as_lines: bool) -> None:
    ordered = [pause for pause in paused if not pause.of]
    if as_lines:
        for pause in ordered:
            print_json(_row(pause))
        return
    shown = table("Paused", "what", "name", "since", "by", "reason")
    for pause in ordered:
        shown.add_row(pause.kind.value, pause.name, local_time(pause.at), pause.by, pause.reason)
    console.print(shown if ordered else "nothing is paused")


def _row(pause: Pause) -> dict[str, object]:
    return {"kind": pause.kind.value, "name": pause.name, "at": pause.at, "by": pause.by, "reason": pause.reason}
