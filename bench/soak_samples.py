"""What a soak saw, a line a look, and the slope of each series with its error."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from pathlib import Path
from statistics import fmean

WARM_UP_SHARE = 0.25
BLOCKS = 20
HOUR_S = 3600.0
# A slope counts where it is so many of its errors, and more than this share of the mean an hour.
ERRORS, SHARE = 3.0, 0.01


@dataclass(frozen=True, kw_only=True)
class Look:
    """`at_s` is the time soaked so far, without pauses between two runs; `published` the pages given until then."""

    at_s: float
    published: int
    kills: int
    values: Mapping[str, float]


@dataclass(frozen=True)
class Slope:
    """An hour, in the unit of the series; `error` is its standard error."""

    mean: float
    an_hour: float
    error: float

    @property
    def grows(self) -> bool:
        return self.an_hour > max(ERRORS * self.error, SHARE * abs(self.mean))

    def as_dict(self) -> dict[str, object]:
        return {name: round(value, 3) for name, value in asdict(self).items()} | {"grows": self.grows}


def append(path: Path, look: Look) -> None:
    # The newline comes first: what a kill cut off ends there.
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" + json.dumps(asdict(look)))


def read(path: Path) -> Sequence[Look]:
    """A line that a kill cut off is left out."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [look for line in lines if (look := _read(line)) is not None]


def _read(line: str) -> Look | None:
    try:
        return Look(**json.loads(line))
    except ValueError:
        return None


def slopes(looks: Sequence[Look]) -> Mapping[str, Slope]:
    """By series, after a quarter of the time, in which caches fill. Raises ValueError for fewer than eight looks."""
    after = looks[-1].at_s * WARM_UP_SHARE if looks else 0.0
    warm = [look for look in looks if look.at_s >= after]
    if len(warm) < 2 * 4:
        raise ValueError(f"{len(warm)} looks after the first quarter are too few to tell a slope")
    times = [look.at_s / HOUR_S for look in warm]
    return {name: slope(times, [look.values[name] for look in warm]) for name in warm[-1].values}


def slope(hours: Sequence[float], values: Sequence[float]) -> Slope:
    """Least squares over the means of blocks: neighbouring looks are alike, and would make the error too small."""
    size = max(1, -(-len(hours) // BLOCKS))
    x = [fmean(hours[at : at + size]) for at in range(0, len(hours), size)]
    y = [fmean(values[at : at + size]) for at in range(0, len(values), size)]
    mean_x, mean_y = fmean(x), fmean(y)
    spread = sum((at - mean_x) ** 2 for at in x)
    an_hour = sum((at - mean_x) * (value - mean_y) for at, value in zip(x, y, strict=True)) / spread
    rest = sum((value - mean_y - an_hour * (at - mean_x)) ** 2 for at, value in zip(x, y, strict=True))
    return Slope(mean_y, an_hour, sqrt(rest / (len(x) - 2) / spread))
