"""`warta sources list`: the outlets, how their lists fare, and how many are polled, never verified or paused."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated

import typer

from catalogue.coverage import OutletStanding, PollResults, standing, told_coverage
from catalogue.outlets import load_outlets
from commands.counted import frontier_if_any
from commands.list_checks import as_dict
from commands.options import Config, Data, Json, settings_with
from commands.showing import console, local_time, output_console, print_json, table
from schemas.checked import ListCheck
from schemas.frontier import PollResult
from schemas.outlet import Outlet, Status
from stores.frontier.health import SourceHealth

UNVERIFIED = (OutletStanding.NEVER_VERIFIED, OutletStanding.FAILED)


class LastCheck(StrEnum):
    """What the last check of an outlet's polled lists said."""

    NEVER = "never"
    PASSED = "passed"
    FAILED = "failed"


def list_(
    unverified: Annotated[
        bool, typer.Option("--unverified", help="Only unverified outlets none of whose lists has passed a check.")
    ] = False,
    status: Annotated[Status | None, typer.Option("--status", help="Only outlets that are declared so.")] = None,
    checked: Annotated[
        LastCheck | None, typer.Option("--checked", help="Only those never checked, or by their last check.")
    ] = None,
    failing: Annotated[
        bool, typer.Option("--failing", help="Only outlets one of whose polled lists failed when it was last polled.")
    ] = False,
    data: Data = None,
    config: Config = None,
    as_lines: Json = False,
) -> None:
    """Show the outlets, how their lists fare, and what the last check of each said."""
    settings = settings_with(data=data, config=config)
    outlets = load_outlets(settings.config_dir / "sources")
    frontier = frontier_if_any(settings)
    health = {source.source: source for source in frontier.health.sources()} if frontier else {}
    results = frontier.checks.results() if frontier else {}
    chosen = [
        outlet
        for outlet in outlets
        if (not unverified or standing(outlet, results) in UNVERIFIED)
        and status in (None, outlet.status)
        and checked in (None, last_check(outlet, results))
        and (not failing or (outlet.id in health and health[outlet.id].failures > 0))
    ]
    if as_lines:
        _print(chosen, results, health, frontier.check_runs.last() if frontier else ())
        return
    _show(chosen, results, health)
    counted = f"{len(chosen)} of {len(outlets)} outlets; " if len(chosen) < len(outlets) else ""
    output_console().print(f"{counted}{told_coverage(outlets, results)}", highlight=False)


def last_check(outlet: Outlet, results: PollResults) -> LastCheck:
    """Passed where one of its lists did."""
    found = [results[url] for _, url in outlet.lists if url in results]
    if not found:
        return LastCheck.NEVER
    return LastCheck.PASSED if PollResult.READ in found else LastCheck.FAILED


def _print(
    outlets: Sequence[Outlet],
    results: PollResults,
    health: Mapping[str, SourceHealth],
    checks: Sequence[ListCheck],
) -> None:
    for outlet in outlets:
        found = health.get(outlet.id)
        told = {
            "standing": standing(outlet, results).value,
            "checked": last_check(outlet, results).value,
            "checks": [as_dict(each) for each in checks if each.entry.source == outlet.id],
            "health": vars(found) if found else None,
        }
        print_json(outlet.model_dump(mode="json") | told)


def _show(outlets: Sequence[Outlet], results: PollResults, health: Mapping[str, SourceHealth]) -> None:
    right = ("polled", "fails", "links")
    names = ("id", "status", "polled", "checked", "last poll", "result", "fails", "links")
    shown = table("Sources", *names, right=right)
    for outlet in outlets:
        source = health.get(outlet.id)
        last = source.last_poll if source else None
        shown.add_row(
            outlet.id,
            outlet.status.value,
            f"{len(source.polls) if source else 0}/{len(outlet.lists)}",
            last_check(outlet, results).value,
            local_time(last.last_at)[5:-3] if last and last.last_at else "never",
            (last.last_reason or "read") if last and last.last_at else "-",
            str(source.failures) if source else "-",
            str(source.found) if source else "-",
        )
    console.print(shown)
