"""`warta backfill`: older articles of some outlets, by their dated indexes and searches, on the backfill lane."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, TaskID

from broker.port import Log
from catalogue.outlets import load_outlets
from catalogue.watches import load_watches
from commands.carrying import carry
from commands.options import Config, Data, Json, settings_with
from commands.showing import print_json
from ingest.discover.polite_get import polite_get
from ingest.discover.read_list import Get
from ingest.discover.title_filter import Admit, admit_all
from ingest.discover.walk import Step, Walk, walk, walks_of
from ingest.ports import Walks
from pipeline.errors import EXIT_FAILED, UsageError
from pipeline.publishing import publish
from pipeline.running import prepare_topics
from pipeline.settings import Settings
from pipeline.wiring.log import open_log
from pipeline.wiring.stores import open_frontier
from pipeline.wiring.web import title_filter, web
from runtime.clock import utc_now
from schemas.frontier import WalkState
from schemas.outcomes import Reason
from schemas.outlet import Outlet

Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"])]


@dataclass
class Told:
    """The outcome of one walk."""

    walk: Walk
    state: WalkState
    published: int = 0
    refused: Counter[Reason] = field(default_factory=Counter)
    problem: str = ""

    def as_dict(self) -> dict[str, object]:
        return {
            "source": self.walk.outlet.id,
            "channel": self.walk.channel,
            "template": self.walk.template,
            "query": self.walk.query,
            "pages": self.state.pages,
            "links": self.state.links,
            "published": self.published,
            "refused": {reason.value: count for reason, count in self.refused.items()},
            "ended": self.state.ended,
            "problem": self.problem,
        }


def backfill(
    source: Annotated[list[str], typer.Option(help="An outlet by id; may be repeated.")],
    since: Day,
    until: Day,
    until_idle: Annotated[
        bool, typer.Option("--until-idle", help="Then fetch what was found, carry it through the pipeline and end.")
    ] = False,
    timeout_s: Annotated[
        float, typer.Option("--timeout-seconds", min=1, help="With --until-idle: give up after this long.")
    ] = 3600.0,
    data: Data = None,
    config: Config = None,
    as_lines: Json = False,
) -> None:
    """Walk back through dated indexes and searches; run it again, and it goes on where it was."""
    settings = settings_with(data=data, config=config)
    if since > until:
        raise UsageError(f"--since {since:%Y-%m-%d} lies after --until {until:%Y-%m-%d}")
    ways = _ways(settings, source, since.date(), until.date())
    prepare_topics(settings)
    log = open_log(settings)
    told = asyncio.run(_walk_all(ways, settings, log))
    if until_idle:
        carry(log, settings, Console(stderr=True), timeout_s=timeout_s)
    log.close()
    _conclude(told, as_lines=as_lines)


def _ways(settings: Settings, ids: Sequence[str], since: date, until: date) -> list[Walk]:
    outlets = {outlet.id: outlet for outlet in load_outlets(settings.config_dir / "sources")}
    watches = load_watches(settings.config_dir / "watches")
    if unknown := [each for each in ids if each not in outlets]:
        raise UsageError(f"no such outlet: {', '.join(unknown)}; see `warta sources list`")
    chosen: list[Outlet] = [outlets[each] for each in dict.fromkeys(ids)]
    ways = [way for outlet in chosen for way in walks_of(outlet, watches, since=since, until=until)]
    if not ways:
        raise UsageError(f"{', '.join(ids)}: neither a dated index nor a search is declared")
    return ways


@dataclass
class Backfill:
    """Shared by all walks of a run. One publishes at a time: a client's name belongs to one publisher."""

    settings: Settings
    log: Log
    walks: Walks
    admit: Admit
    progress: Progress
    publishing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def walk(self, told: Told, get: Get) -> None:
        way = told.walk
        task = self.progress.add_task(f"{way.outlet.id} {way.query or way.channel}", total=None)
        steps = walk(way, told.state, get=get, now=utc_now(), admit=self.admit)
        async with aclosing(steps):
            async for step in steps:
                # The links first: a walk that is cut off here reads its page once more.
                await self._publish(step)
                told.state, told.problem = step.state, step.problem
                told.published += len(step.links)
                told.refused += step.refused or Counter()
                if not step.problem:
                    save = self.walks.save
                    await asyncio.to_thread(save, way.id, way.outlet.id, step.state, at=utc_now())
                _show(self.progress, task, told)
        self.progress.remove_task(task)

    async def _publish(self, step: Step) -> None:
        if step.links:
            async with self.publishing:
                await asyncio.to_thread(publish, self.log, step.links, self.settings)


async def _walk_all(ways: Sequence[Walk], settings: Settings, log: Log) -> list[Told]:
    """Outlets side by side, the walks of one after each other."""
    frontier = open_frontier(settings)
    asking = web(settings, frontier.turns)
    admit = admit_all if settings.title_filter == "off" else title_filter(settings)
    told = [Told(way, frontier.walks.load(way.id)) for way in ways]
    by_outlet: dict[str, list[Told]] = {}
    for each in told:
        by_outlet.setdefault(each.walk.outlet.id, []).append(each)
    await asking.open()
    with Progress(console=Console(stderr=True), transient=True) as progress:
        run = Backfill(settings, log, frontier.walks, admit, progress)

        async def walk_outlet(of_outlet: Sequence[Told]) -> None:
            for each in of_outlet:
                await run.walk(each, polite_get(asking, each.walk.outlet.crawl))

        try:
            await asyncio.gather(*(walk_outlet(of_outlet) for of_outlet in by_outlet.values()))
        finally:
            await asking.close()
    return told


def _show(progress: Progress, task: TaskID, told: Told) -> None:
    way = told.walk
    said = f"{way.outlet.id} {way.query or way.channel}: {told.state.cursor}, {told.state.links} links"
    progress.update(task, description=said)


def _conclude(told: Sequence[Told], *, as_lines: bool) -> None:
    """A line per walk; exits 1 if one could not go on."""
    for each in told:
        if as_lines:
            print_json(each.as_dict())
            continue
        refused = ", ".join(f"{count} {reason.value}" for reason, count in each.refused.items())
        said = f"{each.published} published, {each.state.links} in all, {each.state.pages} pages"
        name = f"{each.walk.outlet.id} {each.walk.query or each.walk.channel}"
        line = f"{name}: {said}; refused: {refused or 'none'}; {each.problem or each.state.ended}"
        Console().print(line, highlight=False, soft_wrap=True)
    if any(each.problem for each in told):
        raise typer.Exit(EXIT_FAILED)
