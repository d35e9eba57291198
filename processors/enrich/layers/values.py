"""What the layers find: values with offsets into the joined paragraphs, `end` not included."""

from dataclasses import dataclass, field
from typing import NamedTuple

from schemas.knowledge import EntityType


class Span(NamedTuple):
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an entity is named. `rule` says why: `knowledge`, or the cue that told an unknown name."""

    start: int
    end: int
    text: str
    type: EntityType
    canonical: str
    code: str = ""
    rule: str = "knowledge"


@dataclass(frozen=True, slots=True)
class Entity:
    """All mentions of one thing. `salience` is 0 to 1: 1 for the thing that the article names most and first."""

    id: str
    canonical: str
    type: EntityType
    code: str
    mentions: tuple[Span, ...]
    salience: float
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who vouches for words: the canonical name of an entity, or a role where nobody is named."""

    name: str
    mention: Span | None = None
    """The words that point at the speaker; None where a cue in -nya or nothing does."""
    entity: bool = True


@dataclass(frozen=True, slots=True)
class Frame:
    """One act of telling: its cue, its speakers, and the span of the words that they vouch for."""

    cue: Span
    speakers: tuple[Speaker, ...]
    scope: Span
    form: str
    """subject, after, according, citing, passive or pointing: where the speaker stands to the cue."""
    clause: Span
    """Cue and speaker, as a citation shows them."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words between quote marks. `kind` is direct or partial; `via` goes from the origin to the nearest medium."""

    start: int
    end: int
    text: str
    kind: str
    speaker: str | None
    speaker_mention: Span | None
    cue: str | None
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """Indirect speech: what a speaker says in the writer's words."""

    start: int
    end: int
    text: str
    speaker: str
    cue: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A source that the text names. `via` are the media that it passed after the source."""

    start: int
    end: int
    text: str
    source: str
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A stated quantity in full units; `value_max` for a range. `group` tells money, casualties, ages and others."""

    start: int
    end: int
    text: str
    value: float
    modifier: str
    unit: str | None
    value_max: float | None = None
    vague: bool = False
    what: str = ""
    group: str = "count"
    attributed_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as stated and as resolved: a day, week, month, year, or a span of two joined by `/`.

    `doubt` says what is wrong with the stated form: weekday, year, swapped.
    """

    start: int
    end: int
    text: str
    resolved: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word or name that tells what the article is about, with why it was chosen."""

    text: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Gist:
    """A sentence of the text that tells most of it, never composed."""

    start: int
    end: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Layers:
    """All that one article says. `gave_up` names what was not read: text_too_long, no_case, number_too_long."""

    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    quotes: tuple[Quote, ...] = ()
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    figures: tuple[Figure, ...] = ()
    dates: tuple[DateMention, ...] = ()
    event_date: str | None = None
    keywords: tuple[Keyword, ...] = ()
    gist: Gist | None = None
    gave_up: tuple[str, ...] = field(default=())
    version: str = ""
