"""What the relating of articles reads of one article: its text, its day and what its layers found."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice

from schemas.layers import Layers

# What is read of a text; longer ones are lists or books, and their lead says what they are of.
MAX_CHARS = 40_000
# Of a figure's sentence, what is read before it and behind it.
AROUND_CHARS = 70
# What is read of a list or a book, of each kind the first. Of 400 articles none had half as many.
MAX_FIGURES, MAX_QUOTES, MAX_ENTITIES, MAX_SPEAKERS, MAX_SOURCES = 60, 40, 120, 60, 40
# Behind every date that is known.
NEVER = datetime.max.replace(tzinfo=UTC)
SENTENCE_END = re.compile(r"[.!?]\s|\n")


@dataclass(frozen=True)
class Named:
    """A thing the text names. `salience` is 0 to 1; the most named thing has 1."""

    id: str
    name: str
    type: str
    salience: float


@dataclass(frozen=True)
class Said:
    """A quote and who said it."""

    speaker: str
    text: str


@dataclass(frozen=True)
class Counted:
    """A figure: `what` it counts, in which unit, and who vouches for it."""

    value: float
    unit: str
    what: str
    modifier: str
    group: str
    according_to: tuple[str, ...]
    text: str
    around: str = ""
    """The words before and behind it, of its own sentence."""


@dataclass(frozen=True)
class Bare:
    """An article before its layers are read. `published` is None where nobody knows it."""

    id: str
    title: str
    paragraphs: tuple[str, ...]
    published: datetime | None
    outlet: str
    revision: int = 1


@dataclass(frozen=True)
class Features(Bare):
    """An article as relating sees it: a value, without state."""

    entities: tuple[Named, ...] = ()
    quotes: tuple[Said, ...] = ()
    speakers: tuple[str, ...] = ()
    """Of quotes and of indirect speech; a name as often as it speaks."""
    figures: tuple[Counted, ...] = ()
    event_day: date | None = None
    sources: tuple[str, ...] = ()
    """Whom the text cites."""

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)[:MAX_CHARS]


def features_of(article: Bare, layers: Layers) -> Features:
    """The one place that knows both an article and its layers."""
    text = "\n".join(article.paragraphs)
    speakers = [each.speaker for each in layers.quotes if each.speaker]
    speakers += [each.speaker for each in layers.statements]
    return Features(
        id=article.id,
        title=article.title,
        paragraphs=article.paragraphs,
        published=article.published,
        outlet=article.outlet,
        revision=article.revision,
        entities=tuple(
            Named(each.id, each.canonical, each.type.value, each.salience) for each in layers.entities[:MAX_ENTITIES]
        ),
        quotes=tuple(Said(each.speaker, each.text) for each in layers.quotes if each.speaker)[:MAX_QUOTES],
        speakers=tuple(speakers[:MAX_SPEAKERS]),
        figures=tuple(
            Counted(
                value=each.value,
                unit=each.unit or "",
                what=each.what,
                modifier=each.modifier,
                group=each.group,
                according_to=each.attributed_to,
                text=each.text,
                around=_around(text, each.start, each.end),
            )
            for each in islice((each for each in layers.figures if not each.vague), MAX_FIGURES)
        ),
        event_day=date.fromisoformat(layers.event_date) if layers.event_date else None,
        sources=tuple(dict.fromkeys(each.source for each in layers.citations))[:MAX_SOURCES],
    )


def _around(text: str, start: int, end: int) -> str:
    before = SENTENCE_END.split(text[max(0, start - AROUND_CHARS) : start])[-1]
    behind = SENTENCE_END.split(text[end : end + AROUND_CHARS])[0]
    return f"{before.strip()} {behind.strip()}".strip(" .,;:")
