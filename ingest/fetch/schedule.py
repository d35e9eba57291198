"""The next try of a refused URL, or its end: pure rules."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ingest.web.errors import UNREACHABLE, FetchRefused
from schemas.outcomes import Outcome, Reason

HOUR_S = 3600.0
# With the waits below the last try comes some fifteen hours after the first.
MAX_TRIES = 8
FIRST_RETRY_S = 30.0
MAX_RETRY_S = 6 * HOUR_S
# 401, 403 and 451 are mostly for good, sometimes a moment's block: one more look, an hour later.
DENIED_TRIES = 2


@dataclass(frozen=True)
class Resolution:
    """The outcome of a refused fetch: retried at `next_due_at`, or dropped for `reason`."""

    outcome: Outcome
    reason: Reason
    detail: str
    next_due_at: datetime | None = None


def after_refusal(refused: FetchRefused, *, tries: int, now: datetime) -> Resolution:
    """`tries` failed before this one."""
    if not refused.retry:
        return Resolution(Outcome.DROPPED, refused.reason, refused.detail)
    denied = refused.reason is Reason.HTTP_CLIENT_ERROR
    if denied and tries + 1 >= DENIED_TRIES:
        return Resolution(Outcome.DROPPED, refused.reason, refused.detail)
    if tries + 1 >= MAX_TRIES:
        return Resolution(
            Outcome.DROPPED, Reason.TOO_MANY_TRIES, f"{tries + 1} tries, the last {refused.reason}: {refused.detail}"
        )
    wait_s = HOUR_S if denied else retry_in_s(tries)
    wait_s = max(wait_s, refused.retry_after_s or 0.0)
    return Resolution(Outcome.RETRIED, refused.reason, refused.detail, now + timedelta(seconds=wait_s))


def retry_in_s(tries: int) -> float:
    return min(MAX_RETRY_S, FIRST_RETRY_S * 4.0 ** min(tries, 20))


def host_failures(before: int, reason: Reason | None) -> int:
    """Connection failures in a row; any answer at all ends the row."""
    return before + 1 if reason in UNREACHABLE else 0
