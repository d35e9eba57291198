"""Applies watches to what is kept, for the commands that do: waits for what is on its way, judges, carries on."""

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial

from rich.console import Console
from rich.progress import Progress

from broker.port import Log
from commands.showing import output_console, print_json
from pipeline.applying import Applying, ApplyRequest
from pipeline.config_version import in_force_of, read_files, steps_that_read, versions_in, versions_of
from pipeline.errors import CommandError
from pipeline.logs import configure_logging
from pipeline.passing import Passing
from pipeline.patience import Patience
from pipeline.running import await_topics, is_running, prepared, steps_with_processes
from pipeline.settings import Settings
from pipeline.topology import KNOWLEDGE, WATCHES
from pipeline.wiring.applying import make_applying, make_judging
from pipeline.wiring.log import open_log
from pipeline.wiring.stores import open_articles
from runtime.process.signals import stopping_on_signals
from runtime.run_dir import RunDir
from runtime.state import StaleOwnerError

LOOK_S = 0.2
TIMEOUT_S = 3600.0
# A change is taken within seconds, or not at all.
TAKEN_S = 60.0
# What was judged before the watches changed must have arrived, or it would be missed or come back.
BEFORE = (("enrich", "enrich_bulk", "texts"), ("articles",))
AFTER = (("enrich_bulk",), ("articles",), ("fates",))
# What articles are judged and read by, and the steps that do it.
JUDGED_BY, READERS = [WATCHES, KNOWLEDGE], ("enrich", "enrich_bulk")
STEPS = ("enrich", "enrich_bulk", "texts", "articles", "fates")


