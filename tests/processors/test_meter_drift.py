"""Drift: a layout that changed. Proven on simulated years with days that differ and seasons that move."""

import math
import random
from collections.abc import Iterator, Mapping
from statistics import fmean, median

import pytest

from processors.meter.drift import LEAST_ARTICLES, USUAL_AFTER, Band, limit_of

DAYS = 366
WARM_DAYS, FAULT_DAY = 60, 300
NUMBERS = ("chars", "removed")
# What an article is like after a change of the layout: the author's name is not found, the day stands without its time,
# the text is cut off after two paragraphs, what rules removed stays in, the next headlines are taken for text.
FAULTS: Mapping[str, Mapping[str, float]] = {
    "no author": {"author": 0.0},
    "no time": {"date": 0.0},
    "cut off": {"chars": -1.4},
    "uncleaned": {"removed": -0.9},
    "grown": {"chars": 1.0},
}


def articles(a_year: int, seed: int, *, fault: str = "") -> Iterator[tuple[int, dict[str, float]]]:
    """The day and the measures of each article; the fault begins in the autumn."""
    by_chance = random.Random(f"{a_year} {seed}")
    shares = {
        "author": by_chance.choice([0.6, 0.9, 0.97, 1.0]),
        "date": by_chance.choice([0.9, 0.99, 1.0]),
        "image": by_chance.choice([0.05, 0.5, 0.9, 1.0]),
    }
    length, spread, removed = by_chance.uniform(6.8, 8.2), by_chance.uniform(0.35, 0.7), by_chance.uniform(0.05, 0.3)
    for day in range(WARM_DAYS + DAYS):
        # A day has its own people and subjects.
        moods = {name: by_chance.gauss(0, 0.3) for name in shares}
        longer, dirtier = by_chance.gauss(0, 0.1) + 0.15 * math.sin(day / 58), by_chance.gauss(0, 0.1)
        for _ in range(_poisson(a_year / 365.25, by_chance)):
            values = {name: float(_happens(share, moods[name], by_chance)) for name, share in shares.items()}
            values["chars"] = by_chance.gauss(length + longer, spread)
            values["removed"] = min(1.0, max(0.0, by_chance.gauss(removed, removed / 2) * (1 + dirtier)))
            if fault and day >= FAULT_DAY:
                _spoil(values, FAULTS[fault])
            yield day, values


def _spoil(values: dict[str, float], fault: Mapping[str, float]) -> None:
    for name, change in fault.items():
        values[name] = {"chars": values[name] + change, "removed": values[name] * (1 + change)}.get(name, change)


def _happens(share: float, mood: float, by_chance: random.Random) -> bool:
    odds = max(share, 1e-3) / max(1 - share, 1e-3) * math.exp(mood)
    return by_chance.random() < odds / (1 + odds)


def _poisson(mean: float, by_chance: random.Random) -> int:
    number, part = 0, by_chance.expovariate(1.0)
    while part < mean:
        number, part = number + 1, part + by_chance.expovariate(1.0)
    return number


def alarms(a_year: int, seed: int, *, fault: str = "") -> tuple[int, float]:
    """False ones in the year, and the number of the article after the fault that brought the first true one."""
    bands = {name: Band(name not in NUMBERS) for name in ("author", "date", "image", *NUMBERS)}
    limit = limit_of(a_year, measures=len(bands))
    false, spoilt, over = 0, 0, set[str]()
    for day, values in articles(a_year, seed, fault=fault):
        is_spoilt = bool(fault) and day >= FAULT_DAY
        spoilt += is_spoilt
        for name, band in bands.items():
            band.saw(values[name], limit=limit)
            if band.score > limit and name not in over:
                if is_spoilt:
                    return false, spoilt
                false += day >= WARM_DAYS
        over = {name for name, band in bands.items() if band.score > limit}
    return false, math.inf


@pytest.mark.parametrize(("a_year", "sources"), [(200, 24), (1000, 16), (5000, 8), (20000, 4)])
def test_a_layout_that_stays_is_hardly_ever_told_to_have_changed(a_year: int, sources: int) -> None:
    assert fmean(alarms(a_year, seed)[0] for seed in range(sources)) <= 1.0


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("a_year", "within"), [(1000, 12), (10000, 20)])
def test_a_layout_that_changed_is_told_after_a_few_articles(fault: str, a_year: int, within: int) -> None:
    assert median(alarms(a_year, seed, fault=fault)[1] for seed in range(5)) <= within


LIMIT = 12.0


def fed(is_share: bool, *values: float, band: Band | None = None) -> Band:
    band = band or Band(is_share)
    for value in values:
        band.saw(value, limit=LIMIT)
    return band


def test_nothing_is_told_until_the_band_is_known() -> None:
    assert fed(True, *[1.0] * (LEAST_ARTICLES - 1), 0.0).score == 0


@pytest.mark.parametrize(
    ("usual", "then", "is_up"),
    [
        pytest.param(1.0, 0.0, False, id="all had it, and none has"),
        pytest.param(0.0, 1.0, True, id="none had it, and all have"),
    ],
)
def test_a_share_moves_both_ways(usual: float, then: float, is_up: bool) -> None:
    band = fed(True, *[usual] * 200, *[then] * 12)

    assert (band.up > LIMIT, band.down > LIMIT) == (is_up, not is_up)


def test_a_share_that_is_full_does_not_become_fuller() -> None:
    assert fed(True, *[1.0] * 5000).score == 0


def test_what_has_changed_for_good_is_what_is_usual() -> None:
    band = fed(True, *[1.0] * 200, *[0.0] * (USUAL_AFTER + 20))
    assert band.score == 0

    assert fed(True, *[0.0] * 200, band=band).mean < 0.1


def test_a_change_that_ends_is_forgotten_soon() -> None:
    band = fed(True, *[1.0] * 200, *[0.0] * 100)
    assert band.score > LIMIT

    assert fed(True, *[1.0] * 80, band=band).score < LIMIT


def test_one_monstrous_article_makes_no_band_wide() -> None:
    usual = [7.0 + 0.1 * (number % 5) for number in range(200)]

    assert fed(False, *usual, 90.0).mean == pytest.approx(fed(False, *usual).mean, abs=0.01)


def test_more_articles_take_more_to_convince() -> None:
    limits = [limit_of(a_year, measures=5) for a_year in (0, 200, 2000, 20000)]

    assert limits[0] == limits[1] - 0.08 * 200 / 365.25
    assert limits[1] < limits[2] < limits[3]
