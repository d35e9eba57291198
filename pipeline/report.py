"""The report of a run from stores and log: fates by step, articles, dead letters, lag, time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from broker.port import Log
from pipeline.settings import Settings
from pipeline.topology import READERS, STEPS
from pipeline.wiring.log import names
from pipeline.wiring.stores import Stores
from stores.fates import FateCount

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class StageReport:
    """`unread` counts records that wait for the stage; `ms` is the sum over its records."""

    stage: str
    outcomes: dict[str, int]
    reasons: dict[str, int]
    unread: int
    ms: float

    @property
    def records(self) -> int:
        return sum(self.outcomes.values())


@dataclass(frozen=True)
class Report:
    stages: tuple[StageReport, ...]
    articles: int
    dead_letters: int

    @property
    def unread(self) -> int:
        return sum(stage.unread for stage in self.stages)


def read_report(log: Log, stores: Stores, settings: Settings) -> Report:
    counts = stores.fates.counts(LONG_AGO)
    behind: dict[str, int] = {}
    for lag in log.lag():
        behind[lag.group] = behind.get(lag.group, 0) + lag.behind
    ends = log.ends()
    return Report(
        stages=tuple(_stage(step.name, [c for c in counts if c.stage == step.name], behind) for step in STEPS),
        articles=stores.articles.count(),
        dead_letters=sum(ends.get(names(settings).full(step.dead), 0) for step in READERS),
    )


def _stage(name: str, counts: Sequence[FateCount], behind: dict[str, int]) -> StageReport:
    outcomes: dict[str, int] = {}
    reasons: dict[str, int] = {}
    for count in counts:
        outcomes[count.outcome] = outcomes.get(count.outcome, 0) + count.records
        if count.reason:
            reasons[count.reason] = reasons.get(count.reason, 0) + count.records
    return StageReport(name, outcomes, reasons, behind.get(name, 0), sum(count.ms for count in counts))
