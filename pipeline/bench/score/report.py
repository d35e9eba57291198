"""The figures of a run as Markdown tables, and the whole page `docs/scores.md`."""

from collections.abc import Callable, Sequence

from pipeline.bench.score.figures import Row, Score, SetScore
from pipeline.bench.score.tools import OURS, PRECISE, UNSEEN

CHART = "scores.svg"
DASH = "–"


def _share(value: float | None) -> str:
    return DASH if value is None else f"{value:.3f}"


def _percent(value: float | None) -> str:
    return DASH if value is None else f"{value * 100:.1f} %"


def _ratio(value: float | None) -> str:
    return DASH if value is None else f"{value:.2f}"


# Field of the figures or of the timing, its heading, how it is written.
COLUMNS: tuple[tuple[str, str, Callable[[float | None], str]], ...] = (
    ("f1", "F1", _share),
    ("f1_sites", "F1 by site", _share),
    ("precision", "precision", _share),
    ("recall", "recall", _share),
    ("survival", "marks left", _percent),
    ("with_any", "pages with any", _percent),
    ("title", "title", _share),
    ("day", "day", _share),
    ("minute", "minute", _share),
    ("authors", "authors", _share),
    ("total", "time", _ratio),
    ("p50", "p50", _ratio),
    ("p95", "p95", _ratio),
    ("worst", "worst", _ratio),
)

TITLES = {"pages": "Real Indonesian pages", "general": "General pages", "own-pages": "Pages of our own"}
ABOUT = {
    "pages": "Saved from news sites between 2015 and 2026. Our rules were tuned on them.",
    "general": "Saved pages of as many sites, mostly English: our Indonesian rules must do no harm there.",
    "own-pages": "Invented stories in templates of ours (`tests/processors/`): every kind of boilerplate and every "
    "form of a date that the field has shown. They can be scored where the saved pages are absent.",
}

INTRO = """# Scores

Written by `make score` on {date}; do not edit. Every tool read the same saved pages in the same run, each in a
process of its own without a network.

{versions}.

![Text, marked boilerplate and time by tool]({chart})

- **F1**, **precision**, **recall**: shared 4-grams of words between the text and its gold, mean over pages (Zyte's
  definition); **F1 by site**: mean over sites.
- **marks left**: share of the marked strings (Baca juga, captions, end codes, headlines of others) still in the text;
  **pages with any**: share of pages where at least one is.
- **title**: the words of the headline. **day**: publication day in the gold's zone. **minute**: the same instant to the
  minute. **authors**: every author and nobody else, of pages that name one.
- **time**: CPU time of all pages as a ratio to `trafilatura.bare_extraction(with_metadata=True)` over the same pages,
  in turns in one process; **p50**, **p95** and **worst**: the same ratio page by page. The row `trafilatura` is that
  call without comments: how far it is from 1.00 is mostly noise.

A dash: the tool has no function for it. A column is missing where no gold of the set judges it.
"""

FAIRNESS = f"""## What is not fair to the others

- Our rules were written by people who had the real Indonesian pages before them: on those pages a perfect row says that
  the rules are complete, not how they do elsewhere. The row *{UNSEEN.name}* reads each site's pages
  without the rules that took something on that site alone, as if nobody had seen it. What the steps of the code learnt
  there it still knows.
- The pages of our own are ours: who writes the page knows the rule. They are there so that nothing known gets lost. On
  pages that no rule was written for, expect less.
- The others are for any language and any kind of page. None of them promises to take "Baca juga" out of the middle of a
  text, or to read "Jumat, 5 Pebruari 2016 | 20:19 WIB"; trafilatura gives a day and no time by design.
- Where a tool takes options they were set in its favour: trafilatura leaves comments out, jusText has its Indonesian
  stop words, newspaper4k and goose3 are told the language of each page, resiliparse gives main content only. The
  markup that readability-lxml gives is parted into lines for it.
- Our time includes the metadata. For tools that give no dates or authors it does not include what they would cost.
"""


def scores_page(score: Score) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in score.versions.items())
    parts = [INTRO.format(date=score.date, versions=versions, chart=CHART)]
    for some in score.sets:
        parts.append(f"## {heading(some)}\n")
        parts += [f"{ABOUT[some.name]}\n"] if some.name in ABOUT else []
        parts.append(table(some) + "\n")
        parts += [*(f"- {remark}" for remark in said), ""] if (said := remarks(some)) else []
        parts.append(beside_precise(some))
    parts += ["## Left out\n", *(f"- {note}" for note in score.notes), ""] if score.notes else []
    return "\n".join([*parts, FAIRNESS])


def heading(some: SetScore) -> str:
    of_sites = f" of {some.sites} sites" if some.sites < some.pages else ""
    return f"{TITLES.get(some.name, some.name)}: {some.pages}{of_sites}"


def table(some: SetScore) -> str:
    """One row a tool, in the order of the run; a column that is empty for all, or says what F1 says, is not there."""
    values = [_values(row) for row in some.rows]
    shown = [column for column in COLUMNS if any(row.get(column[0]) is not None for row in values)]
    if some.sites == some.pages:
        shown = [column for column in shown if column[0] != "f1_sites"]
    head = ["tool", *(heading for _, heading, _ in shown)]
    rows = []
    for row, known in zip(some.rows, values, strict=True):
        name = f"**{row.tool}**" if row.tool == OURS.name else row.tool
        rows.append([name, *(write(known.get(field)) for field, _, write in shown)])
    return _aligned(head, rows)


def _aligned(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table that reads well as plain text too: the first column to the left, the rest to the right."""
    widths = [max(len(cells[column]) for cells in (head, *rows)) for column in range(len(head))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(
        "| " + " | ".join([cells[0].ljust(widths[0]), *map(str.rjust, cells[1:], widths[1:])]) + " |"
        for cells in (head, rule, *rows)
    )


def _values(row: Row) -> dict[str, float | None]:
    parts = [part.model_dump() for part in (row.figures, row.timing) if part is not None]
    return {field: value for part in parts for field, value in part.items()}


def beside_precise(some: SetScore) -> str:
    """Ours against trafilatura's best setting, page by page; empty where one of them is missing."""
    figures = {row.tool: row.figures for row in some.rows}
    ours, precise = figures.get(OURS.name), figures.get(PRECISE.name)
    if some.beside is None or ours is None or precise is None:
        return ""
    head = ("against", "F1", f"F1 of {OURS.name}", "difference", "pages better", "the same", "worse")
    counts = map(str, (some.beside.better, some.beside.same, some.beside.worse))
    difference = f"{ours.f1 - precise.f1:+.4f}"
    return _aligned(head, [(PRECISE.name, _share(precise.f1), _share(ours.f1), difference, *counts)]) + "\n"


def remarks(some: SetScore) -> Sequence[str]:
    """A line for each row that has something to say: what failed, and how ours does site by site."""
    said = [f"{row.tool}: {row.note}" for row in some.rows if row.note]
    ours = [row for row in some.rows if row.tool in (OURS.name, UNSEEN.name) and row.f1_by_site]
    sites = [(row.tool, ", ".join(f"{site} {f1:.3f}" for site, f1 in row.f1_by_site.items())) for row in ours]
    return [*said, *(f"{tool}, F1 by site: {figures}" for tool, figures in sites)]


def lines(some: SetScore) -> Sequence[str]:
    """What the command prints of a set."""
    return [heading(some), table(some), *remarks(some), beside_precise(some)]
