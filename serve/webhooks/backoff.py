"""When a delivery that failed is tried again, and when no more. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from schemas.outcomes import Reason
from stores.webhook_rows import Course

MINUTE_S, HOUR_S = 60.0, 3600.0
# As Standard Webhooks recommends: three days and three hours in all.
RETRY_S = (
    5.0, 5 * MINUTE_S, 30 * MINUTE_S, 2 * HOUR_S, 5 * HOUR_S, 10 * HOUR_S, 14 * HOUR_S, 20 * HOUR_S, 24 * HOUR_S
)  # fmt: skip
# A receiver may say when it wants to be asked again, within these.
LEAST_WAIT_S, MOST_WAIT_S = 1.0, HOUR_S


@dataclass(frozen=True)
class Backoff:
    """The rests between tries. After the last of them it is given up, or after as long a time if the receiver itself
    says when it wants to be asked."""

    retry_s: tuple[float, ...] = RETRY_S

    @property
    def patience(self) -> timedelta:
        return timedelta(seconds=sum(self.retry_s))

    def failed(self, course: Course, reason: Reason, asked_s: float | None, now: datetime) -> tuple[Course, bool]:
        """The course after one more failure, and whether it is given up. `asked_s`: when the receiver wants to be
        asked again. What it asks for takes no try of its own."""
        since = course.failing_since or now
        last = dict(vars(course), failed=course.failed + 1, failing_since=since)
        if reason is Reason.HTTP_GONE:
            return Course(**last | {"failures": course.failures + 1}), True
        if asked_s is not None:
            moved = Course(**last | {"due_at": now + timedelta(seconds=min(max(asked_s, LEAST_WAIT_S), MOST_WAIT_S))})
            return moved, now - since > self.patience
        if course.failures >= len(self.retry_s):
            return Course(**last | {"failures": course.failures + 1}), True
        due_at = now + timedelta(seconds=self.retry_s[course.failures])
        return Course(**last | {"failures": course.failures + 1, "due_at": due_at}), False
