"""What an article says in the terminal: its text with entities, quotes, figures and dates coloured."""

from collections.abc import Sequence

from rich.console import Console
from rich.style import Style
from rich.text import Text

from processors.explain.said import SaidRun, cut_text, figure_says
from processors.explain.visible import visible
from schemas.knowledge import EntityType
from schemas.layers import Layers

# Readable on a dark ground and on a light one.
COLOURS = {
    EntityType.PER: "blue",
    EntityType.ORG: "magenta",
    EntityType.GPE: "green",
    EntityType.LOC: "dark_orange3",
    EntityType.EVENT: "deep_pink3",
}
NAMES = {
    EntityType.PER: "person",
    EntityType.ORG: "body",
    EntityType.GPE: "country, region, city",
    EntityType.LOC: "place",
    EntityType.EVENT: "event",
}


def show_said(console: Console, title: str, paragraphs: Sequence[str], layers: Layers) -> None:
    """The text, the key to its colours, then what is not seen in the text itself: who speaks, what figures mean."""
    console.rule(Text(visible(title), style="bold"))
    for runs in cut_text(paragraphs, layers):
        console.print(Text.assemble(*((visible(run.text), style_of(run)) for run in runs)), end="\n\n")
    key = [(NAMES[kind], Style(color=colour, bold=True)) for kind, colour in COLOURS.items()]
    key += [("quote", Style(italic=True)), ("figure", Style(underline=True)), ("date", Style(underline2=True))]
    console.print(Text("  ").join([Text(name, style) for name, style in key]), end="\n\n")
    for quote in layers.quotes:
        told = "".join(f", by way of {name}" for name in quote.via)
        console.print(
            Text.assemble((visible(quote.speaker or "nobody named"), "bold"), f"{told}: {visible(quote.text)}")
        )
    for figure in layers.figures:
        console.print(Text.assemble((visible(figure.text), "underline"), f": {visible(figure_says(figure))}"))
    for each in layers.dates:
        doubt = f", in doubt: {each.doubt}" if each.doubt else ""
        console.print(Text.assemble((visible(each.text), "underline"), f": {each.resolved}{doubt}"))
    if layers.gave_up:
        console.print(Text(f"not read: {', '.join(layers.gave_up)}", style="yellow"))


def style_of(run: SaidRun) -> Style:
    return Style(
        color=COLOURS[run.entity.type] if run.entity else None,
        bold=True if run.entity else None,
        italic=True if run.quote else None,
        underline=True if run.figure else None,
        underline2=True if run.date else None,
    )
