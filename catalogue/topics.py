"""`topics.toml`: overrides of the topics' declarations."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, RootModel

from catalogue.toml_file import read_model
from schemas.topics import MIB, Cleanup


class TopicOverrides(BaseModel):
    """The overrides of one topic; None: as declared."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    partitions: int | None = Field(None, ge=1, le=1000, strict=True)
    retention_s: float | None = Field(None, gt=0, strict=True)
    max_bytes: int | None = Field(None, gt=0, strict=True)
    # A client of Kafka sends 16 MiB at most, and a dead letter adds headers.
    max_record_bytes: int | None = Field(None, ge=1024, le=15 * MIB, strict=True)
    cleanup: Cleanup | None = None


class TopicFile(RootModel[dict[str, TopicOverrides]]):
    """The overrides by the topic's name without its prefix."""


def load_topics(path: Path) -> Mapping[str, TopicOverrides]:
    """Nothing where there is no such file. Raises CatalogueError."""
    return read_model(path, TopicFile).root if path.exists() else {}
