"""An explanation in the terminal: the text with removed pieces struck out, their rules, fields and times."""

import time
from collections.abc import Callable, Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from processors.explain.explanation import Block, Explanation, Fact, Run, StepTime
from processors.explain.visible import visible

# Readable on a dark ground and on a light one.
COLOURS = ("red", "blue", "magenta", "green", "dark_orange3", "deep_pink3", "turquoise4", "medium_purple3")
MAX_CANDIDATES = 12
BAR_CHARS = 24


class StepClock:
    """Called at the end of each step; sums each step's time."""

    def __init__(self, now_s: Callable[[], float] = time.perf_counter) -> None:
        self._now_s = now_s
        self._last_s = now_s()
        self._ms: dict[str, float] = {}

    def __call__(self, step: str) -> None:
        now_s = self._now_s()
        self._ms[step] = self._ms.get(step, 0.0) + (now_s - self._last_s) * 1000
        self._last_s = now_s

    def steps(self) -> tuple[StepTime, ...]:
        return tuple(StepTime(step=step, ms=round(ms, 3)) for step, ms in self._ms.items())


def show_explanation(console: Console, explanation: Explanation) -> None:
    numbers = {took.rule: number for number, took in enumerate(explanation.took, start=1)}
    console.rule(Text(visible(explanation.title) or "(no title)", style="bold"))
    if explanation.url:
        console.print(Text(visible(explanation.url), style="dim"), end="\n\n")
    for block in explanation.blocks:
        console.print(_block(block, numbers, console), end="\n\n")
    if explanation.unplaced:
        console.print(Text("removed, place not known:", style="dim"))
        for run in explanation.unplaced:
            console.print(_run(run, numbers, console), end="\n\n")
    _show_legend(console, explanation, numbers)
    _show_facts(console, explanation.facts)
    _heading(console, "figures")
    for name, value in explanation.figures:
        console.print(Text.assemble((f"{name:<20}", "dim"), value))
    _show_steps(console, explanation.steps)


def _heading(console: Console, name: str) -> None:
    console.print()
    console.rule(Text(name, style="bold"), align="left", style="dim")


def _block(block: Block, numbers: Mapping[str, int], console: Console) -> Text:
    return Text(" ").join(_run(run, numbers, console) for run in block.runs)


def _run(run: Run, numbers: Mapping[str, int], console: Console) -> Text:
    """Without colours, as in a file, brackets say what is struck out."""
    text = visible(run.text)
    if run.rule:
        colour = _colour(numbers[run.rule])
        marked = text if console.color_system else f"[-{text}-]"
        return Text.assemble((marked, f"strike {colour}"), (f" [{numbers[run.rule]}]", f"bold {colour}"))
    return Text(text, style="dim underline" if run.kept_as else "")


def _colour(number: int) -> str:
    return COLOURS[(number - 1) % len(COLOURS)]


def _show_legend(console: Console, explanation: Explanation, numbers: Mapping[str, int]) -> None:
    _heading(console, "what took what")
    if not explanation.took:
        console.print(Text("nothing: no rule found anything to take", style="dim"))
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("", "rule", "pieces", "chars", "what it takes"):
        table.add_column(name, justify="right" if name in ("", "pieces", "chars") else "left", no_wrap=name == "rule")
    for took in explanation.took:
        colour = _colour(numbers[took.rule])
        table.add_row(
            Text(f"[{numbers[took.rule]}]", style=f"bold {colour}"),
            Text(took.rule, style=colour),
            str(took.pieces),
            f"{took.chars:,}",
            Text(visible(f"{took.says} Written in {took.file}." if took.file else took.says), style="dim"),
        )
    console.print(table)


def _show_facts(console: Console, facts: tuple[Fact, ...]) -> None:
    _heading(console, "metadata")
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold", ratio=1)
    for fact in facts:
        sure = "" if fact.confidence is None else f", confidence {fact.confidence:.0%}"
        origin = f"  from {fact.provenance}{sure}" if fact.provenance else ""
        value = Text.assemble((visible(fact.value) or "none", "bold" if fact.value else "dim"), (origin, "dim"))
        table.add_row(fact.name, value)
        for candidate in fact.candidates[:MAX_CANDIDATES]:
            mark = ("✗ ", "red") if candidate.lost else ("✓ ", "green")
            verdict = f" - {candidate.lost}" if candidate.lost else ""
            words = (visible(candidate.value), "dim" if candidate.lost else "")
            table.add_row("", Text.assemble(mark, words, (f" ({visible(candidate.where)}){verdict}", "dim italic")))
        if len(fact.candidates) > MAX_CANDIDATES:
            table.add_row("", Text(f"… and {len(fact.candidates) - MAX_CANDIDATES} more", style="dim"))
    console.print(table)


def _show_steps(console: Console, steps: tuple[StepTime, ...]) -> None:
    if not steps:
        return
    _heading(console, "time by step")
    longest = max(step.ms for step in steps) or 1.0
    for step in steps:
        bar = "█" * round(BAR_CHARS * step.ms / longest)
        console.print(Text.assemble((f"{step.step:<16}", "dim"), f"{step.ms:8.1f} ms  ", (bar, "cyan")))
    console.print(Text.assemble(("all", "dim"), f"{sum(step.ms for step in steps):21.1f} ms"))
