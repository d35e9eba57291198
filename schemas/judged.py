"""What a later judgement of an article did to it; records carry it, and readers let go of what is withdrawn."""

from enum import StrEnum

from pydantic import Field

from schemas.outcomes import Reason
from schemas.record import Remark, Value


class Effect(StrEnum):
    ADDED = "added"
    WITHDRAWN = "withdrawn"
    """No watch wants it any more: every reader lets go of it."""
    CHANGED = "changed"


REASONS = {Effect.ADDED: Reason.ADDED, Effect.WITHDRAWN: Reason.WITHDRAWN, Effect.CHANGED: Reason.REJUDGED}


class Judged(Value):
    """A judgement after the first. `number` is its application's: of one revision the highest number holds."""

    number: int = Field(ge=1)
    effect: Effect
    why: str = ""
    """Of a withdrawal: the scores that fell short."""

    @property
    def is_withdrawal(self) -> bool:
        return self.effect is Effect.WITHDRAWN

    def remark(self, scores: str) -> Remark:
        """Counted by its effect, and told by the scores of the watches that want it, or of those that do not."""
        return Remark(REASONS[self.effect], scores or self.why)
