"""What a worker tells of a batch that has settled: its metrics and its progress."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from runtime.attempt import Handled
from runtime.clock import Clock
from runtime.declare import Reader
from runtime.metrics import EngineMetrics
from runtime.progress import Progress
from runtime.spans import Spans, spans_of
from schemas.outcomes import Outcome


@dataclass(frozen=True)
class Observer:
    step: Reader
    metrics: EngineMetrics
    progress: Progress
    clock: Clock
    spans: Spans | None = None

    def __post_init__(self) -> None:
        self.metrics.born(self.step.name, ends=self.step.ENDS)

    def settled(self, answers: Sequence[Handled], settle_s: float) -> None:
        name = self.step.name
        self.progress.moved(len(answers))
        self.metrics.breaker_open.labels(name).set(0)
        self.metrics.settle_seconds.labels(name).observe(settle_s)
        process_seconds = self.metrics.process_seconds.labels(name)
        for answer in answers:
            process_seconds.observe(answer.fate.ms / 1000)
        # Counted by batch: to look up a counter by its labels costs more than all else that is done for a record here.
        for (outcome, reason), count in Counter([(each.fate.outcome, each.fate.reason) for each in answers]).items():
            self.metrics.records.labels(name, outcome.value, reason.value if reason else "").inc(count)
            if outcome is Outcome.REJECTED:
                self.metrics.dead_letters.labels(name, str(reason)).inc(count)
        if self.step.ENDS:
            self._end_to_end(answers)
        if self.spans is not None:
            self.spans.take(spans_of(name, answers, self.clock.now() - settle_s))

    def _end_to_end(self, answers: Sequence[Handled]) -> None:
        now = self.clock.now()
        for answer in answers:
            if answer.fate.outcome is Outcome.PASSED:
                age = 0.0 if answer.origin is None else now - answer.origin
                lane = answer.fate.lane.value
                self.metrics.end_to_end_seconds.labels(self.step.name, lane).observe(max(0.0, age))

    def breaker_open(self) -> None:
        self.metrics.breaker_open.labels(self.step.name).set(1)

    def rebuilt(self, cause: Exception) -> None:
        self.metrics.rebuilds.labels(self.step.name, type(cause).__name__).inc()
