"""From answers to one settle: outputs, retries, dead letters and the fate batch, written with the offsets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from broker.port import Message
from runtime.attempt import Handled
from runtime.clock import Clock
from runtime.codec import TopicNames, to_message
from runtime.dead_letters import Refusal, dead_message, retry_message
from runtime.declare import Reader
from schemas.fate import FateBatch
from schemas.ids import digest
from schemas.outcomes import Outcome, Tier
from schemas.record import Lane
from schemas.topics import FATES, retry


@dataclass(frozen=True)
class Settlement:
    """Builds what a batch of handled records writes."""

    step: Reader
    worker: str
    names: TopicNames
    clock: Clock

    def messages(self, answers: Sequence[Handled]) -> list[Message]:
        """In order: every record's outputs, its retry or dead letter, and last the fate batch."""
        written: list[Message] = []
        for answer in answers:
            written += answer.outputs
            if answer.fate.outcome is Outcome.REJECTED:
                written.append(self._dead(answer))
            elif answer.tier is not None:
                written.append(self._retry(answer, answer.tier))
        # The fates of the fate store itself would beget fates for ever.
        if self.step.reads is not FATES:
            written.append(self._fates(answers))
        return written

    def _dead(self, answer: Handled) -> Message:
        refusal = Refusal(
            stage=self.step.name,
            worker=self.worker,
            at=self.clock.now(),
            reason=str(answer.fate.reason),
            detail=answer.fate.detail,
            attempts=answer.attempts + 1,
            stack=answer.stack,
        )
        delivery = answer.delivery
        return dead_message(delivery.message, delivery.position, refusal, topic=self.names.full(self.step.dead))

    def _retry(self, answer: Handled, tier: Tier) -> Message:
        return retry_message(
            answer.delivery.message,
            topic=self.names.full(retry(self.step.name, tier, self.step.reads)),
            attempts=answer.attempts + 1,
            due=self.clock.now() + tier.delay_s,
        )

    def _fates(self, answers: Sequence[Handled]) -> Message:
        first = answers[0].delivery.position
        now = self.clock.now()
        batch = FateBatch(
            stage=self.step.name,
            worker=self.worker,
            batch=digest("batch", self.step.name, first.topic, str(first.partition), str(first.offset), f"{now:.6f}"),
            at=datetime.fromtimestamp(now, UTC),
            fates=tuple([answer.fate for answer in answers]),
        )
        return to_message(batch, topic=self.names.full(FATES), stage=self.step.name, at=now, lane=Lane.LIVE, origin=now)