@dataclass(frozen=True)
class Applier:
    """One application of watches, on the pipeline that its settings name."""

    settings: Settings
    console: Console
    until_idle: bool
    timeout_s: float
    stop: threading.Event = field(default_factory=threading.Event)

    def apply(self, asked: ApplyRequest) -> Mapping[str, int]:
        """Returns the counts of `pipeline.applying.Applying`. Raises CatalogueError, CommandError."""
        told = partial(self.console.print, style="yellow", highlight=False)
        await_topics(self.settings, told)
        judging = make_judging(self.settings, asked)
        patience = Patience(time.monotonic() + self.timeout_s, told)
        with closing(open_log(self.settings)) as log:
            with make_applying(self.settings, judging, log, patience) as applying:
                if not applying.goes_on():
                    self._wait_for_what_is_on_its_way(log)
                counts = self._judge(applying)
            if self.until_idle:
                self._carry(Passing(log, AFTER), "carrying on")
        return counts

    def _judge(self, applying: Applying) -> Mapping[str, int]:
        try:
            owner, opened = applying.open(above=open_articles(self.settings).withdrawals.last_number())
            if opened.counts:
                self.console.print(f"going on behind {opened.counts['read']} articles", highlight=False)
            with Progress(console=self.console, transient=True) as progress:
                task = progress.add_task("judging", total=applying.judging.total())
                return applying.run(owner, opened, tell=lambda read: progress.update(task, completed=read))
        except StaleOwnerError as error:
            raise CommandError("another application has begun, and goes on in the place of this one") from error

    def _wait_for_what_is_on_its_way(self, log: Log) -> None:
        what = "waiting for what is on its way"
        unread = Passing(log, BEFORE).unread()
        if is_running(self.settings) or self._is_read_elsewhere():
            self._wait_for_this_configuration()
            self._until(Passing(log, BEFORE).look, what)
        elif unread and self.until_idle:
            self._carry(Passing(log, BEFORE), what)
        elif unread:
            raise CommandError(
                f"{unread} records are on their way to where watches are applied: start `warta run`, "
                "or give --until-idle to carry them there now"
            )

    def _is_read_elsewhere(self) -> bool:
        """By workers of this folder, or by those of a cluster, which nobody here can see."""
        run_dir = RunDir(self.settings.run_dir)
        held = [path.name for path in run_dir.activity("").glob("texts-*") if run_dir.is_held(path.name)]
        return self.settings.log == "kafka" or bool(held)

    def _wait_for_this_configuration(self) -> None:
        """Raises CommandError where the running processes do not come to read the watches and the knowledge of now."""
        deadline = time.monotonic() + min(self.timeout_s, TAKEN_S)
        with (
            self.console.status("waiting for watches and knowledge to be taken"),
            stopping_on_signals(self.stop),
        ):
            while (unlike := self._read_otherwise()) and time.monotonic() < deadline and not self.stop.wait(LOOK_S):
                pass
        if unlike:
            raise CommandError(f"the running pipeline does not read these watches and this knowledge: {unlike}")

    def _read_otherwise(self) -> str:
        """What the running pipeline reads that is not here; empty where all is alike. Raises CommandError where it
        will not come to read this."""
        run_dir = RunDir(self.settings.run_dir)
        mine, force = versions_of(read_files(self.settings.config_dir)), in_force_of(run_dir)
        theirs = [
            (name, versions, [part for part in JUDGED_BY if name.rpartition("-")[0] in steps_that_read(part)])
            for name, versions in versions_in(run_dir).items()
            if name.rpartition("-")[0] in READERS and run_dir.is_held(name)
        ]
        if is_running(self.settings):
            theirs.append(("its supervisor", force.versions, JUDGED_BY))
        others = [
            f"{name} reads version {versions.get(part, 'none')} of {part}, here is version {mine.get(part, 'none')}"
            for name, versions, parts in theirs
            for part in parts
            if versions.get(part) != mine.get(part)
        ]
        if others and force.broken:
            raise CommandError(f"the running pipeline keeps an earlier configuration: {force.broken}")
        return f"{', '.join(others)}; has it another --config?" if others else ""

    def _carry(self, passing: Passing, what: str) -> None:
        if is_running(self.settings):
            self._until(passing.look, what)
            return
        # What the supervisor tells is no part of what the command prints.
        configure_logging("warning", process="supervisor")
        deadline = time.monotonic() + self.timeout_s
        done = False

        def is_over() -> bool:
            nonlocal done
            done = done or passing.look()
            return done or time.monotonic() > deadline

        steps = steps_with_processes(self.settings, STEPS)
        with (
            self.console.status(what),
            prepared(self.settings, steps, log_path=self.settings.data_dir / "warta.log") as run,
        ):
            run.supervisor.run(until=is_over)
        self._refuse_if_late(done, what)

    def _until(self, look: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + self.timeout_s
        with self.console.status(what), stopping_on_signals(self.stop):
            while not (done := look()) and time.monotonic() < deadline and not self.stop.wait(LOOK_S):
                pass
        self._refuse_if_late(done, what)

    def _refuse_if_late(self, done: bool, what: str) -> None:
        if not done:
            raise CommandError(
                f"stopped while {what}: the same command goes on from here; `warta lag` shows what waits"
            )


def conclude(counts: Mapping[str, int], *, carried: bool, as_lines: bool) -> None:
    """The counts by what became of the articles, then by watch."""
    by_watch: dict[str, dict[str, int]] = {}
    for name, count in counts.items():
        effect, _, watch = name.partition(" ")
        if watch:
            by_watch.setdefault(watch, {"added": 0, "withdrawn": 0})[effect] = count
    whole = {name: counts.get(name, 0) for name in ("read", "added", "withdrawn", "changed")}
    if as_lines:
        print_json({"judged": whole.pop("read")} | whole | {"watches": by_watch})
        return
    out = output_console()
    for watch, effects in sorted(by_watch.items()):
        out.print(
            f"{watch}: {effects['added']} added, {effects['withdrawn']} withdrawn", highlight=False, soft_wrap=True
        )
    read = whole.pop("read")
    told = ", ".join(f"{count} {name}" for name, count in whole.items())
    end = "" if carried or not any(whole.values()) else "; `warta run` carries them on"
    out.print(f"{read} articles judged: {told}{end}", highlight=False, soft_wrap=True)
