"""Watch: the declaration of a topic to follow, as people write it in `config/watches/*.toml`."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

WatchId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Term = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2)]
HYPHENS_AS_SPACES = str.maketrans(dict.fromkeys("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212", " "))


class ConceptGroup(BaseModel):
    """One concept under all the names it goes by; `weight` is what finding it adds to the score."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: WatchId
    aliases: tuple[Term, ...] = ()
    entities: tuple[Term, ...] = ()
    """Known names (`config/knowledge`): all that each goes by count as aliases, which the catalogue adds."""
    required: bool = True
    """An article that has none of the aliases does not match, whatever else it has."""
    weight: float = Field(default=1.0, gt=0)

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not self.aliases and not self.entities:
            raise ValueError("give aliases, or entities by their known names")
        return self


class Watch(BaseModel):
    """An article matches when every required group is found and the score reaches `threshold`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: WatchId
    name: str
    version: str
    threshold: float = Field(gt=0)
    groups: tuple[ConceptGroup, ...] = Field(min_length=1)
    excludes: tuple[Term, ...] = ()
    """Phrases blanked out before matching: they contain an alias and mean something else."""


def fold(text: str) -> str:
    """Terms and texts are compared so: lower case, a space for a hyphen, as long as before, so that positions hold."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return lowered.translate(HYPHENS_AS_SPACES)
