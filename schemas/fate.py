"""FateBatch: what became of every record of one settled batch, one record for the whole batch."""

from datetime import datetime
from typing import ClassVar

from schemas.outcomes import Outcome, Reason
from schemas.record import Lane, Record, Value, Version


class Fate(Value):
    """`id` is the input's event id, `subject` its URL key, `ms` the time its processing took."""

    id: str
    subject: str
    outcome: Outcome
    reason: Reason | None = None
    detail: str = ""
    ms: float = 0.0
    lane: Lane = Lane.LIVE


class FateBatch(Record):
    TYPE: ClassVar[str] = "fates"
    VERSION: ClassVar[Version] = Version(1, 0)

    stage: str
    worker: str
    batch: str
    """Deterministic id of the batch: stage and first input position, or the source's slot."""
    at: datetime
    fates: tuple[Fate, ...]

    def key(self) -> str:
        return self.stage

    def event_id(self) -> str:
        return self.batch

    def subject(self) -> str:
        return self.stage
