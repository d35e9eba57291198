"""`warta demo`: runs the whole pipeline against the newsroom, and compares stored with expected articles."""

import shlex
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.live import Live

from broker.port import Log
from commands.display import live_view, summary
from commands.newsroom_process import Newsroom, start_newsroom
from commands.options import Data, Json, Port, settings_with
from commands.showing import output_console
from commands.verdict import DemoVerdict, as_json, difference_lines, judge
from pipeline.before_start import refuse_public_page
from pipeline.errors import EXIT_DIFFERS, CommandError, UsageError
from pipeline.idle import Idleness
from pipeline.logs import configure_logging
from pipeline.report import Report, read_report
from pipeline.running import ALL_STEPS, Run, free_port, prepared, steps_with_processes
from pipeline.settings import Settings
from pipeline.wiring.log import open_log
from pipeline.wiring.tended import Tended
from runtime.clock import utc_now
from stores.article_reads import ArticleRow

MARK = "newsroom-demo"


def demo(
    data: Data = None,
    until_idle: Annotated[bool, typer.Option("--until-idle", help="End when everything published is stored.")] = False,
    as_lines: Json = False,
    publish_s: Annotated[
        float, typer.Option("--publish-seconds", min=0, help="Time over which stories come out.")
    ] = 25.0,
    timeout_s: Annotated[float, typer.Option("--timeout-seconds", min=1, help="Give up after this long.")] = 300.0,
    port: Port = None,
) -> None:
    """Run the pipeline against a newsroom on this machine, with progress, until stopped."""
    asked = settings_with(data=data, port=port)
    refuse_public_page(asked)
    folder = fresh_folder(asked.data_dir / "demo" if data is None else asked.data_dir)
    configure_logging("warning", process="supervisor")
    console = output_console(stderr=True)
    with (folder / "newsroom.log").open("ab") as newsroom_log:
        newsroom = start_newsroom(folder, publish_s=publish_s, log=newsroom_log)
        try:
            settings = free_port(demo_settings(asked, folder, newsroom))
            steps = steps_with_processes(settings, ALL_STEPS)
            with prepared(settings, steps, log_path=folder / "warta.log") as run:
                run.supervisor.on_stop = lambda: console.print("stopping…")
                run.supervisor.collectors += Tended.of(settings, tuple(steps)).collectors()
                follower = Follower(run, newsroom, open_log(settings), console, timeout_s=timeout_s)
                follower.run(until_idle=until_idle, show=not as_lines)
                sys.exit(follower.conclude(as_lines=as_lines))
        finally:
            newsroom.close()


def fresh_folder(folder: Path) -> Path:
    """A demo starts from nothing; only a folder that a demo made is cleared. Raises UsageError."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARK).exists():
            raise UsageError(f"{folder} holds something other than a demo; give another --data")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).touch()
    return folder


def demo_settings(asked: Settings, folder: Path, newsroom: Newsroom) -> Settings:
    """The newsroom's outlets, the shipped watches, and the newsroom's addresses let through the guard."""
    shutil.copytree(asked.config_dir / "watches", folder / "watches")
    # Its corrections come within seconds.
    changes = {"allow_addresses": newsroom.addresses, "changed_floor_s": 0.0}
    return asked.model_copy(update={"data_dir": folder, "config_dir": folder} | changes)


@dataclass
class Follower:
    """Follows a demo until it is idle or stopped."""

    run_: Run
    newsroom: Newsroom
    log: Log
    console: Console
    timeout_s: float
    _published_all_at: datetime | None = field(default=None)
    _status: dict[str, int] = field(default_factory=dict)
    _ticks: int = 0
    _is_idle: bool = False
    _told: bool = False

    def __post_init__(self) -> None:
        self._started = utc_now()
        self._idleness = Idleness(self.log, self.run_.stores.frontier.health, utc_now)

    def run(self, *, until_idle: bool, show: bool) -> None:
        until = (lambda: self._is_idle or self._is_late()) if until_idle else None
        if not show:
            self.run_.supervisor.run(on_tick=self._look, until=until)
            return
        with Live(console=self.console, refresh_per_second=2) as live:

            def look() -> None:
                self._look()
                if self._ticks % 3 == 1:
                    latest = self.run_.stores.articles.latest(limit=5).items
                    live.update(live_view(self.report(), headline=self._headline(), latest=latest))
                if self._is_idle and not self._told:
                    self._tell(live.console.print)

            self.run_.supervisor.run(on_tick=look, until=until)

    def report(self) -> Report:
        return read_report(self.log, self.run_.stores, self.run_.settings)

    def verdict(self) -> DemoVerdict:
        return judge(self.newsroom.expected, self.run_.stores)

    def conclude(self, *, as_lines: bool) -> int:
        """Print what came out; the exit code says whether it is what was expected."""
        verdict, report = self.verdict(), self.report()
        if as_lines:
            fates = {stage.stage: stage.outcomes | stage.reasons for stage in report.stages}
            published = self._status.get("published", 0)
            print(as_json(verdict, published=published, fates=fates, dead_letters=report.dead_letters))  # noqa: T201
        elif not self._told:
            self._tell(self.console.print)
        self.log.close()
        if self._is_late() and not self._is_idle:
            raise CommandError(
                f"not idle after {self.timeout_s:.0f} s: see {self.run_.settings.data_dir / 'warta.log'}"
            )
        return 0 if verdict.agrees and self._is_idle else EXIT_DIFFERS

    def _look(self) -> None:
        self._ticks += 1
        if self._published_all_at is None and self._ticks % 5 == 1:
            self._status = self.newsroom.status()
            if self._status["done"]:
                self._published_all_at = utc_now()
        if self._published_all_at is not None and not self._is_idle:
            self._is_idle = self._idleness.look(polled_since=self._published_all_at)

    def _is_late(self) -> bool:
        return (utc_now() - self._started).total_seconds() > self.timeout_s

    def _headline(self) -> str:
        settings, status = self.run_.settings, self._status
        where = f"page at http://{settings.host}:{settings.port}/, log in {settings.data_dir / 'warta.log'}"
        return f"Newsroom: {status.get('published', 0)} of {status.get('announced', 0)} published; {where}"

    def _tell(self, show: Callable[..., object]) -> None:
        self._told = True
        verdict = self.verdict()
        summary(self.console, self.report(), self.run_.stores.articles.latest(limit=10).items)
        if verdict.agrees:
            show(f"[green]All {verdict.expected_articles} expected articles are stored as the newsroom wrote them.")
        for line in difference_lines(verdict):
            show(f"[red]{line}", highlight=False)
        settings = self.run_.settings
        show(f"The page, until Ctrl-C: http://{settings.host}:{settings.port}/", highlight=False)
        show("What next, now or later:", highlight=False)
        for line in next_commands(settings, self.run_.stores.articles.latest(limit=1).items):
            show(f"  {line}", highlight=False, markup=False, soft_wrap=True)


def next_commands(settings: Settings, latest: Sequence[ArticleRow]) -> Iterator[str]:
    """Commands that work as they are printed, in the folder that the demo was called in."""
    called = Path(sys.argv[0])
    warta = shlex.quote(str(called)) if called.name == "warta" else "warta"
    data = f"--data {shlex.quote(str(settings.data_dir))}"
    config = f"--config {shlex.quote(str(settings.config_dir))}"
    yield f"{warta} search 'Kim Jong Un' {data}"
    for row in latest:
        yield f"{warta} trace {shlex.quote(row.canonical_url)} {data}"
    yield f"{warta} watches list {data} {config}"
    yield f"{warta} outlets {data} {config}"
    yield f"{warta} watches new my-watch {config}"
