"""The slopes of a soak: growth is told from noise, and a run that was cut off is gone on with."""

import random
from pathlib import Path

import pytest

from bench.soak import LOOKS, Soak
from bench.soak_samples import Look, Slope, append, read, slopes


def looks(count: int, *, an_hour: float = 0.0, noise: float = 0.0, warm_up: float = 0.0) -> list[Look]:
    """A look a minute at a series of about 1,000 that begins lower by `warm_up` while caches fill."""
    dice = random.Random(7)
    made = []
    for number in range(count):
        value = 1000 + an_hour * number / 60 + dice.gauss(0, noise)
        value -= warm_up if number < count / 5 else 0
        made.append(Look(at_s=60.0 * number, published=number, kills=0, values={"memory_mb": value}))
    return made


@pytest.mark.parametrize(
    ("series", "grows"),
    [
        pytest.param(looks(100), False, id="flat"),
        pytest.param(looks(100, noise=30), False, id="noise"),
        pytest.param(looks(100, noise=30, warm_up=400), False, id="caches that fill in the first quarter"),
        pytest.param(looks(100, an_hour=60, noise=10), True, id="a leak"),
        pytest.param(looks(100, an_hour=5), False, id="less than a hundredth an hour"),
        pytest.param(looks(100, an_hour=-60), False, id="shrinking"),
    ],
)
def test_growth_is_told_from_noise_and_from_a_warm_up(series: list[Look], grows: bool) -> None:
    assert slopes(series)["memory_mb"].grows is grows


def test_a_slope_is_told_an_hour_with_an_error_that_covers_it() -> None:
    found = slopes(looks(240, an_hour=60, noise=20))["memory_mb"]

    assert abs(found.an_hour - 60) < 3 * found.error
    assert 0 < found.error < 10


def test_too_few_looks_are_refused() -> None:
    with pytest.raises(ValueError, match="6 looks after the first quarter are too few"):
        slopes(looks(8))


def test_what_a_kill_cut_off_is_left_out_and_the_rest_gone_on_with(tmp_path: Path) -> None:
    path, kept = tmp_path / LOOKS, looks(3)
    for look in kept:
        append(path, look)
    path.write_text(path.read_text() + '\n{"at_s": 1')
    append(path, kept[-1])

    assert read(path) == [*kept, kept[-1]]
    assert read(tmp_path / "nothing") == []


def test_only_what_should_not_grow_is_told_as_grown() -> None:
    up, flat = Slope(100.0, 50.0, 1.0), Slope(100.0, 0.0, 1.0)
    soak = Soak(2.0, 100, 0, 3, {"articles": up, "disk_stores_mb": up, "memory_mb": up, "files": flat})

    assert soak.grown == ["memory_mb"]
    assert soak.as_dict()["grown"] == ["memory_mb"]
