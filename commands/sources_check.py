"""The live part of `warta sources check`: asks lists politely and side by side, and goes on after a kill."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager
from datetime import timedelta
from itertools import count

import typer
from rich.progress import MofNCompleteColumn, Progress

from catalogue.watches import load_watches
from commands.list_checks import as_dict
from commands.showing import console, output_console, print_json, table
from ingest.discover.list_check import ListToCheck, check_outlet, wanted_of
from ingest.discover.walk import terms_of
from ingest.web.web import Web
from pipeline.errors import EXIT_FAILED
from pipeline.settings import Settings
from pipeline.wiring.stores import open_frontier
from pipeline.wiring.web import web
from runtime.clock import utc_now
from schemas.checked import ListCheck
from schemas.outlet import Outlet, Status
from stores.frontier.check_runs import NO_RUN, CheckRun, SqlCheckRuns

# Outlets that are asked side by side, each one request at a time.
SIDE_BY_SIDE = 16
# What a run found before it was cut off counts for so long.
RESUME_WITHIN = timedelta(days=1)
# A search is asked for this where no watch names a subject.
ANY_QUERY = "Indonesia"
PAUSED = "paused"
LINE_EVERY = 100
Plan = list[tuple[Outlet, Sequence[ListToCheck]]]


def check_some(settings: Settings, outlets: Sequence[Outlet], chosen: Sequence[Outlet], *, as_lines: bool) -> None:
    """Asks every polled list of the chosen outlets, whether or not a check has asked it before."""
    runs = open_frontier(settings).check_runs
    now = utc_now()
    plan = [(each, wanted_of(each.model_copy(update={"search": ()}), query="", now=now)) for each in chosen]
    found = asyncio.run(_Asking(settings, runs, NO_RUN).ask_all(plan, already=0))
    _conclude(settings, outlets, found, (), as_lines=as_lines)


def check_all(settings: Settings, outlets: Sequence[Outlet], *, again: bool, as_lines: bool) -> None:
    """Asks every list and search of all outlets but the paused ones; a run that was cut off goes on."""
    runs = open_frontier(settings).check_runs
    now = utc_now()
    run = runs.begin(now=now, resume_from=now if again else now - RESUME_WITHIN)
    plan = _plan(settings, outlets)
    left = _left(plan, run)
    planned = {(outlet.id, each.url) for outlet, wanted in plan for each in wanted}
    already = len(planned & run.done)
    if already:
        said = f"{already} of {len(planned)} lists were checked since {run.started_at:%Y-%m-%d %H:%M} UTC; going on"
        output_console(stderr=True).print(said, highlight=False)
    asyncio.run(_Asking(settings, runs, run.n).ask_all(left, already=already))
    runs.end(run.n, at=utc_now())
    found = [each for each in runs.last() if (each.entry.source, each.entry.url) in planned]
    paused = [outlet for outlet in outlets if outlet.status is Status.PAUSED]
    _conclude(settings, outlets, found, paused, as_lines=as_lines)


def _plan(settings: Settings, outlets: Sequence[Outlet]) -> Plan:
    terms = (term for watch in load_watches(settings.config_dir / "watches") for term in terms_of(watch))
    query, now = next(terms, ANY_QUERY), utc_now()
    asked = [outlet for outlet in outlets if outlet.status is not Status.PAUSED]
    return [(outlet, wanted_of(outlet, query=query, now=now)) for outlet in asked]


def _left(plan: Plan, run: CheckRun) -> Plan:
    left = [(outlet, [each for each in wanted if (outlet.id, each.url) not in run.done]) for outlet, wanted in plan]
    return [(outlet, wanted) for outlet, wanted in left if wanted]


@contextmanager
def _progress(total: int, already: int) -> Iterator[Callable[[], None]]:
    """A bar on a terminal; elsewhere a line after every so many lists."""
    console = output_console(stderr=True)
    columns = (*Progress.get_default_columns(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("asking", total=total, completed=already)
        counted = count(already + 1)

        def advance() -> None:
            progress.advance(task)
            done = next(counted)
            if not console.is_terminal and done % LINE_EVERY == 0:
                console.print(f"{done} of {total} lists", highlight=False)

        yield advance


class _Asking:
    """Writes down each answer as it comes, so that a kill costs the lists that are being asked and no more."""

    def __init__(self, settings: Settings, runs: SqlCheckRuns, run: int) -> None:
        self._web: Web = web(settings, open_frontier(settings).turns)
        self._runs = runs
        self._run = run
        self._places = asyncio.Semaphore(SIDE_BY_SIDE)
        self._found: list[ListCheck] = []

    async def ask_all(self, plan: Plan, *, already: int) -> Sequence[ListCheck]:
        total = already + sum(len(wanted) for _, wanted in plan)
        await self._web.open()
        try:
            with _progress(total, already) as advance:
                await asyncio.gather(*(self._ask(outlet, wanted, advance) for outlet, wanted in plan))
        finally:
            await self._web.close()
        return sorted(self._found, key=lambda each: (each.entry.source, each.entry.channel, each.entry.url))

    async def _ask(self, outlet: Outlet, wanted: Sequence[ListToCheck], advance: Callable[[], None]) -> None:
        asked = check_outlet(outlet, wanted, web=self._web, now=utc_now)
        async with self._places, aclosing(asked):
            async for check in asked:
                await asyncio.to_thread(self._runs.record, self._run, check)
                self._found.append(check)
                advance()


def _conclude(
    settings: Settings,
    outlets: Sequence[Outlet],
    found: Sequence[ListCheck],
    paused: Sequence[Outlet],
    *,
    as_lines: bool,
) -> None:
    """What was unverified is polled from now on, by a pipeline that runs already too. Exits 1 if no list passed."""
    open_frontier(settings).polls.declare(outlets, now=utc_now())
    if as_lines:
        for each in found:
            print_json(as_dict(each))
    elif found or paused:
        _show(found, paused)
    else:
        console.print("nothing to check")
    good = sum(each.passed for each in found)
    output_console(stderr=True).print(f"{good} of {len(found)} lists passed", highlight=False)
    if found and not good:
        raise typer.Exit(EXIT_FAILED)


def _show(found: Sequence[ListCheck], paused: Sequence[Outlet]) -> None:
    right = ("items", "delay")
    shown = table("Lists", "outlet", "channel", "status", "items", "last date", "robots", "delay", "list", right=right)
    for check in found:
        entry = check.entry
        code = f" {check.status}" if check.status not in (0, 200) else ""
        shown.add_row(
            entry.source,
            entry.channel,
            ("passed" if check.passed else entry.reason or entry.result.value) + code,
            str(entry.found),
            f"{check.latest:%Y-%m-%d}" if check.latest else "-",
            check.robots.value,
            f"{check.delay_s:g} s" if check.delay_s is not None else "-",
            entry.url,
        )
    for outlet in paused:
        # Its evidence says why nobody asks: its own pages want leave first, for one.
        shown.add_row(outlet.id, "-", PAUSED, "-", "-", "-", f"{outlet.crawl.delay_s:g} s", "not asked")
    console.print(shown)
