"""The flow at one moment: each stage's fates and lag, and each topic's messages."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import BaseModel

from broker.port import PartitionLag
from serve.views import StageView, Views
from stores.fates import FateCount


class StageFlow(BaseModel):
    """`oldest_s` is the age of the oldest unread record, None if nothing waits; a source has no lag."""

    name: str
    reads: str
    writes: tuple[str, ...]
    passed: int = 0
    dropped: int = 0
    rejected: int = 0
    retried: int = 0
    ms_per_record: float = 0.0
    lag: int = 0
    oldest_s: float | None = None


class TopicFlow(BaseModel):
    """`messages` counts those ever appended."""

    name: str
    messages: int


class NotPassed(BaseModel):
    stage: str
    outcome: str
    reason: str
    records: int


class Flow(BaseModel):
    """Fates are counted from `since` on; `not_passed` has the most frequent first."""

    at: datetime
    since: datetime
    articles: int
    stages: tuple[StageFlow, ...]
    topics: tuple[TopicFlow, ...]
    not_passed: tuple[NotPassed, ...]


def read_flow(views: Views, *, window: timedelta) -> Flow:
    at = views.now()
    counts = views.fates.counts(at - window)
    lags = views.lag()
    refused = [NotPassed(**vars(count)) for count in counts if count.outcome != "passed"]
    return Flow(
        at=at,
        since=at - window,
        articles=views.articles.count(),
        stages=tuple(_stage(stage, counts, lags, at) for stage in views.stages),
        topics=tuple(TopicFlow(name=name, messages=end) for name, end in sorted(views.ends().items())),
        not_passed=tuple(sorted(refused, key=lambda count: (-count.records, count.stage, count.reason))),
    )


def _stage(stage: StageView, counts: Sequence[FateCount], lags: Sequence[PartitionLag], at: datetime) -> StageFlow:
    own = [count for count in counts if count.stage == stage.name]
    outcomes: dict[str, int] = {}
    for count in own:
        outcomes[count.outcome] = outcomes.get(count.outcome, 0) + count.records
    waiting = [lag for lag in lags if lag.group == stage.name and lag.behind > 0]
    oldest = [lag.oldest_at for lag in waiting if lag.oldest_at is not None]
    records = sum(outcomes.values())
    return StageFlow(
        name=stage.name,
        reads=stage.reads,
        writes=stage.writes,
        passed=outcomes.get("passed", 0),
        dropped=outcomes.get("dropped", 0),
        rejected=outcomes.get("rejected", 0),
        retried=outcomes.get("retried", 0),
        ms_per_record=sum(count.ms for count in own) / records if records else 0.0,
        lag=sum(lag.behind for lag in waiting),
        # Two clocks of one machine may differ by a little; no record comes from the future.
        oldest_s=max(0.0, at.timestamp() - min(oldest)) if oldest else None,
    )
