"""An article explained: its page's text in page order with what was taken struck out, and which rule took what."""

from processors.clean.metadata.choice import Candidate
from schemas.record import Value


class TextRun(Value):
    """A stretch of text: kept, struck out by `rule`, or split off the text and kept as the field `kept_as`."""

    text: str
    rule: str = ""
    kept_as: str = ""


class ShownBlock(Value):
    """One paragraph of the page with what was cut out of it, or a removed line or box that stood by itself."""

    runs: tuple[TextRun, ...]

    @property
    def kept(self) -> bool:
        return any(not run.rule for run in self.runs)


class Took(Value):
    """What one rule took. `says` tells what the rule is for, with an example.

    `file` is where the rule is written; empty for what the code takes by itself.
    """

    rule: str
    pieces: int
    chars: int
    says: str
    file: str = ""


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
    blocks: tuple[ShownBlock, ...]
    unplaced: tuple[TextRun, ...] = ()
    took: tuple[Took, ...]
    facts: tuple[Fact, ...]
    figures: tuple[tuple[str, str], ...]
    steps: tuple[StepTime, ...] = ()
