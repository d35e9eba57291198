"""Figures as cells, and cells as a Markdown table that reads well as plain text too."""

from collections.abc import Sequence

DASH = "–"


def share(value: float | None) -> str:
    return DASH if value is None else f"{value:.3f}"


def percent(value: float | None) -> str:
    return DASH if value is None else f"{value * 100:.1f} %"


def ratio(value: float | None) -> str:
    return DASH if value is None else f"{value:.2f}"


def count(value: int | None) -> str:
    return DASH if value is None else str(value)


def aligned(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The first column to the left, the rest to the right."""
    widths = [max(len(cells[column]) for cells in (head, *rows)) for column in range(len(head))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(
        "| " + " | ".join([cells[0].ljust(widths[0]), *map(str.rjust, cells[1:], widths[1:])]) + " |"
        for cells in (head, rule, *rows)
    )
