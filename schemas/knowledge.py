"""Knowledge: the names that are known beforehand, as people write them in `config/knowledge/*.toml`."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class EntityType(StrEnum):
    PER = "PER"
    ORG = "ORG"
    GPE = "GPE"
    """Countries, provinces, regencies, cities, districts, villages."""
    LOC = "LOC"
    """Other places: mountains, rivers, regions, continents, buildings."""
    EVENT = "EVENT"
    """Named wars, matches, festivals, summits, operations, feasts."""


class KnowledgeGroup(BaseModel):
    """Names of one type. Several in one string are separated by semicolons."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: EntityType
    plain: str = ""
    """Names without aliases."""
    aliases: Mapping[str, str] = {}
    """Canonical name -> other names, short forms and misspellings."""
    codes: Mapping[str, str] = {}
    """ISO 3166 alpha-2 code -> canonical name, where the usual one is not CLDR's."""


class KnowledgeFile(BaseModel):
    """One file of knowledge."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    group: tuple[KnowledgeGroup, ...]


class Known(BaseModel):
    """One thing with a name: `code` is a country's ISO 3166 alpha-2 code, empty for all else."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    code: str = ""


Knowledge = Sequence[Known]
