"""The ground of every record: frozen pydantic values with a name and a major.minor version."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar, NamedTuple, Self

from pydantic import BaseModel, ConfigDict

from schemas.outcomes import Reason

# Beside the fields: neither compared nor written.
KEPT = "_kept"


class Lane(StrEnum):
    """Why a record flows: live news, a replay from the archive, or a backfill; only live records notify anybody."""

    LIVE = "live"
    REPLAY = "replay"
    BACKFILL = "backfill"


class Version(NamedTuple):
    """A schema version: a new minor only adds optional fields, a new major needs its readers deployed first."""

    major: int
    minor: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"


class Value(BaseModel):
    """A frozen part of a record; unknown fields of a newer minor are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Remark(NamedTuple):
    reason: Reason
    detail: str = ""


class Record(Value, ABC):
    """A value that travels in a topic. `TYPE` and `VERSION` go into its `ce_type` header."""

    TYPE: ClassVar[str]
    VERSION: ClassVar[Version]

    @abstractmethod
    def key(self) -> str:
        """The partition key: records of one key keep their order."""

    @abstractmethod
    def event_id(self) -> str:
        """The CloudEvents id: deterministic, so that a replay carries the same one."""

    @abstractmethod
    def subject(self) -> str:
        """What the record is about, for tracing through every stage: the URL key where there is one."""

    def remark(self) -> Remark | None:
        """What the fate of the record that this one was made of is counted by, though it passed; None for most."""
        return None

    def encode(self) -> bytes:
        """A decoded record gives the bytes that it came from: what a newer minor says stays in them."""
        kept: bytes | None = self.__dict__.get(KEPT)
        # What `model_dump_json` calls; the bytes as they are, and not through a text of them and back.
        return self.__pydantic_serializer__.to_json(self, exclude_none=True) if kept is None else kept

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """Raises ValueError (pydantic's ValidationError included) on bytes that are no such record."""
        record = cls.model_validate_json(data)
        record.__dict__[KEPT] = data
        return record

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy has values of its own, and no bytes."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop(KEPT, None)
        return copied
