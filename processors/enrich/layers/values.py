"""What the layers hand to each other: mentions one by one, and acts of telling."""

from dataclasses import dataclass

from schemas.knowledge import EntityType
from schemas.layers import TextSpan


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
class Speaker:
    """Who vouches for words: the canonical name of an entity, or a role where nobody is named."""

    name: str
    mention: TextSpan | None = None
    """The words that point at the speaker; None where a cue in -nya or nothing does."""
    entity: bool = True


@dataclass(frozen=True, slots=True)
class Frame:
    """One act of telling: its cue, its speakers, and the span of the words that they vouch for."""

    cue: TextSpan
    speakers: tuple[Speaker, ...]
    scope: TextSpan
    form: str
    """subject, after, according, citing, passive or pointing: where the speaker stands to the cue."""
    clause: TextSpan
    """Cue and speaker, as a citation shows them."""
