"""Watch: the declaration of a topic to follow, as people write it in `config/watches/*.toml`."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

WatchId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Term = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2)]


class ConceptGroup(BaseModel):
    """One concept under all the names it goes by; `weight` is what finding it adds to the score."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: WatchId
    aliases: tuple[Term, ...] = Field(min_length=1)
    required: bool = True
    """An article that has none of the aliases does not match, whatever else it has."""
    weight: float = Field(default=1.0, gt=0)


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
