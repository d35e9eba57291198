"""Adaptive against fixed polling: a simulated month of 200 feeds, each with its own pace, day and week."""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from ingest.discover.schedule import ListAnswer, longest_s, next_poll
from ingest.discover.tempo import Tempo, interval_s, observe

START = datetime(2026, 1, 5, tzinfo=UTC)
DAYS = 30
FEEDS = 200
WINDOW = 20
HOUR_S = 3600.0
WEEK_H = 168
# Articles a day, from a small town's site to a national one; spread evenly over the logarithm.
SLOWEST, FASTEST = 1.0, 300.0
BUSIEST_HOUR = 14.0
LEAST_SHARE = 0.03

Poll = Callable[[float, int], float]
"""Told the time and how many entries are new, says when the next poll is; seconds since the start."""


@dataclass(frozen=True)
class Polled:
    """`delays_s`: from each article's appearance to the poll that saw it, in order. `missed` were pushed out unseen."""

    polls: int
    missed: int
    delays_s: Sequence[float]

    def percentile_s(self, share: float) -> float:
        return self.delays_s[min(len(self.delays_s) - 1, int(share * len(self.delays_s)))]

    def as_dict(self) -> dict[str, float]:
        mean_s = sum(self.delays_s) / len(self.delays_s)
        return {
            "polls": self.polls,
            "missed": self.missed,
            "p50_s": round(self.percentile_s(0.5)),
            "p95_s": round(self.percentile_s(0.95)),
            "mean_s": round(mean_s),
        }


@dataclass(frozen=True)
class Comparison:
    """Both at the same number of polls: `every_s` is the fixed interval that makes as many."""

    poll_s: float
    every_s: float
    adaptive: Polled
    fixed: Polled

    def as_dict(self) -> dict[str, object]:
        less = 1 - self.adaptive.percentile_s(0.95) / self.fixed.percentile_s(0.95)
        return {
            "poll_s": self.poll_s,
            "fixed_every_s": round(self.every_s),
            "articles": len(self.adaptive.delays_s) + self.adaptive.missed,
            "adaptive": self.adaptive.as_dict(),
            "fixed": self.fixed.as_dict(),
            "p95_lower_percent": round(100 * less, 1),
        }


def compare(*, seed: int, poll_s: float) -> Comparison:
    feeds = list(months(seed))
    random = Random(f"{seed}/jitter")
    adaptive = run(feeds, lambda: adaptive_poll(poll_s, random))
    every_s = FEEDS * DAYS * 24 * HOUR_S / adaptive.polls
    # The spread of a tenth makes the number of polls differ by little; the interval is set right once.
    tried = run(feeds, lambda: fixed_poll(every_s, random))
    every_s *= tried.polls / adaptive.polls
    return Comparison(poll_s, every_s, adaptive, run(feeds, lambda: fixed_poll(every_s, random)))


def adaptive_poll(poll_s: float, random: Random) -> Poll:
    """What `discover` does with a feed that answers every time."""
    tempo = Tempo()

    def poll(at_s: float, new: int) -> float:
        nonlocal tempo
        now = START + timedelta(seconds=at_s)
        tempo = observe(tempo, now=now, new=new, window=WINDOW)
        longest = longest_s(poll_s)
        due_at = next_poll(
            now=now,
            interval_s=interval_s(tempo, now=now, poll_s=poll_s, longest_s=longest),
            longest_s=longest,
            answer=ListAnswer(),
            jitter=random.random(),
        )
        return (due_at - START).total_seconds()

    return poll


def fixed_poll(every_s: float, random: Random) -> Poll:
    def poll(at_s: float, _: int) -> float:
        due_at = next_poll(
            now=START,
            interval_s=every_s,
            longest_s=longest_s(every_s),
            answer=ListAnswer(),
            jitter=random.random(),
        )
        return at_s + (due_at - START).total_seconds()

    return poll


def run(feeds: Sequence[Sequence[float]], new_poll: Callable[[], Poll]) -> Polled:
    """Every feed is polled from its first second on, spread over ten minutes, until the month is over."""
    polls, missed, delays_s = 0, 0, []
    for number, arrivals in enumerate(feeds):
        poll, at_s, before = new_poll(), number * 600.0 / len(feeds), 0
        while at_s < DAYS * 24 * HOUR_S:
            there = bisect_right(arrivals, at_s)
            new = min(WINDOW, there - before)
            missed += there - before - new
            delays_s += [at_s - arrival for arrival in arrivals[there - new : there]]
            polls, before = polls + 1, there
            at_s = poll(at_s, new)
    return Polled(polls, missed, sorted(delays_s))


def months(seed: int) -> Iterator[list[float]]:
    """Seconds at which the articles of each feed appear: Poisson, at a rate that goes by the hour of the week."""
    for number in range(FEEDS):
        random = Random(f"{seed}/{number}")
        per_hour = math.exp(random.uniform(math.log(SLOWEST), math.log(FASTEST))) / 24
        shares = _week(random)
        arrivals: list[float] = []
        for hour in range(DAYS * 24):
            rate = per_hour * shares[hour % WEEK_H]
            at_h = random.expovariate(rate)
            while at_h < 1:
                arrivals.append((hour + at_h) * HOUR_S)
                at_h += random.expovariate(rate)
        yield arrivals


def _week(random: Random) -> list[float]:
    """How busy each hour of a week is, 1 on average: an outlet's own midday, its nights and its weekends."""
    peak, depth, weekend = random.gauss(BUSIEST_HOUR, 1.5), random.uniform(0.6, 1.0), random.uniform(0.3, 0.9)
    shares = []
    for hour in range(WEEK_H):
        day, of_day = divmod(hour, 24)
        share = max(LEAST_SHARE, 1 + depth * math.cos((of_day - peak) / 24 * math.tau))
        shares.append(share * (weekend if day >= 5 else 1.0) * math.exp(random.gauss(0, 0.15)))
    mean = sum(shares) / WEEK_H
    return [share / mean for share in shares]
