"""What an article says: the parts of EnrichedArticle that the layers of `enrich` read out of its text.

Offsets are characters of the paragraphs joined by line feeds; `end` is not included.
"""

from typing import NamedTuple

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from schemas.knowledge import EntityType

CONFIG = ConfigDict(extra="ignore")


class TextSpan(NamedTuple):
    start: int
    end: int


@dataclass(frozen=True, slots=True, config=CONFIG)
class Entity:
    """All mentions of one thing. `salience` is 0 to 1: 1 for the thing that the article names most and first."""

    id: str
    canonical: str
    type: EntityType
    code: str
    mentions: tuple[TextSpan, ...]
    salience: float
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, config=CONFIG)
class Quote:
    """Words between quote marks. `kind` is direct or partial; `via` goes from the origin to the nearest medium."""

    start: int
    end: int
    text: str
    kind: str
    speaker: str | None = None
    speaker_mention: TextSpan | None = None
    cue: str | None = None
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, config=CONFIG)
class Statement:
    """Indirect speech: what a speaker says in the writer's words."""

    start: int
    end: int
    text: str
    speaker: str
    cue: str


@dataclass(frozen=True, slots=True, config=CONFIG)
class Citation:
    """A source that the text names. `via` are the media that it passed after the source."""

    start: int
    end: int
    text: str
    source: str
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, config=CONFIG)
class Figure:
    """A stated quantity in full units; `value_max` for a range. `group` tells money, casualties, ages and others."""

    start: int
    end: int
    text: str
    value: float
    modifier: str
    unit: str | None = None
    value_max: float | None = None
    vague: bool = False
    what: str = ""
    group: str = "count"
    attributed_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, config=CONFIG)
class DateMention:
    """A date as stated and as resolved: a day, week, month, year, or a span of two joined by `/`.

    `doubt` says what is wrong with the stated form: weekday, year, swapped.
    """

    start: int
    end: int
    text: str
    resolved: str
    doubt: str = ""


@dataclass(frozen=True, slots=True, config=CONFIG)
class Keyword:
    """A word or name that tells what the article is about, with why it was chosen."""

    text: str
    score: float
    why: str


@dataclass(frozen=True, slots=True, config=CONFIG)
class Gist:
    """A sentence of the text that tells most of it, never composed."""

    start: int
    end: int
    text: str
    why: str


@dataclass(frozen=True, slots=True, config=CONFIG)
class Layers:
    """All that one article says.

    `gave_up` names what was not read: text_too_long, no_case, number_too_long, language. `version` is that of the
    layers, their rules and the known names.
    """

    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    figures: tuple[Figure, ...] = ()
    dates: tuple[DateMention, ...] = ()
    event_date: str | None = None
    keywords: tuple[Keyword, ...] = ()
    gist: Gist | None = None
    gave_up: tuple[str, ...] = ()
    version: str = ""
