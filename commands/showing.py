"""The output of commands: tables that fit a terminal, plain lines in a pipe, JSON Lines for machines."""

import json
import sys
from collections.abc import Sequence
from datetime import datetime

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

# In a pipe nothing is wrapped: no line is so long.
PIPE_WIDTH = 1_000_000
GAPS = (2, 1)


def output_console(*, stderr: bool = False) -> Console:
    """What it prints is wrapped by nobody but the terminal, so that an address can be copied. Who prints prose to a
    terminal asks for words to be kept whole, by `soft_wrap=False`.
    """
    made = Console(stderr=stderr, soft_wrap=True)
    return made if made.is_terminal else Console(stderr=stderr, width=PIPE_WIDTH, soft_wrap=True)


console = output_console()
errors = output_console(stderr=True)


class Rows:
    """A table without a box. On a terminal columns narrow to their longest word, and no further: no word is broken, and
    so no address. What is still too wide becomes a block of lines a row. In a pipe every row is one line.
    """

    def __init__(self, title: str, columns: Sequence[str], right: Sequence[str]) -> None:
        self._title = title
        self._columns = tuple(columns)
        self._right = frozenset(right)
        self._rows: list[tuple[str, ...]] = []

    @property
    def row_count(self) -> int:
        return len(self._rows)

    def add_row(self, *cells: str) -> None:
        self._rows.append(cells)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if not console.is_terminal:
            yield from self._lines(self._natural(), GAPS[0], head=True)
            return
        if self._title:
            yield Text(self._title, style="italic")
        for gap in GAPS:
            widths = fitted(self._natural(), self._least(), options.max_width - gap * (len(self._columns) - 1))
            if widths is not None:
                yield from self._lines(widths, gap, head=True)
                return
        yield from self._blocks()

    def _natural(self) -> list[int]:
        return [max(map(len, column)) for column in zip(self._columns, *self._rows, strict=True)]

    def _least(self) -> list[int]:
        columns = zip(self._columns, *self._rows, strict=True)
        return [max(len(word) for cell in column for word in cell.split() or ("",)) for column in columns]

    def _lines(self, widths: Sequence[int], gap: int, *, head: bool) -> RenderResult:
        for number, row in enumerate([self._columns, *self._rows]):
            cells = [_wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
            for place in range(max(map(len, cells))):
                line = (" " * gap).join(
                    _justified(cell[place] if place < len(cell) else "", width, right=name in self._right)
                    for cell, width, name in zip(cells, widths, self._columns, strict=True)
                )
                yield Text(line.rstrip(), style="bold" if head and number == 0 else "", no_wrap=True, overflow="ignore")

    def _blocks(self) -> RenderResult:
        """The first cell, then a line for each other that says something."""
        wide = max(map(len, self._columns[1:]), default=0)
        for first, *others in self._rows:
            yield Text(first, style="bold", no_wrap=True, overflow="ignore")
            for name, cell in zip(self._columns[1:], others, strict=True):
                if cell not in ("", "-"):
                    yield Text(f"  {name:<{wide}}  {cell}", no_wrap=True, overflow="ignore")


def fitted(natural: Sequence[int], least: Sequence[int], width: int) -> list[int] | None:
    """Widths of columns that fill at most `width`; what is to be given is shared by need. None where none fit."""
    if sum(natural) <= width:
        return list(natural)
    if sum(least) > width:
        return None
    slack, need = width - sum(least), sum(natural) - sum(least)
    return [low + (high - low) * slack // need for low, high in zip(least, natural, strict=True)]


def _wrapped(cell: str, width: int) -> list[str]:
    """Lines of at most `width` characters; only white space breaks."""
    if len(cell) <= width:
        return [cell]
    lines = [""]
    for word in cell.split():
        if len(lines[-1]) + 1 + len(word) > width and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".lstrip()
    return lines


def _justified(text: str, width: int, *, right: bool) -> str:
    return text.rjust(width) if right else text.ljust(width)


def table(title: str, *columns: str, right: tuple[str, ...] = ()) -> Rows:
    return Rows(title, columns, right)


def heading(shown: Console, text: Text, *, left: bool = False) -> None:
    """A rule on a terminal, the text alone in a pipe."""
    if shown.is_terminal:
        shown.rule(text, align="left" if left else "center", style="dim" if left else "rule.line")
    else:
        shown.print(text)


def print_json(value: object) -> None:
    """JSON Lines: a line an object, and one for each of a list. Times are RFC 3339, as in the API."""
    for each in value if isinstance(value, list) else [value]:
        sys.stdout.write(json.dumps(each, ensure_ascii=False, default=_plain) + "\n")


def _plain(value: object) -> str:
    return rfc3339(value) if isinstance(value, datetime) else str(value)


def rfc3339(at: datetime) -> str:
    """With `Z` for UTC, as pydantic writes it."""
    return at.isoformat().replace("+00:00", "Z")


def local_time(at: datetime) -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
