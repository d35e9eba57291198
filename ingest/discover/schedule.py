"""When a feed or sitemap is polled again: pure rules over how the last polls ended."""

from datetime import datetime, timedelta

from schemas.outcomes import Reason

MAX_INTERVAL_S = 6 * 3600.0
# Share of the interval by which polls are spread, so that feeds declared together do not stay together.
JITTER = 0.1

HARD = 2.0
SOFT = 1.5
TEMPORARY = 1.25
# What each failure in a row multiplies the interval with. None disables a poll for good: feeds come back.
WEIGHT = {
    Reason.CONNECTION_FAILED: TEMPORARY,
    Reason.TIMEOUT: TEMPORARY,
    Reason.ROBOTS_UNREACHABLE: TEMPORARY,
    Reason.TLS_ERROR: SOFT,
    Reason.HTTP_SERVER_ERROR: SOFT,
    Reason.HTTP_TOO_MANY: SOFT,
    Reason.EMPTY_BODY: SOFT,
    Reason.FEED_INVALID: SOFT,
    Reason.SITEMAP_INVALID: SOFT,
}


def failures_after(reason: Reason | None, before: int) -> int:
    """Failures in a row. A 304 says nothing new, so it neither adds a failure nor clears those before it."""
    if reason is Reason.NOT_MODIFIED:
        return before
    return 0 if reason in (None, Reason.UNCHANGED) else before + 1


def next_poll(
    *, now: datetime, poll_s: float, reason: Reason | None, failures: int, retry_after_s: float | None, jitter: float
) -> datetime:
    """`failures` counts this poll; `jitter` lies in [0, 1); what Retry-After asks for is a floor."""
    weight = WEIGHT.get(reason, HARD) if reason not in (None, Reason.NOT_MODIFIED, Reason.UNCHANGED) else SOFT
    # An interval above the cap was asked for by the catalogue and stays.
    interval_s = min(max(MAX_INTERVAL_S, poll_s), poll_s * weight ** min(failures, 60))
    spread_s = interval_s * (1.0 + JITTER * (2.0 * jitter - 1.0))
    return now + timedelta(seconds=max(spread_s, retry_after_s or 0.0))
