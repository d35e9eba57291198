"""The text of an article cut at the places of its layers, so that a reader is shown the very words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from schemas.layers import DateMention, Entity, Figure, Layers, Quote

T = TypeVar("T")
Place = tuple[int, int, T]


@dataclass(frozen=True)
class SaidRun:
    """Words of one paragraph that the same things cover."""

    text: str
    entity: Entity | None = None
    quote: Quote | None = None
    figure: Figure | None = None
    date: DateMention | None = None


class Covers(Generic[T]):
    """Places of one kind, none within another, asked in the order of the text."""

    def __init__(self, places: Iterable[Place[T]]) -> None:
        self.places = sorted(places, key=lambda place: place[:2])
        self._next = 0

    def at(self, offset: int) -> T | None:
        while self._next < len(self.places) and self.places[self._next][1] <= offset:
            self._next += 1
        if self._next < len(self.places) and self.places[self._next][0] <= offset:
            return self.places[self._next][2]
        return None


def cut_text(paragraphs: Sequence[str], layers: Layers) -> Sequence[Sequence[SaidRun]]:
    """A sequence of runs a paragraph; joined, their texts are the paragraph."""
    named = Covers((start, end, each) for each in layers.entities for start, end in each.mentions)
    quoted = Covers((each.start, each.end, each) for each in layers.quotes)
    counted = Covers((each.start, each.end, each) for each in layers.figures)
    dated = Covers((each.start, each.end, each) for each in layers.dates)
    borders = [at for kind in (named, quoted, counted, dated) for place in kind.places for at in place[:2]]
    cut: list[Sequence[SaidRun]] = []
    begin = 0
    marks = iter(sorted(set(borders)))
    mark = next(marks, None)
    for paragraph in paragraphs:
        end, at, runs = begin + len(paragraph), begin, list[SaidRun]()
        while at < end:
            while mark is not None and mark <= at:
                mark = next(marks, None)
            to = end if mark is None else min(mark, end)
            words = paragraph[at - begin : to - begin]
            runs.append(SaidRun(words, named.at(at), quoted.at(at), counted.at(at), dated.at(at)))
            at = to
        cut.append(runs)
        begin = end + 1
    return cut


def figure_says(figure: Figure) -> str:
    """`at_least 600 tentara, dead; according to Badan Intelijen Nasional`: what was read out of the words."""
    value = f"{figure.value:,g}" if figure.value_max is None else f"{figure.value:,g} to {figure.value_max:,g}"
    modifier = "" if figure.modifier == "exact" else f"{figure.modifier.replace('_', ' ')} "
    who = f"; according to {', '.join(figure.attributed_to)}" if figure.attributed_to else ""
    return f"{modifier}{value} {figure.unit or ''}".strip() + f", {figure.group}{who}"
