"""What a run says of our cleaner alone: a row for each set, and the cases by kind."""

import statistics
from collections.abc import Sequence

from bench.score.figures import BELOW, CaseScore, Row, Score, SetScore
from bench.score.markdown import DASH, aligned, count, percent, ratio, share
from bench.score.titles import heading, title_of
from bench.score.tools import OURS, PRECISE

HEAD = ("set", "F1", "by site", "marks left", "below", "worst page", "its F1", "time", "slowest page", "its time")
ABOUT = f"""**below**: pages with an F1 more than {BELOW:g} under that of {PRECISE.name}. The other columns are
those of the tables that follow.
"""
# Saved Indonesian pages, whose time is held to one figure together.
INDONESIAN = ("pages", "pages-wider")


def overview(score: Score) -> str:
    rows = [*(_row(some) for some in score.sets), *_together([some for some in score.sets if some.name in INDONESIAN])]
    return f"## {OURS.name}, set by set\n\n{aligned(HEAD, rows)}\n\n{ABOUT}"


def _ours(some: SetScore) -> Row | None:
    return next((row for row in some.rows if row.tool == OURS.name), None)


def _together(sets: Sequence[SetScore]) -> list[list[str]]:
    """A row for several sets: F1 by pages, time by the sums of each round."""
    read = [
        (some.pages, row.figures.f1, row.timing.sums)
        for some in sets
        if (row := _ours(some)) and row.figures and row.timing
    ]
    if len(read) < len(INDONESIAN) or not all(sums for _, _, sums in read):
        return []
    pages = sum(count for count, _, _ in read)
    rounds = zip(*(sums for _, _, sums in read), strict=False)
    time = statistics.median(sum(ours for ours, _ in each) / sum(theirs for _, theirs in each) for each in rounds)
    cells = dict.fromkeys(HEAD, DASH) | {
        "set": f"Both Indonesian sets: {pages}",
        "F1": share(sum(count * f1 for count, f1, _ in read) / pages),
        "time": ratio(time),
    }
    return [list(cells.values())]


def _row(some: SetScore) -> list[str]:
    ours = _ours(some)
    if ours is None or ours.figures is None or ours.timing is None:
        return [heading(some), *[DASH] * (len(HEAD) - 1)]
    figures, timing, lowest = ours.figures, ours.timing, ours.lowest
    return [
        heading(some),
        share(figures.f1),
        share(figures.f1_sites if some.sites < some.pages else None),
        percent(figures.survival),
        count(some.beside.below if some.beside else None),
        lowest.page if lowest else DASH,
        share(lowest.f1 if lowest else None),
        ratio(timing.total),
        timing.worst_page or DASH,
        ratio(timing.worst),
    ]


def cases(some: CaseScore) -> str:
    """Kinds of which all pass are counted, the others have a row each."""
    known = some.passed + some.failed
    said = [
        f"{some.passed} of {some.passed + some.failed + some.disputed} pass, of the undisputed "
        f"{percent(some.passed / known if known else None)}; {some.disputed} whose answer is disputed fail.",
        *([f"Failing: {', '.join(some.failing)}."] if some.failing else []),
    ]
    rows = [
        [kind.kind, *map(str, (kind.passed, kind.failed, kind.disputed))]
        for kind in some.kinds
        if kind.failed or kind.disputed
    ]
    whole = sum(kind.passed for kind in some.kinds if not kind.failed and not kind.disputed)
    rows.append([f"{len(some.kinds) - len(rows)} other kinds", str(whole), "0", "0"])
    table = aligned(("kind", "pass", "fail", "disputed and failing"), rows)
    return "\n\n".join([f"## {title_of(some.name)}", *said, table]) + "\n"


def case_lines(some: CaseScore) -> Sequence[str]:
    """What the command prints of a folder of cases."""
    return [cases(some)]
