"""Kills: seeded kill -9 on workers and supervisor while records are in flight, and an audit of what is left.

A kill inside a settle is proved by a trace: the worker is stopped first, its activity file says `settling`, and
only then is it killed.
"""

import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from broker.port import Log, Position
from pipeline.bench.audit import Audit, Reader, audit
from pipeline.bench.corpus import made_pages
from pipeline.bench.overhead import STEPS
from pipeline.bench.processes import unread, wait_for
from pipeline.commands.importing import publish
from pipeline.errors import CommandError
from pipeline.settings import Settings, child_environment
from pipeline.wiring.log import apply_topics, open_log
from runtime.run_dir import Activity, RunDir, read_activity
from schemas.ids import article_id
from schemas.page import Page

# A settle takes milliseconds: this many looks at a worker, so far apart, and then another is tried.
LOOKS = 3000
LOOK_S = 0.0003
INSIDE_SHARE = 0.6
RESERVE = 3
TOP_UP = 500
TOP_UP_BELOW = 300


@dataclass
class Kills:
    """`phases`: what the killed workers were doing, as their activity files said while they were stopped."""

    seed: int
    records: int
    unread_at_first_kill: int = 0
    supervisor: int = 0
    struck: set[Position] = field(default_factory=set)
    """Records whose worker was killed while it processed them: a second death would condemn them, rightly."""
    phases: Counter[str] = field(default_factory=Counter)
    result: Audit = field(default_factory=Audit)

    @property
    def inside_settle(self) -> int:
        return self.phases["settling"]

    def as_dict(self) -> dict[str, object]:
        return {
            "seed": self.seed,
            "records": self.records,
            "unread_at_first_kill": self.unread_at_first_kill,
            "kills": {"supervisor": self.supervisor, **self.phases},
            "inside_settle": self.inside_settle,
            "audit": self.result.as_dict(),
        }


def measure(
    settings: Settings,
    *,
    count: int,
    seed: int,
    kills: int,
    inside: int,
    reader: Reader,
    troubles: Sequence[Callable[[], None]] = (),
) -> Kills:
    """At least `kills` kills, `inside` of them inside a settle, and `troubles` in turn between them, then the audit."""
    pages = made_pages(count * RESERVE, seed=seed, paragraphs=3)
    outcome = Kills(seed, count)
    log = open_log(settings)
    apply_topics(log, settings)
    publish(log, pages[:count], settings)
    outcome.unread_at_first_kill = unread(log)
    harness = Harness(settings, log, random.Random(seed), outcome, list(troubles), pages[count:])
    harness.run(kills=kills, inside=inside)
    log.close()
    ids = {page.event_id(): article_id(page.final_url) for page in pages[: outcome.records]}
    outcome.result = audit(reader, prefix=settings.topic_prefix, pages=ids)
    return outcome


@dataclass
class Harness:
    """Keeps a supervisor running and kills: now a worker in a chosen phase, now the supervisor."""

    settings: Settings
    log: Log
    dice: random.Random
    outcome: Kills
    troubles: list[Callable[[], None]]
    reserve: list[Page]
    """Published when a fast machine is done before the kills are."""

    def run(self, *, kills: int, inside: int) -> None:
        pause, supervisor = threading.Event(), _start(self.settings)
        supervisor_kills_at = sorted(self.dice.sample(range(2, max(kills, 6)), k=3))
        try:
            while self.outcome.phases.total() < kills or self.outcome.inside_settle < inside:
                if unread(self.log) < TOP_UP_BELOW and not self._top_up():
                    break
                pause.wait(self.dice.uniform(0.05, 0.5))
                self._kill_a_busy_worker()
                if self.troubles and self.outcome.phases.total() > kills // 3:
                    self.troubles.pop(0)()
                if supervisor_kills_at and self.outcome.phases.total() >= supervisor_kills_at[0]:
                    supervisor_kills_at.pop(0)
                    supervisor.kill()
                    supervisor.wait()
                    self._note_what_the_workers_died_of()
                    self.outcome.supervisor += 1
                    supervisor = _start(self.settings)
            wait_for(lambda: unread(self.log) == 0, 300)
        finally:
            supervisor.send_signal(signal.SIGTERM)
            supervisor.wait(60)

    def _top_up(self) -> bool:
        """Whether there was anything left to publish."""
        more, self.reserve = self.reserve[:TOP_UP], self.reserve[TOP_UP:]
        publish(self.log, more, self.settings)
        self.outcome.records += len(more)
        return bool(more)

    def _note_what_the_workers_died_of(self) -> None:
        run_dir = RunDir(self.settings.run_dir)
        wait_for(lambda: not any(run_dir.is_held(f"{step}-0") for step in STEPS), 30)
        for step in STEPS:
            activity = read_activity(run_dir.activity(f"{step}-0"))
            if activity is not None and activity.phase == "processing" and activity.position is not None:
                self.outcome.struck.add(activity.position)

    def _kill_a_busy_worker(self) -> None:
        behind = {lag.group for lag in self.log.lag() if lag.behind}
        busy = [step for step in STEPS if step in behind]
        if busy:
            wanted = "settling" if self.dice.random() < INSIDE_SHARE else "processing"
            _kill_one(self.settings, self.dice.choice(busy), wanted, self.outcome)


def _start(settings: Settings) -> subprocess.Popen[bytes]:
    with (settings.data_dir / "warta.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "pipeline.main", "worker", *STEPS],
            env=child_environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


def _kill_one(settings: Settings, step: str, wanted: str, outcome: Kills) -> None:
    """Stop a worker when it is in the wanted phase, look again, and kill it where it still is."""
    path = RunDir(settings.run_dir).activity(f"{step}-0")
    pid = _holder_of(path)
    if pid is None:
        return
    pause = threading.Event()
    for _ in range(LOOKS):
        activity = read_activity(path)
        if activity is None or activity.phase != wanted:
            pause.wait(LOOK_S)
            continue
        try:
            os.kill(pid, signal.SIGSTOP)
            stopped = _activity_once_stopped(pid, path)
            if stopped is not None and stopped.phase == wanted and stopped.position not in outcome.struck:
                outcome.phases[stopped.phase] += 1
                if stopped.phase == "processing" and stopped.position is not None:
                    outcome.struck.add(stopped.position)
                os.kill(pid, signal.SIGKILL)
                return
            os.kill(pid, signal.SIGCONT)
        except ProcessLookupError:
            # It went with a killed supervisor.
            return


def _activity_once_stopped(pid: int, path: Path) -> Activity | None:
    for _ in range(1000):
        if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "Tt":
            break
    return read_activity(path)


def _holder_of(path: Path) -> int | None:
    """The process that has the activity file locked. Source: proc(5), /proc/locks."""
    if not path.exists():
        return None
    inode = path.stat().st_ino
    for line in Path("/proc/locks").read_text().splitlines():
        fields = line.split()
        if fields[1] == "FLOCK" and fields[5].rpartition(":")[2] == str(inode):
            return int(fields[4])
    return None


def check(outcome: Kills, *, inside: int) -> None:
    """Raises CommandError where the run proves less than it was asked to."""
    if outcome.inside_settle < inside:
        raise CommandError(f"only {outcome.inside_settle} of {inside} kills fell inside a settle; give more records")
