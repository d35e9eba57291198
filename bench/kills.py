"""Kills: seeded kill -9 on workers and supervisor while records are in flight, and an audit of what is left.

A kill inside a settle is proved by a trace: the worker is stopped first, its activity file says `settling`, and
only then is it killed.
"""

import random
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from bench import workers
from bench.audit import Audit, Reader
from bench.load import Load
from bench.overhead import STEPS
from bench.processes import wait_for
from broker.port import BrokerError, Position
from pipeline.errors import CommandError
from pipeline.settings import Settings
from runtime.run_dir import RunDir, read_activity

INSIDE_SHARE = 0.6


@dataclass
class Kills:
    """`phases`: what the killed workers were doing, as their activity files said while they were stopped."""

    seed: int
    records: int
    unread_at_first_kill: int = 0
    supervisor: int = 0
    troubles: int = 0
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
    outcome = Kills(seed, count)
    with closing(Load(settings, count=count, seed=seed)) as load:
        outcome.unread_at_first_kill = load.unread()
        harness = Harness(settings, load, random.Random(seed), outcome, list(troubles))
        harness.run(reader, kills=kills, inside=inside)
        outcome.records = load.published
        outcome.result = load.audit(reader)
    return outcome


@dataclass
class Harness:
    """Keeps a supervisor running and kills: now a worker in a chosen phase, now the supervisor."""

    settings: Settings
    load: Load
    dice: random.Random
    outcome: Kills
    troubles: list[Callable[[], None]]

    def run(self, reader: Reader, *, kills: int, inside: int) -> None:
        pause = threading.Event()
        supervisor_kills_at = sorted(self.dice.sample(range(1, max(kills, 2)), k=max(1, min(3, kills // 4))))
        troubles_at = [kills * turn // (len(self.troubles) + 1) for turn in range(1, len(self.troubles) + 1)]
        supervisor = workers.start(self.settings, tuple(STEPS))
        try:
            # A fast machine is done before the kills are, and is given more.
            while not self._is_enough(kills, inside) and self.load.keep_up():
                pause.wait(self.dice.uniform(0.05, 0.5))
                self._kill_a_busy_worker()
                if troubles_at and self.outcome.phases.total() >= troubles_at[0]:
                    troubles_at.pop(0)
                    self.troubles.pop(0)()
                    self.outcome.troubles += 1
                if supervisor_kills_at and self.outcome.phases.total() >= supervisor_kills_at[0]:
                    supervisor_kills_at.pop(0)
                    supervisor.kill()
                    supervisor.wait()
                    self._note_what_the_workers_died_of()
                    self.outcome.supervisor += 1
                    supervisor = workers.start(self.settings, tuple(STEPS))
            self.load.drain(reader)
        finally:
            supervisor.terminate()
            supervisor.wait(workers.END_S)

    def _is_enough(self, kills: int, inside: int) -> bool:
        return self.outcome.phases.total() >= kills and self.outcome.inside_settle >= inside

    def _note_what_the_workers_died_of(self) -> None:
        run_dir = RunDir(self.settings.run_dir)
        names = [name for step in STEPS for name in workers.names(self.settings, step)]
        wait_for(lambda: not any(run_dir.is_held(name) for name in names), 30)
        for name in names:
            activity = read_activity(run_dir.activity(name))
            if activity is not None and activity.phase == "processing" and activity.position is not None:
                self.outcome.struck.add(activity.position)

    def _kill_a_busy_worker(self) -> None:
        busy = self._busy()
        if busy:
            held = RunDir(self.settings.run_dir).is_held
            running = [name for name in workers.names(self.settings, self.dice.choice(busy)) if held(name)]
            phase: workers.Phase = "settling" if self.dice.random() < INSIDE_SHARE else "processing"
            stopped = workers.stopped_in(self.settings, self.dice.choice(running), phase) if running else None
            if stopped is not None:
                self._kill(stopped)

    def _busy(self) -> list[str]:
        try:
            behind = {lag.group for lag in self.load.log.lag() if lag.behind}
        except BrokerError:
            # A broker that starts again after a crash.
            return []
        return [step for step in STEPS if step in behind]

    def _kill(self, stopped: workers.Stopped) -> None:
        activity = stopped.activity
        if activity.position in self.outcome.struck:
            stopped.wake()
            return
        if activity.phase == "processing" and activity.position is not None:
            self.outcome.struck.add(activity.position)
        self.outcome.phases[activity.phase] += 1
        stopped.kill()


def check(outcome: Kills, *, inside: int) -> None:
    """Raises CommandError where the run proves less than it was asked to."""
    if outcome.inside_settle < inside:
        raise CommandError(f"only {outcome.inside_settle} of {inside} kills fell inside a settle; give more records")
