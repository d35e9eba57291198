"""An article explained: its page's text in page order with what was taken struck out, and which rule took what."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby

from processors.clean.metadata.choice import Candidate
from processors.clean.rules import Kind, Rule, Rules
from schemas.article import Dateline, Removed, Text
from schemas.record import Value

SHOWN_EXAMPLE_CHARS = 90
OPENING_TAG = re.compile(r"<[^>]+>")
KIND_SAYS = {
    Kind.ELEMENT: "An element, by the words of its class and id",
    Kind.LABEL: "A label and the links or headlines after it",
    Kind.BOX: "The head of a box of points, and the list after it",
    Kind.WHOLE: "A whole line",
    Kind.PREFIX: "The beginning of a line",
    Kind.SUFFIX: "The end of a line",
    Kind.INLINE: "A piece of a line",
    Kind.TAIL: "A line and everything after it",
}
# What the code takes by itself, by the longest beginning of the id.
CODE_SAYS = {
    "fixed.title": "The article's title, repeated before or behind the text",
    "fixed.gate": "A line that sells the rest of the article",
    "fixed.byline": "The name of an author or editor, alone before or behind the text",
    "extractor": "A line that the extractor left out",
    "fixed.caption": "A line that is a caption or alternative text of an image on the page",
    "fixed.repeated": "A long line that stands twice: the first one stays",
    "element.hidden": "An element that a reader cannot see",
    "images.": "A small box around a picture: its caption and credit, kept beside the images",
    "links.card": "A box with the linked headline of another article, one of several alike",
    "links.headline": "A headline that is nothing but a link to another article",
    "tag.button": "A button that unfolds nothing",
    "tag.form": "A short form that asks something",
    "tag.": "An element that stands beside an article by its very tag, and holds little text",
}
UNKNOWN = "A rule that this version does not have"


class Run(Value):
    """A stretch of text: kept, struck out by `rule`, or split off the text and kept as the field `kept_as`."""

    text: str
    rule: str = ""
    kept_as: str = ""


class Block(Value):
    """One paragraph of the page with what was cut out of it, or a removed line or box that stood by itself."""

    runs: tuple[Run, ...]

    @property
    def kept(self) -> bool:
        return any(not run.rule for run in self.runs)


class Took(Value):
    """What one rule took. `says` tells what the rule is for, with an example."""

    rule: str
    pieces: int
    chars: int
    says: str


class Fact(Value):
    """A field of the metadata: its value, where it comes from, and what else stood on the page.

    `confidence` ranks how far such a source is trusted, from 0 to 1; None where the record does not tell.
    """

    name: str
    value: str
    provenance: str = ""
    confidence: float | None = None
    candidates: tuple[Candidate, ...] = ()


class StepTime(Value):
    step: str
    ms: float


class Explanation(Value):
    """What a reader needs to see why an article reads as it does. `unplaced` was removed from nobody knows where."""

    title: str
    url: str
    blocks: tuple[Block, ...]
    unplaced: tuple[Run, ...] = ()
    took: tuple[Took, ...]
    facts: tuple[Fact, ...]
    figures: tuple[tuple[str, str], ...]
    steps: tuple[StepTime, ...] = ()


def explain(
    article: Text, rules: Rules, *, facts: Sequence[Fact], figures: Sequence[tuple[str, str]],
    steps: Sequence[StepTime] = (),
) -> Explanation:  # fmt: skip
    unplaced = tuple(Run(text=piece.text, rule=piece.rule) for piece in article.removed if piece.paragraph is None)
    return Explanation(
        title=article.title,
        url=article.url,
        blocks=lay_out(article.paragraphs, article.removed, article.dateline),
        unplaced=unplaced,
        took=what_took(article.removed, rules),
        facts=tuple(facts),
        figures=tuple(figures),
        steps=tuple(steps),
    )


def lay_out(paragraphs: Sequence[str], removed: Sequence[Removed], dateline: Dateline | None) -> tuple[Block, ...]:
    """Paragraphs and placed pieces in page order."""
    placed = [piece for piece in removed if piece.paragraph is not None]
    blocks: list[Block] = []
    for index, paragraph in enumerate((*paragraphs, None)):
        here = [p for p in placed if p.paragraph == index or (paragraph is None and (p.paragraph or 0) > index)]
        inside = [piece for piece in here if piece.offset is not None]
        blocks += (Block(runs=(Run(text=p.text, rule=p.rule),)) for p in here if p.offset is None or paragraph is None)
        if paragraph is not None:
            before = [Run(text=dateline.raw, kept_as="dateline")] if dateline and dateline.raw and not index else []
            blocks.append(Block(runs=(*before, *_runs(paragraph, inside))))
    return tuple(blocks)


def _runs(paragraph: str, pieces: Iterable[Removed]) -> Iterable[Run]:
    done = 0
    for offset, cut in groupby(
        sorted(pieces, key=lambda piece: piece.offset or 0), key=lambda piece: piece.offset or 0
    ):
        if paragraph[done:offset].strip():
            yield Run(text=paragraph[done:offset].strip())
        yield from (Run(text=piece.text, rule=piece.rule) for piece in cut)
        done = offset
    if paragraph[done:].strip():
        yield Run(text=paragraph[done:].strip())


def what_took(removed: Sequence[Removed], rules: Rules) -> tuple[Took, ...]:
    """Each rule that took something, the one that took most characters first."""
    known = {rule.id: rule for rule in rules.all}
    by_rule: dict[str, list[str]] = {}
    for piece in removed:
        by_rule.setdefault(piece.rule, []).append(piece.text)
    took = (
        Took(rule=rule, pieces=len(texts), chars=sum(map(len, texts)), says=_says(rule, known))
        for rule, texts in by_rule.items()
    )
    return tuple(sorted(took, key=lambda each: (-each.chars, each.rule)))


def _says(rule_id: str, known: dict[str, Rule]) -> str:
    rule = known.get(rule_id)
    if rule is None:
        return next((says for prefix, says in CODE_SAYS.items() if rule_id.startswith(prefix)), UNKNOWN) + "."
    says = f"{KIND_SAYS[rule.kind]}, such as “{_shortened(rule.takes[0])}”"
    return f"{says}, but not “{_shortened(rule.leaves[0])}”." if rule.leaves else f"{says}."


def _shortened(text: str) -> str:
    """Of an element its opening tag, of a long line its beginning."""
    tag = OPENING_TAG.match(text)
    if tag is not None:
        return tag.group()
    return text if len(text) <= SHOWN_EXAMPLE_CHARS else text[:SHOWN_EXAMPLE_CHARS].rsplit(" ", 1)[0] + " …"


def visible(text: str) -> str:
    """The text with what acts unseen on its surroundings named instead: direction marks, escapes, half characters."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character.isspace():
        return " " if unicodedata.category(character) == "Cc" else character
    if character == "\u00ad" or unicodedata.category(character) not in ("Cc", "Cf", "Cs"):
        return character
    return f"⟨U+{ord(character):04X}⟩"
