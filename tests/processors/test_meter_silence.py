"""Silence: a source that should have published. Proven on simulated years, beside what is commonly done."""

import math
import random
from statistics import fmean, median

import pytest

from processors.meter.rhythm import DAY_HOURS, HOUR_S, NOTHING, WEEK_HOURS, Rates, Weeks, rates_of
from processors.meter.silence import LEAST_WEEKS, Silence
from processors.meter.source import merged
from tests.processors.meter_years import judged, judged_young, poisson, rates_learnt, year

WEEK_S = WEEK_HOURS * HOUR_S
EVERY_HOUR = Rates((1.0,) * WEEK_HOURS)


@pytest.mark.parametrize(("articles", "sources"), [(200, 24), (1000, 20), (5000, 10), (20000, 4)])
def test_a_dead_source_is_told_nearly_as_soon_as_can_be_and_a_living_one_hardly_ever(
    articles: int, sources: int
) -> None:
    """A source-year has one false alarm at most, and the median delay is within 1.3 of the least that is possible."""
    years = [judged(year(articles, seed)) for seed in range(sources)]
    ours = fmean(each.ours.false_alarms for each in years)
    common = fmean(each.common.false_alarms for each in years)
    slower = median(each.ours.delay / median(each.least) for each in years)

    assert ours <= 1.0
    assert slower <= 1.3
    assert common > 5 * max(ours, 1.0), "two deviations over the mean gap cry wolf"


def test_lebaran_is_no_silence_and_is_followed() -> None:
    """For twelve days a fifth of the articles comes."""
    by_chance = random.Random(7)
    usual = [10.0 * (0.3 if hour % DAY_HOURS < 6 else 1.0) for hour in range(12 * WEEK_HOURS)]
    lebaran = [rate * 0.2 for rate in usual[: 12 * DAY_HOURS]]
    arrivals = poisson([*usual, *lebaran], by_chance)
    silence = Silence.begin(arrivals[0], like=NOTHING)
    values = []
    for at in arrivals[1:]:
        values.append(silence.value(at))
        silence.saw(at)

    assert max(values) <= 1
    assert 0.1 < silence.pace < 0.4


def test_a_dying_source_is_silent_soon_after_its_last_article() -> None:
    """Half as many every four days, from twenty a day to none."""
    usual = [20 / DAY_HOURS] * (10 * WEEK_HOURS)
    dying = [rate * 0.5 ** (hour / DAY_HOURS / 4) for hour, rate in enumerate(usual[: 8 * WEEK_HOURS])]
    arrivals = poisson([*usual, *dying], random.Random(3))
    silence = Silence.begin(arrivals[0], like=NOTHING)
    told_at = math.inf
    for at in arrivals[1:]:
        told_at = min(told_at, silence.silent_from() if silence.silent_from() < at else math.inf)
        silence.saw(at)

    told_at = min(told_at, silence.silent_from())
    died = len(usual) * HOUR_S
    assert died < told_at < died + 5 * WEEK_S


def test_after_an_outage_the_pace_is_what_it_was() -> None:
    arrivals = [hour * HOUR_S for hour in range(6 * WEEK_HOURS)]
    silence = Silence.begin(arrivals[0], like=NOTHING)
    for at in (*arrivals[1:], *(at + 12 * WEEK_S for at in arrivals[:24])):
        silence.saw(at)

    assert silence.pace > 0.6
    assert silence.rates.a_week == pytest.approx(WEEK_HOURS, rel=0.05)


def test_too_little_is_known_of_a_new_source() -> None:
    silence = Silence.begin(0.0, like=NOTHING)
    for day in range(1, 5):
        silence.saw(day * 24 * HOUR_S)

    assert not silence.is_told
    assert silence.value(100 * WEEK_S) == 0
    assert silence.silent_from() == math.inf


def test_a_new_source_is_silent_by_the_rhythm_of_its_like_and_its_own_pace() -> None:
    """Its owner's others bring one an hour, and it brings one in four."""
    silence = Silence.begin(0.0, like=EVERY_HOUR)
    for number in range(1, 31):
        silence.saw(number * 4 * HOUR_S)

    assert silence.is_told
    assert 0.2 < silence.pace < 0.4
    assert silence.silent_from() - silence.last_at < 4 * 24 * HOUR_S
    assert silence.value(silence.last_at + 12 * HOUR_S) < 1


