"""`warta sources check` and `history`: the catalogue read and asked, the audit."""

from collections.abc import Sequence
from typing import Annotated

import typer

from catalogue.coverage import told_coverage
from catalogue.outlets import load_outlets
from commands.options import Config, Data, Json, settings_of_pipeline, settings_with
from commands.showing import console, local_time, print_json, table
from commands.sources_check import check_all, check_some
from pipeline.before_start import hosts_of, refuse_nameless_crawl
from pipeline.errors import UsageError
from pipeline.wiring.stores import open_frontier
from schemas.frontier import PollEntry
from schemas.outlet import Outlet, Status

Ids = Annotated[
    list[str] | None, typer.Argument(help="Outlets by id; all of them where none is named.", metavar="ID...")
]


def check(
    ids: Ids = None,
    live: Annotated[bool, typer.Option("--live", help="Also ask every list once and remember the answer.")] = False,
    every: Annotated[bool, typer.Option("--all", help="Ask all lists and searches; goes on after a kill.")] = False,
    again: Annotated[bool, typer.Option("--again", help="With --all: begin anew where a check was cut off.")] = False,
    data: Data = None,
    config: Config = None,
    as_lines: Json = False,
) -> None:
    """Read every declaration, and say what is wrong with file, line and key; --live or --all ask the lists, too."""
    settings = settings_with(data=data, config=config)
    outlets = load_outlets(settings.config_dir / "sources")
    chosen = _chosen(outlets, ids or [])
    if every and ids:
        raise UsageError("--all checks every outlet: name none, or name some with --live")
    if every or live:
        refuse_nameless_crawl(settings, hosts_of(chosen))
    if every:
        check_all(settings, outlets, again=again, as_lines=as_lines)
    elif live:
        check_some(settings, outlets, chosen, as_lines=as_lines)
    elif as_lines:
        print_json({"outlets": len(outlets), "lists": sum(len(outlet.lists) for outlet in outlets)})
    else:
        where = settings.config_dir / "sources"
        told = f"{len(outlets)} outlets with {sum(len(outlet.lists) for outlet in outlets)} lists in {where}"
        console.print(f"{told} are well declared: {told_coverage(outlets, {})}", highlight=False)


def _chosen(outlets: Sequence[Outlet], ids: Sequence[str]) -> list[Outlet]:
    """Without ids all but the paused ones: those are asked only by name."""
    known = {outlet.id: outlet for outlet in outlets}
    unknown = [each for each in ids if each not in known]
    if unknown:
        raise UsageError(f"no such outlet: {', '.join(unknown)}; see `warta sources list`")
    return [known[each] for each in ids] or [outlet for outlet in outlets if outlet.status is not Status.PAUSED]


def history(
    source: Annotated[str, typer.Argument(help="An outlet by id; all where none is named.")] = "",
    checks: Annotated[bool, typer.Option("--checks", help="Checks and probes that were asked for, not polls.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
    data: Data = None,
    as_lines: Json = False,
) -> None:
    """Show the last polls of an outlet's lists, the newest first: what was new, known, refused, and what failed."""
    frontier = open_frontier(settings_of_pipeline(data=data), to_read=True)
    kept = frontier.checks if checks else frontier.polls
    _show(kept.history(source, limit=limit), as_lines=as_lines)


def _show(entries: Sequence[PollEntry], *, as_lines: bool) -> None:
    if as_lines:
        for entry in entries:
            print_json(vars(entry))
        return
    counts = ("found", "new", "known", "refused")
    shown = table("Lists", "at", "source", "channel", "result", *counts, "list", "reason", right=counts)
    for entry in entries:
        why = " ".join(part for part in (entry.reason, entry.detail) if part)
        numbers = [str(getattr(entry, name)) for name in counts]
        at = local_time(entry.at)
        shown.add_row(at, entry.source, entry.channel, entry.result.value, *numbers, entry.url, why)
    console.print(shown if entries else "nothing yet")
