"""The explanation in a terminal: colours where there are any, and times by step."""

import io

from rich.console import Console

from commands.explaining import StepClock, show_explanation
from processors.clean.metadata.choice import Candidate
from processors.explain.explanation import Explanation, Fact, ShownBlock, StepTime, TextRun, Took

EXPLANATION = Explanation(
    title="Judul",
    url="https://kabar.example/1",
    blocks=(
        ShownBlock(
            runs=(
                TextRun(text="MOSKOW -", kept_as="dateline"),
                TextRun(text="Ia \x1b[2J."),
                TextRun(text="(abc)", rule="r"),
            )
        ),
        ShownBlock(runs=(TextRun(text="IKLAN", rule="line.ad"),)),
    ),
    unplaced=(TextRun(text="Bagikan", rule="r"),),
    took=(
        Took(rule="r", pieces=2, chars=12, says="An end code."),
        Took(rule="line.ad", pieces=1, chars=5, says="A whole line."),
    ),
    facts=(
        Fact(
            name="title", value="Judul", provenance="h1", confidence=0.95,
            candidates=(Candidate(value="Judul", where="h1"), Candidate(value="Situs", where="title", lost="no title")),
        ),
        Fact(name="section", value=""),
    ),
    figures=(("paragraphs", "1"),),
    steps=(StepTime(step="parse", ms=1.5), StepTime(step="extract", ms=30.0)),
)  # fmt: skip


def drawn(*, colours: bool) -> str:
    out = io.StringIO()
    console = Console(file=out, width=100, force_terminal=colours, color_system="truecolor" if colours else None)
    show_explanation(console, EXPLANATION)
    return out.getvalue()


def test_without_colours_brackets_and_numbers_say_what_was_struck_out() -> None:
    text = drawn(colours=False)

    assert "MOSKOW - Ia ⟨U+001B⟩[2J. [-(abc)-] [1]" in text
    assert "[-IKLAN-] [2]" in text
    assert "[-Bagikan-] [1]" in text
    assert "\x1b" not in text


def test_with_colours_what_was_removed_is_struck_out_in_its_rules_colour() -> None:
    text = drawn(colours=True)

    assert "\x1b[9;31m(abc)" in text
    assert "\x1b[9;34mIKLAN" in text
    assert "\x1b[2J" not in text


def test_each_field_shows_its_source_and_why_the_others_lost() -> None:
    lines = [" ".join(line.split()) for line in drawn(colours=False).splitlines()]

    assert "title Judul from h1, confidence 95%" in lines
    assert "✓ Judul (h1)" in lines
    assert "✗ Situs (title) - no title" in lines
    assert "section none" in lines


def test_a_clock_adds_up_the_time_of_each_step() -> None:
    readings = iter((10.0, 10.5, 11.0, 11.25))
    clock = StepClock(lambda: next(readings))

    for step in ("parse", "extract", "parse"):
        clock(step)

    assert clock.steps() == (StepTime(step="parse", ms=750.0), StepTime(step="extract", ms=500.0))
