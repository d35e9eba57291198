"""The time of a list's next poll: pure rules over the ends of its last polls."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from schemas.outcomes import Reason

MAX_INTERVAL_S = 6 * 3600.0
# What a list says of its own period is a floor, up to here: `yearly` would be as good as disabled.
MAX_STATED_S = 3600.0
# Share of the interval by which polls are spread, so that feeds declared together do not stay together.
JITTER = 0.1

HARD = 2.0
SOFT = 1.5
TEMPORARY = 1.25
# What each failure in a row multiplies the interval with. None disables a poll for good: feeds come back.
WEIGHT: Mapping[Reason | None, float] = {
    Reason.CONNECTION_FAILED: TEMPORARY,
    Reason.TIMEOUT: TEMPORARY,
    Reason.ROBOTS_UNREACHABLE: TEMPORARY,
    Reason.HOST_RESTING: TEMPORARY,
    Reason.TLS_ERROR: SOFT,
    Reason.HTTP_SERVER_ERROR: SOFT,
    Reason.HTTP_TOO_MANY: SOFT,
    Reason.EMPTY_BODY: SOFT,
    Reason.FEED_INVALID: SOFT,
    Reason.SITEMAP_INVALID: SOFT,
    Reason.INDEX_INVALID: SOFT,
    Reason.EMPTY_LIST: SOFT,
}
MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})\b", re.IGNORECASE)


def failures_after(reason: Reason | None, before: int) -> int:
    """Failures in a row. A 304 says nothing new and a poll that was not made says nothing: they change no count."""
    if reason in (Reason.NOT_MODIFIED, Reason.HOST_RESTING):
        return before
    return 0 if answered(reason) else before + 1


def answered(reason: Reason | None) -> bool:
    """Whether the poll returned the list, or a 304."""
    return reason in (None, Reason.NOT_MODIFIED, Reason.UNCHANGED)


def longest_s(poll_s: float) -> float:
    """An interval above the cap was asked for by the catalogue and stays."""
    return max(MAX_INTERVAL_S, poll_s)


def max_age_s(cache_control: str) -> float:
    """Seconds for which the answer stays fresh (RFC 9111, 5.2.2.1); 0 if unstated or not to be kept."""
    found = MAX_AGE.search(cache_control)
    stale = re.search(r"\bno-(?:cache|store)\b", cache_control, re.IGNORECASE)
    return float(found[1]) if found and not stale else 0.0


@dataclass(frozen=True)
class ListAnswer:
    """How a list answered: `failures` in a row with this poll, and the two floors that it may ask for.

    `stated_s`: the period that it states (ttl, updatePeriod, max-age); `retry_after_s`: Retry-After.
    """

    reason: Reason | None = None
    failures: int = 0
    stated_s: float = 0.0
    retry_after_s: float | None = None


def next_poll(*, now: datetime, interval_s: float, longest_s: float, answer: ListAnswer, jitter: float) -> datetime:
    """`jitter` lies in [0, 1)."""
    reason = answer.reason
    weight = SOFT if answered(reason) else WEIGHT.get(reason, HARD)
    grown_s = min(longest_s, interval_s * weight ** min(answer.failures, 60))
    spread_s = grown_s * (1.0 + JITTER * (2.0 * jitter - 1.0))
    # Here the spread only adds: lists that state the same period part too.
    stated_floor_s = min(answer.stated_s, MAX_STATED_S) * (1.0 + JITTER * jitter)
    return now + timedelta(seconds=max(spread_s, stated_floor_s, answer.retry_after_s or 0.0))
