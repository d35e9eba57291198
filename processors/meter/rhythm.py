"""The rhythm of a source: how many articles it brings in each hour of the week, learnt from the weeks before."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from statistics import median

HOUR_S = 3600.0
DAY_HOURS = 24
WEEK_HOURS = 7 * DAY_HOURS
WEEKS_A_YEAR = 365.25 / 7
# A holiday of two weeks is no majority of eight, and a season is followed.
WEEKS = 8
# Articles that an hour's own count must outweigh before it is believed over its day and its time of day.
OF_HOUR = 4.0
# The same for a time of day, and for a day, over what is expected of any source.
OF_TIME_OF_DAY = 1.0
OF_DAY = 2.0
EVEN = (1.0 / WEEK_HOURS,) * WEEK_HOURS


@dataclass(frozen=True)
class Rates:
    """Articles expected in each hour of the week, the first being that of the epoch."""

    by_hour: tuple[float, ...]

    @cached_property
    def a_week(self) -> float:
        return self._until[-1]

    @property
    def a_year(self) -> float:
        return self.a_week * WEEKS_A_YEAR

    @property
    def shape(self) -> tuple[float, ...]:
        """The share of each hour; even where nothing is expected at all."""
        return tuple(rate / self.a_week for rate in self.by_hour) if self.a_week else EVEN

    def at(self, at: float) -> float:
        """Articles an hour at this time, in seconds since the epoch."""
        return self.by_hour[int(at // HOUR_S) % WEEK_HOURS]

    def between(self, start: float, end: float) -> float:
        """Articles expected from one time to the other; 0 where they are turned round."""
        return max(0.0, self._since_epoch(end) - self._since_epoch(start))

    def after(self, start: float, expected: float) -> float:
        """When so many are expected since `start`; infinity where none ever is."""
        if self.a_week <= 0:
            return float("inf")
        weeks, rest = divmod(self._since_epoch(start) + expected, self.a_week)
        hour = next((number for number in range(WEEK_HOURS) if self._until[number + 1] >= rest), WEEK_HOURS - 1)
        part = (rest - self._until[hour]) / self.by_hour[hour] if self.by_hour[hour] else 0.0
        return (weeks * WEEK_HOURS + hour + part) * HOUR_S

    @cached_property
    def _until(self) -> tuple[float, ...]:
        """Expected from the beginning of a week to the beginning of each hour, and to its end."""
        return tuple(accumulate(self.by_hour, initial=0.0))

    def _since_epoch(self, at: float) -> float:
        weeks, hours = divmod(at / HOUR_S, WEEK_HOURS)
        whole = int(hours)
        return weeks * self.a_week + self._until[whole] + (hours - whole) * self.by_hour[whole]


@dataclass
class Weeks:
    """Articles by hour of the current week and of those before it, the newest last; `number` is the current one's."""

    number: int
    current: list[int] = field(default_factory=lambda: [0] * WEEK_HOURS)
    whole: list[list[int]] = field(default_factory=list)

    @staticmethod
    def of(at: float) -> int:
        """The number of the week of a time."""
        return int(at // HOUR_S) // WEEK_HOURS

    def count(self, at: float) -> bool:
        """Whether a week began with it. An article of a week that is over counts in that week, if it is kept."""
        week, hour = divmod(int(at // HOUR_S), WEEK_HOURS)
        if week < self.number:
            if self.number - week <= len(self.whole):
                self.whole[week - self.number][hour] += 1
            return False
        has_begun = self.turn(at)
        self.current[hour] += 1
        return has_begun

    def turn(self, at: float) -> bool:
        """End the weeks that are over at this time; whether there was one."""
        week = self.of(at)
        for _ in range(min(week - self.number, WEEKS + 1)):
            self.whole = [*self.whole[1 - WEEKS :], self.current]
            self.current = [0] * WEEK_HOURS
        has_ended, self.number = week > self.number, max(week, self.number)
        return has_ended

    @property
    def articles(self) -> int:
        return sum(map(sum, (self.current, *self.whole)))

    @property
    def seen(self) -> int:
        """Weeks that are over and brought something."""
        return sum(1 for week in self.whole if any(week))


NOTHING = Rates((0.0,) * WEEK_HOURS)


def rates_of(weeks: Weeks, *, prior: Sequence[float] = EVEN) -> Rates:
    """What is expected after these weeks. `prior` is the shape of a week of its like: of its owner's other sources.

    The level is the median week: neither a holiday nor an outage lowers it. An hour with few articles takes after its
    time of day and its day.
    """
    told = [week for week in weeks.whole if any(week)]
    if not told:
        return NOTHING
    level = median(sum(week) for week in told)
    return Rates(tuple(level * share for share in _shape([sum(hours) for hours in zip(*told, strict=True)], prior)))


def _shape(counts: Sequence[int], prior: Sequence[float]) -> list[float]:
    total = sum(counts)
    by_day = [sum(counts[day : day + DAY_HOURS]) for day in range(0, WEEK_HOURS, DAY_HOURS)]
    by_time = [sum(counts[hour::DAY_HOURS]) for hour in range(DAY_HOURS)]
    of_day = _marginal(by_day, _days(prior), OF_DAY)
    times = _marginal(by_time, _times(prior), OF_TIME_OF_DAY)
    likely = [of_day[hour // DAY_HOURS] * _smooth(times, hour % DAY_HOURS) for hour in range(WEEK_HOURS)]
    weight = OF_HOUR * WEEK_HOURS
    return [(count + weight * share) / (total + weight) for count, share in zip(counts, likely, strict=True)]


def _marginal(counts: Sequence[int], prior: Sequence[float], weight: float) -> list[float]:
    of_prior = weight * len(counts)
    total = sum(counts) + of_prior
    return [(count + of_prior * share) / total for count, share in zip(counts, prior, strict=True)]


def _smooth(times: Sequence[float], hour: int) -> float:
    return (times[hour - 1] + 2 * times[hour] + times[(hour + 1) % DAY_HOURS]) / 4


def _days(shape: Sequence[float]) -> list[float]:
    return [sum(shape[day : day + DAY_HOURS]) for day in range(0, WEEK_HOURS, DAY_HOURS)]


def _times(shape: Sequence[float]) -> list[float]:
    return [sum(shape[hour::DAY_HOURS]) for hour in range(DAY_HOURS)]
