"""The figures of a run as Markdown tables, and the whole page `docs/scores.md`."""

from collections.abc import Callable, Sequence

from bench.score.figures import Row, Score, SetScore
from bench.score.layers_page import layers_section
from bench.score.markdown import aligned, percent, ratio, share
from bench.score.overview import cases, overview
from bench.score.titles import ABOUT, heading
from bench.score.tools import OURS, PRECISE, UNSEEN

CHART = "scores.svg"

# Field of the figures or of the timing, its heading, how it is written.
COLUMNS: tuple[tuple[str, str, Callable[[float | None], str]], ...] = (
    ("f1", "F1", share),
    ("f1_sites", "F1 by site", share),
    ("precision", "precision", share),
    ("recall", "recall", share),
    ("survival", "marks left", percent),
    ("with_any", "pages with any", percent),
    ("title", "title", share),
    ("day", "day", share),
    ("minute", "minute", share),
    ("authors", "authors", share),
    ("total", "time", ratio),
    ("p50", "p50", ratio),
    ("p95", "p95", ratio),
    ("worst", "worst", ratio),
)

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
  in turns in one process, the median of the rounds (five of ours, two of the others'); **p50**, **p95** and **worst**:
  the same ratio page by page. The row `trafilatura` is that call without comments: how far it is from 1.00 is mostly
  noise.

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
    parts = [INTRO.format(date=score.date, versions=versions, chart=CHART), overview(score)]
    for some in score.sets:
        parts.append(f"## {heading(some)}\n")
        parts += [f"{ABOUT[some.name]}\n"] if some.name in ABOUT else []
        parts.append(table(some) + "\n")
        parts += [*(f"- {remark}" for remark in said), ""] if (said := remarks(some)) else []
        parts.append(beside_precise(some))
    parts += [cases(some) for some in score.cases]
    parts += [layers_section(score.layers)] if score.layers is not None else []
    parts += ["## Left out\n", *(f"- {note}" for note in score.notes), ""] if score.notes else []
    return "\n".join([*parts, FAIRNESS])


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
    return aligned(head, rows)


def _values(row: Row) -> dict[str, float | None]:
    parts = [part.model_dump() for part in (row.figures, row.timing) if part is not None]
    return {field: value for part in parts for field, value in part.items() if not isinstance(value, str | tuple)}


def beside_precise(some: SetScore) -> str:
    """Ours against trafilatura's best setting, page by page; empty where one of them is missing."""
    figures = {row.tool: row.figures for row in some.rows}
    ours, precise = figures.get(OURS.name), figures.get(PRECISE.name)
    if some.beside is None or ours is None or precise is None:
        return ""
    head = ("against", "F1", f"F1 of {OURS.name}", "difference", "pages better", "the same", "worse")
    counts = map(str, (some.beside.better, some.beside.same, some.beside.worse))
    difference = f"{ours.f1 - precise.f1:+.4f}"
    return aligned(head, [(PRECISE.name, share(precise.f1), share(ours.f1), difference, *counts)]) + "\n"


def remarks(some: SetScore) -> Sequence[str]:
    """A line for each row that has something to say: what failed, and how ours does site by site."""
    said = [f"{row.tool}: {row.note}" for row in some.rows if row.note]
    ours = [row for row in some.rows if row.tool in (OURS.name, UNSEEN.name) and row.f1_by_site]
    sites = [(row.tool, ", ".join(f"{site} {f1:.3f}" for site, f1 in row.f1_by_site.items())) for row in ours]
    return [*said, *(f"{tool}, F1 by site: {figures}" for tool, figures in sites)]


def lines(some: SetScore) -> Sequence[str]:
    """What the command prints of a set."""
    return [heading(some), table(some), *remarks(some), beside_precise(some)]
