"""The chart of a run as SVG: for each set a bar of F1, of marked boilerplate that is left, and of time a tool."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from bench.score.figures import Row, Score, SetScore
from bench.score.titles import heading
from bench.score.tools import OURS, UNSEEN

LABELS, PANEL, GAP, BAR, STEP = 190, 210, 64, 14, 22
HEAD, FOOT, TITLE = 58, 26, 44
INK, SOFT, GRID = "#1f2933", "#66727f", "#e3e8ee"
OUR_COLOUR, UNSEEN_COLOUR, OTHER_COLOUR = "#0b7285", "#66b2bf", "#b8c2cc"
FONT = "font-family='system-ui, Segoe UI, Helvetica, Arial, sans-serif'"


@dataclass(frozen=True)
class Measure:
    """A panel's measure: `top` ends its axis, a longer bar is cut there and shows its value all the same."""

    title: str
    of: Callable[[Row], float | None]
    written: Callable[[float], str]
    top: float


MEASURES = (
    Measure(
        "F1 of the text, more is better", lambda row: row.figures.f1 if row.figures else None, "{:.3f}".format, 1.0
    ),
    Measure(
        "marked boilerplate left, less is better",
        lambda row: row.figures.survival if row.figures else None,
        lambda share: f"{share * 100:.1f} %",
        1.0,
    ),
    Measure(
        "CPU time beside trafilatura, less is better",
        lambda row: row.timing.total if row.timing else None,
        "{:.2f} ×".format,
        4.0,
    ),
)
WIDTH = LABELS + len(MEASURES) * (PANEL + GAP)


def chart(score: Score) -> str:
    """Sets from top to bottom, tools in the order of F1."""
    pieces: list[str] = []
    top = TITLE
    for some in score.sets:
        pieces += _set(some, top)
        top += HEAD + STEP * len(_ranked(some)) + FOOT
    box = f'viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" height="{top}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {box} {FONT}>',
            f'<rect width="{WIDTH}" height="{top}" fill="#ffffff"/>',
            _text(16, 28, f"Tools on the same pages in the same run, {score.date}", INK, size=16, weight=600),
            *pieces,
            "</svg>\n",
        ]
    )


def _ranked(some: SetScore) -> list[Row]:
    finished = [row for row in some.rows if row.figures is not None]
    return sorted(finished, key=lambda row: row.figures.f1 if row.figures else 0.0, reverse=True)


def _set(some: SetScore, top: int) -> list[str]:
    rows = _ranked(some)
    pieces = [_text(16, top + 20, heading(some), INK, size=14, weight=600)]
    for index, row in enumerate(rows):
        weight = 600 if row.tool == OURS.name else 400
        pieces.append(_text(LABELS - 10, _bar_top(top, index) + BAR - 3, row.tool, INK, anchor="end", weight=weight))
    for column, measure in enumerate(MEASURES):
        if any(measure.of(row) is not None for row in rows):
            pieces += _panel(measure, rows, LABELS + column * (PANEL + GAP), top)
    return pieces


def _panel(measure: Measure, rows: list[Row], left: int, top: int) -> list[str]:
    low, high = _bar_top(top, 0) - 4, _bar_top(top, len(rows)) - 4
    pieces = [_text(left, top + 42, measure.title, SOFT)]
    for share in (0.0, 0.5, 1.0):
        x = left + share * PANEL
        pieces.append(f'<line x1="{x:g}" y1="{low}" x2="{x:g}" y2="{high}" stroke="{GRID}"/>')
        pieces.append(_text(x, high + 12, measure.written(share * measure.top), SOFT, size=10, anchor="middle"))
    for index, row in enumerate(rows):
        value = measure.of(row)
        if value is None:
            pieces.append(_text(left + 6, _bar_top(top, index) + BAR - 3, "–", SOFT))
            continue
        length = min(value / measure.top, 1.0) * PANEL
        colour = {OURS.name: OUR_COLOUR, UNSEEN.name: UNSEEN_COLOUR}.get(row.tool, OTHER_COLOUR)
        y = _bar_top(top, index)
        pieces.append(f'<rect x="{left}" y="{y}" width="{length:.1f}" height="{BAR}" rx="2" fill="{colour}"/>')
        pieces.append(_text(left + length + 5, y + BAR - 3, measure.written(value), INK, size=11))
    return pieces


def _bar_top(top: int, index: int) -> int:
    return top + HEAD + index * STEP


def _text(
    x: float, y: float, text: str, colour: str, *, size: int = 12, anchor: str = "start", weight: int = 400
) -> str:  # fmt: skip
    return (
        f'<text x="{x:.5g}" y="{y:.5g}" font-size="{size}" font-weight="{weight}" fill="{colour}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )
