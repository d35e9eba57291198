"""The figures of a run as one record, which the doc, the chart and the JSON are made from."""

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict, Field

from bench.score.layer_figures import LayersScore
from bench.score.measures import PageScore

# A page's F1 that differs by less is the same.
SAME = 0.005
# A page that much below trafilatura's best setting has lost something that the library alone does not lose.
BELOW = 0.02


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
    """CPU time as a ratio to trafilatura's on the same pages, the median of the rounds: of all together, and of single
    pages. `sums` are each round's milliseconds, the tool's and trafilatura's."""

    total: float
    p50: float
    p95: float
    worst: float
    worst_page: str = ""
    sums: tuple[tuple[float, float], ...] = ()


class Lowest(Frozen):
    """The page that a tool reads worst."""

    page: str
    f1: float


class Row(Frozen):
    """One tool over one set; without figures it did not finish, and `note` says why.

    F1 by page is for comparing two rows of a run, and not kept with the figures.
    """

    tool: str
    figures: Figures | None = None
    timing: Timing | None = None
    lowest: Lowest | None = None
    note: str = ""
    f1_by_page: dict[str, float] = Field(default={}, exclude=True)
    f1_by_site: dict[str, float] = {}


class Beside(Frozen):
    """On how many pages ours reads better than trafilatura's best setting, the same, and worse; `below` are those of
    the worse that lose more than BELOW."""

    better: int
    same: int
    worse: int
    below: int | None = None


class SetScore(Frozen):
    name: str
    pages: int
    sites: int
    rows: tuple[Row, ...]
    beside: Beside | None = None


class KindScore(Frozen):
    """Cases of one kind. A disputed one that fails is told apart, one that passes is a pass."""

    kind: str
    passed: int
    failed: int
    disputed: int


class CaseScore(Frozen):
    """A folder of cases, ours alone. `failing` are the names of those that fail undisputed."""

    name: str
    kinds: tuple[KindScore, ...]
    failing: tuple[str, ...]

    @property
    def passed(self) -> int:
        return sum(kind.passed for kind in self.kinds)

    @property
    def failed(self) -> int:
        return sum(kind.failed for kind in self.kinds)

    @property
    def disputed(self) -> int:
        return sum(kind.disputed for kind in self.kinds)


class Score(Frozen):
    """All of a run. `versions` are of the libraries, `notes` what was left out and why."""

    date: str
    versions: dict[str, str]
    sets: tuple[SetScore, ...]
    cases: tuple[CaseScore, ...] = ()
    notes: tuple[str, ...]
    layers: LayersScore | None = None


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
    below = sum(gain < -BELOW for gain in gains)
    return Beside(better=better, same=len(gains) - better - worse, worse=worse, below=below)


def case_score(name: str, results: Iterable[tuple[str, str, bool, bool]]) -> CaseScore:
    """`results` are (name, kind, whether it is right, whether it is disputed); kinds with most failures come first."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    failing = []
    for case, kind, right, disputed in results:
        fate = "passed" if right else "disputed" if disputed else "failed"
        found[kind][fate] += 1
        failing += [case] if fate == "failed" else []
    kinds = [
        KindScore(kind=kind, passed=of["passed"], failed=of["failed"], disputed=of["disputed"])
        for kind, of in sorted(found.items(), key=lambda each: (-each[1]["failed"], -each[1]["disputed"], each[0]))
    ]
    return CaseScore(name=name, kinds=tuple(kinds), failing=tuple(failing))


def f1_by_site(scores: Iterable[PageScore]) -> dict[str, float]:
    sites: defaultdict[str, list[float]] = defaultdict(list)
    for score in scores:
        sites[score.site].append(score.text.f1)
    return {site: sum(values) / len(values) for site, values in sorted(sites.items())}


def mean(values: Iterable[float | None]) -> float | None:
    """Of those that are known."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def timing(pages: Sequence[str], ms: Sequence[Sequence[float]], beside_ms: Sequence[Sequence[float]]) -> Timing:
    """`ms` are a page's rounds; a round that trafilatura read in no measurable time tells nothing."""
    ratios = sorted(
        (statistics.median(of_rounds), page)
        for page, mine, beside in zip(pages, ms, beside_ms, strict=True)
        if (of_rounds := [one / other for one, other in zip(mine, beside, strict=True) if other > 0])
    )
    rounds = zip(zip(*ms, strict=True), zip(*beside_ms, strict=True), strict=True)
    sums = tuple((round(sum(mine), 1), round(sum(beside), 1)) for mine, beside in rounds)
    values = [ratio for ratio, _ in ratios]
    return Timing(
        total=round(statistics.median(mine / beside for mine, beside in sums), 2),
        p50=round(nearest_rank(values, 0.50), 2),
        p95=round(nearest_rank(values, 0.95), 2),
        worst=round(values[-1], 2),
        worst_page=ratios[-1][1],
        sums=sums,
    )


def nearest_rank(ordered: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of them does not exceed."""
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
