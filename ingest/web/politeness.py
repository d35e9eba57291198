"""How long a host rests: pure rules over its requests for delay and its answers."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# A Crawl-delay or a slowed pace beyond these would stop an outlet altogether.
MAX_CRAWL_DELAY_S = 60.0
MAX_PACE_S = 300.0
MAX_RETRY_AFTER_S = 24 * 3600.0
MAX_DOWN_S = 3600.0
FIRST_DOWN_S = 10.0
SLOW_DOWN = 2.0
RECOVER = 0.8


@dataclass(frozen=True)
class HostPace:
    """`floor_s` is the least delay the outlet and its robots.txt allow; `delay_s` what is kept now."""

    floor_s: float
    delay_s: float


NO_REST = HostPace(0.0, 0.0)


def first_pace(outlet_delay_s: float, crawl_delay_s: float | None) -> HostPace:
    floor_s = max(outlet_delay_s, min(crawl_delay_s or 0.0, MAX_CRAWL_DELAY_S))
    return HostPace(floor_s, floor_s)


def at_floor(pace: HostPace, floor_s: float) -> HostPace:
    """The floor as catalogue and robots.txt have it today, the delay as it was when the host was last asked."""
    return HostPace(floor_s, max(floor_s, pace.delay_s))


def after_answer(pace: HostPace, *, ms: float) -> HostPace:
    """A host that takes long to answer gets as much rest again; an earlier slowdown decays.

    Who declares no delay at all (a site of one's own) gets none.
    """
    if pace == NO_REST:
        return pace
    return HostPace(pace.floor_s, min(MAX_PACE_S, max(pace.floor_s, ms / 1000.0, pace.delay_s * RECOVER)))


def after_push_back(pace: HostPace) -> HostPace:
    """The host said 429 or 503."""
    return HostPace(pace.floor_s, min(MAX_PACE_S, max(1.0, pace.floor_s, pace.delay_s) * SLOW_DOWN))


def down_for_s(failures: int) -> float:
    """How long a host rests after `failures` connection failures in a row."""
    return 0.0 if failures < 1 else min(MAX_DOWN_S, FIRST_DOWN_S * 2.0 ** min(failures - 1, 20))


def retry_after_s(value: str | None, *, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for (a number or an HTTP date), at most a day; None without one."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text), MAX_RETRY_AFTER_S)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        # Neither form: the header is ignored, as RFC 9110 lets a client do.
        return None
    wait_s = ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds()
    return min(max(wait_s, 0.0), MAX_RETRY_AFTER_S)
