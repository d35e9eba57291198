"""Records that a worker died of: each goes alone, and to the dead letters after its second death."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog

from broker.port import Delivery, Membership, Position
from runtime.attempt import Handled, fate_of, made_of
from runtime.dead_letters import attempts_of
from runtime.declare import Reader
from runtime.run_dir import DEATHS_TO_CONDEMN, RunDir
from schemas.outcomes import Reason, Reject

log = structlog.get_logger()


@dataclass
class Suspects:
    """`careful` counts the rounds in which records go one by one, since it is unknown which was the last killer."""

    step: Reader
    run_dir: RunDir
    careful: int = 0
    _deaths: dict[Position, int] = field(default_factory=dict)
    _membership: Membership | None = None

    def is_new(self, first: Delivery | None) -> bool:
        """The partitions may be those of before, and another may have had them, and died, in between."""
        before = self._membership
        if first is not None:
            self._membership = first.membership
        return self._membership != before

    def look_back(self) -> None:
        """What an earlier life of this worker, or of another on the same partitions, died of."""
        known, self._deaths = self._deaths, self.run_dir.deaths(self.step.name)
        if self._deaths != known:
            self.careful = self.step.limits.batch_records if self._deaths else 0
            log.warning("careful", stage=self.step.name, suspects=len(self._deaths))

    def batch(self, pending: Sequence[Delivery]) -> Sequence[Delivery]:
        """A record that a worker died of goes alone."""
        if self.careful > 0:
            self.careful -= 1
            return pending[:1]
        if self._deaths:
            for index, delivery in enumerate(pending):
                if delivery.position in self._deaths:
                    return pending[: max(index, 1)]
        return pending

    def condemned(self, delivery: Delivery) -> Handled | None:
        if delivery.position not in self._deaths:
            return None
        # Another may have died of it since this worker looked.
        self._deaths = self.run_dir.deaths(self.step.name)
        deaths = self._deaths.get(delivery.position, 0)
        if deaths < DEATHS_TO_CONDEMN:
            return None
        made = made_of(Reject(Reason.KILLED_WORKER, f"{deaths} workers died while they processed it"))
        return Handled(delivery, fate_of(delivery, None, made, 0.0), attempts=attempts_of(delivery.message.headers))

    def absolve(self, answers: Sequence[Handled]) -> None:
        """They were handled: the deaths they were suspected of are forgotten."""
        if not self._deaths:
            return
        for position in (answer.delivery.position for answer in answers):
            if self._deaths.pop(position, None) is not None:
                self.run_dir.absolve(self.step.name, position)
