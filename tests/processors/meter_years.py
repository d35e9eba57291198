"""Years of sources that never were: seeded rhythms with weekends, Lebaran, holidays, seasons and swarms.

An hour's articles are Poisson with the rate of the hour; the rate of a day also varies by chance. So no detector
can know it exactly. What it could do at best is told by the true rates: a gap of ln(articles a year) expected articles.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from statistics import median

from processors.meter.rhythm import HOUR_S, NOTHING, WEEK_HOURS, WEEKS, Rates
from processors.meter.silence import Silence

DAY_HOURS = 24
YEAR_DAYS = 366
# Weeks before the year in which the rhythm is learnt, and the days of the year that no fault begins in.
WARM_S = WEEKS * WEEK_HOURS * HOUR_S
LAST_DAYS = 60
LEBARAN_DAYS, LEBARAN_EVERY = 10, 354


@dataclass(frozen=True)
class Year:
    """The true rate of each hour, the articles that came, and moments at which the source might die."""

    rates: Sequence[float]
    arrivals: Sequence[float]
    faults: Sequence[float]
    articles: int

    def least(self, fault: float) -> float:
        """Seconds from a fault until ln(articles a year) are missed: sooner, one alarm a year would be chance."""
        until = list(accumulate(self.rates, initial=0.0))
        hour = int(fault // HOUR_S)
        missed = until[hour] + (fault / HOUR_S - hour) * self.rates[hour] + math.log(self.articles)
        last = next((h for h in range(hour, len(self.rates)) if until[h + 1] >= missed), None)
        if last is None:
            return math.inf
        return (last + (missed - until[last]) / self.rates[last]) * HOUR_S - fault


def year(articles: int, seed: int, *, faults: int = 40) -> Year:
    """`articles` a year in the mean, after eight weeks to learn from."""
    by_chance = random.Random(f"{articles} {seed}")
    hours = int(WARM_S / HOUR_S) + YEAR_DAYS * DAY_HOURS
    rates = _rates(by_chance, hours)
    scale = articles / (sum(rates) / hours * DAY_HOURS * 365.25)
    rates = [rate * scale for rate in rates]
    end = (hours - LAST_DAYS * DAY_HOURS) * HOUR_S
    return Year(
        rates, poisson(rates, by_chance), sorted(by_chance.uniform(WARM_S, end) for _ in range(faults)), articles
    )


def _rates(by_chance: random.Random, hours: int) -> list[float]:
    days = hours // DAY_HOURS + 1
    peak, width, night = by_chance.uniform(9, 15), by_chance.uniform(4, 9), by_chance.uniform(0.02, 0.3)
    of_time = [night + math.exp(-0.5 * ((hour - peak) / width) ** 2) for hour in range(DAY_HOURS)]
    weekend = by_chance.uniform(0.35, 0.95)
    of_day = [1, 1, 1, 1, 1, min(1.0, weekend * 1.05), weekend]
    swell, phase = by_chance.uniform(0, 0.25), by_chance.uniform(0, 2 * math.pi)
    calendar = [1 + swell * math.sin(2 * math.pi * day / 365.25 + phase) for day in range(days)]
    for start in range(by_chance.randint(60, 120), days, LEBARAN_EVERY):
        less = by_chance.uniform(0.25, 0.6)
        for day in range(start, min(start + LEBARAN_DAYS, days)):
            calendar[day] *= less
    for day in range(by_chance.randint(5, 40), days, 33):
        calendar[day] *= by_chance.uniform(0.4, 0.8)
    # A day has its news: the rates of days differ by a seventh.
    calendar = [level * by_chance.gammavariate(45, 1 / 45) for level in calendar]
    return [of_time[h % DAY_HOURS] * of_day[h // DAY_HOURS % 7] * calendar[h // DAY_HOURS] for h in range(hours)]


def poisson(rates: Sequence[float], by_chance: random.Random) -> list[float]:
    """Times in seconds of a Poisson process with so many in each hour."""
    times: list[float] = []
    for hour, rate in enumerate(rates):
        part = by_chance.expovariate(1.0)
        while part < rate:
            times.append((hour + part / rate) * HOUR_S)
            part += by_chance.expovariate(1.0)
    return times


@dataclass
class MeanGap:
    """What is commonly done: a gap over the mean of gaps and two deviations is an alarm."""

    gaps: int = 0
    total: float = 0.0
    squares: float = 0.0

    def saw(self, gap: float) -> None:
        self.gaps, self.total, self.squares = self.gaps + 1, self.total + gap, self.squares + gap * gap

    @property
    def limit(self) -> float:
        mean = self.total / self.gaps
        return mean + 2 * math.sqrt(max(0.0, self.squares / self.gaps - mean * mean))


@dataclass
class Verdict:
    """Alarms while the source lived; and seconds from a fault to the alarm, had it died then."""

    false_alarms: int = 0
    delays: list[float] = field(default_factory=list)

    @property
    def delay(self) -> float:
        return median(self.delays)


@dataclass
class Judged:
    ours: Verdict = field(default_factory=Verdict)
    common: Verdict = field(default_factory=Verdict)
    least: list[float] = field(default_factory=list)


def judged(year: Year) -> Judged:
    """Both detectors over the same year, article by article."""
    result, common = Judged(), MeanGap()
    silence = Silence.begin(year.arrivals[0], like=NOTHING)
    faults = iter([*year.faults, math.inf])
    fault = next(faults)
    for at in year.arrivals[1:]:
        while fault <= at:
            if (least := year.least(fault)) < math.inf:
                result.least.append(least)
                result.ours.delays.append(max(0.0, silence.silent_from() - fault))
                result.common.delays.append(max(0.0, silence.last_at + common.limit - fault))
            fault = next(faults)
        if at > WARM_S:
            result.ours.false_alarms += silence.value(at) > 1
            result.common.false_alarms += at - silence.last_at > common.limit
        common.saw(at - silence.last_at)
        silence.saw(at)
    return result


YOUNG_S = 2 * WEEK_HOURS * HOUR_S


def rates_learnt(articles: int, seed: int) -> Rates:
    """What is known of a source after eight weeks."""
    arrivals = [at for at in year(articles, seed).arrivals if at <= WARM_S]
    silence = Silence.begin(arrivals[0], like=NOTHING)
    for at in arrivals[1:]:
        silence.saw(at)
    return silence.rates


def judged_young(year: Year, like: Rates, *, until: float) -> tuple[int, list[float]]:
    """A new source that has only its like: false alarms, and delays against the least in its first two weeks."""
    by_chance = random.Random(year.articles)
    faults = iter([*sorted(by_chance.uniform(0, YOUNG_S) for _ in range(30)), math.inf])
    fault, false_alarms, ratios = next(faults), 0, []
    silence = Silence.begin(year.arrivals[0], like=like)
    for at in year.arrivals[1:]:
        while fault <= at:
            if silence.is_told:
                ratios.append(max(0.0, silence.silent_from() - fault) / year.least(fault))
            fault = next(faults)
        if at > until:
            break
        false_alarms += silence.value(at) > 1
        silence.saw(at, prior=like.shape)
    return false_alarms, ratios
