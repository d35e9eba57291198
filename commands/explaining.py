"""An explanation in the terminal: the text with removed pieces struck out, their rules, fields and times."""

import time
from collections.abc import Callable, Mapping

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from commands.showing import heading
from processors.explain.explanation import Explanation, Fact, ShownBlock, StepTime, TextRun
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
    heading(console, Text(visible(explanation.title) or "(no title)", style="bold"))
    if explanation.url:
        console.print(Text(visible(explanation.url), style="dim"), end="\n\n", soft_wrap=True)
    for block in explanation.blocks:
        console.print(_block(block, numbers, console), end="\n\n", soft_wrap=False)
    if explanation.unplaced:
        console.print(Text("removed, place not known:", style="dim"))
        for run in explanation.unplaced:
            console.print(_run(run, numbers, console), end="\n\n", soft_wrap=False)
    _show_legend(console, explanation, numbers)
    _show_facts(console, explanation.facts)
    _heading(console, "figures")
    for name, value in explanation.figures:
        console.print(Text.assemble((f"{name:<20}", "dim"), value))
    _show_steps(console, explanation.steps)


def _heading(console: Console, name: str) -> None:
    console.print()
    heading(console, Text(name, style="bold"), left=True)


def _block(block: ShownBlock, numbers: Mapping[str, int], console: Console) -> Text:
    return Text(" ").join(_run(run, numbers, console) for run in block.runs)


def _run(run: TextRun, numbers: Mapping[str, int], console: Console) -> Text:
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
    for took in explanation.took:
        number = (f"[{numbers[took.rule]}] ", f"bold {_colour(numbers[took.rule])}")
        pieces = f"  {took.pieces} piece{'' if took.pieces == 1 else 's'}, {took.chars:,} characters"
        head = Text.assemble(number, (took.rule, _colour(numbers[took.rule])), (pieces, "dim"))
        console.print(head)
        written = f" Written in {took.file}." if took.file else ""
        console.print(
            Padding(Text(f"{visible(took.says)}{written}", style="dim"), (0, 0, 0, 4), expand=False), soft_wrap=False
        )


def _show_facts(console: Console, facts: tuple[Fact, ...]) -> None:
    _heading(console, "metadata")
    wide = max(len(fact.name) for fact in facts)
    for fact in facts:
        sure = "" if fact.confidence is None else f", confidence {fact.confidence:.0%}"
        origin = f"  from {fact.provenance}{sure}" if fact.provenance else ""
        value = Text.assemble((visible(fact.value) or "none", "bold" if fact.value else "dim"), (origin, "dim"))
        # An address among the values is not broken.
        console.print(Text.assemble((f"{fact.name:<{wide}}  ", "dim"), value), soft_wrap=True)
        for candidate in fact.candidates[:MAX_CANDIDATES]:
            mark = ("✗ ", "red") if candidate.lost else ("✓ ", "green")
            verdict = f" - {candidate.lost}" if candidate.lost else ""
            words = (visible(candidate.value), "dim" if candidate.lost else "")
            told = (f" ({visible(candidate.where)}){verdict}", "dim italic")
            console.print(Text.assemble(" " * (wide + 2), mark, words, told), soft_wrap=True)
        if len(fact.candidates) > MAX_CANDIDATES:
            console.print(Text(f"{' ' * (wide + 2)}… and {len(fact.candidates) - MAX_CANDIDATES} more", style="dim"))


def _show_steps(console: Console, steps: tuple[StepTime, ...]) -> None:
    if not steps:
        return
    _heading(console, "time by step")
    longest = max(step.ms for step in steps) or 1.0
    for step in steps:
        bar = "█" * round(BAR_CHARS * step.ms / longest)
        console.print(Text.assemble((f"{step.step:<16}", "dim"), f"{step.ms:8.1f} ms  ", (bar, "cyan")))
    console.print(Text.assemble(("all", "dim"), f"{sum(step.ms for step in steps):21.1f} ms"))
