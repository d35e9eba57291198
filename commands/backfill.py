"""`warta backfill`: older articles of some outlets, by their dated indexes and searches, on the backfill lane."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Annotated

import typer
from rich.progress import Progress, TaskID

from broker.port import Log
from catalogue.outlets import load_outlets
from catalogue.watches import load_watches
from commands.carrying import carry
from commands.options import Config, Data, Json, settings_with
from commands.showing import output_console, print_json
from ingest.discover.backfill import BackfillSource, Progressed
from ingest.discover.title_filter import admit_all
from ingest.discover.walk import Walk, walks_of
from pipeline.before_start import hosts_of, refuse_nameless_crawl
from pipeline.bringing import bring_in
from pipeline.errors import EXIT_FAILED, UsageError
from pipeline.patience import Patience
from pipeline.running import await_topics
from pipeline.settings import Settings
from pipeline.wiring.log import open_log
from pipeline.wiring.stores import open_frontier
from pipeline.wiring.web import title_filter, web
from runtime.clock import utc_now
from schemas.outlet import Outlet

Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"])]


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
    await_topics(settings, partial(output_console(stderr=True).print, style="yellow", highlight=False))
    log = open_log(settings)
    walks = _walk_all(ways, settings, log)
    if until_idle:
        carry(log, settings, output_console(stderr=True), timeout_s=timeout_s)
    log.close()
    _conclude(walks, as_lines=as_lines)


def _ways(settings: Settings, ids: Sequence[str], since: date, until: date) -> list[Walk]:
    outlets = {outlet.id: outlet for outlet in load_outlets(settings.config_dir / "sources")}
    watches = load_watches(settings.config_dir / "watches")
    if unknown := [each for each in ids if each not in outlets]:
        raise UsageError(f"no such outlet: {', '.join(unknown)}; see `warta sources list`")
    chosen: list[Outlet] = [outlets[each] for each in dict.fromkeys(ids)]
    ways = [way for outlet in chosen for way in walks_of(outlet, watches, since=since, until=until)]
    if not ways:
        raise UsageError(f"{', '.join(ids)}: neither a dated index nor a search is declared")
    refuse_nameless_crawl(settings, hosts_of(chosen))
    return ways


def _walk_all(ways: Sequence[Walk], settings: Settings, log: Log) -> list[Progressed]:
    frontier = open_frontier(settings)
    admit = admit_all if settings.title_filter == "off" else title_filter(settings)
    walks = [Progressed(way, frontier.walks.load(way.id)) for way in ways]
    with Progress(console=output_console(stderr=True), transient=True) as progress:
        tasks = {each.walk.id: progress.add_task(_name(each.walk), total=None) for each in walks}
        walked = BackfillSource(
            walks,
            kept=frontier.walks,
            web=web(settings, frontier.turns),
            admit=admit,
            told=lambda each: _show(progress, tasks[each.walk.id], each),
            now=utc_now,
        )
        bring_in(walked, log, settings, Patience.at_once())
    return walks


def _show(progress: Progress, task: TaskID, each: Progressed) -> None:
    said = f"{_name(each.walk)}: {each.state.cursor}, {each.state.links} links"
    progress.update(task, description=said, visible=not each.state.ended)


def _name(way: Walk) -> str:
    return f"{way.outlet.id} {way.query or way.channel}"


def _as_dict(each: Progressed) -> dict[str, object]:
    return {
        "source": each.walk.outlet.id,
        "channel": each.walk.channel,
        "template": each.walk.template,
        "query": each.walk.query,
        "pages": each.state.pages,
        "links": each.state.links,
        "published": each.published,
        "refused": {reason.value: count for reason, count in each.refused.items()},
        "ended": each.state.ended,
        "problem": each.problem,
    }


def _conclude(walks: Sequence[Progressed], *, as_lines: bool) -> None:
    """A line per walk; exits 1 if one could not go on."""
    for each in walks:
        if as_lines:
            print_json(_as_dict(each))
            continue
        refused = ", ".join(f"{count} {reason.value}" for reason, count in each.refused.items())
        said = f"{each.published} published, {each.state.links} in all, {each.state.pages} pages"
        line = f"{_name(each.walk)}: {said}; refused: {refused or 'none'}; {each.problem or each.state.ended}"
        output_console().print(line, highlight=False, soft_wrap=True)
    if any(each.problem for each in walks):
        raise typer.Exit(EXIT_FAILED)