@pytest.mark.parametrize("articles", [1000, 5000])
def test_a_new_source_is_told_by_its_owners_others_within_days(articles: int) -> None:
    """Three others, a third and three times as large. Eight weeks of twelve sources are two source-years."""
    false_alarms, ratios = 0, []
    for seed in range(12):
        others = [rates_learnt(size, 1000 + 10 * seed) for size in (articles // 3, articles, 3 * articles)]
        false, found = judged_young(year(articles, seed), merged(others), until=8 * WEEK_S)
        false_alarms += false
        ratios += found

    assert false_alarms <= 2
    assert len(ratios) > 100
    assert median(ratios) <= 1.3


def test_its_own_rhythm_takes_over_when_it_is_known() -> None:
    silence = Silence.begin(0.0, like=EVERY_HOUR)
    for number in range(1, (LEAST_WEEKS + 1) * WEEK_HOURS // 4 + 2):
        silence.saw(number * 4 * HOUR_S)

    assert silence.knows_itself
    assert silence.rates.a_week == pytest.approx(WEEK_HOURS / 4, rel=0.05)
    assert silence.pace == pytest.approx(1.0, abs=0.2)


def test_an_article_that_comes_late_counts_in_its_week_alone() -> None:
    silence = Silence.begin(WEEK_S * 5 + 10, like=NOTHING)
    before = (silence.last_at, silence.came, silence.expected)
    silence.saw(WEEK_S * 5 + 5)

    assert (silence.last_at, silence.came, silence.expected) == before
    assert sum(silence.weeks.current) == 2


@pytest.mark.parametrize(
    ("totals", "level"),
    [
        pytest.param([70] * 8, 70, id="even weeks"),
        pytest.param([70, 70, 70, 10, 12, 70, 70, 70], 70, id="two weeks of Lebaran"),
        pytest.param([70, 70, 0, 0, 0, 70, 70, 70], 70, id="three weeks of an outage"),
        pytest.param([70, 70, 70, 70, 70, 70, 70, 700], 70, id="a week of ten times the news"),
        pytest.param([0, 0, 0, 0, 0, 0, 0, 14], 14, id="a new source"),
    ],
)
def test_the_level_is_the_median_week(totals: list[int], level: int) -> None:
    weeks = Weeks(
        8, whole=[[total // 7 if hour % DAY_HOURS == 9 else 0 for hour in range(WEEK_HOURS)] for total in totals]
    )

    assert rates_of(weeks).a_week == pytest.approx(level, rel=0.01)


def test_a_week_has_the_shape_of_the_weeks_before() -> None:
    """A hundred each morning but on the seventh day."""
    week = [100 if hour % DAY_HOURS == 9 and hour < 6 * DAY_HOURS else 0 for hour in range(WEEK_HOURS)]
    rates = rates_of(Weeks(8, whole=[list(week) for _ in range(8)]))

    assert rates.by_hour[9] > 80
    assert rates.by_hour[6 * DAY_HOURS + 9] < 5
    assert rates.by_hour[3] < 1


def test_a_source_without_weeks_takes_after_its_like() -> None:
    prior = [2 / WEEK_HOURS if hour % DAY_HOURS < 12 else 0.0 for hour in range(WEEK_HOURS)]
    weeks = Weeks(8, whole=[[1 if hour == 30 else 0 for hour in range(WEEK_HOURS)]])
    rates = rates_of(weeks, prior=prior)

    assert sum(rates.by_hour[hour] for hour in range(WEEK_HOURS) if hour % DAY_HOURS < 12) > 0.9 * rates.a_week


@pytest.mark.parametrize("expected", [0.5, 3.0, 100.0, 1000.0])
def test_when_so_many_are_expected_and_how_many_are_expected_until_then_agree(expected: float) -> None:
    rates = Rates(tuple(0.1 + hour % 7 for hour in range(WEEK_HOURS)))
    start = 12_345_678.9

    assert rates.between(start, rates.after(start, expected)) == pytest.approx(expected)


def test_weeks_that_are_long_over_are_let_go() -> None:
    weeks = Weeks(0)
    for week in range(20):
        weeks.count(week * WEEK_S)
    weeks.count(0.0)

    assert len(weeks.whole) == 8
    assert sum(map(sum, weeks.whole)) == 8
    assert weeks.number == 19
