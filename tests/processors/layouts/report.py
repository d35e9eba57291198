"""The report on generated pages: the mean, the kinds of each dimension from the worst on, and the worst pages."""

from collections.abc import Iterator, Mapping, Sequence

from processors.clean.rules import Rules
from tests.processors.layouts.kinds import odd_kinds
from tests.processors.layouts.laid_out import LaidOut
from tests.processors.layouts.scoring import Mean, Row, by_kind, mean, paragraphs_of

GOOD_F1 = 0.95


def report(rows: Sequence[Row], *, worst: int) -> str:
    return "\n".join((*_whole(rows), *_kinds(rows), *_worst(rows, worst), ""))


def report_alone(rows: Mapping[str, Sequence[Row]]) -> str:
    """Kinds by what each does alone, from the worst on."""
    means = sorted(((kind, mean(its)) for kind, its in rows.items()), key=lambda item: item[1].f1)
    return "".join(f"{kind:32} {_figures(its)}\n" for kind, its in means)


def difference(page: LaidOut, rules: Rules) -> str:
    """The page's odd kinds, then its lines: lost ones with `-`, lines beside the article with `+`."""
    got, wanted = paragraphs_of(page, rules), page.paragraphs
    lost = [f"- {line}" for line in wanted if line not in got]
    beside = [f"+ {line}" for line in got if line not in wanted]
    kept = [f"  {line}" for line in got if line in wanted]
    return "\n".join((_odd(page.kinds), *kept, *lost, *beside, ""))


def _whole(rows: Sequence[Row]) -> Iterator[str]:
    below = sum(row.text.f1 < GOOD_F1 for row in rows)
    wrong = sum(not row.facts_right for row in rows)
    yield f"all {_figures(mean(rows))} below {GOOD_F1}: {below}, facts wrong: {wrong}"


def _kinds(rows: Sequence[Row]) -> Iterator[str]:
    for dimension, kinds in by_kind(rows).items():
        yield f"\n{dimension}"
        for kind, its in sorted(kinds.items(), key=lambda item: item[1].f1):
            yield f"  {kind:24} {_figures(its)}"


def named(row: Row) -> str:
    """A page by its seed, its figures and its kinds."""
    text = f"f1 {row.text.f1:.3f} p {row.text.precision:.3f} r {row.text.recall:.3f}"
    why = f" dropped {row.dropped}" if row.dropped else ""
    return f"seed {row.seed} {text} marks {len(row.survived)}/{row.marks}{why} {_odd(row.kinds)}"


def _worst(rows: Sequence[Row], count: int) -> Iterator[str]:
    yield "\nworst pages"
    yield from (f"  {named(row)}" for row in sorted(rows, key=lambda row: row.text.f1)[:count])


def _odd(kinds: Mapping[str, str]) -> str:
    return " ".join(f"{name}={kind}" for name, kind in odd_kinds(kinds).items())


def _figures(its: Mean) -> str:
    return f"pages {its.pages:5} f1 {its.f1:.4f} worst {its.worst:.3f} survival {its.survival:6.2%}"
