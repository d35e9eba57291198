"""The figures of a run as one record, which the doc, the chart and the JSON are made from."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict, Field

from pipeline.bench.score.measures import PageScore

# A page's F1 that differs by less is the same.
SAME = 0.005


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Figures(Frozen):
    """Means over pages, between 0 and 1; None is what no gold of the set judges. `f1_sites` is the mean over sites.

    `survival` is the share of marked strings that survive, `with_any` the share of pages where one does.
    """

    f1: float
    f1_sites: float
    precision: float
    recall: float
    survival: float | None
    with_any: float | None
    title: float | None
    day: float | None
    minute: float | None
    authors: float | None
    no_authors: float | None


class Timing(Frozen):
    """CPU time as a ratio to trafilatura's on the same pages: of all pages together, and of single pages."""

    total: float
    p50: float
    p95: float
    worst: float


class Row(Frozen):
    """One tool over one set; without figures it did not finish, and `note` says why.

    F1 by page is for comparing two rows of a run, and not kept with the figures.
    """

    tool: str
    figures: Figures | None = None
    timing: Timing | None = None
    note: str = ""
    f1_by_page: dict[str, float] = Field(default={}, exclude=True)
    f1_by_site: dict[str, float] = {}


class Beside(Frozen):
    """On how many pages ours reads better than trafilatura's best setting, the same, and worse."""

    better: int
    same: int
    worse: int


class SetScore(Frozen):
    name: str
    pages: int
    sites: int
    rows: tuple[Row, ...]
    beside: Beside | None = None


class Score(Frozen):
    """All of a run. `versions` are of the libraries, `notes` what was left out and why."""

    date: str
    versions: dict[str, str]
    sets: tuple[SetScore, ...]
    notes: tuple[str, ...]


def summary(scores: Sequence[PageScore]) -> Figures:
    marks = sum(score.marks for score in scores)
    left = sum(len(score.survivors) for score in scores)
    return Figures(
        f1=_round(mean(score.text.f1 for score in scores)) or 0.0,
        f1_sites=_round(mean(f1_by_site(scores).values())) or 0.0,
        precision=_round(mean(score.text.precision for score in scores)) or 0.0,
        recall=_round(mean(score.text.recall for score in scores)) or 0.0,
        survival=_round(left / marks) if marks else None,
        with_any=_round(mean(bool(score.survivors) for score in scores)) if marks else None,
        title=_round(mean(score.title for score in scores)),
        day=_round(mean(score.day for score in scores)),
        minute=_round(mean(score.minute for score in scores)),
        authors=_round(mean(score.authors for score in scores)),
        no_authors=_round(mean(score.no_authors for score in scores)),
    )


def beside(ours: Row, other: Row) -> Beside:
    gains = [f1 - other.f1_by_page[page] for page, f1 in ours.f1_by_page.items()]
    better, worse = sum(gain > SAME for gain in gains), sum(gain < -SAME for gain in gains)
    return Beside(better=better, same=len(gains) - better - worse, worse=worse)


def f1_by_site(scores: Iterable[PageScore]) -> dict[str, float]:
    sites: defaultdict[str, list[float]] = defaultdict(list)
    for score in scores:
        sites[score.site].append(score.text.f1)
    return {site: sum(values) / len(values) for site, values in sorted(sites.items())}


def mean(values: Iterable[float | None]) -> float | None:
    """Of those that are known."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def timing(ms: Sequence[float], beside_ms: Sequence[float]) -> Timing:
    """Page by page; a page that trafilatura read in no measurable time tells nothing."""
    ratios = sorted(one / other for one, other in zip(ms, beside_ms, strict=True) if other > 0)
    return Timing(
        total=round(sum(ms) / sum(beside_ms), 2),
        p50=round(nearest_rank(ratios, 0.50), 2),
        p95=round(nearest_rank(ratios, 0.95), 2),
        worst=round(ratios[-1], 2),
    )


def nearest_rank(ordered: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of them does not exceed."""
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
