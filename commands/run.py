"""`warta run` and `warta worker`: the pipeline, or some of its steps, until stopped."""

import sys
from collections.abc import Sequence
from functools import partial
from typing import Annotated

import typer
from rich.console import Console
from rich.live import Live

from broker.port import BrokerError
from catalogue.outlets import load_outlets
from commands.counted import counted_outlets
from commands.display import live_view, summary
from commands.options import Config, Data, Port, settings_with
from commands.showing import output_console
from pipeline.before_start import refuse_start
from pipeline.checked_config import check_config
from pipeline.errors import UsageError
from pipeline.facts import Reads, read_condition
from pipeline.housekeeping import Housekeeping
from pipeline.logs import configure_logging
from pipeline.paused import paused_in
from pipeline.report import read_report
from pipeline.running import ALL_STEPS, Run, free_port, prepared, steps_with_processes
from pipeline.settings import Settings
from pipeline.topology import BY_NAME, SERVE
from pipeline.wiring.log import open_log
from pipeline.wiring.tended import Tended
from runtime.clock import utc_now
from runtime.process.aside import aside
from runtime.refreshed import Refreshed
from runtime.state import StoreUnavailableError

CONDITION_EVERY_S = 10.0
# Where nobody follows the table: a worker that ends is missed this much later, and each look costs the processor.
UNSEEN_TICK_S = 0.5


def run(data: Data = None, config: Config = None, port: Port = None) -> None:
    """Run every step as processes of their own on the live web, until stopped."""
    settings = settings_with(data=data, config=config, port=port)
    # Before the port is taken: what is broken for good is told before what may be free in a minute.
    declared = check_config(settings)
    refuse_start(settings, ALL_STEPS, load_outlets(settings.config_dir / "sources"))
    settings = free_port(settings)
    page = f"page at http://{settings.host}:{settings.port}/"
    headline = f"Warta: outlets: {counted_outlets(settings)}; {declared.watches} watches; {page}"
    _supervise(settings, steps_with_processes(settings, ALL_STEPS), headline=headline)


def worker(
    steps: Annotated[list[str], typer.Argument(help="Steps to run: see `warta map`.", metavar="STAGE...")],
    processes: Annotated[
        int | None, typer.Option(min=1, help="Processes for each step.", show_default="as `warta run` has")
    ] = None,
    data: Data = None,
    config: Config = None,
    port: Port = None,
) -> None:
    """Run some steps only, beside others on the same data folder."""
    unknown = [step for step in steps if step not in (*BY_NAME, SERVE)]
    if unknown:
        raise UsageError(f"no such step: {', '.join(unknown)}; there are {', '.join((*BY_NAME, SERVE))}")
    settings = settings_with(data=data, config=config, port=port)
    aside(lambda: refuse_start(settings, steps, load_outlets(settings.config_dir / "sources")))
    _supervise(settings, with_processes(settings, steps, processes), headline=f"Warta: {', '.join(steps)}", lock=False)


def with_processes(settings: Settings, steps: Sequence[str], processes: int | None) -> dict[str, int]:
    """The number of processes of each step, as given; without one, as the settings or the rows say."""
    return steps_with_processes(settings, steps) if processes is None else dict.fromkeys(steps, processes)


def _supervise(settings: Settings, steps: dict[str, int], *, headline: str, lock: bool = True) -> None:
    configure_logging(settings.log_level, process="supervisor")
    console = output_console(stderr=True)
    log_path = settings.data_dir / "warta.log" if sys.stderr.isatty() else None
    with prepared(settings, steps, log_path=log_path, lock=lock) as run:
        tended = Tended.of(settings, tuple(steps))
        run.supervisor.collectors += tended.collectors()
        run.supervisor.on_stop = lambda: console.print("stopping…")
        housekeeping = Housekeeping(tended.openers(), utc_now)
        if log_path is None:
            console.print(headline)

            def tick() -> None:
                housekeeping.tick()
                run.tick()

            run.supervisor.tick_s = UNSEEN_TICK_S
            run.supervisor.run(on_tick=tick)
        else:
            show(run, console, housekeeping, headline=f"{headline}; log in {log_path}")


def show(run: Run, console: Console, housekeeping: Housekeeping, *, headline: str) -> None:
    """Run with a table that follows the flow, and a summary when it is stopped."""
    log = open_log(run.settings)
    ticks = iter(range(sys.maxsize))
    reads = Reads(
        frontier=lambda: run.stores.frontier,
        fates=lambda: run.stores.fates,
        lag=log.lag,
        paused=partial(paused_in, run.settings),
    )
    told = Refreshed(partial(read_condition, run.settings, reads), every_s=CONDITION_EVERY_S)
    with Live(console=console, refresh_per_second=2) as live:

        def refresh() -> None:
            housekeeping.tick()
            run.tick()
            if next(ticks) % 5:
                return
            try:
                report = read_report(log, run.stores, run.settings)
                latest = run.stores.articles.latest(limit=5).items
            except (BrokerError, StoreUnavailableError) as error:
                # What is shown can wait; the workers must not, for a view that cannot be read.
                live.update(f"{headline}\nnothing to show now: {error}")
                return
            last = told.last()
            now = last.value if last else None
            live.update(live_view(report, headline=headline, latest=latest, condition=now))

        run.supervisor.run(on_tick=refresh)
    summary(console, read_report(log, run.stores, run.settings), run.stores.articles.latest(limit=10).items)
    log.close()
