"""Kills: seeded kill -9 on workers and supervisor while records are in flight, and an audit of what is left.

A kill inside a settle is proved by a trace: the worker is stopped first, its activity file says `settling`, and
only then is it killed.
"""

import random
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import NamedTuple

from bench import workers
from bench.audit import Audit, Reader
from bench.load import Load
from bench.overhead import STEPS as FLOW_STEPS
from bench.processes import wait_for
from broker.port import BrokerError, Position
from pipeline.errors import CommandError
from pipeline.settings import Settings
from pipeline.topology import BY_NAME
from runtime.declare import Stateful
from runtime.run_dir import RunDir

STEPS = (*FLOW_STEPS, "relate", "stories")
INSIDE_SHARE = 0.6
MISSING_SHARE = 0.5
PHASES: tuple[workers.Phase, ...] = ("processing", "settling")


class Hit(NamedTuple):
    """A worker of `step`, killed in `phase`, as its activity file said while it was stopped.

    A stateful step processes inside its transaction, and settles after its state is committed.
    """

    step: str
    phase: workers.Phase


INSIDE_STATE = frozenset(Hit(step, phase) for step in STEPS for phase in PHASES if isinstance(BY_NAME[step], Stateful))


@dataclass
class Kills:
    seed: int
    records: int
    unread_at_first_kill: int = 0
    supervisor: int = 0
    troubles: int = 0
    struck: set[Position] = field(default_factory=set)
    """Records whose worker was killed while it processed them: a second death would condemn them, rightly."""
    hits: Counter[Hit] = field(default_factory=Counter)
    result: Audit = field(default_factory=Audit)

    @property
    def inside_settle(self) -> int:
        return self._in("settling")

    @property
    def inside_state(self) -> int:
        """Inside a transaction of a stateful step, or between the commit of its state and its settle."""
        return sum(self.hits[hit] for hit in INSIDE_STATE)

    def _in(self, phase: workers.Phase) -> int:
        return sum(count for hit, count in self.hits.items() if hit.phase == phase)

    def as_dict(self) -> dict[str, object]:
        return {
            "seed": self.seed,
            "records": self.records,
            "unread_at_first_kill": self.unread_at_first_kill,
            "kills": {
                "supervisor": self.supervisor,
                "processing": self._in("processing"),
                "settling": self._in("settling"),
            },
            "by_step": {step: {phase: self.hits[Hit(step, phase)] for phase in PHASES} for step in STEPS},
            "inside_settle": self.inside_settle,
            "inside_state": self.inside_state,
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
    """At least `kills` kills, `inside` of them inside a settle, each stateful step in both phases, and `troubles` in
    turn between them; then the audit."""
    outcome = Kills(seed, count)
    with closing(Load(settings, count=count, seed=seed, stories=True)) as load:
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
        supervisor = workers.start(self.settings, STEPS)
        try:
            # A fast machine is done before the kills are, and is given more.
            while not self._is_enough(kills, inside) and self.load.keep_up():
                pause.wait(self.dice.uniform(0.05, 0.5))
                self._kill_a_busy_worker()
                if troubles_at and self.outcome.hits.total() >= troubles_at[0]:
                    troubles_at.pop(0)
                    self.troubles.pop(0)()
                    self.outcome.troubles += 1
                is_due = supervisor_kills_at and self.outcome.hits.total() >= supervisor_kills_at[0]
                if is_due and self._kill_with_all_workers(supervisor):
                    supervisor_kills_at.pop(0)
                    self.outcome.supervisor += 1
                    supervisor = workers.start(self.settings, STEPS)
            self.load.drain(reader)
        finally:
            supervisor.terminate()
            supervisor.wait(workers.END_S)

    def _is_enough(self, kills: int, inside: int) -> bool:
        is_each_hit = self.outcome.hits.keys() >= INSIDE_STATE
        return is_each_hit and self.outcome.hits.total() >= kills and self.outcome.inside_settle >= inside

    def _kill_with_all_workers(self, supervisor: subprocess.Popen[bytes]) -> bool:
        """False, and nobody dies, where a worker is at a record that one has died of: another round will do."""
        names = [name for step in STEPS for name in workers.names(self.settings, step)]
        stopped = workers.all_stopped(self.settings, names)
        in_hand = {each.activity.position for each in stopped if each.activity.phase == "processing"} - {None}
        if in_hand & self.outcome.struck:
            for each in stopped:
                each.wake()
            return False
        supervisor.kill()
        supervisor.wait()
        held = RunDir(self.settings.run_dir).is_held
        wait_for(lambda: not any(held(name) for name in names), 30)
        self.outcome.struck |= {position for position in in_hand if position is not None}
        return True

    def _kill_a_busy_worker(self) -> None:
        aim = self._aim()
        if aim is not None:
            held = RunDir(self.settings.run_dir).is_held
            running = [name for name in workers.names(self.settings, aim.step) if held(name)]
            stopped = workers.stopped_in(self.settings, self.dice.choice(running), aim.phase) if running else None
            if stopped is not None:
                self._kill(stopped, aim)

    def _aim(self) -> Hit | None:
        missing = sorted(INSIDE_STATE - self.outcome.hits.keys())
        if missing and self.dice.random() < MISSING_SHARE:
            # It is fast: records reach it in bursts, and a look at the lag mostly falls between them.
            return self.dice.choice(missing)
        busy = self._busy()
        phase: workers.Phase = "settling" if self.dice.random() < INSIDE_SHARE else "processing"
        return Hit(self.dice.choice(busy), phase) if busy else None

    def _busy(self) -> list[str]:
        try:
            behind = {lag.group for lag in self.load.log.lag() if lag.behind}
        except BrokerError:
            # A broker that starts again after a crash.
            return []
        return [step for step in STEPS if step in behind]

    def _kill(self, stopped: workers.Stopped, aim: Hit) -> None:
        activity = stopped.activity
        if activity.position in self.outcome.struck:
            stopped.wake()
            return
        if aim.phase == "processing" and activity.position is not None:
            self.outcome.struck.add(activity.position)
        self.outcome.hits[aim] += 1
        stopped.kill()


def check(outcome: Kills, *, inside: int) -> None:
    """Raises CommandError where the run proves less than it was asked to."""
    if outcome.inside_settle < inside:
        raise CommandError(f"only {outcome.inside_settle} of {inside} kills fell inside a settle; give more records")
    if missing := sorted(INSIDE_STATE - outcome.hits.keys()):
        told = ", ".join(f"{hit.step} {hit.phase}" for hit in missing)
        raise CommandError(f"no kill hit {told}; give more records")
